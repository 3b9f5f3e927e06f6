import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, stepOf, type Threshold, type Unit, type Verdict } from "./rules.ts";

const limit = (unusual: Partial<Threshold>): Threshold => ({ count: null, percent: null, minutes: 30, ...unusual });
const unit = (id: number, bad: number, unusual: Partial<Unit> = {}): Unit => ({
  ...{ covered: true, due: Math.max(bad, 40), bad, open: 0, stood: false },
  installations: [id],
  ...unusual,
});

describe("a place and a threshold", () => {
  const [ten, tenth] = [limit({ count: 10 }), limit({ percent: 10 })];
  test.each<[string, Threshold, Partial<Unit>, Verdict]>([
    ["as many as the threshold pass it", ten, { bad: 10 }, "passes"],
    ["one fewer do not, and are not under either", ten, { bad: 9 }, "between"],
    ["half of it is not under", ten, { bad: 5 }, "between"],
    ["less than half of it is under", ten, { bad: 4 }, "under"],
    ["nobody can say where coverage lacks, however many are bad", ten, { bad: 40, covered: false }, "unknown"],
    ["nobody can say where coverage lacks and none is bad", ten, { bad: 0, covered: false }, "unknown"],
    ["what is open does not pass", ten, { bad: 9, open: 5 }, "between"],
    ["what is open is not under", ten, { bad: 4, open: 1 }, "between"],
    ["a share of those due passes", tenth, { due: 40, bad: 4 }, "passes"],
    ["a share that open ones may bring down does not", tenth, { due: 40, bad: 4, open: 1 }, "between"],
    ["under half of the share is under", tenth, { due: 40, bad: 1 }, "under"],
    ["where nothing was due nothing is missing", tenth, { due: 0, bad: 0 }, "under"],
    ["and where all that was due is open, nobody knows", tenth, { due: 0, bad: 0, open: 3 }, "between"],
    ["either part of a threshold is enough", limit({ count: 10, percent: 10 }), { due: 40, bad: 4 }, "passes"],
    ["and it is under by both only", limit({ count: 10, percent: 10 }), { due: 40, bad: 2 }, "between"],
  ])("%s", (_, threshold, unusual, verdict) => {
    expect(judge(threshold, unit(1, 0, unusual))).toBe(verdict);
  });
});

describe("a round", () => {
  const ten = limit({ count: 10 });
  const step = (units: Unit[], open: number[] | null) => {
    const made = stepOf(ten, units, open);
    return made && [made.moment, made.concerned.flatMap(({ installations }) => installations)];
  };
  test.each<[string, Unit[], number[] | null, ReturnType<typeof step>]>([
    ["all that pass at once are one", [unit(1, 12), unit(2, 3), unit(3, 10)], null, ["opened", [1, 3]]],
    ["nothing opens where nobody can say", [unit(1, 40, { covered: false })], null, null],
    ["an incident stands for it", [unit(1, 12, { stood: true })], null, null],
    ["and for what would join", [unit(1, 12), unit(2, 12, { stood: true })], [1], null],
    ["what passes while one is open joins it", [unit(1, 7), unit(2, 10)], [1], ["updated", [1, 2]]],
    ["what has joined is not told again", [unit(1, 20), unit(2, 20)], [1, 2], null],
    ["it goes on while one place is not under", [unit(1, 0), unit(2, 5)], [1, 2], null],
    ["it goes on while one place is unknown", [unit(1, 0), unit(2, 0, { covered: false })], [1, 2], null],
    ["it ends when all are under", [unit(1, 0), unit(2, 4), unit(3, 9)], [1, 2], ["resolved", [1, 2]]],
    ["it ends when none is watched any more", [unit(3, 0)], [1, 2], ["resolved", []]],
  ])("%s", (_, units, open, expected) => {
    expect(step(units, open)).toEqual(expected);
  });
});

const counts = fc
  .record({
    ...{ due: fc.nat(60), part: fc.nat(60), open: fc.nat(10), covered: fc.boolean(), stood: fc.boolean() },
  })
  .map(({ part, ...rest }) => ({ ...rest, bad: Math.min(part, rest.due) }));
const units = fc
  .array(counts, { maxLength: 6 })
  .map((all) => all.map((of, index): Unit => ({ ...of, installations: [index + 1] })));
const thresholds = fc
  .record({ count: fc.option(fc.integer({ min: 1, max: 40 })), percent: fc.option(fc.integer({ min: 1, max: 100 })) })
  .filter(({ count, percent }) => count !== null || percent !== null)
  .map(limit);
const opens = fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 }));

test("however what is open turns out, what passes does not prove to be under, nor what is under to pass", () => {
  fc.assert(
    fc.property(thresholds, counts, fc.nat(10), (threshold, of, turnedBad) => {
      const bad = Math.min(turnedBad, of.open);
      const settled = { ...of, due: of.due + of.open, bad: of.bad + bad, open: 0 };
      const [before, after] = [judge(threshold, of), judge(threshold, settled)];
      if (before === "passes") expect(after).toBe("passes");
      if (before === "under") expect(after).toBe("under");
    }),
  );
});

test("the same facts again say nothing more", () => {
  fc.assert(
    fc.property(thresholds, units, opens, (threshold, all, open) => {
      const first = stepOf(threshold, all, open);
      if (first === null) return;
      const joined = first.joined.flatMap(({ installations }) => [...installations]);
      const now = first.moment === "resolved" ? null : [...(open ?? []), ...joined];
      expect(stepOf(threshold, all, now)).toBeNull();
    }),
  );
});

test("nothing is opened, added to or ended by a place that nobody can vouch for", () => {
  fc.assert(
    fc.property(thresholds, units, opens, (threshold, all, open) => {
      const step = stepOf(threshold, all, open);
      for (const place of step?.moment === "resolved" ? step.concerned : (step?.joined ?? []))
        expect(place.covered).toBe(true);
    }),
  );
});
