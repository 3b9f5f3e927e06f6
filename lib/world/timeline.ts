import { addDays, danishMidnight } from "../time/danish.ts";
import { atHour, lastWeekday } from "./calendar.ts";
import type { DemoInstallation } from "./catalogue.ts";
import { shareOf } from "./random.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the distributor keeps what is not fetched (DOMAIN 3.1). */
export const QUEUE_LIFE_MS = 7 * DAY_MS;

type Span = { from: number; to: number };
/** A station of one operator stands still; afterwards its backlog is let through in the order it came. */
export type Outage = Span & { operator: string; name: string; drainMs: number; lostShare: number };
/** A source reports nothing about what happens at its stations in the meantime, and never will. */
export type Gap = Span & { source: string };
/** Announced work: what reaches the operator meanwhile waits until it ends. */
export type Work = Span & { operator: string; plannedTo: number };
/** A mailbox that nobody empties. */
export type Blocked = Span & { mailbox: string };

/** What went wrong in the demo world, all of it at operators and products with invented names, relative to the anchor day. */
export type Timeline = {
  anchor: string;
  outages: readonly Outage[];
  /** Every week, and one night that took longer than planned. */
  works: readonly Work[];
  gaps: readonly Gap[];
  blocked: readonly Blocked[];
};

/** The days before the anchor day that have a history. */
export const HISTORY_DAYS = 90;
/** Weeks of announced work that the world knows of, before and after the anchor. */
const WEEKS = 13;
/** Days whose events and receipts are kept; letters that ended before are sealed. */
export const EVENT_DAYS = 7;

export function timelineOf(anchor: string): Timeline {
  // A weekday each, so that they fall into working hours whatever day the demo starts on.
  const first = lastWeekday(addDays(anchor, -36), 4);
  const second = lastWeekday(addDays(anchor, -2), 2);
  const night = lastWeekday(addDays(anchor, -16), 1);
  const span = (day: string, from: number, to: number): Span => ({ from: atHour(day, from), to: atHour(day, to) });
  return {
    anchor,
    outages: [
      { operator: "fordeler-ydby", name: "ydby", ...span(first, 9.67, 15.1), drainMs: 2.5 * HOUR_MS, lostShare: 0.3 },
      { operator: "strandby-vans", name: "strandby", ...span(second, 6.83, 9.6), drainMs: HOUR_MS, lostShare: 0 },
    ],
    works: [
      ...Array.from({ length: 2 * WEEKS + 1 }, (_, week) => {
        const thursday = span(lastWeekday(addDays(anchor, 7 * (week - WEEKS)), 4), 5, 6);
        return { operator: "fordeler-ydby", ...thursday, plannedTo: thursday.to };
      }),
      { operator: "strandby-vans", ...span(night, 3, 6.7), plannedTo: atHour(night, 6) },
    ],
    gaps: [
      { source: "skallebaek", ...span(addDays(anchor, -20), 8, 20) },
      { source: "skallebaek", ...span(addDays(anchor, -2), 9.5, 17.25) },
    ],
    blocked: [-61, -9].map((days) => ({
      mailbox: "dueslag-0773-a",
      from: atHour(addDays(anchor, days), 15.5),
      to: atHour(addDays(anchor, days + 1), 8.25),
    })),
  };
}

/** How an outage is felt by one municipality: the same fault, not the same consequence. */
export function feltBy(outage: Outage, municipality: string): "not" | "delayed" | "delayed and lost" {
  const share = shareOf(`${outage.name} ${municipality}`);
  if (share < 0.25) return "not";
  return share < 0.7 || outage.lostShare === 0 ? "delayed" : "delayed and lost";
}

/** When a message that reaches a station at `at` leaves it again because of an outage. */
export function heldUntil(outage: Outage, at: number): number {
  const share = (at - outage.from) / (outage.to - outage.from);
  return Math.round(outage.to + share * outage.drainMs);
}

/** When a message that reaches a station at `at`, while announced work is under way there, is let through. */
export function afterWork({ from, to }: Work, at: number): number {
  return Math.round(to + ((at - from) / (to - from)) * 4 * 60_000);
}

/** The times up to `now` that a source has reported completely. */
export function coveredBy(source: string, timeline: Timeline, now: number): [number, number][] {
  let spans: [number, number][] = [[danishMidnight(addDays(timeline.anchor, -HISTORY_DAYS)), now]];
  for (const gap of timeline.gaps.filter((known) => known.source === source)) {
    spans = spans.flatMap(([from, to]): [number, number][] =>
      gap.to <= from || gap.from >= to
        ? [[from, to]]
        : (
            [
              [from, gap.from],
              [gap.to, to],
            ] as [number, number][]
          ).filter(([start, end]) => start < end),
    );
  }
  return spans;
}

/** Whether an installation takes part on a Danish day. */
export function activeOn(one: DemoInstallation, anchor: string, day: string): boolean {
  if (one.pending) return false;
  if (one.liveFrom !== undefined && day < addDays(anchor, one.liveFrom)) return false;
  return one.optedOutFrom === undefined || day < addDays(anchor, one.optedOutFrom);
}
