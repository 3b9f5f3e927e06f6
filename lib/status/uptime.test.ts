import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aChain, anIncident, aSnapshot, aStation, aWindow, PROMISE } from "../publication/fixtures.ts";
import type { PublicSnapshot } from "../publication/snapshot.ts";
import { danishInstant, danishMidnight } from "../time/danish.ts";
import { availability, countedIntervals, dayCells } from "./uptime.ts";

const HOUR = 3_600_000;
const clock = (text: string): number => danishInstant(text.slice(0, 10), text.slice(11));
const iso = (text: string): string => new Date(clock(text)).toISOString();
const from = danishMidnight("2026-10-01");
const to = danishMidnight("2026-11-01");
const ALL: [number, number][] = [[0, danishMidnight("2027-01-01")]];

/** One station with the Serviceplatform's promise, seen all the time unless told otherwise. */
const world = (unusual: Partial<PublicSnapshot> = {}, seen = ALL) =>
  aSnapshot({ services: [aStation("vans", { seen, objectives: [PROMISE] })], ...unusual });
const outage = (
  start: string,
  end: string | null,
  trouble: "degraded" | "partial" | "down" = "down",
  number = "2026-1",
) => anIncident(["vans"], iso(start), end && iso(end), { trouble, number });
const october = (snapshot: PublicSnapshot) => {
  const [working, other] = availability(snapshot, "vans", from, to);
  if (!working || !other) throw new Error("a band is missing");
  return { working, other };
};

describe("a month's figures", () => {
  test("October has 22 working days of 12 hours; the rest, with the hour that comes twice, is the other band", () => {
    const { working, other } = october(world());
    expect(working).toMatchObject({ band: "working", target: 0.998, assumed: false, source: "KOM SF2900 2.4 §1.3.1" });
    expect([working.totalMs / HOUR, other.totalMs / HOUR]).toEqual([264, 745 - 264]);
    expect([working.withWindows, working.withoutWindows, working.burnt]).toEqual([1, 1, 0]);
    expect(working.budgetMs / HOUR).toBeCloseTo(264 * 0.002, 9);
    expect(other.budgetMs / HOUR).toBeCloseTo(481 * 0.015, 9);
  });

  test.each<[string, ReturnType<typeof outage>[], number, number]>([
    ["a working morning", [outage("2026-10-05 08:00", "2026-10-05 09:30")], 1.5, 0],
    ["over the end of the day's work", [outage("2026-10-05 17:00", "2026-10-05 20:00")], 1, 2],
    ["over a weekend", [outage("2026-10-02 17:00", "2026-10-05 07:00")], 2, 60],
    ["the night the clock goes back", [outage("2026-10-25 01:00", "2026-10-25 04:00")], 0, 4],
    ["partly down counts", [outage("2026-10-05 08:00", "2026-10-05 09:00", "partial")], 1, 0],
    ["degraded does not", [outage("2026-10-05 08:00", "2026-10-05 09:00", "degraded")], 0, 0],
    ["begun the month before", [outage("2026-09-30 12:00", "2026-10-01 07:00")], 1, 6],
    ["not over yet", [outage("2026-10-30 17:00", null)], 1, 6 + 24],
    [
      "two at once count once",
      [
        outage("2026-10-05 08:00", "2026-10-05 10:00", "down", "2026-1"),
        outage("2026-10-05 09:00", "2026-10-05 11:00", "partial", "2026-2"),
      ],
      3,
      0,
    ],
  ])("not available: %s", (_, incidents, working, other) => {
    const figures = october(world({ incidents }));
    expect([figures.working.downMs / HOUR, figures.other.downMs / HOUR]).toEqual([working, other]);
    expect(figures.working.downOutsideMs).toBe(figures.working.downMs);
    expect(figures.working.withWindows).toBeCloseTo(1 - working / 264, 12);
    expect(figures.working.burnt).toBeCloseTo(working / (264 * 0.002), 9);
  });

  test("the night the clock goes forward is an hour shorter", () => {
    const incidents = [outage("2026-03-29 01:00", "2026-03-29 04:00")];
    const [sunday] = availability(
      world({ incidents }),
      "vans",
      danishMidnight("2026-03-29"),
      danishMidnight("2026-03-30"),
    );
    expect([sunday?.band, Number(sunday?.totalMs) / HOUR, Number(sunday?.downMs) / HOUR]).toEqual(["other", 23, 2]);
  });

  test("a holiday is no working day, and New Year's Eve is one", () => {
    const bands = (day: string, next: string) =>
      availability(
        world({}, [[0, danishMidnight("2028-01-01")]]),
        "vans",
        danishMidnight(day),
        danishMidnight(next),
      ).map(({ band, totalMs }) => [band, totalMs / HOUR]);
    expect(bands("2026-12-25", "2026-12-26")).toEqual([["other", 24]]);
    expect(bands("2026-12-31", "2027-01-01")).toEqual([
      ["working", 12],
      ["other", 12],
    ]);
  });
});

