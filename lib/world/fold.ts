import type { Places } from "../intake/places.ts";
import { type EventRow, eventRow } from "../intake/rules.ts";
import type { ReportingSource } from "../intake/source.ts";
import type { FoldEvent } from "../ledger/fold/types.ts";
import { DIRECTIONS, EVENT_KINDS, RECEIPT_LEVELS, RECEIPT_OUTCOMES, STATIONS } from "../ledger/states.ts";
import { toInput, type WorldEvent } from "./events.ts";
import type { Letter } from "./letters.ts";
import { DEMO_SOURCES } from "./sources.ts";

// A source that reports for systems speaks for receivers, every other one for all or for its own hospitals.
const speaksForReceivers = new Set(
  DEMO_SOURCES.filter((source) => source.scopes.every((scope) => scope.system !== undefined)).map(({ code }) => code),
);

/**
 * An event as the fold sees it, without the keys of the stored row: for letters whose events are not kept. Says the same as
 * `eventRow` of what `toInput` posts; a test compares the two.
 */
export function toFoldEvent(
  letter: Letter,
  event: WorldEvent,
  places: Places,
  sources: ReadonlyMap<string, ReportingSource>,
): FoldEvent {
  const { receipt } = event;
  return {
    eventKey: String(event.n).padStart(4, "0"),
    at: event.at,
    sourceId: sources.get(event.source)?.id ?? 0,
    authority: speaksForReceivers.has(event.source) ? 1 : 0,
    station: STATIONS.indexOf(event.station),
    direction: DIRECTIONS.indexOf(event.direction),
    kind: EVENT_KINDS.indexOf(event.kind),
    operatorId: event.operator === null ? 0 : (places.operator.get(event.operator) ?? 0),
    installationId: event.mailbox === null ? null : (places.mailbox.get(event.mailbox)?.id ?? null),
    senderLocationId: places.gln.get(letter.sender.gln)?.id ?? null,
    receiverLocationId: event.names ? (places.gln.get(letter.receiver.gln)?.id ?? null) : null,
    copy: false,
    typeId: event.names ? (places.type.get(letter.type) ?? null) : null,
    content: event.names ? letter.content : null,
    statedSentAt: event.statedSentAt,
    receiptExpected: event.names ? letter.receiptExpected : null,
    // The fold only groups by it.
    receiptKey: receipt?.id ?? null,
    receiptId: receipt?.id ?? null,
    receiptLevel: receipt ? RECEIPT_LEVELS.indexOf(receipt.level) : null,
    receiptOutcome: receipt ? RECEIPT_OUTCOMES.indexOf(receipt.outcome) : null,
    receiptCode: receipt?.code ?? null,
  };
}

export type KeptEvent = { row: EventRow; sourceId: number };

/** An event as intake stores it. */
export function toKeptEvent(
  letter: Letter,
  event: WorldEvent,
  places: Places,
  sources: ReadonlyMap<string, ReportingSource>,
): KeptEvent {
  const source = sources.get(event.source);
  if (!source) throw new Error(`The demo has no source ${event.source}`);
  const authority = speaksForReceivers.has(event.source) ? 1 : 0;
  return { row: eventRow(toInput(letter, event), source, authority, places), sourceId: source.id };
}

/** A stored event as the fold sees it. */
export const foldEventOf = ({ row, sourceId }: KeptEvent): FoldEvent => ({
  ...row,
  sourceId,
  operatorId: row.operatorId ?? 0,
});
