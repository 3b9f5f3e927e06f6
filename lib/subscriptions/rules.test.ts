import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEVERITIES } from "../status/shapes.ts";
import { hits, matchOf } from "./rules.ts";
import { EVERYTHING_MINE, type Filter, MOMENTS, type Owner, SIGNAL_KINDS, type SignalFacts } from "./shapes.ts";

const AALBORG = 10;
const REGION: Owner = {
  ...{ organisationId: 1, kind: "region" },
  installations: new Set([101, 102]),
  municipalities: new Set([AALBORG, 11]),
  services: new Set(["advis", "distributor"]),
};
const everything: Filter = { ...EVERYTHING_MINE, mine: false, kinds: [...SIGNAL_KINDS] };
const outage: SignalFacts = {
  ...{ id: 1, at: "2026-11-24T05:22:00Z", kind: "incident", moment: "opened", thread: "incident:2026-118" },
  ...{ severity: "major", trouble: "partial", services: ["distributor"], stations: ["distributor"], types: [] },
  ...{ installations: [101, 900], municipalities: [AALBORG, 90], regions: [1, 2], vendors: [7] },
  ...{ messages: 214, subscriptionId: null },
};
const passes = (filter: Partial<Filter>, facts: Partial<SignalFacts> = {}, owner = REGION) =>
  "because" in matchOf({ ...everything, ...filter }, { ...outage, ...facts }, owner);

describe("an axis that is set must hold, and one that is not does not narrow", () => {
  test.each<[string, Partial<Filter>, Partial<SignalFacts>, boolean]>([
    ["nothing set", {}, {}, true],
    ["its service", { services: ["distributor"] }, {}, true],
    ["another service", { services: ["legacy"] }, {}, false],
    ["its station", { stations: ["vans", "distributor"] }, {}, true],
    ["another station", { stations: ["vans"] }, {}, false],
    ["its type", { types: ["FDIS20"] }, { types: ["FDIS20", "FDIS91"] }, true],
    ["another type", { types: ["XDIS17"] }, { types: ["FDIS20"] }, false],
    ["a type, of a signal that may concern any", { types: ["XDIS17"] }, { types: [] }, true],
    ["its kind", { kinds: ["incident"] }, {}, true],
    ["another kind", { kinds: ["window"] }, {}, false],
    ["its moment", { moments: ["opened", "resolved"] }, {}, true],
    ["another moment", { moments: ["resolved"] }, {}, false],
    ["exactly as severe", { minSeverity: "major" }, {}, true],
    ["less severe than asked", { minSeverity: "critical" }, {}, false],
    ["more severe than asked", { minSeverity: "minor" }, {}, true],
    ["a severity, of what has none", { minSeverity: "critical" }, { kind: "window", severity: null }, true],
    ["one of its municipalities", { municipalities: [AALBORG] }, {}, true],
    ["a municipality it does not hit", { municipalities: [55] }, {}, false],
    ["a region it hits, beside a municipality it does not", { municipalities: [55], regions: [1] }, {}, true],
    ["its vendor", { vendors: [7] }, {}, true],
    ["one of its installations", { installations: [900] }, {}, true],
  ])("%s", (_, filter, facts, expected) => {
    expect(passes(filter, facts)).toBe(expected);
  });
});

describe("from 3 municipalities or 50 messages", () => {
  const smallest = { minMunicipalities: 3, minMessages: 50 };
  test.each<[string, Partial<SignalFacts>, boolean]>([
    ["two municipalities and 49 messages are too few", { municipalities: [1, 2], messages: 49 }, false],
    ["three municipalities are enough", { municipalities: [1, 2, 3], messages: 0 }, true],
    ["50 messages are enough", { municipalities: [1], messages: 50 }, true],
    ["what nobody has counted passes", { municipalities: [], messages: null }, true],
    ["municipalities known and too few, messages not counted", { municipalities: [1], messages: null }, false],
    ["planned work has no impact to count", { kind: "window", municipalities: [], messages: 0 }, true],
    ["nor has the end of a backlog", { kind: "backlog_cleared", municipalities: [1], messages: 0 }, true],
  ])("%s", (_, facts, expected) => {
    expect(passes(smallest, facts)).toBe(expected);
  });
});

describe("everything of my organisation", () => {
  test.each<[string, Partial<SignalFacts>, Partial<Owner>, boolean]>([
    ["one of its installations is hit", { municipalities: [] }, {}, true],
    ["its municipality is hit", { installations: [] }, {}, true],
    ["only others are hit", { installations: [900], municipalities: [90] }, {}, false],
    ["nobody knows yet whom it hits: its services are concerned", { installations: [], municipalities: [] }, {}, true],
    [
      "nobody knows yet, and none of its messages pass there",
      { installations: [], municipalities: [] },
      { services: new Set(["legacy"]) },
      false,
    ],
    [
      "others are hit by trouble at a station it runs",
      { installations: [900], municipalities: [90] },
      { runs: new Set(["distributor"]) },
      true,
    ],
    ["the operator is concerned by all", { installations: [900], municipalities: [90] }, { kind: "operator" }, true],
  ])("%s", (_, facts, owner, expected) => {
    expect(passes({ mine: true }, facts, { ...REGION, ...owner })).toBe(expected);
  });
  test("what may hit is not called a hit", () => {
    expect(hits({ ...outage, installations: [], municipalities: [] }, REGION)).toBe(false);
    expect(hits(outage, REGION)).toBe(true);
  });
});

