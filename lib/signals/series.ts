import { formatter } from "../i18n/format.ts";
import { LOCALES, type Locale } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import { recordSignal } from "../notices/outbox.ts";
import type { Reached } from "../notices/sending/rules.ts";
import type { Recipients } from "../notices/sending/shapes.ts";
import type { NewSignal } from "../notices/signal.ts";
import { threadOf } from "../notices/thread.ts";
import { recipientsOf } from "../notices/whom.ts";
import { type Ask, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { WindowTraffic, Words } from "../status/shapes.ts";
import type { SeriesRule } from "../status/windows/shapes.ts";
import { windowWords } from "../status/windows/words.ts";
import { datesToCome, servicesOfSeries } from "./sql.ts";

type Series = Pick<SeriesRule, "every" | "nth" | "weekday" | "fromTime" | "toTime" | "validTo"> & {
  id: number;
  title: string;
  titleEn: string;
  traffic: WindowTraffic;
};
type Happened = "announced" | "changed";

/**
 * Tells of a series as one: that it was announced, or that its dates are others now, naming those to come. Whoever was told of
 * it hears of a change, whatever their filter says. Answers how many addresses.
 */
export async function tellOfSeries(tx: StatusTx, series: Series, happened: Happened, now: Date): Promise<Reached> {
  const ask = askingWithin(tx);
  const dates = await datesToCome(ask, series.id, now);
  const text = inEach((locale) => textOf(series, happened, dates, locale, now));
  return recordSignal(tx, await signalOf(ask, series, happened, text, now), now);
}

/** Whom it would be told to if a series were announced or changed now. */
export const recipientsOfSeries = async (
  ask: Ask,
  series: Series,
  happened: Happened,
  now: Date,
): Promise<Recipients> => recipientsOf([await signalOf(ask, series, happened, { da: "", en: "" }, now)], now);

async function signalOf(ask: Ask, series: Series, happened: Happened, text: Words, now: Date): Promise<NewSignal> {
  const [next] = await datesToCome(ask, series.id, now);
  return {
    ...{ kind: "window", thread: threadOf("series", series.id), alsoOf: [] },
    ...(happened === "announced" ? { moment: "opened" } : { moment: "updated", heard: "too" }),
    // Whoever may know of its next window may know what was said of it.
    ...{
      incidentId: null,
      updateNr: null,
      windowId: next?.id ?? null,
      subscriptionId: null,
      severity: null,
      trouble: null,
    },
    ...{ installations: [], municipalities: [], regions: [], vendors: [] },
    ...{ shownMunicipalities: [], shownRegions: [], messages: null },
    services: await servicesOfSeries(ask, series.id),
    title: { da: series.title, en: series.titleEn },
    text,
  };
}

type Dates = Awaited<ReturnType<typeof datesToCome>>;
function textOf(series: Series, happened: Happened, dates: Dates, locale: Locale, now: Date): string {
  const say = texts(locale)("notices");
  const format = formatter(locale);
  const { when, recurs } = windowWords(texts(locale)("windows"), format, now.toISOString());
  if (dates.length === 0) return say("series.over");
  const until = series.validTo === null ? "" : format.date(`${series.validTo}T12:00:00Z`, now);
  return [
    `${say(`series.${happened}`, { recurs: recurs(series) })} ${say(`traffic.${series.traffic}`)}`,
    [
      say("series.dates", { count: dates.length }),
      ...dates.map(({ from, to }) => `- ${when({ plannedFrom: from.toISOString(), plannedTo: to.toISOString() })}`),
    ].join("\n"),
    series.validTo === null ? say("series.more") : say("series.until", { until }),
  ].join("\n\n");
}

const inEach = (write: (locale: Locale) => string): Words =>
  Object.fromEntries(LOCALES.map((locale) => [locale, write(locale)])) as Words;
