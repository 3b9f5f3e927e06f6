import { expect, test } from "vitest";
import type { Backlog } from "@/lib/status/backlog/shapes.ts";
import { type Answer, answerOf } from "./lead-rules.ts";

const AT = "2026-11-24T08:00:00Z";
const backlog = (
  unusual: Partial<Omit<Backlog, "total" | "incident">>,
  total: Partial<Backlog["total"]>,
  resolvedAt: string | null,
  clearedAt: string | null = null,
): Backlog => ({
  incident: {
    ...{ number: "2026-1", title: { da: "", en: "" }, phase: "resolved", severity: "major", startedAt: AT },
    ...{ resolvedAt, backlogClearedAt: clearedAt },
  },
  ...{ side: "received", countedAt: AT, covered: true, rows: [], curve: [], days: null, asOf: AT },
  ...unusual,
  total: { n: 10, late: 3, pending: 0, missing: 0, unknown: 0, lost: 0, ...total },
});

test.each<[string, Backlog, Answer]>([
  ["not counted yet is not none", backlog({ countedAt: null }, { n: 0 }, AT), "uncounted"],
  ["nothing of one's own was sent in the time", backlog({}, { n: 0 }, AT), "none"],
  ["one is missing", backlog({}, { missing: 1 }, AT), "waiting"],
  ["one is lost", backlog({}, { lost: 1 }, AT), "waiting"],
  ["we cannot see one", backlog({}, { unknown: 1 }, AT), "waiting"],
  ["all is answered while the trouble lasts", backlog({}, {}, null), "ongoing"],
  ["all we know of is answered, and sources are silent", backlog({ covered: false }, {}, AT), "blind"],
  ["all is answered", backlog({}, {}, AT), "answered"],
  ["closed, also where a person declared one lost", backlog({}, { lost: 1 }, AT, AT), "cleared"],
])("%s", (_, given, answer) => {
  expect(answerOf(given)).toBe(answer);
});
