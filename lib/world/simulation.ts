import type { StationEventOutput } from "../ledger/schema.ts";
import { STATIONS, type Station } from "../ledger/states.ts";
import { toInput, type WorldEvent } from "./events.ts";
import { eventsOf } from "./journey.ts";
import { type Letter, lettersOf } from "./letters.ts";
import type { Timeline } from "./timeline.ts";

/** The line stands still at one station from `from` to `to` (ms); then its backlog is let through in the order it came. */
export type Standstill = { station: Station; from: number; to: number };

/** Believable letters without end, one after the other: a Wednesday, over and over, never the same letter twice. */
export function* endlessLetters(run: string): Generator<Letter> {
  const wednesday = "2026-03-04";
  for (let round = 0; ; round += 1) {
    const letters = lettersOf({ name: `${run}.` }, wednesday, round * 7);
    // Their order in the day goes by the hour; by name it is a fair mix of all kinds.
    yield* letters.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

/** A letter as if it had been sent at `sentAt`, with all that follows, soonest first. */
export function sentNow(
  letter: Letter,
  sentAt: number,
  standstill: Standstill | null,
): { at: number; event: StationEventOutput }[] {
  const quiet: Timeline = { anchor: "2026-03-04", outages: [], works: [], gaps: [], blocked: [] };
  const now = { ...letter, sentAt: letter.scheme === "oioxml" ? Math.floor(sentAt / 60_000) * 60_000 : sentAt };
  const events = standstill ? held(eventsOf(now, quiet), standstill) : eventsOf(now, quiet);
  return events.map((event) => ({ at: event.toldAt, event: toInput(now, event) })).sort((a, b) => a.at - b.at);
}

/** What comes to the station in the standstill, and all that follows from it, happens after it. */
function held(events: readonly WorldEvent[], { station, from, to }: Standstill): WorldEvent[] {
  // The soonest of them: a letter's events come by recipient, not by time.
  const [stop] = events
    .filter(
      (event) => STATIONS.indexOf(event.station) >= STATIONS.indexOf(station) && event.at >= from && event.at < to,
    )
    .sort((a, b) => a.at - b.at);
  if (!stop) return [...events];
  const delay = to - stop.at + Math.round((stop.at - from) * 0.1);
  return events.map((event) =>
    event.at < stop.at ? event : { ...event, at: event.at + delay, toldAt: event.toldAt + delay },
  );
}
