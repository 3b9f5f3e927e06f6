import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AS_OF, aChain, anIncident, aSnapshot, aStation, aWindow } from "../publication/fixtures.ts";
import type { PublicSnapshot } from "../publication/snapshot.ts";
import { intervalsOf, SEEN_SLACK_MS, statesAt, worst } from "./rules.ts";
import { SERVICE_STATES, type ServiceState, TROUBLES } from "./shapes.ts";

const NOON = Date.parse(AS_OF);
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOON + hours * HOUR).toISOString();
const standing = (snapshot: PublicSnapshot, code: string, hours = 0) =>
  statesAt(snapshot, NOON + hours * HOUR).get(code);
const stateOf = (snapshot: PublicSnapshot, code: string, hours = 0) => standing(snapshot, code, hours)?.state;

test.each<[ServiceState[], ServiceState]>([
  [["up", "unknown"], "unknown"],
  [["unknown", "window"], "window"],
  [["window", "degraded", "up"], "degraded"],
  [["degraded", "partial"], "partial"],
  [["down", "partial", "up"], "down"],
  [["up"], "up"],
  [[], "unknown"],
])("the worst of %j is %s", (states, expected) => expect(worst(states)).toBe(expected));

describe("a station", () => {
  test.each<[string, [number, number][], ServiceState]>([
    ["seen to this moment", [[NOON - HOUR, NOON]], "up"],
    ["seen until a moment ago", [[NOON - HOUR, NOON - SEEN_SLACK_MS + 1]], "up"],
    ["not heard of for longer than it takes", [[NOON - HOUR, NOON - SEEN_SLACK_MS]], "unknown"],
    [
      "not seen in a gap, short as it was",
      [
        [NOON - HOUR, NOON - 1],
        [NOON + 1, NOON + HOUR],
      ],
      "unknown",
    ],
    ["never seen", [], "unknown"],
  ])("%s", (_, seen, expected) => {
    expect(stateOf(aSnapshot({ services: [aStation("vans", { seen })] }), "vans")).toBe(expected);
  });

  test("known trouble is told although nobody sees it, and why", () => {
    const snapshot = aSnapshot({
      services: [aStation("vans", { seen: [] })],
      incidents: [anIncident(["vans"], at(-2), null, { number: "2026-118", trouble: "partial" })],
    });
    expect(standing(snapshot, "vans")).toEqual({
      state: "partial",
      since: NOON - 2 * HOUR,
      because: [{ kind: "incident", number: "2026-118" }],
    });
  });

  test("its trouble is that of the newest update stated by then, before the first that of the first, until resolved", () => {
    const updates = [
      { statedAt: at(-5), trouble: "degraded" as const },
      { statedAt: at(-3), trouble: "down" as const },
      // Backdated: written last, and true from before the others.
      { statedAt: at(-4), trouble: "partial" as const },
    ];
    const incident = anIncident(["vans"], at(-6), at(-1), { updates, trouble: "down" });
    const snapshot = aSnapshot({ services: [aStation("vans")], incidents: [incident] });
    const states = intervalsOf(snapshot, "vans", NOON - 7 * HOUR, NOON).map(({ state, from }) => [
      (from - NOON) / HOUR,
      state,
    ]);
    expect(states).toEqual([
      [-7, "up"],
      [-6, "degraded"],
      [-4, "partial"],
      [-3, "down"],
      [-1, "up"],
    ]);
  });

  test("of two troubles the worse shows, with both reasons, and it has stood so since the worse began", () => {
    const incidents = [
      anIncident(["vans"], at(-5), null, { number: "2026-1", trouble: "degraded" }),
      anIncident(["vans"], at(-2), at(1), { number: "2026-2", trouble: "down" }),
    ];
    const snapshot = aSnapshot({ services: [aStation("vans")], incidents });
    expect(standing(snapshot, "vans")).toEqual({
      state: "down",
      since: NOON - 2 * HOUR,
      because: [
        { kind: "incident", number: "2026-2" },
        { kind: "incident", number: "2026-1" },
      ],
    });
    expect(stateOf(snapshot, "vans", -3)).toBe("degraded");
  });

  test.each<[string, Parameters<typeof aWindow>[3], [number, number] | null]>([
    ["as planned", {}, [-3, -2]],
    ["queueing", { traffic: "queued" }, [-3, -2]],
    ["stopping", { traffic: "stopped" }, [-3, -2]],
    ["running", { traffic: "running" }, null],
    ["as it went", { actualFrom: at(-2.5), actualTo: at(-1) }, [-2.5, -1]],
    ["cancelled", { phase: "cancelled" }, null],
    ["broken off", { phase: "cancelled", actualFrom: at(-3), actualTo: at(-2.75) }, [-3, -2.75]],
    ["held before it began", { phase: "planned" }, null],
    ["on past its plan", { phase: "in_progress", actualFrom: at(-3) }, [-3, 0]],
  ])("a window that went like this: %s", (_, unusual, expected) => {
    const snapshot = aSnapshot({ services: [aStation("vans")], windows: [aWindow(["vans"], at(-3), at(-2), unusual)] });
    const spans = intervalsOf(snapshot, "vans", NOON - 9 * HOUR, NOON)
      .filter(({ state }) => state === "window")
      .map(({ from, to }) => [(from - NOON) / HOUR, (to - NOON) / HOUR]);
    expect(spans).toEqual(expected === null ? [] : [expected]);
  });

  test("a window that begins while nobody can ask the database begins as planned", () => {
    const window = aWindow(["vans"], at(0.05), at(1), { phase: "planned" });
    expect(stateOf(aSnapshot({ services: [aStation("vans")], windows: [window] }), "vans", 0.06)).toBe("window");
  });

  test("before its first day and after its last it is unknown", () => {
    const vans = aStation("vans", { validFrom: "2026-11-26", validTo: "2026-11-26" });
    const snapshot = aSnapshot({ services: [vans] });
    const states = intervalsOf(snapshot, "vans", Date.parse("2026-11-25T12:00:00Z"), NOON);
    expect(states.map(({ state, from }) => [new Date(from).toISOString(), state])).toEqual([
      ["2026-11-25T12:00:00.000Z", "unknown"],
      ["2026-11-25T23:00:00.000Z", "up"],
      ["2026-11-26T23:00:00.000Z", "unknown"],
    ]);
  });
});

