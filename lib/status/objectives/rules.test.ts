import { describe, expect, test } from "vitest";
import { aChain, anIncident, aSnapshot, aStation, PROMISE } from "../../publication/fixtures.ts";
import { danishInstant, danishMidnight } from "../../time/danish.ts";
import { endedMonths, isRestated, monthBands, sealOf } from "./rules.ts";

const HOUR = 3_600_000;
const iso = (text: string) => new Date(danishInstant(text.slice(0, 10), text.slice(11))).toISOString();
const seenFrom = (day: string): [number, number][] => [[danishMidnight(day), danishMidnight("2027-01-01")]];
const station = (unusual: Parameters<typeof aStation>[1] = {}) =>
  aStation("vans", { seen: seenFrom("2026-08-20"), objectives: [PROMISE], ...unusual });

describe("the budget of a month", () => {
  // Away for half an hour of the 264 working hours of October, which allow 31 min 41 s.
  const snapshot = aSnapshot({
    services: [station()],
    incidents: [anIncident(["vans"], iso("2026-10-05 08:00"), iso("2026-10-05 08:30"))],
  });
  const burn = (now: string) => monthBands(snapshot, "vans", "2026-10", Date.parse(iso(now)))[0]?.burn;

  test("is of the whole month from its first day on", () => {
    for (const now of ["2026-10-01 07:00", "2026-10-15 12:00", "2026-12-01 12:00"])
      expect((burn(now)?.budgetMs ?? 0) / HOUR).toBeCloseTo(264 * 0.002, 9);
  });
  test.each([
    ["2026-10-01 12:00", 0, 6 / 264, 0],
    ["2026-10-06 06:00", 0.5 / 0.528, 36 / 264, 0.5 / 0.528 / (36 / 264)],
    ["2026-11-01 00:00", 0.5 / 0.528, 1, 0.5 / 0.528],
  ])("at %s %d of it is used, %d of the month has passed, and the pace is %d", (now, used, passed, pace) => {
    expect(burn(now)?.used).toBeCloseTo(used, 9);
    expect(burn(now)?.passed).toBeCloseTo(passed, 9);
    expect(burn(now)?.pace).toBeCloseTo(pace, 9);
  });
  test("trouble that is not over counts up to now, not to the end of the month", () => {
    const open = aSnapshot({ services: [station()], incidents: [anIncident(["vans"], iso("2026-10-05 08:00"), null)] });
    const [working] = monthBands(open, "vans", "2026-10", Date.parse(iso("2026-10-05 10:00")));
    expect((working?.burn.usedMs ?? 0) / HOUR).toBe(2);
  });
  test("of a month nobody saw is not said to be left", () => {
    const [working] = monthBands(
      aSnapshot({ services: [station({ seen: [] })] }),
      "vans",
      "2026-10",
      Date.parse(iso("2026-10-20 00:00")),
    );
    expect(working?.burn).toMatchObject({ used: null, pace: null });
  });
  test("of a month that has not begun is not counted", () => {
    expect(monthBands(snapshot, "vans", "2026-11", Date.parse(iso("2026-10-20 00:00")))).toEqual([]);
  });
});

describe("months to freeze", () => {
  const months = (services: Parameters<typeof aSnapshot>[0], now: string) =>
    endedMonths(aSnapshot(services), Date.parse(iso(now))).map(({ month }) => month);
  test.each<[string, Parameters<typeof station>[0], string, string[]]>([
    ["from the first that was seen", {}, "2026-11-05 04:15", ["2026-08", "2026-09", "2026-10"]],
    ["not the one that runs, to its last minute", {}, "2026-10-31 23:59", ["2026-08", "2026-09"]],
    ["but in the minute after", {}, "2026-11-01 00:00", ["2026-08", "2026-09", "2026-10"]],
    [
      "from the first with a promise",
      { objectives: [{ ...PROMISE, from: "2026-10-01" }] },
      "2026-11-05 04:15",
      ["2026-10"],
    ],
    ["none without one", { objectives: [] }, "2026-11-05 04:15", []],
    ["none that nobody saw", { seen: [] }, "2026-11-05 04:15", []],
  ])("%s", (_, unusual, now, expected) => expect(months({ services: [station(unusual)] }, now)).toEqual(expected));
  test("of a chain: from the first month in which it was seen through its stations", () => {
    const chain = aChain("hn", [{ service: "vans", whole: true }], { objectives: [PROMISE] });
    const services = [chain, station({ objectives: [] })];
    expect(endedMonths(aSnapshot({ services }), Date.parse(iso("2026-10-05 04:15")))).toEqual([
      { service: "hn", month: "2026-08" },
      { service: "hn", month: "2026-09" },
    ]);
  });
});

describe("a frozen month", () => {
  const frozen = { target: 0.998, totalMs: 10, measuredMs: 9, downMs: 3, windowMs: 2, downOutsideMs: 1 };
  test("stands as it is where nothing came late", () => expect(isRestated(frozen, { ...frozen })).toBe(false));
  test.each(Object.keys(frozen) as (keyof typeof frozen)[])("is restated where %s is another now", (field) =>
    expect(isRestated(frozen, { ...frozen, [field]: frozen[field] + 1 })).toBe(true),
  );
});

test("a promise's seal tells it from every other", () => {
  const promised = { workFrom: 6, workTo: 18, working: 0.998, other: 0.985, source: "KOM", assumed: true };
  const others = [
    ...[{ workFrom: 7 }, { workTo: 17 }, { working: 0.999 }, { other: 0.98 }, { source: "KOM 2" }, { assumed: false }],
  ].map((change) => sealOf({ ...promised, ...change }));
  expect(new Set([sealOf(promised), sealOf(null), ...others]).size).toBe(8);
  expect(sealOf({ ...promised })).toBe(sealOf(promised));
});
