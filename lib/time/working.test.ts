import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, danishMidnight } from "./danish.ts";
import { isPublicHoliday, isWorkingDay, publicHolidaysOf, weekdayOf, workingHours } from "./working.ts";

test("the public holidays of a year, moving with Easter", () => {
  expect(publicHolidaysOf(2026)).toEqual([
    ...["2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-14"],
    ...["2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26"],
  ]);
});

test.each([
  ["2023-05-05", true, "Great Prayer Day, for the last time"],
  ["2024-04-26", false, "Great Prayer Day, no more"],
  ["2026-06-05", false, "Constitution Day"],
  ["2026-12-24", false, "Christmas Eve"],
  ["2026-12-31", false, "New Year's Eve"],
  ["2038-04-25", true, "the latest Easter there is"],
  ["2285-03-22", true, "the earliest Easter there is"],
  ["2027-03-25", true, "Maundy Thursday"],
])("%s is a public holiday: %s (%s)", (day, expected) => expect(isPublicHoliday(day)).toBe(expected));

test.each([
  ["2026-11-27", true, "a Friday"],
  ["2026-11-28", false, "a Saturday"],
  ["2026-11-29", false, "a Sunday"],
  ["2026-05-14", false, "Ascension Day, a Thursday"],
  ["2026-12-25", false, "Christmas Day, a Friday"],
  ["2026-12-24", true, "Christmas Eve, a Thursday"],
])("%s is a working day: %s (%s)", (day, expected) => expect(isWorkingDay(day)).toBe(expected));

test.each([
  ["2026-01-15", 6, 18, "2026-01-15T05:00:00.000Z", "2026-01-15T17:00:00.000Z"],
  ["2026-07-15", 6, 18, "2026-07-15T04:00:00.000Z", "2026-07-15T16:00:00.000Z"],
  ["2026-07-15", 0, 24, "2026-07-14T22:00:00.000Z", "2026-07-15T22:00:00.000Z"],
])("on %s work goes from %d to %d by the clock on the wall", (day, workFrom, workTo, from, to) => {
  const span = workingHours(day, workFrom, workTo);
  expect(span && [new Date(span.from).toISOString(), new Date(span.to).toISOString()]).toEqual([from, to]);
});

const days = fc.integer({ min: 0, max: 40 * 366 }).map((offset) => addDays("2000-01-01", offset));
test("working hours lie on a weekday, inside the day, and last as long as the wall says", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }), (day, start, span) => {
      const end = Math.min(24, start + span);
      const work = workingHours(day, start, end);
      expect(work === null).toBe(!isWorkingDay(day));
      if (!work) return;
      expect([1, 2, 3, 4, 5]).toContain(weekdayOf(day));
      expect(work.from).toBeGreaterThanOrEqual(danishMidnight(day));
      expect(work.to).toBeLessThanOrEqual(danishMidnight(addDays(day, 1)));
      // The clock only changes on Sundays, which are none.
      expect(work.to - work.from).toBe((end - start) * 3_600_000);
    }),
  );
});
