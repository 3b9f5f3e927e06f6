import { describe, expect, test } from "vitest";
import { incidentFor, mayReport, type ReportedService, timeFault } from "./rules.ts";

const MINUTE = 60_000;
const any = { station: null, organisationId: null, systemId: null, installationId: null };
const [KMD, MULTIMED, VENDOR] = [1, 2, 3];
const station = (name: string, unusual: Partial<ReportedService> = {}): ReportedService => ({
  ...{ kind: "station", station: name, systemId: null, organisationId: KMD, ...unusual },
});
const chain: ReportedService = { kind: "chain", station: null, systemId: null, organisationId: null };
const system = station("recipient", { systemId: 9, organisationId: VENDOR });

describe("who may report trouble at what", () => {
  test.each<[string, number, object, ReportedService, boolean]>([
    ["a VANS supplier, its own station", KMD, { station: "vans" }, station("vans"), true],
    ["a VANS supplier, a colleague's", MULTIMED, { station: "vans" }, station("vans"), false],
    ["a VANS supplier, the agent", KMD, { station: "vans" }, station("agent"), false],
    [
      "the agent, where nobody is named as its operator",
      KMD,
      { station: "agent" },
      station("agent", { organisationId: null }),
      true,
    ],
    ["a vendor, its own system", VENDOR, { systemId: 9 }, system, true],
    ["a vendor, another system", VENDOR, { systemId: 8 }, system, false],
    ["a vendor, a station", VENDOR, { systemId: 9 }, station("vans"), false],
    ["a station's operator, a whole chain", KMD, { station: "vans" }, chain, false],
    ["a source of everything, a whole chain", KMD, {}, chain, true],
    ["a source of everything, anybody's station", VENDOR, {}, station("vans"), true],
    ["a hospital's sender log, a station", KMD, { station: "vans", organisationId: KMD }, station("vans"), false],
    ["one installation, its system", VENDOR, { systemId: 9, installationId: 4 }, system, false],
  ])("%s", (_, organisationId, scope, service, may) => {
    expect(mayReport({ organisationId, scopes: [{ ...any, ...scope }] }, service)).toBe(may);
  });
  test("nobody without a scope", () =>
    expect(mayReport({ organisationId: KMD, scopes: [] }, station("vans"))).toBe(false));
});

describe("the incident a report belongs to", () => {
  const open = [
    { id: 1, startedAt: 100 * MINUTE, services: [7] },
    { id: 2, startedAt: 60 * MINUTE, services: [7, 8] },
    { id: 3, startedAt: 10 * MINUTE, services: [9] },
  ];
  test.each<[string, number, number, number | null, number | undefined]>([
    ["of several the one that began first", 7, 120, null, 2],
    ["the one about its service", 9, 120, null, 3],
    ["none about another service", 10, 120, null, undefined],
    ["one that began later, while it still lasts", 7, 0, null, 2],
    ["one that had begun within half an hour of its end", 8, 0, 30, 2],
    ["not one that began later than that", 8, 0, 29, undefined],
  ])("%s", (_, serviceId, from, to, expected) => {
    const report = { serviceId, startedAt: from * MINUTE, endedAt: to === null ? null : to * MINUTE };
    expect(incidentFor(report, open)?.id).toBe(expected);
    expect(incidentFor(report, open.toReversed())?.id).toBe(expected);
  });
});

test.each<[number, number | null, object | null]>([
  [0, null, null],
  [10, null, null],
  [11, null, { field: "startedAt", code: "in_future" }],
  [-5, 11, { field: "endedAt", code: "in_future" }],
  [-32 * 24 * 60, null, { field: "startedAt", code: "too_old" }],
  [-32 * 24 * 60, -5, null],
])("a trouble from minute %i to %s", (from, to, fault) => {
  const now = Date.UTC(2026, 10, 24);
  const times = { startedAt: now + from * MINUTE, endedAt: to === null ? null : now + to * MINUTE };
  expect(timeFault(times, now)).toEqual(fault);
});
