import { NotFoundError } from "../errors.ts";
import type { PublicSnapshot } from "../publication/snapshot.ts";
import type { ServiceState } from "./shapes.ts";
import { type Because, type Interval, timelinesOf } from "./timeline.ts";

export { type Because, type Interval, SEEN_SLACK_MS, worst } from "./timeline.ts";

/** How a service stands, since when (ms; null where that was never seen), and why, the worst first. */
export type Standing = { state: ServiceState; since: number | null; because: Because[] };

/**
 * The state of every service at an instant (ms), by code: of its own incidents and windows, and of a chain what comes through
 * its stations (see `timeline.ts`). Up only where it was seen; unknown where it was not and no trouble is known.
 */
export function statesAt(snapshot: PublicSnapshot, at: number): Map<string, Standing> {
  return new Map(
    [...timelinesOf(snapshot)].map(([code, timeline]) => {
      let n = indexAt(timeline, at);
      const { state, because } = timeline[n] ?? { state: "unknown" as const, because: [] };
      while (timeline[n - 1]?.state === state) n -= 1;
      const since = timeline[n]?.from ?? Number.NEGATIVE_INFINITY;
      return [code, { state, because, since: Number.isFinite(since) ? since : null }];
    }),
  );
}

/**
 * Every interval of a service within [from, to) (ms): adjoining, without gaps, oldest first; time that was not seen is
 * `unknown`. Throws NotFoundError.
 */
export function intervalsOf(snapshot: PublicSnapshot, code: string, from: number, to: number): Interval[] {
  const timeline = timelinesOf(snapshot).get(code);
  if (!timeline) throw new NotFoundError("No such service");
  const intervals: Interval[] = [];
  for (let n = indexAt(timeline, from); n < timeline.length; n += 1) {
    const interval = timeline[n];
    if (!interval || interval.from >= to) break;
    intervals.push({ ...interval, from: Math.max(interval.from, from), to: Math.min(interval.to, to) });
  }
  return intervals;
}

/** Which interval of a timeline holds an instant. */
function indexAt(timeline: readonly Interval[], at: number): number {
  let low = 0;
  let high = timeline.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timeline[middle]?.from ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
