import type { PublicSnapshot } from "../publication/snapshot.ts";
import type { Because, Interval } from "./intervals.ts";
import type { ServiceState } from "./shapes.ts";
import { timelineBetween } from "./timeline.ts";

export { type Because, type Interval, SEEN_SLACK_MS, worst } from "./intervals.ts";

const DAY_MS = 24 * 3_600_000;

/** How a service stands, since when (ms; null where that was never seen), and why, the worst first. */
export type Standing = { state: ServiceState; since: number | null; because: Because[] };

/**
 * The state of every service at an instant (ms), by code: of its own incidents and windows, and of a chain what comes through
 * its stations. Up only where it was seen; unknown where it was not and no trouble is known.
 */
export function statesAt(snapshot: PublicSnapshot, at: number): Map<string, Standing> {
  return new Map(snapshot.services.map(({ code }) => [code, standingAt(snapshot, code, at)]));
}

function standingAt(snapshot: PublicSnapshot, code: string, at: number): Standing {
  // Most have stood as they stand for days: back by a day at first, then by a month, then by all there is.
  for (const back of [DAY_MS, 30 * DAY_MS, Number.POSITIVE_INFINITY]) {
    const intervals = timelineBetween(snapshot, code, at - back, at + 1);
    const { state, because } = intervals.at(-1) ?? { state: "unknown" as const, because: [] };
    const other = intervals.findLastIndex((interval) => interval.state !== state);
    const since = intervals[other + 1]?.from ?? Number.NEGATIVE_INFINITY;
    if (other >= 0 || !Number.isFinite(since)) return { state, because, since: Number.isFinite(since) ? since : null };
  }
  return { state: "unknown", because: [], since: null };
}

/**
 * Every interval of a service within [from, to) (ms): adjoining, without gaps, oldest first; time that was not seen is
 * `unknown`. Throws NotFoundError.
 */
export const intervalsOf = (snapshot: PublicSnapshot, code: string, from: number, to: number): Interval[] =>
  timelineBetween(snapshot, code, from, to);