describe("windows, counted and left out", () => {
  const start = "2026-10-05 05:00";
  const end = "2026-10-05 07:00";
  const window = (unusual: Parameters<typeof aWindow>[3] = {}) => aWindow(["vans"], iso(start), iso(end), unusual);
  const hours = ({ downMs, windowMs, downOutsideMs }: { downMs: number; windowMs: number; downOutsideMs: number }) =>
    [downMs, windowMs, downOutsideMs].map((ms) => ms / HOUR);

  test("an announced one counts with windows and is left out without them", () => {
    const { working, other } = october(world({ windows: [window()] }));
    expect(hours(working)).toEqual([1, 1, 0]);
    expect(hours(other)).toEqual([1, 1, 0]);
    expect(working.withWindows).toBeCloseTo(1 - 1 / 264, 12);
    expect(working.withoutWindows).toBe(1);
    expect(working.burnt).toBe(0);
  });
  test("one that was announced when it had begun is an outage like another", () => {
    const { working } = october(world({ windows: [window({ announcedAt: iso("2026-10-05 05:10") })] }));
    expect(hours(working)).toEqual([1, 0, 1]);
  });
  test("one that began before its plan was announced before it began, or not", () => {
    const early = { actualFrom: iso("2026-10-05 04:00"), actualTo: iso(end), announcedAt: iso("2026-10-05 04:30") };
    expect(hours(october(world({ windows: [window(early)] })).working)).toEqual([1, 0, 1]);
  });
  test("one that lets messages run is nothing", () => {
    expect(hours(october(world({ windows: [window({ traffic: "running" })] })).working)).toEqual([0, 0, 0]);
  });
  test("trouble inside it is inside it, trouble past it is not", () => {
    const figures = october(
      world({ windows: [window()], incidents: [outage("2026-10-05 06:30", "2026-10-05 08:00")] }),
    );
    expect(hours(figures.working)).toEqual([2, 1, 1]);
    expect(figures.working.withoutWindows).toBeCloseTo(1 - 1 / 263, 12);
  });
  test("a month that is all window has nothing outside it to measure", () => {
    const whole = aWindow(["vans"], new Date(from).toISOString(), new Date(to).toISOString());
    const { working } = october(world({ windows: [whole] }));
    expect([working.withWindows, working.withoutWindows]).toEqual([0, null]);
  });
});

describe("what nobody saw", () => {
  test("no data is no figure, never 100 %", () => {
    const { working, other } = october(world({}, []));
    for (const band of [working, other]) {
      expect(band).toMatchObject({ measuredMs: 0, downMs: 0, withWindows: null, withoutWindows: null, burnt: null });
      expect(band.totalMs).toBeGreaterThan(0);
    }
  });
  test("a gap is left out of the measured time, and not taken for well or ill", () => {
    const seen: [number, number][] = [
      [0, clock("2026-10-05 08:00")],
      [clock("2026-10-05 12:00"), danishMidnight("2027-01-01")],
    ];
    const { working } = october(world({ incidents: [outage("2026-10-05 11:00", "2026-10-05 13:00")] }, seen));
    // Trouble that is known is measured also where it was not seen.
    expect([working.measuredMs / HOUR, working.downMs / HOUR]).toEqual([264 - 3, 2]);
    expect(working.withWindows).toBeCloseTo(1 - 2 / 261, 12);
  });
  test("without an objective there is nothing to be measured against", () => {
    const snapshot = aSnapshot({ services: [aStation("vans", { seen: ALL })] });
    expect(availability(snapshot, "vans", from, to)).toEqual([]);
    expect(countedIntervals(snapshot, "vans", from, to)).toEqual([]);
  });
  test("the time before a promise, or before the service, is not counted", () => {
    const objectives = [{ ...PROMISE, from: "2026-10-26" }];
    const promised = aSnapshot({ services: [aStation("vans", { seen: ALL, objectives })] });
    const born = aSnapshot({
      services: [aStation("vans", { seen: ALL, objectives: [PROMISE], validFrom: "2026-10-26" })],
    });
    for (const snapshot of [promised, born])
      expect(availability(snapshot, "vans", from, to).map(({ totalMs }) => totalMs / HOUR)).toEqual([60, 6 * 24 - 60]);
  });
});

