import { formatter } from "../i18n/format.ts";
import { texts } from "../i18n/texts.ts";
import { recordSignal } from "../notices/outbox.ts";
import { askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { WindowChangeKind, Words } from "../status/shapes.ts";
import type { Moment } from "../subscriptions/shapes.ts";
import { servicesOfWindow } from "./sql.ts";

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

/** Tells of what has just happened to an announced window, within the transaction that did it. */
export async function tellOfWindow(tx: StatusTx, windowId: number, kind: WindowChangeKind, now: Date): Promise<void> {
  const moment = MOMENTS[kind];
  if (moment === null) return;
  const window = await tx.serviceWindow.findUniqueOrThrow({ where: { id: windowId } });
  await recordSignal(
    tx,
    {
      ...{ kind: "window", moment, thread: `window:${window.uid}`, alsoOf: [] },
      ...{ incidentId: null, updateNr: null, windowId, subscriptionId: null, severity: null, trouble: null },
      ...{ installations: [], municipalities: [], regions: [], vendors: [], messages: window.expected },
      services: await servicesOfWindow(askingWithin(tx), windowId),
      title: { da: window.title, en: window.titleEn },
      text: textOf(kind, window, now),
    },
    now,
  );
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
