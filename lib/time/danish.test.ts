import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, danishDay, danishMidnight, danishMinutes, danishWall } from "./danish.ts";

const day = (at: string) => danishDay(Date.parse(at));
const midnight = (of: string) => new Date(danishMidnight(of)).toISOString();
const hoursOf = (of: string) => (danishMidnight(addDays(of, 1)) - danishMidnight(of)) / 3_600_000;

test.each([
  ["2026-01-15T22:59:59.999Z", "2026-01-15"],
  ["2026-01-15T23:00:00.000Z", "2026-01-16"],
  ["2026-07-15T21:59:59.999Z", "2026-07-15"],
  ["2026-07-15T22:00:00.000Z", "2026-07-16"],
  ["2026-12-31T23:00:00.000Z", "2027-01-01"],
  ["1970-01-01T00:00:00.000Z", "1970-01-01"],
])("%s falls on %s in Denmark", (at, expected) => expect(day(at)).toBe(expected));

test.each([
  ["2026-03-29", "2026-03-28T23:00:00.000Z", 23],
  ["2026-03-30", "2026-03-29T22:00:00.000Z", 24],
  ["2026-10-25", "2026-10-24T22:00:00.000Z", 25],
  ["2026-10-26", "2026-10-25T23:00:00.000Z", 24],
  ["2026-11-01", "2026-10-31T23:00:00.000Z", 24],
  ["1990-01-01", "1989-12-31T23:00:00.000Z", 24],
])("%s begins at %s and lasts %d hours", (of, begins, hours) => {
  expect(midnight(of)).toBe(begins);
  expect(hoursOf(of)).toBe(hours);
});

test("for forty years a day's first moment is on it, and the one before is on the day before", () => {
  for (let of = "2000-01-01"; of < "2040-01-01"; of = addDays(of, 1)) {
    expect(danishDay(danishMidnight(of))).toBe(of);
    expect(danishDay(danishMidnight(of) - 1)).toBe(addDays(of, -1));
  }
});

test("days are counted over months, leap years and the nights the clock changes", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
  expect(addDays("2026-10-26", -1)).toBe("2026-10-25");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
});

const shown = new Intl.DateTimeFormat("sv-SE", {
  ...{ timeZone: "Europe/Copenhagen", dateStyle: "short", timeStyle: "short" },
});
const asShown = (ms: number) => shown.format(ms).replace(" ", "T");
/** The hours of the year around which the clock changes, and any other. */
const instants = fc.oneof(
  fc.integer({ min: Date.parse("1970-01-01T00:00:00Z"), max: Date.parse("2060-01-01T00:00:00Z") }),
  fc
    .tuple(
      fc.integer({ min: 1981, max: 2059 }),
      fc.constantFrom("03-25", "10-25"),
      fc.integer({ min: 0, max: 8 * 1440 }),
    )
    .map(([year, day, minutes]) => Date.parse(`${year}-${day}T00:00:00Z`) + minutes * 60_000),
);
test("the wall says what the time zone says, at any instant and around each change of the clock", () => {
  fc.assert(
    fc.property(instants, (ms) => {
      expect(danishWall(ms)).toBe(asShown(ms));
      expect(danishDay(ms)).toBe(asShown(ms).slice(0, 10));
      const [hours, minutes] = asShown(ms).slice(11).split(":").map(Number);
      expect(danishMinutes(ms)).toBe((hours ?? 0) * 60 + (minutes ?? 0));
    }),
    { numRuns: 1_000 },
  );
});