test("a promise that changed holds from its day: hours, target and budget", () => {
  const better = { ...PROMISE, from: "2026-10-29", workFrom: 8, workTo: 16, target: { working: 0.999, other: 0.99 } };
  const snapshot = aSnapshot({ services: [aStation("vans", { seen: ALL, objectives: [PROMISE, better] })] });
  const [working] = availability(snapshot, "vans", danishMidnight("2026-10-28"), danishMidnight("2026-10-31"));
  expect([working?.target, Number(working?.totalMs) / HOUR]).toEqual([0.999, 12 + 8 + 8]);
  expect(Number(working?.budgetMs) / HOUR).toBeCloseTo(12 * 0.002 + 16 * 0.001, 9);
});

test("a chain counts what came through its stations, and says so", () => {
  const snapshot = aSnapshot({
    services: [
      aChain("hn", [{ service: "vans", whole: true }], { objectives: [PROMISE] }),
      aStation("vans", { seen: ALL }),
    ],
    incidents: [outage("2026-10-05 08:00", "2026-10-05 09:00")],
  });
  expect(countedIntervals(snapshot, "hn", from, to)).toMatchObject([
    {
      ...{ band: "working", countsMs: HOUR, state: "down", announced: false },
      because: [
        { kind: "through", service: "vans" },
        { kind: "incident", number: "2026-1" },
      ],
    },
  ]);
});

describe("days", () => {
  const cells = (snapshot: PublicSnapshot, days: number, now: string) => dayCells(snapshot, "vans", days, clock(now));
  test("each Danish day shows its worst, how long it was in trouble and how long it was not seen", () => {
    const seen: [number, number][] = [[clock("2026-10-23 00:00"), clock("2026-10-26 10:00")]];
    const incidents = [
      outage("2026-10-24 12:00", "2026-10-26 01:00", "degraded", "2026-1"),
      outage("2026-10-25 12:00", "2026-10-25 13:00", "down", "2026-2"),
    ];
    const found = cells(world({ incidents }, seen), 5, "2026-10-26 10:00");
    expect(found.map((cell) => [cell.day, cell.state, cell.troubleMs / HOUR, cell.unknownMs / HOUR])).toEqual([
      ["2026-10-22", null, 0, 24],
      ["2026-10-23", "up", 0, 0],
      ["2026-10-24", "degraded", 12, 0],
      ["2026-10-25", "down", 25, 0],
      ["2026-10-26", "degraded", 1, 0],
    ]);
  });
  test("the day the clock goes forward has 23 hours", () => {
    const [day] = cells(world({ incidents: [outage("2026-03-28 00:00", "2026-03-31 00:00")] }), 2, "2026-03-30 12:00");
    expect(day).toEqual({ day: "2026-03-29", state: "down", troubleMs: 23 * HOUR, unknownMs: 0 });
  });
  test("a day that was seen in part is unknown, not well", () => {
    const [day] = cells(world({}, [[0, clock("2026-10-24 12:00")]]), 2, "2026-10-25 12:00");
    expect(day).toMatchObject({ day: "2026-10-24", state: "unknown" });
  });
  test("a day before the service is none", () => {
    const snapshot = aSnapshot({ services: [aStation("vans", { seen: ALL, validFrom: "2026-10-25" })] });
    expect(cells(snapshot, 2, "2026-10-25 12:00")).toEqual([
      { day: "2026-10-24", state: null, troubleMs: 0, unknownMs: 0 },
      { day: "2026-10-25", state: "up", troubleMs: 0, unknownMs: 0 },
    ]);
  });
});

/** Any status of a month around both nights the clocks change. */
const month = fc.constantFrom("2026-03-15", "2026-10-10");
const minutes = fc.integer({ min: -2 * 1440, max: 34 * 1440 });
const spans = fc
  .uniqueArray(minutes, { maxLength: 10 })
  .map((all) => all.toSorted((a, b) => a - b))
  .map((all) => all.flatMap((start, n): [number, number][] => (n % 2 ? [] : [[start, all[n + 1] ?? start + 1]])));