describe("a chain", () => {
  /** Its agent carries all, its two VANS suppliers a part each. */
  const country = (
    unusual: Partial<PublicSnapshot> = {},
    seen: { a?: [number, number][]; b?: [number, number][] } = {},
  ) =>
    aSnapshot({
      services: [
        aChain("hn", [
          { service: "agent", whole: true },
          { service: "vans-a", whole: false },
          { service: "vans-b", whole: false },
        ]),
        aStation("agent"),
        aStation("vans-a", { station: "vans", ...(seen.a ? { seen: seen.a } : {}) }),
        aStation("vans-b", { station: "vans", ...(seen.b ? { seen: seen.b } : {}) }),
      ],
      ...unusual,
    });
  const trouble = (codes: string[], state: "degraded" | "partial" | "down") =>
    country({ incidents: [anIncident(codes, at(-1), null, { trouble: state })] });
  const work = (codes: string[]) => country({ windows: [aWindow(codes, at(-1), at(1))] });

  test.each<[string, PublicSnapshot, ServiceState]>([
    ["nothing is wrong", country(), "up"],
    ["its own incident", trouble(["hn"], "degraded"), "degraded"],
    ["what carries all is down", trouble(["agent"], "down"), "down"],
    ["what carries all is degraded", trouble(["agent"], "degraded"), "degraded"],
    ["what carries all has a window", work(["agent"]), "window"],
    ["what carries a part is down", trouble(["vans-a"], "down"), "partial"],
    ["what carries a part is partly down", trouble(["vans-a"], "partial"), "partial"],
    ["what carries a part is degraded", trouble(["vans-a"], "degraded"), "degraded"],
    ["what carries a part has a window", work(["vans-a"]), "up"],
    ["a part is not seen", country({}, { a: [] }), "up"],
    ["no part is seen", country({}, { a: [], b: [] }), "unknown"],
    ["every part is down", trouble(["vans-a", "vans-b"], "down"), "down"],
    ["every part has a window", work(["vans-a", "vans-b"]), "window"],
  ])("%s", (_, snapshot, expected) => expect(stateOf(snapshot, "hn")).toBe(expected));

  test("says through which station, and what is wrong there", () => {
    expect(standing(trouble(["vans-a"], "down"), "hn")?.because).toEqual([
      { kind: "through", service: "vans-a" },
      { kind: "incident", number: "2026-1" },
    ]);
    expect(standing(country({}, { a: [], b: [] }), "hn")?.because).toEqual([
      { kind: "through", service: "vans-a" },
      { kind: "through", service: "vans-b" },
    ]);
  });

  test("a station concerns it only while the station is there", () => {
    const snapshot = aSnapshot({
      services: [
        aChain("hn", [
          { service: "old", whole: true },
          { service: "agent", whole: true },
        ]),
        aStation("agent"),
        aStation("old", { seen: [], validTo: "2026-11-26" }),
      ],
    });
    expect(stateOf(snapshot, "hn")).toBe("up");
    expect(stateOf(snapshot, "hn", -24)).toBe("unknown");
  });

  test("without stations nobody sees it, and nobody says it is well", () => {
    expect(stateOf(aSnapshot({ services: [aChain("hn", [])] }), "hn")).toBe("unknown");
  });

  test("a station it names and nobody knows leaves it to the others", () => {
    const hn = aChain("hn", [
      { service: "gone", whole: true },
      { service: "agent", whole: true },
    ]);
    expect(stateOf(aSnapshot({ services: [hn, aStation("agent")] }), "hn")).toBe("up");
  });
});

