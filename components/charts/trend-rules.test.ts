import { describe, expect, test } from "vitest";
import type { TrendPoint } from "@/lib/ledger/shapes.ts";
import { noCounts, type StateCounts } from "@/lib/ledger/states.ts";
import { layTrend, type Trend, trendByDay } from "./trend-rules.ts";

const HOUR = 3_600_000;
const point = (at: string, counts: Partial<StateCounts> = {}, known = true): TrendPoint => {
  const all = { ...noCounts(), ...counts };
  return { at, sent: Object.values(all).reduce((sum, n) => sum + n, 0), counts: all, known };
};
const every = (from: string, hours: number, many: number, make: (at: string, n: number) => TrendPoint): Trend => {
  const points = Array.from({ length: many }, (_, n) =>
    make(new Date(Date.parse(from) + n * hours * HOUR).toISOString(), n),
  );
  return { bucketHours: hours, from, to: new Date(Date.parse(from) + many * hours * HOUR).toISOString(), points };
};
const rowOf = (trend: Trend, key: string) => layTrend(trend).rows.find((row) => row.key === key);

describe("rows", () => {
  const calm = every("2026-11-22T23:00:00Z", 3, 16, (at) => point(at, { ok: 10 }));
  test("sent, on time, late and missing always have a row, so that none of them reads as none", () => {
    expect(layTrend(calm).rows.map(({ key }) => key)).toEqual(["sent", "ok", "late", "overdue"]);
    expect(rowOf(calm, "overdue")).toMatchObject({ total: 0, most: 0, bars: [] });
  });
  test("another state has a row where it occurs", () => {
    const trend = every("2026-11-22T23:00:00Z", 3, 4, (at, n) =>
      point(at, n === 2 ? { lost: 1, not_due: 3 } : { ok: 1 }),
    );
    expect(layTrend(trend).rows.map(({ key }) => key)).toEqual(["sent", "ok", "late", "overdue", "lost", "not_due"]);
  });
  test("late answers are both the accepted and the rejected", () => {
    const trend = every("2026-11-22T23:00:00Z", 3, 1, (at) => point(at, { late_ok: 2, late_negative: 3 }));
    expect(rowOf(trend, "late")?.total).toBe(5);
  });
  test("each row has its own scale: its highest bar fills the room, however small", () => {
    const trend = every("2026-11-22T23:00:00Z", 3, 8, (at, n) => point(at, { ok: 1000, overdue: n === 3 ? 2 : 1 }));
    const tallest = (key: string) => Math.max(...(rowOf(trend, key)?.bars.map(({ height }) => height) ?? []));
    expect(tallest("ok")).toBe(tallest("overdue"));
  });
  test("one among thousands can still be seen", () => {
    const trend = every("2026-11-22T23:00:00Z", 3, 2, (at, n) => point(at, { ok: n === 0 ? 1 : 9000 }));
    expect(rowOf(trend, "ok")?.bars[0]?.height).toBeGreaterThanOrEqual(1.5);
  });
});

describe("what nobody vouches for", () => {
  const trend = every("2026-11-22T23:00:00Z", 3, 8, (at, n) => point(at, {}, n !== 2 && n !== 3 && n !== 6));
  test("is hatched, neighbours as one", () => {
    const { holes } = layTrend(trend);
    expect(holes.map(({ from, to }) => [from, to])).toEqual([
      ["2026-11-23T05:00:00.000Z", "2026-11-23T11:00:00.000Z"],
      ["2026-11-23T17:00:00.000Z", "2026-11-23T20:00:00.000Z"],
    ]);
  });
  test("has no bar of height zero", () => {
    expect(layTrend(trend).rows.every(({ bars }) => bars.length === 0)).toBe(true);
  });
});

describe("days", () => {
  test("a day of 25 hours is wider than its neighbours", () => {
    const points = ["2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"].map((at) =>
      point(at, { ok: 1 }),
    );
    const trend = { bucketHours: 24, from: "2026-10-23T22:00:00Z", to: "2026-10-26T23:00:00Z", points };
    const [before, change, after] = rowOf(trend, "ok")?.bars ?? [];
    expect(change?.width).toBeGreaterThan(before?.width ?? 0);
    expect(after?.width).toBeCloseTo(before?.width ?? 0, 5);
  });
  test("names of days never stand closer than they are wide", () => {
    const month = every("2026-10-24T22:00:00Z", 24, 31, (at) => point(at, { ok: 1 }));
    const named = layTrend(month).days.flatMap(({ label }) => (label === null ? [] : [label]));
    expect(named.length).toBeGreaterThan(5);
    for (const [at, x] of named.entries()) if (at > 0) expect(x - (named[at - 1] ?? 0)).toBeGreaterThanOrEqual(45);
  });
  test("the table cuts at Danish midnight, newest first, and says where a day is not wholly known", () => {
    const trend = every("2026-11-23T20:00:00Z", 3, 3, (at, n) => point(at, { ok: n + 1 }, n !== 2));
    expect(trendByDay(trend).map(({ day, sent, known }) => [day, sent, known])).toEqual([
      ["2026-11-24", 5, false],
      ["2026-11-23", 1, true],
    ]);
  });
});
