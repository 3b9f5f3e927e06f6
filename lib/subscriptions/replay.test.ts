import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEVERITIES } from "../status/shapes.ts";
import { incidentsTold, replay } from "./replay.ts";
import { matchOf } from "./rules.ts";
import { addressOf, type Draft, FIRST_DRAFT, readEditor, USUAL_CALM } from "./schema.ts";
import { EVERYTHING_MINE, type Filter, MOMENTS, type Owner, SIGNAL_KINDS, type SignalFacts } from "./shapes.ts";
import { including } from "./widen.ts";

const OWNER: Owner = {
  ...{ organisationId: 1, kind: "region" },
  installations: new Set([101, 102]),
  municipalities: new Set([10, 11]),
  services: new Set(["advis", "distributor"]),
};
const HOURS = { from: Date.parse("2026-08-29T00:00:00Z"), to: Date.parse("2026-11-27T00:00:00Z") };
let id = 0;
const signal = (at: string, unusual: Partial<SignalFacts> = {}): SignalFacts => ({
  ...{
    id: ++id,
    at,
    kind: "incident",
    moment: "opened",
    thread: `incident:${id}`,
    severity: "major",
    trouble: "partial",
  },
  ...{ services: ["distributor"], stations: ["distributor"], types: [], installations: [101], municipalities: [10] },
  ...{ regions: [1], vendors: [7], messages: 31, subscriptionId: null },
  ...unusual,
});
const NOON = "2026-10-01T10:00:00Z";
const NIGHT = "2026-10-01T23:30:00Z";
const filter = (unusual: Partial<Filter> = {}): Filter => ({ ...EVERYTHING_MINE, ...unusual });
const run = (of: Partial<Filter>, signals: SignalFacts[], calm: Partial<Draft["calm"]> = {}) =>
  replay(filter(of), { ...USUAL_CALM, ...calm }, signals, OWNER, HOURS);

describe("what would have been sent", () => {
  test("is counted by day and by night, on the Danish wall", () => {
    const result = run({}, [
      signal(NOON),
      signal("2026-10-01T19:59:00Z"),
      signal("2026-10-01T20:00:00Z"),
      signal(NIGHT),
    ]);
    expect([result.told.length, result.night, result.total]).toEqual([4, 2, 4]);
  });
  test("is only what was said within the span", () => {
    const result = run({}, [
      signal("2026-08-28T23:59:59Z"),
      signal("2026-08-29T00:00:00Z"),
      signal("2026-11-27T00:00:00Z"),
    ]);
    expect([result.told.length, result.total]).toEqual([1, 1]);
  });
  test("waits for the morning where nights are quiet, gathered into one, but for what is critical", () => {
    const quiet = { quietFrom: "22:00", quietTo: "06:00" };
    const signals = [
      signal(NIGHT),
      signal("2026-10-02T01:00:00Z"),
      signal("2026-10-02T02:00:00Z", { severity: "critical" }),
    ];
    const result = run({}, signals, quiet);
    expect(result.told.map(({ at, night, signals: all }) => [new Date(at).toISOString(), night, all.length])).toEqual([
      ["2026-10-02T02:00:00.000Z", true, 1],
      ["2026-10-02T04:00:00.000Z", false, 2],
    ]);
  });
  test("goes as one at the digest", () => {
    expect(run({}, [signal(NOON), signal("2026-10-01T12:00:00Z")], { digestAt: "18:00" }).told).toHaveLength(1);
  });
  test("has the end of whatever was opened, also where ends are not asked for", () => {
    const opened = signal(NOON, { thread: "incident:a" });
    const over = signal("2026-10-01T12:00:00Z", { thread: "incident:a", moment: "resolved" });
    expect(run({ moments: ["opened"] }, [opened, over]).told).toHaveLength(2);
    expect(run({ moments: ["opened"] }, [over]).told).toHaveLength(0);
  });
  test("has what grew past the filter from the update that does, and its end once", () => {
    const at = (hour: number, moment: SignalFacts["moment"], severity: SignalFacts["severity"], kind = "incident") =>
      signal(`2026-10-01T${hour}:00:00Z`, {
        thread: "incident:a",
        moment,
        severity,
        kind: kind as SignalFacts["kind"],
      });
    const said = [
      at(10, "opened", "minor"),
      at(11, "updated", "major"),
      at(12, "updated", "critical"),
      at(13, "resolved", "minor"),
      at(14, "resolved", "minor", "backlog_cleared"),
    ];
    const { told } = run({ minSeverity: "major", kinds: ["incident"], moments: ["opened"] }, said);
    expect(told.map(({ at: when }) => new Date(when).getUTCHours())).toEqual([11, 13]);
  });
  test("is without effect where it is known to hit others only", () => {
    const elsewhere = signal(NOON, { installations: [900], municipalities: [90] });
    const unknown = signal(NOON, { installations: [], municipalities: [] });
    const result = run({ mine: false }, [elsewhere, unknown, signal(NOON)]);
    expect([result.told.length, result.withoutEffect]).toEqual([3, 1]);
  });
});

