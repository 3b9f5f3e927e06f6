import fc from "fast-check";
import { expect, test } from "vitest";
import { askedFault } from "./rules.ts";

test.each([
  ["few need no number", 100, { shown: 100 }, null],
  ["above the brake the number is typed", 101, { shown: 101 }, "not_the_number"],
  ["as it was shown", 101, { shown: 101, recipients: 101 }, null],
  ["another one is a slip", 101, { shown: 101, recipients: 110 }, "not_the_number"],
  ["of few, one more is asked again", 4, { shown: 3 }, "recipients_changed"],
  ["and one fewer", 48, { shown: 49 }, "recipients_changed"],
  ["of thousands some always come and go", 10_150, { shown: 10_000, recipients: 10_000 }, null],
  ["but not so many", 10_201, { shown: 10_000, recipients: 10_000 }, "recipients_changed"],
  ["where nothing was shown the number is what it is", 500, { recipients: 500 }, null],
  ["and must still be typed", 500, {}, "not_the_number"],
  ["nobody where nobody was shown", 0, { shown: 0 }, null],
  ["somebody where nobody was shown", 1, { shown: 0 }, "recipients_changed"],
] as const)("%s", (_, total, asked, fault) => {
  expect(askedFault({ addresses: total, withoutAccount: 0 }, asked, 100)).toBe(fault);
});

test.each([
  ["keeps nobody from publishing", { addresses: 9, withoutAccount: 6 }, { shown: 6 }, null],
  ["is not many", { addresses: 40, withoutAccount: 30 }, { shown: 29 }, "recipients_changed"],
  ["brings nobody past the brake unasked", { addresses: 101, withoutAccount: 6 }, { shown: 100 }, "not_the_number"],
] as const)("a handful without an account that come or go %s", (_, reached, asked, fault) => {
  expect(askedFault(reached, asked, 100)).toBe(fault);
});

test("nothing is published to more than a fiftieth more or fewer than was shown", () => {
  const count = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 1_000 }), (total, shown, brake) => {
      if (askedFault({ addresses: total, withoutAccount: 0 }, { shown, recipients: shown }, brake) !== null) return;
      expect(Math.abs(total - shown)).toBeLessThanOrEqual(shown / 50);
    }),
  );
});
