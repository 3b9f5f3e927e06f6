import { expect, test } from "vitest";
import { clocksOf, type Timed } from "@/lib/status/incidents/clocks.ts";
import type { IncidentRow } from "@/lib/status/incidents/shapes.ts";
import { clocksOfDesk, leadOfDesk } from "./desk-rules.ts";

const NOW = Date.parse("2026-11-24T06:42:08Z");
const row = (number: string, times: Partial<Timed>): IncidentRow => {
  const timed: Timed = {
    ...{ phase: "suspected" as const, detectedAt: "2026-11-24T06:38:10Z", publishedAt: null },
    ...{ lastUpdateAt: null, nextUpdateAt: null, ...times },
  };
  return {
    ...{ id: 1, number, version: 1, severity: "major", trouble: "partial", causeClass: "unknown", ...timed },
    ...{ title: { da: number, en: number }, services: [], startedAt: timed.detectedAt, resolvedAt: null },
    ...{ backlogClearedAt: null, withdrawnAt: null, updatedAt: timed.detectedAt, reports: 0, drafts: [] },
    hit: { municipalities: 0, installations: 0, due: null, overdue: null, lost: 0 },
    clocks: clocksOf(timed, NOW),
  };
};
const suspicion = { ...row("2026-119", {}), candidates: [], reportRows: [] };
const missed = { ...row("2026-120", { detectedAt: "2026-11-24T06:30:00Z" }), candidates: [], reportRows: [] };
const open = row("2026-118", {
  phase: "confirmed",
  detectedAt: "2026-11-24T05:18:20Z",
  publishedAt: "2026-11-24T05:22:00Z",
  lastUpdateAt: "2026-11-24T06:10:00Z",
});

test("what is due first stands first, and notices that were given stand last", () => {
  const clocks = clocksOfDesk({ suspicions: [suspicion, missed], incidents: [open] });
  expect(clocks.map(({ incident, clock }) => `${incident.number} ${clock.kind} ${clock.state}`)).toEqual([
    "2026-120 first_notice missed",
    "2026-119 first_notice running",
    "2026-118 update running",
    "2026-118 first_notice met",
  ]);
});

test.each([
  ["nothing", { suspicions: [], incidents: [] }, { incidents: 0, suspicions: 0, nextDue: null, missed: 0 }],
  [
    "a suspicion",
    { suspicions: [suspicion], incidents: [] },
    { incidents: 0, suspicions: 1, nextDue: "2026-11-24T06:43:10.000Z", missed: 0 },
  ],
  [
    "a suspicion that is too late, and an incident",
    { suspicions: [missed], incidents: [open] },
    { incidents: 1, suspicions: 1, nextDue: "2026-11-24T07:10:00.000Z", missed: 1 },
  ],
])("the front page says first: %s", (_, desk, said) => {
  expect(leadOfDesk(desk)).toEqual(said);
});