test("an incident that would have been told of stands from its opening to its end, where it hits", () => {
  const of = (at: string, moment: SignalFacts["moment"], installations = [101]) =>
    signal(at, { thread: "incident:a", moment, installations });
  const said = [
    of(NOON, "opened"),
    of("2026-10-01T11:00:00Z", "updated", [101, 102]),
    of("2026-10-01T12:00:00Z", "resolved"),
    signal(NIGHT, { kind: "window" }),
    signal(NIGHT, { severity: "info" }),
    signal(NIGHT),
  ];
  expect(incidentsTold(filter({ minSeverity: "minor" }), said, OWNER, HOURS)).toEqual([
    { installations: [101, 102], from: Date.parse(NOON), to: Date.parse("2026-10-01T12:00:00Z") },
    { installations: [101], from: Date.parse(NIGHT), to: Number.POSITIVE_INFINITY },
  ]);
});

describe("what would have been missed", () => {
  test("hit the reader's own, and nothing of it would have been sent", () => {
    const result = run({ minSeverity: "critical" }, [signal(NOON)]);
    expect(result.missed.map(({ against }) => against)).toEqual([{ axis: "severity", value: "major" }]);
  });
  test("is not what hit others, nor a case of which something was sent", () => {
    const elsewhere = signal(NOON, { installations: [900], municipalities: [90] });
    const opened = signal(NOON, { thread: "incident:a" });
    const update = signal("2026-10-01T11:00:00Z", { thread: "incident:a", moment: "updated" });
    expect(run({ moments: ["opened", "resolved"] }, [elsewhere, opened, update]).missed).toEqual([]);
  });
  test("is a case once, however often it was spoken of", () => {
    const thread = { thread: "incident:a" };
    expect(run({ services: ["legacy"] }, [signal(NOON, thread), signal(NIGHT, thread)]).missed).toHaveLength(1);
  });
});

const codes = fc.subarray(["advis", "distributor", "legacy"]);
const numbers = (all: number[]) => fc.subarray(all);
const orNone = <T>(one: fc.Arbitrary<T[]>) => one.map((list) => (list.length === 0 ? null : list));
const filters: fc.Arbitrary<Filter> = fc.record({
  version: fc.constant(1 as const),
  mine: fc.boolean(),
  services: orNone(codes),
  stations: orNone(fc.subarray(["vans", "distributor"])),
  types: orNone(fc.subarray(["FDIS20", "FDIS91"])),
  regions: orNone(numbers([1, 2])),
  municipalities: orNone(numbers([10, 11, 90])),
  installations: orNone(numbers([101, 900])),
  vendors: orNone(numbers([7, 8])),
  kinds: fc.subarray([...SIGNAL_KINDS], { minLength: 1 }),
  moments: fc.subarray([...MOMENTS], { minLength: 1 }),
  minSeverity: fc.constantFrom(...SEVERITIES, null),
  minMunicipalities: fc.option(fc.integer({ min: 1, max: 5 })),
  minMessages: fc.option(fc.integer({ min: 1, max: 100 })),
  missing: fc.constant(null),
});
const signals: fc.Arbitrary<SignalFacts> = fc.record({
  id: fc.integer({ min: 1, max: 1_000_000 }),
  at: fc
    .date({ min: new Date(HOURS.from), max: new Date(HOURS.to - 1), noInvalidDate: true })
    .map((at) => at.toISOString()),
  kind: fc.constantFrom("incident" as const, "window" as const, "backlog_cleared" as const),
  moment: fc.constantFrom(...MOMENTS),
  thread: fc.constantFrom("incident:a", "incident:b", "incident:c", "window:d"),
  severity: fc.constantFrom(...SEVERITIES, null),
  trouble: fc.constant(null),
  services: codes,
  stations: fc.subarray(["vans", "distributor"]),
  types: fc.subarray(["FDIS20", "FDIS91"]),
  installations: numbers([101, 900]),
  municipalities: numbers([10, 11, 90]),
  regions: numbers([1, 2]),
  vendors: numbers([7, 8]),
  messages: fc.option(fc.integer({ min: 0, max: 100 })),
  subscriptionId: fc.constant(null),
});
const inOrder = fc
  .array(signals, { maxLength: 30 })
  .map((all) => all.toSorted((a, b) => a.at.localeCompare(b.at)).map((one, nr) => ({ ...one, id: nr + 1 })));
