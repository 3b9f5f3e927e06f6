import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WINDOW_CLASSES, type WindowClass } from "../shapes.ts";
import { breachesOf, latestNotice } from "./rules.ts";
import { wallSpan } from "./wall.ts";

const at = (text: string) => Date.parse(text);
const span = (from: string, to: string) => wallSpan(from, to) ?? { from: Number.NaN, to: Number.NaN };
const broken = (
  windowClass: WindowClass,
  from: string,
  to: string,
  noticedAt: string,
  others: [string, string][] = [],
) =>
  breachesOf({
    windowClass,
    ...span(from, to),
    noticedAt: at(noticedAt),
    others: others.map(([a, b]) => span(a, b)),
  });

describe("what a window's class promises (SF2900 2.4 §1.3.1)", () => {
  test.each<[string, WindowClass, string, string, string, string[]]>([
    [
      "a minor one at 05–06, told a week before",
      "minor",
      "2026-12-03T05:00",
      "2026-12-03T06:00",
      "2026-11-26T04:00:00Z",
      [],
    ],
    [
      "told a minute too late",
      "minor",
      "2026-12-03T05:00",
      "2026-12-03T06:00",
      "2026-11-26T04:01:00Z",
      ["short_notice"],
    ],
    [
      "a minor one at 04–05",
      "minor",
      "2026-12-03T04:00",
      "2026-12-03T05:00",
      "2026-11-01T00:00:00Z",
      ["outside_hours"],
    ],
    [
      "a minor one of two hours",
      "minor",
      "2026-12-03T05:00",
      "2026-12-03T07:00",
      "2026-11-01T00:00:00Z",
      ["outside_hours", "too_long"],
    ],
    ["a major one Monday 03–06", "major", "2026-12-07T03:00", "2026-12-07T06:00", "2026-11-30T02:00:00Z", []],
    [
      "a major one on a Tuesday",
      "major",
      "2026-12-08T03:00",
      "2026-12-08T06:00",
      "2026-11-01T00:00:00Z",
      ["outside_hours"],
    ],
    [
      "a platform one Sunday 22 to Monday 06",
      "platform",
      "2026-12-06T22:00",
      "2026-12-07T06:00",
      "2026-11-06T21:00:00Z",
      [],
    ],
    [
      "a platform one told three weeks before",
      "platform",
      "2026-12-06T22:00",
      "2026-12-07T06:00",
      "2026-11-15T21:00:00Z",
      ["short_notice"],
    ],
    ["a platform one within the night", "platform", "2026-12-07T01:00", "2026-12-07T04:00", "2026-11-01T00:00:00Z", []],
    [
      "a weekday 16–08 as a platform one",
      "platform",
      "2026-12-02T16:00",
      "2026-12-03T08:00",
      "2026-10-01T00:00:00Z",
      ["outside_hours", "too_long"],
    ],
    [
      "a weekday 16–08 of no class, told at once",
      "other",
      "2026-12-02T16:00",
      "2026-12-03T08:00",
      "2026-12-02T15:00:00Z",
      [],
    ],
  ])("%s", (_, windowClass, from, to, noticedAt, expected) => {
    expect(broken(windowClass, from, to, noticedAt)).toEqual(expected);
  });

  test("a platform window keeps its promise on both nights the clocks change: seven and nine real hours", () => {
    const spring = span("2026-03-28T22:00", "2026-03-29T06:00");
    const autumn = span("2026-10-24T22:00", "2026-10-25T06:00");
    expect([spring.to - spring.from, autumn.to - autumn.from]).toEqual([7 * 3_600_000, 9 * 3_600_000]);
    // Both nights are from Saturday to Sunday: outside the hours, but no longer than the wall says.
    for (const [from, to] of [
      ["2026-03-28T22:00", "2026-03-29T06:00"],
      ["2026-10-24T22:00", "2026-10-25T06:00"],
    ] as const)
      expect(broken("platform", from, to, "2026-01-01T00:00:00Z")).toEqual(["outside_hours"]);
  });

  test.each<[string, WindowClass, [string, string], [string, string], boolean]>([
    [
      "two minor ones in a Danish week",
      "minor",
      ["2026-12-04T05:00", "2026-12-04T06:00"],
      ["2026-11-30T05:00", "2026-11-30T06:00"],
      true,
    ],
    [
      "on both sides of Sunday midnight",
      "minor",
      ["2026-12-07T05:00", "2026-12-07T06:00"],
      ["2026-12-06T05:00", "2026-12-06T06:00"],
      false,
    ],
    [
      "two major ones in a month",
      "major",
      ["2026-12-07T03:00", "2026-12-07T06:00"],
      ["2026-12-28T03:00", "2026-12-28T06:00"],
      true,
    ],
    [
      "in the months beside",
      "major",
      ["2026-12-07T03:00", "2026-12-07T06:00"],
      ["2026-11-30T03:00", "2026-11-30T06:00"],
      false,
    ],
    [
      "two platform ones in a quarter",
      "platform",
      ["2026-12-06T22:00", "2026-12-07T06:00"],
      ["2026-10-04T22:00", "2026-10-05T06:00"],
      true,
    ],
    [
      "in the next year's same quarter",
      "platform",
      ["2026-12-06T22:00", "2026-12-07T06:00"],
      ["2027-10-03T22:00", "2027-10-04T06:00"],
      false,
    ],
  ])("too often: %s", (_, windowClass, window, other, expected) => {
    expect(broken(windowClass, ...window, "2026-01-01T00:00:00Z", [other]).includes("too_often")).toBe(expected);
  });

  test.each([
    ["2026-12-03T05:00", "week", "2026-11-26T04:00:00Z"],
    ["2026-03-31T05:00", "month", "2026-02-28T04:00:00Z"],
    ["2026-10-25T22:00", "week", "2026-10-18T20:00:00Z"],
    ["2027-01-17T22:00", "month", "2026-12-17T21:00:00Z"],
  ] as const)("notice of %s, a %s before, is by the same clock on the wall", (from, notice, expected) => {
    expect(latestNotice(from, notice)).toBe(at(expected));
  });

  test("more notice never breaks a rule that less notice kept", () => {
    const instant = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2027-12-31T00:00:00Z") });
    fc.assert(
      fc.property(
        fc.constantFrom(...WINDOW_CLASSES),
        instant,
        fc.integer({ min: 1, max: 900 }),
        instant,
        fc.nat(9e9),
        (windowClass, from, minutes, noticedAt, earlier) => {
          const window = { windowClass, from, to: from + minutes * 60_000, others: [] };
          const late = breachesOf({ ...window, noticedAt });
          const early = breachesOf({ ...window, noticedAt: noticedAt - earlier });
          expect(late).toEqual(expect.arrayContaining(early));
        },
      ),
    );
  });
});
