import { danishDay } from "@/lib/i18n/format.ts";
import type { TrendPoint } from "@/lib/ledger/shapes.ts";
import { noCounts, RECEIPT_STATES, type ReceiptState, type StateCounts } from "@/lib/ledger/states.ts";
import { type Axis, danishMidnights, xOf } from "./time-rules.ts";

export type Trend = { bucketHours: number; from: string; to: string; points: TrendPoint[] };

/** What a row of the chart counts: all that was sent, or the states under one name ("Sent svar" is two). */
export type Series = { key: "sent" | "late" | ReceiptState; states: readonly ReceiptState[] };
const ALWAYS: readonly Series[] = [
  { key: "sent", states: RECEIPT_STATES },
  { key: "ok", states: ["ok"] },
  { key: "late", states: ["late_ok", "late_negative"] },
  { key: "overdue", states: ["overdue"] },
];
const WHERE_SEEN: readonly Series[] = (
  ["lost", "transient", "fatal", "repudiated", "unknown", "pending", "not_due"] as const
).map((state) => ({ key: state, states: [state] }));

export type Bar = { x: number; y: number; width: number; height: number; count: number; at: string };
export type TrendRow = { key: Series["key"]; base: number; total: number; most: number; bars: Bar[] };
export type TrendLayout = {
  width: number;
  height: number;
  axis: Axis;
  plot: { top: number; bottom: number };
  rows: TrendRow[];
  /** Spans no source vouches for, hatched through every row. */
  holes: { x: number; width: number; from: string; to: string }[];
  days: { x: number; at: string; label: number | null }[];
  sent: number;
};

const WIDTH = 1100;
const ROW = 50;
const BAR_ROOM = 34;
const TOP = 26;
const HOUR = 3_600_000;
/** A day narrower than this has no room for its name, so only every so many are named. */
const DAY_LABEL = 46;

const countOf = (counts: StateCounts, states: readonly ReceiptState[]) =>
  states.reduce((sum, state) => sum + counts[state], 0);

/** Where a bucket ends: where the next begins (a Danish day may have 23 or 25 hours), the last where the period does. */
function endOf({ points, to, bucketHours }: Trend, at: number): number {
  const next = points[at + 1];
  if (next !== undefined) return Date.parse(next.at);
  const start = Date.parse(points[at]?.at ?? to);
  return Math.max(Math.min(start + bucketHours * HOUR, Date.parse(to)), start);
}

function holesOf(trend: Trend, axis: Axis): TrendLayout["holes"] {
  const holes: TrendLayout["holes"] = [];
  for (const [at, point] of trend.points.entries()) {
    if (point.known) continue;
    const x = xOf(Date.parse(point.at), axis);
    const end = xOf(endOf(trend, at), axis);
    const to = new Date(endOf(trend, at)).toISOString();
    const last = holes.at(-1);
    if (last !== undefined && last.to === point.at) {
      last.width = end - last.x;
      last.to = to;
    } else holes.push({ x, width: end - x, from: point.at, to });
  }
  return holes;
}

/**
 * Rows of bars under one time axis, each with a scale of its own. A bucket nobody vouches for is hatched; what was
 * counted in it all the same is drawn over the hatching.
 */
export function layTrend(trend: Trend): TrendLayout {
  const axis: Axis = { from: Date.parse(trend.from), to: Date.parse(trend.to), left: 150, right: 1004 };
  const seen = WHERE_SEEN.filter(({ states }) => trend.points.some(({ counts }) => countOf(counts, states) > 0));
  const rows = [...ALWAYS, ...seen].map(({ key, states }, row): TrendRow => {
    const base = TOP + (row + 1) * ROW - 2;
    const values = trend.points.map(({ counts }) => countOf(counts, states));
    const most = Math.max(0, ...values);
    const bars = trend.points.flatMap((point, at): Bar[] => {
      const count = values[at] ?? 0;
      if (count === 0) return [];
      const x = xOf(Date.parse(point.at), axis);
      const height = Math.max(1.5, (count / most) * BAR_ROOM);
      const width = Math.max(1.5, xOf(endOf(trend, at), axis) - x - 1.2);
      return [{ x: x + 0.6, y: base - height, width, height, count, at: point.at }];
    });
    return { key, base, total: values.reduce((sum, n) => sum + n, 0), most, bars };
  });
  const bottom = TOP + rows.length * ROW;
  const midnights = danishMidnights(axis.from, axis.to);
  const dayWidth = (axis.right - axis.left) / Math.max(1, (axis.to - axis.from) / (24 * HOUR));
  const every = Math.max(1, Math.ceil(DAY_LABEL / dayWidth));
  const days = midnights.map((at, day) => {
    const end = midnights[day + 1] ?? axis.to;
    // The day under way may be narrower than its name, which then runs on past the axis.
    const middle = Math.max((xOf(at, axis) + xOf(end, axis)) / 2, xOf(at, axis) + DAY_LABEL / 2);
    return { x: xOf(at, axis), at: new Date(at).toISOString(), label: day % every === 0 ? middle : null };
  });
  return {
    width: WIDTH,
    height: bottom + 24,
    axis,
    plot: { top: TOP - 6, bottom },
    rows,
    holes: holesOf(trend, axis),
    days,
    sent: rows[0]?.total ?? 0,
  };
}

export type DayRow = { day: string; at: string; sent: number; counts: StateCounts; known: boolean };

/** The same figures as a table, a row per Danish day, newest first; a day is known where each of its buckets is. */
export function trendByDay({ points }: Trend): DayRow[] {
  const days = new Map<string, DayRow>();
  for (const point of points) {
    const day = danishDay(point.at);
    const row = days.get(day) ?? { day, at: point.at, sent: 0, counts: noCounts(), known: true };
    row.sent += point.sent;
    for (const state of RECEIPT_STATES) row.counts[state] += point.counts[state];
    row.known &&= point.known;
    days.set(day, row);
  }
  return [...days.values()].reverse();
}
