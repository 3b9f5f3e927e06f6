import { EVENT_KINDS, STATIONS } from "../states.ts";
import type { FoldEvent, FoldedLeg } from "./types.ts";

const PASSING = new Set(
  ["created", "sent", "received", "finalized", "handed_over"].map((kind) =>
    EVENT_KINDS.indexOf(kind as (typeof EVENT_KINDS)[number]),
  ),
);
const RECEIPT = EVENT_KINDS.indexOf("receipt");
const LAST = STATIONS.length - 1;

/** A leg's slot: operator, direction and station in one number. */
export const slotOf = (operatorId: number, direction: number, station: number): number =>
  operatorId * 16 + direction * 8 + station;
export const operatorOfSlot = (slot: number): number => Math.floor(slot / 16);
export const directionOfSlot = (slot: number): number => (slot >> 3) & 1;
export const stationOfSlot = (slot: number): number => slot & 7;

/**
 * When each station first had the message on its way out, and the receipt on its way back, in the order of the line, with
 * the delay (ms) since the slot before it. A clock that runs behind gives 0, never a negative delay.
 */
export function legsOf(events: readonly FoldEvent[]): FoldedLeg[] {
  const first = new Map<number, number>();
  for (const event of events) {
    const passing = PASSING.has(event.kind) || (event.kind === RECEIPT && event.direction === 1);
    if (!passing) continue;
    const slot = slotOf(event.operatorId, event.direction, event.station);
    const known = first.get(slot);
    if (known === undefined || event.at < known) first.set(slot, event.at);
  }
  const order = (slot: number) =>
    directionOfSlot(slot) === 0 ? stationOfSlot(slot) : 2 * LAST + 1 - stationOfSlot(slot);
  const inOrder = [...first].sort(([a, atA], [b, atB]) => order(a) - order(b) || atA - atB || a - b);
  return inOrder.map(([slot, at], index) => {
    const before = inOrder[index - 1];
    return { slot, at, ms: before ? Math.max(0, at - before[1]) : null };
  });
}

/** The furthest station the message itself is known to have reached. */
export function lastStationOf(events: readonly FoldEvent[]): number | null {
  let last: number | null = null;
  for (const event of events)
    if (event.direction === 0 && (last === null || event.station > last)) last = event.station;
  return last;
}
