import { type Format, formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { type Say, texts } from "../../i18n/texts.ts";
import type { Words } from "../../status/shapes.ts";
import type { Place } from "./places.ts";
import type { Common, Step, Threshold } from "./rules.ts";

/** More places than these are counted, not named. */
const NAMED = 10;

/** Where it likely comes from, and the incidents that are open there. */
export type Cause = Common & { incidents: readonly { number: string; title: string; titleEn: string }[] };

/** What a step is told as: the figures first, with what they are of and since when; then place by place. */
export function wordsOf(
  step: Step<Place>,
  threshold: Threshold,
  cause: Cause | null,
  now: Date,
): { title: Words; text: Words } {
  const [da, en] = [written("da", step, threshold, cause, now), written("en", step, threshold, cause, now)];
  return { title: { da: da.title, en: en.title }, text: { da: da.text, en: en.text } };
}

/** What missing receipts at these places are called. */
export const titleOf = (places: readonly Place[]): Words => {
  const written = (locale: Locale) => {
    const say = texts(locale)("notices");
    return say("missing.title", { where: placesOf(say, places) });
  };
  return { da: written("da"), en: written("en") };
};

/** What is told when nothing of an episode is watched any more. */
export const stoppedText = (): Words => ({
  da: texts("da")("notices")("missing.stopped"),
  en: texts("en")("notices")("missing.stopped"),
});

function written(
  locale: Locale,
  { moment, concerned, joined }: Step<Place>,
  threshold: Threshold,
  cause: Cause | null,
  now: Date,
) {
  const say = texts(locale)("notices");
  const format = formatter(locale);
  const sum = (of: "bad" | "due" | "negative" | "open") => concerned.reduce((all, place) => all + place[of], 0);
  const where = placesOf(say, concerned);
  const [from, to] = spanOf(concerned, format, now);
  const { of, counts } = threshold;
  const figures = { bad: sum("bad"), due: sum("due"), where, from, to, of, counts };
  const since = Math.min(...concerned.flatMap(({ first }) => first?.getTime() ?? []));
  const sentence =
    moment === "resolved"
      ? say(figures.due === 0 ? "missing.resolvedNoneDue" : "missing.resolved", figures)
      : say("missing.opened", { ...figures, since: format.sinceTime(new Date(since), now) });
  const detail =
    moment === "resolved"
      ? []
      : [
          ...(moment === "updated" ? [say("missing.joined", { where: placesOf(say, joined) })] : []),
          ...(counts === "both" && sum("negative") > 0 ? [say("missing.negative", { negative: sum("negative") })] : []),
          ...(sum("open") > 0 ? [say("missing.open", { open: sum("open") })] : []),
          ...(cause === null ? [] : [causeOf(say, cause, locale)]),
          say("missing.span", { from, to, limit: limitOf(say, threshold) }),
        ];
  const troubled = concerned.filter(({ bad }) => bad > 0);
  const lines =
    moment === "resolved" || concerned.length === 1
      ? []
      : troubled
          .slice(0, NAMED)
          .map((place) => say("missing.line", { where: nameOf(say, place), bad: place.bad, due: place.due }));
  const more =
    lines.length > 0 && troubled.length > NAMED ? [say("missing.more", { count: troubled.length - NAMED })] : [];
  const named = of === "sum" && moment !== "resolved" ? placesOf(say, troubled) : where;
  return {
    title: say("missing.title", { where: named }),
    text: [[sentence, ...detail].join(" "), [...lines, ...more].join("\n")].filter((part) => part !== "").join("\n\n"),
  };
}

function placesOf(say: Say, places: readonly Place[]): string {
  const [only] = places;
  if (only && places.length === 1) return nameOf(say, only);
  const municipalities = new Set(places.map(({ municipalityId }) => municipalityId)).size;
  return places.every(({ bySystem }) => bySystem)
    ? say("missing.systems", { systems: places.length, municipalities })
    : say("missing.municipalities", { municipalities });
}

const nameOf = (say: Say, { bySystem, system, municipality }: Place): string => {
  if (!bySystem) return municipality;
  return system === null ? say("missing.unnamed", { municipality }) : say("missing.place", { system, municipality });
};

function spanOf(places: readonly Place[], format: Format, now: Date): [string, string] {
  const from = Math.min(...places.map((place) => place.from.getTime()));
  const to = Math.max(...places.map((place) => place.to.getTime()));
  return [format.sinceTime(new Date(from), now), format.sinceTime(new Date(to), now)];
}

/** How far it came, and whether that is known trouble. */
function causeOf(say: Say, { station, count, total, incidents }: Cause, locale: Locale): string {
  const named = incidents.map(({ number, title, titleEn }) => `${number} ${locale === "da" ? title : titleEn}`);
  const open =
    named.length === 0
      ? say("missing.stationNone")
      : say("missing.stationOpen", { incidents: new Intl.ListFormat(locale).format(named) });
  return `${say("missing.station", { count, total, station: say(`missing.reached.${station}`) })} ${open}`;
}

function limitOf(say: Say, { of, count, percent, minutes }: Threshold): string {
  if (count === null) return say("missing.limitPercent", { percent: percent ?? 0, minutes, of });
  if (percent === null) return say("missing.limitCount", { count, minutes, of });
  return say("missing.limitBoth", { count, percent, minutes, of });
}
