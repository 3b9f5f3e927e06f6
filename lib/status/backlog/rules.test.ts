import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Phase } from "../shapes.ts";
import { closesItself, curveOf, totalOf, waitingOf, worstFirst } from "./rules.ts";
import type { BacklogCounts, BacklogRow } from "./shapes.ts";

const none: BacklogCounts = { n: 40, late: 30, pending: 0, missing: 0, unknown: 0, lost: 0 };

describe("the list closes itself", () => {
  const resolved = { phase: "resolved" as Phase, hit: 3, covered: true };
  test.each<[string, typeof resolved, BacklogCounts, boolean]>([
    ["when every delivery has got its answer, however late", resolved, none, true],
    ["when nothing was sent in the time", resolved, totalOf([]), true],
    ["not while one is not yet due", resolved, { ...none, pending: 1 }, false],
    ["not while one is over its deadline", resolved, { ...none, missing: 1 }, false],
    ["not while we cannot see whether one was answered", resolved, { ...none, unknown: 1 }, false],
    ["not where one is lost: that is for a person to say", resolved, { ...none, lost: 1 }, false],
    ["not while the sources have not reported all of the time", { ...resolved, covered: false }, none, false],
    ["not where nobody has said who was hit", { ...resolved, hit: 0 }, totalOf([]), false],
    ["not while the trouble lasts", { ...resolved, phase: "monitoring" }, none, false],
    ["not a second time", { ...resolved, phase: "backlog_cleared" }, none, false],
  ])("%s", (_, incident, total, closes) => {
    expect(closesItself(incident, total)).toBe(closes);
  });
});

test("rows that must be chased come before those that only came late", () => {
  const row = (key: string, counts: Partial<BacklogCounts>): BacklogRow => ({
    ...{ key, installationId: 1, municipality: null, system: null, from: "", to: null },
    counts: { ...none, late: 0, ...counts },
  });
  const rows = [
    row("late", { late: 99 }),
    row("quiet", {}),
    row("missing", { missing: 2 }),
    row("lost", { lost: 1 }),
    row("more missing", { missing: 7 }),
    row("unknown", { unknown: 5 }),
  ];
  expect(rows.sort(worstFirst).map(({ key }) => key)).toEqual([
    ...["lost", "more missing", "missing", "unknown", "late", "quiet"],
  ]);
});

test("the curve ends at as many as are left, whatever came and went", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.option(fc.integer({ min: 0, max: 50 })))),
      (letters) => {
        const change = new Map<number, number>();
        const add = (at: number, step: number) => change.set(at, (change.get(at) ?? 0) + step);
        for (const [sent, took] of letters) {
          add(sent, 1);
          if (took !== null) add(sent + took, -1);
        }
        const steps = [...change]
          .sort(([a], [b]) => a - b)
          .map(([minute, step]) => ({ at: new Date(minute * 60_000), step }));
        const curve = curveOf(steps);
        const left = letters.filter(([, took]) => took === null).length;
        expect(curve.at(-1)?.waiting ?? 0).toBe(left);
        expect(curve.every(({ waiting }) => waiting >= 0)).toBe(true);
        expect(curve.every(({ waiting }, index) => waiting !== (curve[index - 1]?.waiting ?? 0))).toBe(true);
        expect(waitingOf({ ...none, missing: left })).toBe(left);
      },
    ),
  );
});
