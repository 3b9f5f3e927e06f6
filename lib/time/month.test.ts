import { expect, test } from "vitest";
import { addMonths, isMonth, monthOf, monthSpan } from "./month.ts";

test.each([
  ["2026-10", 1, "2026-11"],
  ["2026-12", 1, "2027-01"],
  ["2026-01", -1, "2025-12"],
  ["2026-11", -23, "2024-12"],
])("%s and %d months is %s", (month, months, expected) => expect(addMonths(month, months)).toBe(expected));

test.each([
  ["2026-10", 745],
  ["2026-03", 743],
  ["2026-02", 672],
])("%s has %d hours, and every moment of it falls in it", (month, hours) => {
  const { from, to } = monthSpan(month);
  expect((to - from) / 3_600_000).toBe(hours);
  expect([from - 1, from, to - 1, to].map(monthOf)).toEqual([addMonths(month, -1), month, month, addMonths(month, 1)]);
});

test.each([
  ["2026-10", true],
  ["2026-13", false],
  ["2026-1", false],
  ["oktober", false],
])("%s is a month: %s", (text, expected) => expect(isMonth(text)).toBe(expected));