const calms: fc.Arbitrary<Draft["calm"]> = fc.record({
  ...{ quietFrom: fc.constant("22:00"), quietTo: fc.constant("06:00"), criticalPasses: fc.boolean() },
  ...{
    digestAt: fc.constantFrom(null, "18:00"),
    intervalMinutes: fc.constantFrom(0, 60),
    capPerHour: fc.integer({ min: 1, max: 5 }),
  },
  confirmMinutes: fc.constantFrom(null, 30),
});

test("every signal that passes is in exactly one message, and no message goes before what is in it", () => {
  fc.assert(
    fc.property(filters, calms, inOrder, (one, calm, said) => {
      const { told, total, missed } = replay(one, calm, said, OWNER, HOURS);
      const sent = told.flatMap((message) => message.signals.map((of) => of.id));
      expect(new Set(sent).size).toBe(sent.length);
      for (const fact of said) if ("because" in matchOf(one, fact, OWNER, true)) expect(sent).toContain(fact.id);
      for (const message of told)
        for (const of of message.signals) expect(message.at).toBeGreaterThanOrEqual(Date.parse(of.at));
      const threads = new Set(told.flatMap((message) => message.signals.map(({ thread }) => thread)));
      for (const { signal: of } of missed) expect(threads.has(of.thread)).toBe(false);
      expect(threads.size + missed.length).toBeLessThanOrEqual(total);
    }),
  );
});

test("a filter opened for a signal lets it through, and all that it let through before", () => {
  fc.assert(
    fc.property(filters, signals, fc.array(signals, { maxLength: 20 }), (one, wanted, others) => {
      const wider = including(one, wanted, OWNER);
      if (wider === null) throw new Error("Nothing but another's threshold cannot be let through");
      expect(matchOf(wider, wanted, OWNER)).toHaveProperty("because");
      for (const other of others)
        if ("because" in matchOf(one, other, OWNER)) expect(matchOf(wider, other, OWNER)).toHaveProperty("because");
    }),
  );
});

describe("a draft stands in the address", () => {
  const withThreshold = filters.map((one) => ({
    ...one,
    missing: one.kinds.includes("missing_receipts")
      ? ({ of: "sum", counts: "negative", count: 5, percent: null, minutes: 30 } as const)
      : null,
  }));
  const drafts: fc.Arbitrary<Draft> = fc.record({
    ...{ filter: withThreshold, calm: calms, endpoints: numbers([1, 2, 3]), second: fc.constantFrom(null, 4) },
  });
  const rawOf = (query: URLSearchParams) =>
    Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  test("and reads back as the same", () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        expect(readEditor(rawOf(addressOf(draft, 30)), FIRST_DRAFT)).toEqual({ draft, days: 30 });
      }),
    );
  });
  test("nonsense in it asks for nothing, and never for less than nothing", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("kinds", "regions", "minMessages", "quietFrom", "days", "second"), fc.string()),
        (raw) => {
          const { draft, days } = readEditor({ ...raw, draft: "1" }, FIRST_DRAFT);
          expect(draft?.filter.kinds.length).toBeGreaterThan(0);
          expect([30, 90, 365]).toContain(days);
        },
      ),
    );
    expect(
      readEditor({ draft: "1", kinds: "nothing", minMessages: "-3", regions: "x" }, FIRST_DRAFT).draft?.filter,
    ).toMatchObject({
      ...{ kinds: FIRST_DRAFT.filter.kinds, minMessages: null, regions: null },
    });
  });
});
