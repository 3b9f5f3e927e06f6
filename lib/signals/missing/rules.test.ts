import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  commonStation,
  judge,
  type Step,
  stepOf,
  stepOfSum,
  type Threshold,
  type Unit,
  type Verdict,
} from "./rules.ts";

const limit = (unusual: Partial<Threshold>): Threshold => ({
  ...{ of: "each", counts: "both", count: null, percent: null, minutes: 30 },
  ...unusual,
});
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

test("what joins within minutes waits, and keeps the end from being told before it", () => {
  const ten = limit({ count: 10 });
  expect(stepOf(ten, [unit(1, 12), unit(2, 12)], [1], false)).toBeNull();
  expect(stepOf(ten, [unit(1, 0), unit(2, 12)], [1], false)).toBeNull();
  expect(stepOf(ten, [unit(1, 0)], [1], false)).toMatchObject({ moment: "resolved" });
  expect(stepOf(ten, [unit(1, 12)], null, false)).toMatchObject({ moment: "opened" });
});

describe("all places together", () => {
  const ten = limit({ count: 10, of: "sum" });
  const step = (units: Unit[], open: number[] | null) => {
    const made = stepOfSum(ten, units, open);
    return made && [made.moment, made.concerned.flatMap(({ installations }) => installations)];
  };
  test.each<[string, Unit[], number[] | null, ReturnType<typeof step>]>([
    ["pass where none does alone", [unit(1, 4), unit(2, 3), unit(3, 3)], null, ["opened", [1, 2, 3]]],
    ["do not where they are one too few", [unit(1, 4), unit(2, 5)], null, null],
    [
      "count those that are seen, whatever the others hide",
      [unit(1, 6), unit(2, 4), unit(3, 40, { covered: false })],
      null,
      ["opened", [1, 2]],
    ],
    ["nothing opens where nobody can say", [unit(1, 40, { covered: false })], null, null],
    ["an incident stands for its place", [unit(1, 6), unit(2, 40, { stood: true })], null, null],
    ["another place does not add to what is told", [unit(1, 9), unit(2, 9), unit(3, 9)], [1, 2], null],
    ["it goes on at half", [unit(1, 3), unit(2, 2)], [1, 2], null],
    ["it goes on while one of it cannot be seen", [unit(1, 0), unit(2, 0, { covered: false })], [1, 2], null],
    ["it ends though another never could be", [unit(1, 0), unit(3, 0, { covered: false })], [1], ["resolved", [1]]],
    ["it ends when all together are under", [unit(1, 2), unit(2, 2)], [1, 2], ["resolved", [1, 2]]],
    ["it goes on while those chosen now pass", [unit(3, 40)], [1, 2], null],
    ["it ends when none is watched any more", [], [1, 2], ["resolved", []]],
  ])("%s", (_, units, open, expected) => {
    expect(step(units, open)).toEqual(expected);
  });
});

test("a sum is not over where it would begin anew at once: an incident stands for the good part of it", () => {
  const [bad, good] = [unit(1, 1, { due: 1 }), unit(2, 0, { due: 40, stood: true })];
  expect(stepOfSum(limit({ count: null, percent: 5 }), [bad, good], [2])).toBeNull();
  expect(stepOfSum(limit({ count: null, percent: 5 }), [bad, good], null)).toMatchObject({ moment: "opened" });
});

describe("the likely cause of several places", () => {
  const at = (...all: Record<string, number>[]) => commonStation(all.map((reached) => ({ reached })));
  test.each([
    ["is where four in five came no further", at({ distributor: 7, vans: 1 }, { distributor: 2 }), "distributor 9 10"],
    ["is not where less did", at({ distributor: 7, vans: 3 }, { agent: 1 }), null],
    ["is not told of one place", at({ distributor: 9 }, {}), null],
    ["is not each their own system", at({ recipient: 9 }, { recipient: 3 }), null],
    ["is not known where no way is", at({}, {}), null],
  ])("%s", (_, found, expected) => {
    expect(found && `${found.station} ${found.count} ${found.total}`).toBe(expected);
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
  .map((asked) => limit(asked));
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

const ways = fc.constantFrom(stepOf<Unit>, stepOfSum<Unit>);
const after = (step: Step<Unit>, open: readonly number[] | null): number[] | null =>
  step.moment === "resolved" ? null : [...(open ?? []), ...step.joined.flatMap(({ installations }) => installations)];

test("the same facts again say nothing more", () => {
  fc.assert(
    fc.property(ways, thresholds, units, opens, (stepOfAny, threshold, all, open) => {
      const first = stepOfAny(threshold, all, open);
      if (first !== null) expect(stepOfAny(threshold, all, after(first, open))).toBeNull();
    }),
  );
});

const history = fc.array(units, { minLength: 1, maxLength: 25 });
/** Everything said over a history, round by round. */
function said(stepOfAny: typeof stepOf<Unit>, threshold: Threshold, rounds: readonly Unit[][]) {
  let open: number[] | null = null;
  return rounds.flatMap((all) => {
    const step = stepOfAny(threshold, all, open);
    if (step === null) return [];
    open = after(step, open);
    return [{ ...step, all }];
  });
}

test("over any history an end follows each beginning and nothing else does, and neither is said of what is not seen", () => {
  fc.assert(
    fc.property(ways, thresholds, history, (stepOfAny, threshold, rounds) => {
      let open = false;
      for (const { moment, concerned, joined } of said(stepOfAny, threshold, rounds)) {
        expect(moment === "opened").toBe(!open);
        open = moment !== "resolved";
        for (const place of moment === "resolved" ? concerned : joined) expect(place.covered).toBe(true);
      }
    }),
  );
});

test("what goes up and down between half of a threshold and all of it says nothing after its beginning", () => {
  const around = fc.array(fc.integer({ min: 10, max: 30 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(ways, around, (stepOfAny, bads) => {
      const rounds = [20, ...bads].map((bad) => [unit(1, bad)]);
      expect(said(stepOfAny, limit({ count: 20 }), rounds).map(({ moment }) => moment)).toEqual(["opened"]);
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
