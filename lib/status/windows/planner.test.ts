import { describe, expect, test } from "vitest";
import { addDays } from "../../time/danish.ts";
import { planSlots, type Standing, type Wish } from "./planner.ts";
import { trafficOf, WEEKS } from "./traffic.ts";
import type { TrafficCell } from "./traffic-sql.ts";
import { wallSpan } from "./wall.ts";

const FIRST = "2026-08-24";
const DAYS = Array.from({ length: WEEKS * 7 }, (_, at) => addDays(FIRST, at));
const NOW = Date.parse("2026-11-23T08:00:00Z");
const HOUR = 3_600_000;

/** Days are busy, nights are not, and the night to Monday least of all. */
const busy = (weekday: number, hour: number): number => {
  if (hour >= 7 && hour < 18) return weekday === 0 || weekday === 6 ? 40 : 100;
  return weekday === 1 && hour >= 3 && hour < 6 ? 4 : 10;
};
const cells: TrafficCell[] = Array.from({ length: 7 * 24 }, (_, at) => ({
  ...{ weekday: Math.floor(at / 24), hour: at % 24, organisation: "Aalborg", municipality: true, type: "FDIS20" },
  n: WEEKS * busy(Math.floor(at / 24), at % 24),
}));
// Of the hour that comes twice in October there are two.
const traffic = trafficOf(cells, DAYS, FIRST);
const wish = (unusual: Partial<Wish> = {}): Wish => ({
  ...{ services: ["fordeler"], windowClass: "other", lengthMs: 3 * HOUR, chosen: null },
  ...{ firstDay: "2026-11-24", lastDay: "2026-12-07" },
  ...unusual,
});
const standing = (from: string, to: string, unusual: Partial<Standing> = {}): Standing => {
  const span = wallSpan(from, to) ?? { from: 0, to: 0 };
  const times = { plannedFrom: new Date(span.from).toISOString(), plannedTo: new Date(span.to).toISOString() };
  return {
    ...times,
    uid: "other",
    title: { da: "Et andet", en: "Another" },
    windowClass: "minor",
    services: ["vans"],
    ...unusual,
  };
};
const starts = (plan: ReturnType<typeof planSlots>) => plan.best.map(({ wallFrom }) => wallFrom);

test("the three best slots lie where fewest messages are, each on a day of its own", () => {
  const plan = planSlots(wish(), traffic, [], NOW);
  expect(starts(plan).slice(0, 2)).toEqual(["2026-11-30T03:00", "2026-12-07T03:00"]);
  expect(plan.best).toHaveLength(3);
  expect(plan.best[0]).toMatchObject({ messages: 12, municipalities: 1, weeks: 13, clashes: [], breaches: [] });
  expect(plan.tried).toBe(14 * 24);
});

test("a slot that has begun is no choice", () => {
  const plan = planSlots(wish({ firstDay: "2026-11-23", lastDay: "2026-11-23" }), traffic, [], NOW);
  expect(plan.tried).toBe(14);
  expect((starts(plan)[0] ?? "").slice(11) >= "10:00").toBe(true);
});

test("a slot at another window's time comes after those that are free", () => {
  const other = standing("2026-11-30T00:00", "2026-12-01T06:00");
  expect(starts(planSlots(wish(), traffic, [other], NOW))[0]).toBe("2026-12-07T03:00");
  const only = planSlots(wish({ firstDay: "2026-11-30", lastDay: "2026-11-30" }), traffic, [other], NOW);
  expect(only.best[0]?.clashes).toMatchObject([{ uid: "other" }]);
});

test("a slot that keeps its class's rules comes before those that hit fewer", () => {
  const minor = planSlots(wish({ windowClass: "minor", lengthMs: HOUR, lastDay: "2026-12-10" }), traffic, [], NOW);
  for (const { wallFrom, breaches } of minor.best) expect([wallFrom.slice(11), breaches]).toEqual(["05:00", []]);
  const taken = standing("2026-12-02T05:00", "2026-12-02T06:00", { services: ["fordeler"] });
  const next = planSlots(wish({ windowClass: "minor", lengthMs: HOUR, lastDay: "2026-12-10" }), traffic, [taken], NOW);
  expect(starts(next).every((start) => start >= "2026-12-07")).toBe(true);
});

describe("a word of warning", () => {
  const chosen = (from: string, to: string) => planSlots(wish({ chosen: wallSpan(from, to) }), traffic, [], NOW);
  test("for a weekday 16–08, with the figures of both", () => {
    const plan = chosen("2026-12-02T16:00", "2026-12-03T08:00");
    expect(plan.chosen).toMatchObject({ messages: 200 + 13 * 10 + 100, municipalities: 1, breaches: [] });
    expect(plan.warning?.better).toMatchObject({ wallFrom: "2026-11-30T03:00", messages: 12 });
  });
  test("none for a night that is nearly as quiet", () => {
    expect(chosen("2026-12-02T01:00", "2026-12-02T04:00").warning).toBeNull();
  });
  test("none, and no best, where nothing is known: that is said, not guessed", () => {
    const plan = planSlots(
      wish({ chosen: wallSpan("2026-12-02T16:00", "2026-12-03T08:00") }),
      trafficOf([], [], FIRST),
      [],
      NOW,
    );
    expect(plan).toMatchObject({ best: [], warning: null, chosen: { messages: null, municipalities: null, weeks: 0 } });
  });
});

test("no start is lost or doubled on the nights the clocks change: the wall has its hours", () => {
  const autumn = planSlots(wish({ firstDay: "2027-10-31", lastDay: "2027-10-31" }), traffic, [], NOW);
  expect(autumn.tried).toBe(24);
  for (const { from, to, wallFrom, wallTo } of autumn.best) {
    expect(Date.parse(`${wallTo}Z`) - Date.parse(`${wallFrom}Z`)).toBe(3 * HOUR);
    expect(Date.parse(to) - Date.parse(from)).toBeGreaterThanOrEqual(3 * HOUR);
  }
});