test("a service nobody knows is not found", () => {
  expect(() => intervalsOf(aSnapshot(), "nothing", 0, 1)).toThrow("No such service");
});

/** Random status over four days around noon: overlaps, open ends, gaps, backdated updates, windows of every kind. */
const hour = fc.integer({ min: -48 * 4, max: 12 * 4 }).map((quarters) => quarters / 4);
const span = fc.tuple(hour, hour).map(([a, b]) => (a <= b ? [a, b + 0.25] : [b, a]) as [number, number]);
const codes = fc.subarray(["hn", "agent", "vans-a", "vans-b"], { minLength: 1 });
const seenSpans = fc.uniqueArray(hour, { maxLength: 6 }).map((hours) => {
  const sorted = hours.toSorted((a, b) => a - b);
  return sorted.flatMap((from, n): [number, number][] => {
    const to = sorted[n + 1];
    return n % 2 === 0 && to !== undefined ? [[NOON + from * HOUR, NOON + to * HOUR]] : [];
  });
});
const incidents = fc.array(
  fc.record({
    on: codes,
    when: span,
    open: fc.boolean(),
    updates: fc.array(fc.record({ hours: hour, trouble: fc.constantFrom(...TROUBLES) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  { maxLength: 5 },
);
const windows = fc.array(
  fc.record({
    on: codes,
    when: span,
    traffic: fc.constantFrom("stopped" as const, "queued" as const, "running" as const),
    phase: fc.constantFrom("ended" as const, "cancelled" as const),
  }),
  { maxLength: 4 },
);
const worlds = fc.record({ a: seenSpans, b: seenSpans, agent: seenSpans, incidents, windows }).map((made) =>
  aSnapshot({
    services: [
      aChain("hn", [
        { service: "agent", whole: true },
        { service: "vans-a", whole: false },
        { service: "vans-b", whole: false },
      ]),
      aStation("agent", { seen: made.agent }),
      aStation("vans-a", { station: "vans", seen: made.a }),
      aStation("vans-b", { station: "vans", seen: made.b }),
    ],
    incidents: made.incidents.map(({ on, when: [from, to], open, updates }, n) =>
      anIncident(on, at(from), open ? null : at(to), {
        number: `2026-${n}`,
        updates: updates.map(({ hours, trouble }) => ({ statedAt: at(hours), trouble })),
      }),
    ),
    windows: made.windows.map(({ on, when: [from, to], traffic, phase }, n) =>
      aWindow(on, at(from), at(to), { uid: `w${n}`, traffic, phase }),
    ),
  }),
);

/** The same rules at one instant, the slow way. */
function naiveState(snapshot: PublicSnapshot, code: string, ms: number): ServiceState {
  const service = snapshot.services.find((one) => one.code === code);
  if (!service) throw new Error(code);
  const of = <T extends { services: string[] }>(all: T[]) => all.filter(({ services }) => services.includes(code));
  const troubles = of(snapshot.incidents)
    .filter(({ startedAt, resolvedAt }) => Date.parse(startedAt) <= ms && (!resolvedAt || ms < Date.parse(resolvedAt)))
    .map(({ updates }) => {
      const sorted = updates.toSorted((a, b) => Date.parse(a.statedAt) - Date.parse(b.statedAt) || a.nr - b.nr);
      return (sorted.findLast(({ statedAt }) => Date.parse(statedAt) <= ms) ?? sorted[0])?.trouble ?? "down";
    });
  const work = of(snapshot.windows).some(
    ({ traffic, phase, plannedFrom, plannedTo }) =>
      traffic !== "running" && phase === "ended" && Date.parse(plannedFrom) <= ms && ms < Date.parse(plannedTo),
  );
  const states: ServiceState[] = [...troubles, ...(work ? (["window"] as const) : [])];
  if (service.kind === "station") {
    const seen = service.seen.some(
      ([from, to], n) => from <= ms && ms < to + (n === service.seen.length - 1 ? SEEN_SLACK_MS : 0),
    );
    return worst([...states, seen ? "up" : "unknown"]);
  }
  const [agent, a, b] = ["agent", "vans-a", "vans-b"].map((station) => naiveState(snapshot, station, ms)) as [
    ServiceState,
    ServiceState,
    ServiceState,
  ];
  const parts = a === b ? [a] : [a, b].map((one) => (one === "down" ? "partial" : one));
  const told = a === b ? parts : parts.filter((one) => one !== "window" && one !== "unknown");
  return worst(["up", ...states, agent, ...told]);
}

describe("for any status", () => {
  const from = NOON - 60 * HOUR;
  const to = NOON + 14 * HOUR;
  test("the intervals adjoin, leave nothing out, and no two that follow each other say the same", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom("hn", "agent", "vans-a"), (snapshot, code) => {
        const intervals = intervalsOf(snapshot, code, from, to);
        expect(intervals[0]?.from).toBe(from);
        expect(intervals.at(-1)?.to).toBe(to);
        for (const [n, interval] of intervals.entries()) {
          expect(interval.from).toBeLessThan(interval.to);
          const next = intervals[n + 1];
          if (!next) continue;
          expect(next.from).toBe(interval.to);
          expect([next.state, next.because]).not.toEqual([interval.state, interval.because]);
        }
      }),
    );
  });
  test("a moment stands as the slow reading of the rules says, and as its interval says", () => {
    const moment = fc.integer({ min: 0, max: to - from - 1 });
    fc.assert(
      fc.property(worlds, fc.array(moment, { minLength: 1, maxLength: 20 }), (snapshot, moments) => {
        for (const ms of moments.map((offset) => from + offset)) {
          const states = statesAt(snapshot, ms);
          for (const { code } of snapshot.services) {
            const now = states.get(code);
            expect(now?.state).toBe(naiveState(snapshot, code, ms));
            expect(intervalsOf(snapshot, code, ms, ms + 1)).toMatchObject([
              { state: now?.state, because: now?.because },
            ]);
            if (now?.since != null) {
              expect(naiveState(snapshot, code, now.since)).toBe(now.state);
              expect(naiveState(snapshot, code, now.since - 1)).not.toBe(now.state);
            }
          }
        }
      }),
    );
  });
  test("whoever is in trouble or at work says why, and only a word of the list is used", () => {
    fc.assert(
      fc.property(worlds, (snapshot) => {
        for (const { code } of snapshot.services)
          for (const { state, because } of intervalsOf(snapshot, code, from, to)) {
            expect(SERVICE_STATES).toContain(state);
            if (state !== "up" && state !== "unknown")
              expect(because.some(({ kind }) => kind !== "through")).toBe(true);
            if (state === "up") expect(because).toEqual([]);
          }
      }),
    );
  });
});
