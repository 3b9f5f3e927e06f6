import fc from "fast-check";
import { expect, test } from "vitest";
import { danishField, danishTyped, doubledHour } from "./danish-input.ts";

test.each([
  ["2026-11-24T06:11", "2026-11-24T05:11:00.000Z"],
  ["2026-07-01T06:11", "2026-07-01T04:11:00.000Z"],
  ["2026-07-01 06:11", "2026-07-01T04:11:00.000Z"],
  ["2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25T03:30", "2026-10-25T02:30:00.000Z"],
  [" 2026-11-24T06:11:30 ", "2026-11-24T05:11:00.000Z"],
])("%s on a Danish wall is %s", (typed, at) => {
  expect(danishTyped(typed)).toEqual({ at });
});

test.each(["", "i går", "2026-02-30T10:00", "2026-13-01T10:00", "2026-11-24T25:00", "24-11-2026 06:11"])(
  "%j is no date and time",
  (typed) => expect(danishTyped(typed)).toEqual({ problem: "no_time" }),
);

test("the hour that is left out in March is no time", () => {
  expect(danishTyped("2026-03-29T02:30")).toEqual({ problem: "skipped_hour" });
});

test("of the hour that comes twice, an untouched field keeps the one it had, and both say which they are", () => {
  const [first, second] = ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"];
  expect(danishField(second)).toBe("2026-10-25T02:30");
  expect(danishTyped("2026-10-25T02:30", second)).toEqual({ at: second });
  expect([first, second, "2026-10-25T02:30:00Z"].map(doubledHour)).toEqual(["first", "second", null]);
});

test("an instant that nobody touches in its field stays what it was, to the millisecond", () => {
  const instant = fc
    .integer({ min: Date.parse("2020-01-01T00:00:00Z"), max: Date.parse("2030-01-01T00:00:00Z") })
    .map((ms) => new Date(ms).toISOString());
  fc.assert(
    fc.property(instant, (at) => {
      expect(danishTyped(danishField(at), at)).toEqual({ at });
    }),
  );
});
