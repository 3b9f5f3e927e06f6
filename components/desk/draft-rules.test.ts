import { expect, test } from "vitest";
import { NEXT_PHASES } from "@/lib/status/incidents/rules.ts";
import type { Phase } from "@/lib/status/shapes.ts";
import { firstContent, type Known } from "./draft-rules.ts";

const NOW = "2026-11-24T06:42:08.000Z";
const HOUR_LATER = "2026-11-24T07:42:08.000Z";
const known = (phase: Phase): Known => ({
  ...{
    phase,
    severity: "major",
    trouble: "partial",
    causeClass: "connection",
    startedAt: "2026-11-24T05:11:00.000Z",
  },
  ...{ title: { da: "Forsinkelse", en: "Delay" }, nextPhases: [...NEXT_PHASES[phase]] },
  services: [{ id: 7, code: "distributor", name: { da: "Beskedfordeler", en: "Distributor" }, station: "distributor" }],
});

test.each([
  ["suspected", "confirmed", HOUR_LATER],
  ["confirmed", "confirmed", HOUR_LATER],
  ["monitoring", "monitoring", HOUR_LATER],
  ["resolved", "resolved", null],
  ["backlog_cleared", "backlog_cleared", null],
] as const)("an update on one that is %s begins as %s, the next promised %s", (phase, begins, next) => {
  const content = firstContent(known(phase), NOW);
  expect(content).toMatchObject({ phase: begins, nextUpdateAt: next, services: [7], text: "", textEn: "" });
  expect(NEXT_PHASES[phase]).toContain(content.phase);
});
