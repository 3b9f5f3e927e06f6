import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PHASES, type Phase } from "../shapes.ts";
import { mayBecome, NEXT_PHASES, revisionsOf, stampsOf, startFault, statedFault, widened } from "./rules.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 6, minutes));

describe("phases", () => {
  test.each<[Phase, string]>([
    ["suspected", "suspected confirmed"],
    ["confirmed", "confirmed monitoring resolved"],
    ["monitoring", "confirmed monitoring resolved"],
    ["resolved", "confirmed resolved backlog_cleared"],
    ["backlog_cleared", "backlog_cleared"],
  ])("after %s comes %s, and nothing else", (from, to) => {
    expect(PHASES.filter((phase) => mayBecome(from, phase)).join(" ")).toBe(to);
  });

  test("whatever steps were taken, what is cleared was resolved first, and what is resolved was confirmed", () => {
    const walk = fc.array(fc.nat(), { maxLength: 12 }).map((choices) => {
      const phases: Phase[] = ["suspected"];
      for (const choice of choices) {
        const next = NEXT_PHASES[phases.at(-1) ?? "suspected"];
        phases.push(next[choice % next.length] ?? "suspected");
      }
      return phases.map((phase, minute) => ({ phase, statedAt: at(minute) }));
    });
    fc.assert(
      fc.property(walk, (updates) => {
        const { confirmedAt, resolvedAt, backlogClearedAt } = stampsOf(updates);
        const phase = updates.at(-1)?.phase;
        expect(resolvedAt !== null).toBe(phase === "resolved" || phase === "backlog_cleared");
        expect(backlogClearedAt !== null).toBe(phase === "backlog_cleared");
        if (resolvedAt) expect(confirmedAt && confirmedAt < resolvedAt).toBe(true);
        if (backlogClearedAt) expect(resolvedAt && resolvedAt < backlogClearedAt).toBe(true);
      }),
    );
  });

  test("reopening takes the end back, and the second end is the one that counts", () => {
    const phases: Phase[] = [
      "confirmed",
      "resolved",
      "confirmed",
      "monitoring",
      "resolved",
      "resolved",
      "backlog_cleared",
    ];
    const updates = phases.map((phase, minute) => ({ phase, statedAt: at(minute) }));
    expect(stampsOf(updates.slice(0, 2))).toEqual({ confirmedAt: at(0), resolvedAt: at(1), backlogClearedAt: null });
    expect(stampsOf(updates.slice(0, 3))).toEqual({ confirmedAt: at(0), resolvedAt: null, backlogClearedAt: null });
    expect(stampsOf(updates)).toEqual({ confirmedAt: at(0), resolvedAt: at(4), backlogClearedAt: at(6) });
    expect(stampsOf([])).toEqual({ confirmedAt: null, resolvedAt: null, backlogClearedAt: null });
  });
});

describe("times", () => {
  const bounds = { startedAt: at(0), previous: at(10), next: at(30), now: at(40) };
  test.each([
    [9, "before_previous"],
    [10, null],
    [30, null],
    [31, "after_next"],
    [41, "in_future"],
    [-1, "before_start"],
  ])("an update cannot speak of another's time: minute %i is %s", (minute, fault) => {
    expect(statedFault(at(minute), bounds)).toBe(fault);
  });

  test.each([
    [0, 10, null],
    [10, 10, null],
    [11, 10, "after_update"],
    [41, 50, "in_future"],
  ])("a trouble that began at minute %i and was first spoken of at %i: %s", (start, first, fault) => {
    expect(startFault(at(start), at(first), at(40))).toBe(fault);
  });
});

test("a suspicion takes over the earlier start and the worse of each, whichever comes first", () => {
  const one = { trouble: "degraded", severity: "critical", causeClass: "unknown", startedAt: at(5) } as const;
  const other = { trouble: "down", severity: "minor", causeClass: "release", startedAt: at(2) } as const;
  const both = { trouble: "down", severity: "critical", causeClass: "release", startedAt: at(2) };
  expect([widened(one, other), widened(other, one)]).toEqual([both, both]);
});

test("what is corrected is named with what stood there before, and nothing else is", () => {
  const before = {
    startedAt: "a",
    severity: "major",
    causeClass: "unknown",
    title: "Fejl",
    titleEn: "Trouble",
    services: "1",
  };
  expect(revisionsOf(before, before)).toEqual([]);
  expect(revisionsOf(before, { ...before, startedAt: "b", services: "1 2" })).toEqual([
    { field: "startedAt", before: "a", after: "b" },
    { field: "services", before: "1", after: "1 2" },
  ]);
});
