import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IMPACT_ORDER, proposedEffect, widest } from "./impact-rules.ts";

const counted = (due: number, overdue: number, unusual: object = {}) => ({
  ...{ due, overdue, lost: 0, unknown: 0, usualDue: 400, usualOverdue: 4, ...unusual },
});

describe("whom the ledger says is hit", () => {
  test.each([
    ["12 of 38 late, where one in a hundred is usual", counted(38, 12), "delayed"],
    ["some of them lost", counted(38, 12, { lost: 1 }), "lost"],
    ["3 of 7 in a small municipality", counted(7, 3), "delayed"],
    ["one late message is no pattern", counted(1, 1), null],
    ["2 of 100 is a quiet day's noise", counted(100, 2), null],
    ["as late as it usually is", counted(40, 10, { usualDue: 400, usualOverdue: 100 }), null],
    ["three times as late as usual", counted(40, 30, { usualDue: 400, usualOverdue: 100 }), "delayed"],
    ["all late, where nearly all usually are", counted(40, 40, { usualDue: 400, usualOverdue: 390 }), "delayed"],
    ["never seen before", counted(10, 4, { usualDue: 0, usualOverdue: 0 }), "delayed"],
    ["nothing was due", counted(0, 0), null],
    ["nothing can be seen", counted(0, 0, { unknown: 9 }), "unknown"],
    ["most of it cannot be seen", counted(3, 0, { unknown: 4 }), "unknown"],
    ["what can be seen is late, whatever else", counted(3, 3, { unknown: 40 }), "delayed"],
  ])("%s", (_, row, effect) => {
    expect(proposedEffect(row)).toBe(effect);
  });
});

describe("two rows as one", () => {
  const reach = fc.record({
    effect: fc.constantFrom(...IMPACT_ORDER),
    from: fc.date({ min: new Date(0), max: new Date(1e12), noInvalidDate: true }),
    to: fc.option(fc.date({ min: new Date(1e12), max: new Date(2e12), noInvalidDate: true })),
    isPublic: fc.boolean(),
  });
  test("the widest reaches as far as both, in any order, and widening again changes nothing", () => {
    fc.assert(
      fc.property(reach, reach, (one, other) => {
        const both = widest(one, other);
        expect(widest(other, one)).toEqual(both);
        expect(widest(both, other)).toEqual(both);
        expect(both.from <= one.from && both.from <= other.from).toBe(true);
        expect(both.to === null).toBe(one.to === null || other.to === null);
        expect([one.effect, other.effect]).toContain(both.effect);
      }),
    );
  });
});