const made = fc.record({ month, seen: spans, down: spans, part: spans, windows: spans, late: fc.boolean() });
const ms = (day: string, offset: number) => danishMidnight(day) + offset * 60_000;
const toWorld = ({
  month: day,
  seen,
  down,
  part,
  windows,
  late,
}: typeof made extends fc.Arbitrary<infer T> ? T : never) => {
  const at = (offset: number) => new Date(ms(day, offset)).toISOString();
  return aSnapshot({
    services: [
      aStation("vans", {
        seen: seen.map(([start, end]) => [ms(day, start), ms(day, end)]),
        objectives: [PROMISE, { ...PROMISE, from: day.replace(/\d\d$/, "27"), workFrom: 0, workTo: 24 }],
      }),
    ],
    incidents: [
      ...down.map(([start, end], n) => anIncident(["vans"], at(start), at(end), { number: `2026-${n}` })),
      ...part.map(([start, end], n) =>
        anIncident(["vans"], at(start), n ? at(end) : null, {
          number: `2026-9${n}`,
          trouble: n % 2 ? "partial" : "degraded",
        }),
      ),
    ],
    windows: windows.map(([start, end], n) =>
      aWindow(["vans"], at(start), at(end), { uid: `w${n}`, ...(late && n % 2 ? { announcedAt: at(end) } : {}) }),
    ),
  });
};

describe("for any status", () => {
  const range = fc
    .tuple(minutes, minutes, minutes)
    .map((all) => all.toSorted((a, b) => a - b) as [number, number, number]);
  test("every part is within the whole, and the counted intervals add up to the time away", () => {
    fc.assert(
      fc.property(made, range, (one, [a, , c]) => {
        const [snapshot, start, end] = [toWorld(one), ms(one.month, a), ms(one.month, c)];
        const figures = availability(snapshot, "vans", start, end);
        const counted = countedIntervals(snapshot, "vans", start, end);
        expect(figures.reduce((sum, { totalMs }) => sum + totalMs, 0)).toBe(end - start);
        for (const figure of figures) {
          const mine = counted.filter(({ band }) => band === figure.band);
          const sum = (all: typeof mine) => all.reduce((total, { countsMs }) => total + countsMs, 0);
          expect(sum(mine)).toBe(figure.downMs);
          expect(sum(mine.filter(({ announced }) => !announced))).toBe(figure.downOutsideMs);
          expect(figure.measuredMs).toBeLessThanOrEqual(figure.totalMs);
          expect(figure.windowMs).toBe(figure.downMs - figure.downOutsideMs);
          expect(figure.downMs).toBeLessThanOrEqual(figure.measuredMs);
          expect(figure.withWindows === null).toBe(figure.measuredMs === 0);
          expect(figure.withoutWindows === null).toBe(figure.measuredMs === figure.windowMs);
          for (const share of [figure.withWindows, figure.withoutWindows])
            if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
        }
      }),
    );
  });
  test("two adjoining times make the figures of both together", () => {
    fc.assert(
      fc.property(made, range, (one, [a, b, c]) => {
        const snapshot = toWorld(one);
        const sums = (start: number, end: number) =>
          availability(snapshot, "vans", ms(one.month, start), ms(one.month, end)).flatMap((figure) =>
            (["totalMs", "measuredMs", "downMs", "windowMs", "downOutsideMs"] as const).map(
              (name) => [`${figure.band} ${name}`, figure[name]] as const,
            ),
          );
        const added = new Map<string, number>();
        for (const [name, value] of [...sums(a, b), ...sums(b, c)]) added.set(name, (added.get(name) ?? 0) + value);
        expect(Object.fromEntries(added)).toEqual(Object.fromEntries(sums(a, c)));
      }),
    );
  });
  test("more trouble never makes a better figure", () => {
    fc.assert(
      fc.property(made, fc.tuple(minutes, minutes), (one, [x, y]) => {
        const snapshot = toWorld(one);
        const more = anIncident(
          ["vans"],
          new Date(ms(one.month, Math.min(x, y))).toISOString(),
          new Date(ms(one.month, Math.max(x, y) + 1)).toISOString(),
          { number: "2026-99" },
        );
        const worse = { ...snapshot, incidents: [...snapshot.incidents, more] };
        const [start, end] = [ms(one.month, 0), ms(one.month, 30 * 1440)];
        const before = availability(snapshot, "vans", start, end);
        for (const [n, figure] of availability(worse, "vans", start, end).entries()) {
          expect(figure.downMs).toBeGreaterThanOrEqual(before[n]?.downMs ?? 0);
          const was = before[n]?.withoutWindows;
          if (was != null) expect(figure.withoutWindows).toBeLessThanOrEqual(was);
        }
      }),
    );
  });
});
