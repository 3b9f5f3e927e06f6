import fc from "fast-check";
import { expect, test } from "vitest";
import { hoursText, isReviewDue, readHours } from "./rules.ts";
import type { Hours } from "./shapes.ts";

test.each<[string, Hours]>([
  ["altid", "always"],
  [" Always ", "always"],
  ["man-fre 08:00-16:00", [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "16:00" }]],
  ["Mon-Fri 08:00-16:00", [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "16:00" }]],
  ["søn 00:00-24:00", [{ days: [7], from: "00:00", to: "24:00" }]],
  [
    "man+ons 08:00-12:00, lør-søn 20:00-06:00",
    [
      { days: [1, 3], from: "08:00", to: "12:00" },
      { days: [6, 7], from: "20:00", to: "06:00" },
    ],
  ],
])("%s is read", (text, hours) => {
  expect(readHours(text)).toEqual(hours);
});

test.each([
  "",
  "aldrig",
  "man-fre",
  "man-fre 8-16",
  "fre-man 08:00-16:00",
  "man 08:00-08:00",
  "man 25:00-26:00",
  "xyz 08:00-16:00",
  "man 08:00-16:00,",
])("%j is no hours", (text) => {
  expect(readHours(text)).toBeNull();
});

const minutes = fc.integer({ min: 0, max: 1439 });
const clock = (of: number) => `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
const span = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), minutes, minutes)
  .filter(([, from, to]) => from !== to)
  .map(([days, from, to]) => ({ days: days.sort(), from: clock(from), to: clock(to) }));

test("what is written is read as it was meant, in both languages", () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), fc.constantFrom("da", "en"), (hours, locale) => {
      expect(readHours(hoursText(hours, locale))).toEqual(hours);
    }),
  );
});

test("a contact is looked at once a year", () => {
  const day = 24 * 3_600_000;
  expect([364, 365, 366].map((days) => isReviewDue(0, days * day))).toEqual([false, true, true]);
});