test("a threshold that was passed is told to the subscription that has it only", () => {
  expect(passes({}, { kind: "missing_receipts", subscriptionId: 4 })).toBe(true);
  expect(passes({}, { kind: "missing_receipts", subscriptionId: null })).toBe(false);
});

test("an update is the opening to whoever was not told before, and nothing but an update to whoever was", () => {
  const openings: Filter = { ...everything, moments: ["opened", "resolved"] };
  const update: SignalFacts = { ...outage, moment: "updated" };
  expect(matchOf(openings, update, REGION, false)).toHaveProperty("because");
  expect(matchOf(openings, update, REGION, true)).toEqual({ against: { axis: "moments", value: "updated" } });
  expect(matchOf({ ...everything, moments: ["resolved"] }, update, REGION)).toHaveProperty("against");
});

test("why: every axis that was asked names the fact that met it", () => {
  const filter = { ...everything, services: ["distributor", "legacy"], minSeverity: "minor" as const };
  expect(matchOf(filter, outage, REGION)).toEqual({
    because: [
      { axis: "kinds", value: "incident" },
      { axis: "services", value: "distributor" },
      { axis: "severity", value: "major" },
      { axis: "moments", value: "opened" },
    ],
  });
});

test("why not: the first axis against it names what the signal had instead", () => {
  expect(matchOf({ ...everything, stations: ["vans"], minSeverity: "critical" }, outage, REGION)).toEqual({
    against: { axis: "stations", value: "distributor" },
  });
});

const pick = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const anyFilter: fc.Arbitrary<Filter> = fc.record({
  version: fc.constant(1 as const),
  mine: fc.boolean(),
  services: fc.option(pick(["advis", "distributor", "legacy"])),
  stations: fc.option(pick(["vans", "distributor"])),
  types: fc.option(pick(["FDIS20", "XDIS17"])),
  regions: fc.option(pick([1, 2, 3])),
  municipalities: fc.option(pick([AALBORG, 11, 90])),
  installations: fc.option(pick([101, 102, 900])),
  vendors: fc.option(pick([7, 8])),
  kinds: pick(SIGNAL_KINDS),
  moments: pick(MOMENTS),
  minSeverity: fc.option(fc.constantFrom(...SEVERITIES)),
  minMunicipalities: fc.option(fc.integer({ min: 1, max: 5 })),
  minMessages: fc.option(fc.integer({ min: 1, max: 300 })),
  missing: fc.constant(null),
});
const anySignal: fc.Arbitrary<SignalFacts> = fc.record({
  ...{ id: fc.constant(1), at: fc.constant(outage.at), thread: fc.constant("incident:2026-1") },
  kind: fc.constantFrom(...SIGNAL_KINDS),
  moment: fc.constantFrom(...MOMENTS),
  severity: fc.option(fc.constantFrom(...SEVERITIES)),
  trouble: fc.constant(null),
  services: fc.subarray(["advis", "distributor", "legacy"]),
  stations: fc.subarray(["vans", "distributor"]),
  types: fc.subarray(["FDIS20", "XDIS17"]),
  installations: fc.subarray([101, 102, 900]),
  municipalities: fc.subarray([AALBORG, 11, 90]),
  regions: fc.subarray([1, 2, 3]),
  vendors: fc.subarray([7, 8]),
  messages: fc.option(fc.integer({ min: 0, max: 400 })),
  subscriptionId: fc.option(fc.integer({ min: 1, max: 9 })),
});
const through = (filter: Filter, signal: SignalFacts) => "because" in matchOf(filter, signal, REGION);

test("taking an axis away never keeps back what was let through", () => {
  const narrowing = ["services", "stations", "types", "minSeverity"] as const;
  fc.assert(
    fc.property(anyFilter, anySignal, fc.constantFrom(...narrowing), (filter, signal, axis) => {
      fc.pre(through(filter, signal));
      expect(through({ ...filter, [axis]: null }, signal)).toBe(true);
    }),
  );
});

test("a figure that becomes known can keep a signal back, but one that is not known never does", () => {
  fc.assert(
    fc.property(anyFilter, anySignal, (filter, signal) => {
      const unknown = { ...signal, municipalities: [], messages: null };
      fc.pre(!through({ ...filter, mine: false }, unknown));
      const free = { ...filter, mine: false, minMunicipalities: null, minMessages: null };
      expect(through(free, unknown)).toBe(false);
    }),
  );
});

test("a filter lets a signal through exactly when each of its axes alone does", () => {
  const open: Filter = { ...everything, kinds: [...SIGNAL_KINDS], moments: [...MOMENTS] };
  fc.assert(
    fc.property(anyFilter, anySignal, (filter, signal) => {
      const { regions, municipalities, installations, vendors, minMunicipalities, minMessages } = filter;
      const alone: Filter[] = [
        { ...open, mine: filter.mine },
        { ...open, services: filter.services },
        { ...open, stations: filter.stations },
        { ...open, types: filter.types },
        { ...open, regions, municipalities, installations, vendors },
        { ...open, kinds: filter.kinds },
        { ...open, moments: filter.moments },
        { ...open, minSeverity: filter.minSeverity },
        { ...open, minMunicipalities, minMessages },
      ];
      expect(through(filter, signal)).toBe(alone.every((one) => through(one, signal)));
    }),
  );
});
