import { formatter } from "../i18n/format.ts";
import { texts } from "../i18n/texts.ts";
import { recordSignal } from "../notices/outbox.ts";
import type { Reached } from "../notices/sending/rules.ts";
import type { Recipients } from "../notices/sending/shapes.ts";
import type { NewSignal } from "../notices/signal.ts";
import { threadOf } from "../notices/thread.ts";
import { recipientsOf } from "../notices/whom.ts";
import { type Ask, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { WindowChangeKind, Words } from "../status/shapes.ts";
import type { Moment } from "../subscriptions/shapes.ts";
import { isLastOfSeries, servicesOfWindow } from "./sql.ts";

/** What each thing that happens to a window is to those who are told; null where it is nobody's concern outside the desk. */
const MOMENTS: Record<WindowChangeKind, Moment | null> = {
  announced: "opened",
  moved: "updated",
  prolonged: "updated",
  shortened: "updated",
  started: "updated",
  cancelled: "resolved",
  ended: "resolved",
  held: null,
  released: null,
};

/**
 * Tells of what has just happened to an announced window, within the transaction that did it. Answers how many addresses;
 * null where it is nothing to tell of.
 */
export async function tellOfWindow(
  tx: StatusTx,
  windowId: number,
  kind: WindowChangeKind,
  now: Date,
): Promise<Reached | null> {
  const moment = MOMENTS[kind];
  if (moment === null) return null;
  const ask = askingWithin(tx);
  const window = await tx.serviceWindow.findUniqueOrThrow({ where: { id: windowId } });
  // A series is told of as one, so whoever heard of it hears that a date of it is off, and when the last one is over.
  const everybody = kind === "cancelled" || (kind === "ended" && (await isLast(ask, window)));
  const signal = await signalOf(ask, window, { moment, everybody, text: textOf(kind, window, now) });
  return recordSignal(tx, signal, now);
}

/** Whom it would be told to if this happened to a window now. */
export async function recipientsOfWindow(
  ask: Ask,
  window: About & { phase: string },
  moment: Moment,
  now: Date,
): Promise<Recipients> {
  // Before it has begun the only end of it is that it is called off.
  const everybody = moment === "resolved" && (window.phase === "planned" || (await isLast(ask, window)));
  return recipientsOf([await signalOf(ask, window, { moment, everybody, text: { da: "", en: "" } })], now);
}

type About = {
  id: number;
  uid: string;
  title: string;
  titleEn: string;
  seriesId: number | null;
  expected: number | null;
};
const isLast = async (ask: Ask, { id, seriesId }: Pick<About, "id" | "seriesId">): Promise<boolean> =>
  seriesId !== null && (await isLastOfSeries(ask, seriesId, id));

/** `everybody`: whoever was told of its series hears that it is over, and not only where they asked to hear of ends. */
type Said = { moment: Moment; everybody: boolean; text: Words };
async function signalOf(ask: Ask, window: About, { moment, everybody, text }: Said): Promise<NewSignal> {
  return {
    ...{ kind: "window", moment, thread: threadOf("window", window.uid) },
    alsoOf: window.seriesId === null ? [] : [threadOf("series", window.seriesId)],
    ...(window.seriesId === null || everybody ? {} : { heard: "as_asked" }),
    ...{ incidentId: null, updateNr: null, windowId: window.id, subscriptionId: null, severity: null, trouble: null },
    ...{ installations: [], municipalities: [], regions: [], vendors: [] },
    ...{ shownMunicipalities: [], shownRegions: [], messages: window.expected },
    services: await servicesOfWindow(ask, window.id),
    title: { da: window.title, en: window.titleEn },
    text,
  };
}

type Planned = {
  plannedFrom: Date;
  plannedTo: Date;
  traffic: string;
  note: string | null;
  noteEn: string | null;
};

function textOf(kind: WindowChangeKind, window: Planned, now: Date): Words {
  const written = (locale: "da" | "en", note: string | null): string => {
    const say = texts(locale)("notices");
    const format = formatter(locale);
    const from = format.dateTime(window.plannedFrom, now);
    const to = format.dateTime(window.plannedTo, now);
    const lines = [say(`window.${kind}`, { from, to }), say(`traffic.${window.traffic}`)];
    return [lines.join(" "), ...(note ? [note] : [])].join("\n\n");
  };
  return { da: written("da", window.note), en: written("en", window.noteEn) };
}
