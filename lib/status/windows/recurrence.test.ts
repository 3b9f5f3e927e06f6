import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../time/danish.ts";
import { isPublicHoliday, weekdayOf } from "../../time/working.ts";
import { occurrencesOf } from "./recurrence.ts";
import { ON_HOLIDAY, RECURRENCES, type SeriesRule } from "./shapes.ts";
import { wallOf, wallSpan } from "./wall.ts";

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const span = (from: string, to: string) => {
  const found = wallSpan(from, to);
  return found && [iso(found.from), iso(found.to)];
};
const rule = (unusual: Partial<SeriesRule> = {}): SeriesRule => ({
  ...{ every: "week", weekday: 4, nth: null, fromTime: "05:00", toTime: "06:00", onHoliday: "keep" },
  ...{ validFrom: "2026-01-01", validTo: null },
  ...unusual,
});
const days = (series: SeriesRule, from: string, to: string) => occurrencesOf(series, from, to).map(({ day }) => day);
const walls = (series: SeriesRule, from: string, to: string) =>
  occurrencesOf(series, from, to).map((one) => `${wallOf(one.from)} ${wallOf(one.to).slice(11)}`);

describe("a window covers what the Danish wall says", () => {
  test.each([
    ["an ordinary night", "2026-12-03T05:00", "2026-12-03T06:00", ["2026-12-03T04:00", "2026-12-03T05:00"]],
    ["over midnight in summer", "2026-07-05T22:00", "2026-07-06T06:00", ["2026-07-05T20:00", "2026-07-06T04:00"]],
    [
      "the hour that comes twice is covered twice",
      "2026-10-25T02:00",
      "2026-10-25T03:00",
      ["2026-10-25T00:00", "2026-10-25T02:00"],
    ],
    [
      "from within it: from the first",
      "2026-10-25T02:30",
      "2026-10-25T04:00",
      ["2026-10-25T00:30", "2026-10-25T03:00"],
    ],
    ["into it: to the second", "2026-10-25T01:00", "2026-10-25T02:30", ["2026-10-24T23:00", "2026-10-25T01:30"]],
    ["up to it: not into it", "2026-10-25T01:00", "2026-10-25T02:00", ["2026-10-24T23:00", "2026-10-25T00:00"]],
    ["the hour left out is no time", "2026-03-29T01:00", "2026-03-29T04:00", ["2026-03-29T00:00", "2026-03-29T02:00"]],
    ["from within it: from the jump", "2026-03-29T02:30", "2026-03-29T04:00", ["2026-03-29T01:00", "2026-03-29T02:00"]],
    ["into it: to the jump", "2026-03-29T01:00", "2026-03-29T02:30", ["2026-03-29T00:00", "2026-03-29T01:00"]],
    [
      "wholly in it: after it, as long",
      "2026-03-29T02:00",
      "2026-03-29T03:00",
      ["2026-03-29T01:00", "2026-03-29T02:00"],
    ],
    ["an end before its start", "2026-12-03T06:00", "2026-12-03T05:00", null],
    ["a day that is none", "2026-02-30T05:00", "2026-03-01T05:00", null],
  ])("%s", (_, from, to, expected) => {
    expect(span(from, to)).toEqual(expected);
  });

  test("whatever the clocks do, a window is real time and ends after it begins", () => {
    const minute = fc.integer({ min: Date.parse("2026-01-01") / 60_000, max: Date.parse("2028-01-01") / 60_000 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 2_000 }), (from, minutes) => {
        const [a, b] = [iso(from * 60_000), iso((from + minutes) * 60_000)];
        const found = wallSpan(a, b);
        expect(found && found.to > found.from).toBe(true);
        expect(Math.abs((found?.to ?? 0) - (found?.from ?? 0) - minutes * 60_000)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe("a series", () => {
  test.each<[string, Partial<SeriesRule>, string, string, string[]]>([
    ["every week", {}, "2026-11-27", "2026-12-12", ["2026-12-03", "2026-12-10"]],
    [
      "the second Monday of the month",
      { every: "month", weekday: 1, nth: 2 },
      "2026-11-01",
      "2027-01-31",
      ["2026-11-09", "2026-12-14", "2027-01-11"],
    ],
    [
      "the last Sunday of the month",
      { every: "month", weekday: 0, nth: 5 },
      "2026-02-01",
      "2026-05-31",
      ["2026-02-22", "2026-03-29", "2026-04-26", "2026-05-31"],
    ],
    [
      "a quarter's first Sunday",
      { every: "quarter", weekday: 0, nth: 1 },
      "2026-01-01",
      "2026-12-31",
      ["2026-01-04", "2026-04-05", "2026-07-05", "2026-10-04"],
    ],
    [
      "from its first day to its last",
      { validFrom: "2026-12-03", validTo: "2026-12-10" },
      "2026-01-01",
      "2027-12-31",
      ["2026-12-03", "2026-12-10"],
    ],
  ])("%s", (_, unusual, from, to, expected) => {
    expect(days(rule(unusual), from, to)).toEqual(expected);
  });

  test.each<[string, Partial<SeriesRule>, string[]]>([
    // Maundy Thursday 2 April 2026, then Good Friday, a Saturday that is none.
    ["keeps a holiday", { onHoliday: "keep" }, ["2026-04-02T05:00 06:00", "2026-04-09T05:00 06:00"]],
    ["skips a holiday", { onHoliday: "skip" }, ["2026-04-09T05:00 06:00"]],
    [
      "puts a holiday off past the next one too",
      { onHoliday: "postpone" },
      ["2026-04-04T05:00 06:00", "2026-04-09T05:00 06:00"],
    ],
  ])("%s", (_, unusual, expected) => {
    expect(walls(rule(unusual), "2026-04-01", "2026-04-10")).toEqual(expected);
  });

  test("what is put off still stands for the day the rule names", () => {
    expect(days(rule({ onHoliday: "postpone" }), "2026-04-02", "2026-04-02")).toEqual(["2026-04-02"]);
  });

  test("is at the same clock on the wall all year, through both nights the clocks change", () => {
    const sunday = rule({ weekday: 0, fromTime: "01:30", toTime: "03:30" });
    const lengths = (from: string, to: string) =>
      occurrencesOf(sunday, from, to).map((one) => (one.to - one.from) / 3_600_000);
    expect(lengths("2026-03-22", "2026-04-05")).toEqual([2, 1, 2]);
    expect(lengths("2026-10-18", "2026-11-01")).toEqual([2, 3, 2]);
    expect(walls(sunday, "2026-10-18", "2026-11-01").map((wall) => wall.slice(11))).toEqual(
      Array(3).fill("01:30 03:30"),
    );
  });

  test("names each day once, on its weekday, the same whatever stretch is asked for; put off, it lands on no holiday", () => {
    const rules = fc.record({
      ...{
        every: fc.constantFrom(...RECURRENCES),
        weekday: fc.integer({ min: 0, max: 6 }),
        onHoliday: fc.constantFrom(...ON_HOLIDAY),
      },
      number: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(
        rules,
        fc.integer({ min: 0, max: 700 }),
        fc.integer({ min: 0, max: 400 }),
        ({ number, ...given }, start, length) => {
          const series = rule({ ...given, nth: given.every === "week" ? null : number });
          const first = addDays("2026-01-01", start);
          const [middle, last] = [addDays(first, Math.floor(length / 2)), addDays(first, length)];
          const found = occurrencesOf(series, first, last);
          expect([...occurrencesOf(series, first, middle), ...occurrencesOf(series, addDays(middle, 1), last)]).toEqual(
            found,
          );
          expect(new Set(found.map(({ day }) => day)).size).toBe(found.length);
          for (const { day, from } of found) {
            expect(weekdayOf(day)).toBe(series.weekday);
            if (series.onHoliday !== "keep") expect(isPublicHoliday(wallOf(from).slice(0, 10))).toBe(false);
          }
        },
      ),
    );
  });
});
