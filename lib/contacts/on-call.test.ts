import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { danishInstant, danishWall } from "../time/danish.ts";
import { isOnCall, nextOnCall, onCallNow } from "./on-call.ts";
import { readHours } from "./rules.ts";
import type { ContactRow, Hours } from "./shapes.ts";

const hours = (text: string): Hours => {
  const read = readHours(text);
  if (read === null) throw new Error(`No hours: ${text}`);
  return read;
};
/** 24 November 2026 is a Tuesday. */
const at = (day: string, time: string) => danishInstant(day, time);

describe("by the Danish clock", () => {
  test.each<[string, string, string, boolean]>([
    ["altid", "2026-11-24", "03:00", true],
    ["man-fre 08:00-16:00", "2026-11-24", "08:00", true],
    ["man-fre 08:00-16:00", "2026-11-24", "15:59", true],
    ["man-fre 08:00-16:00", "2026-11-24", "16:00", false],
    ["man-fre 08:00-16:00", "2026-11-28", "10:00", false],
    // In summer the same hours of the wall are other hours of UTC.
    ["man-fre 08:00-16:00", "2026-07-14", "08:00", true],
    ["man-fre 08:00-16:00", "2026-07-14", "07:59", false],
    ["søn 00:00-24:00", "2026-11-29", "23:59", true],
    ["søn 00:00-24:00", "2026-11-30", "00:00", false],
    // Past midnight, into a day that is not named itself.
    ["fre 20:00-06:00", "2026-11-27", "20:00", true],
    ["fre 20:00-06:00", "2026-11-28", "05:59", true],
    ["fre 20:00-06:00", "2026-11-28", "06:00", false],
    ["fre 20:00-06:00", "2026-11-27", "05:00", false],
    ["søn 22:00-02:00", "2026-11-30", "01:00", true],
    ["man-fre 08:00-16:00, lør 10:00-12:00", "2026-11-28", "11:00", true],
  ])("%s, %s %s: %s", (text, day, time, on) => {
    expect(isOnCall(hours(text), at(day, time))).toBe(on);
  });
  test("the night the clock goes forward has no hour to miss, and the one it goes back has it twice", () => {
    const night = hours("lør 22:00-03:00");
    // 29 March 2026: 01:59 is followed by 03:00.
    expect(isOnCall(night, Date.parse("2026-03-29T00:59:00Z"))).toBe(true);
    expect(isOnCall(night, Date.parse("2026-03-29T01:00:00Z"))).toBe(false);
    // 25 October 2026: 02:30 comes twice, and 03:00 once.
    for (const instant of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
      expect(isOnCall(night, Date.parse(instant))).toBe(true);
    expect(isOnCall(night, Date.parse("2026-10-25T02:00:00Z"))).toBe(false);
  });
});

test.each<[string, string, string, string]>([
  ["man-fre 08:00-16:00", "2026-11-24", "17:00", "2026-11-25T08:00"],
  ["man-fre 08:00-16:00", "2026-11-27", "16:00", "2026-11-30T08:00"],
  ["tir 08:00-09:00", "2026-11-24", "09:00", "2026-12-01T08:00"],
  ["søn 04:00-06:00", "2026-10-24", "12:00", "2026-10-25T04:00"],
])("%s is next on call after %s %s at %s", (text, day, time, next) => {
  expect(danishWall(nextOnCall(hours(text), at(day, time)) ?? 0)).toBe(next);
});

const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((of) => `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`);
const span = fc
  .record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: clock, to: clock })
  .filter(({ from, to }) => from !== to);
const instant = fc.integer({ min: Date.parse("2026-01-01T00:00:00Z"), max: Date.parse("2027-12-31T00:00:00Z") });

test("when somebody is next on call, they are; and nobody's hours begin before that", () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 3 }), instant, (spans, now) => {
      const next = nextOnCall(spans, now);
      if (isOnCall(spans, now) || next === null) return;
      // In the hour left out in March a span may begin and end before the clock shows any of it.
      const from = danishWall(next).slice(11);
      if (!spans.some((one) => one.from === from)) return;
      expect(isOnCall(spans, next)).toBe(true);
      for (let before = Math.max(now, next - 6 * 3_600_000); before < next; before += 60_000)
        if (isOnCall(spans, before)) expect.unreachable(`On call already at ${danishWall(before)}`);
    }),
  );
});

test("each organisation has its first and second contacts on call, or whoever is next", () => {
  const contact = (id: number, organisation: string, rank: 1 | 2, text: string): ContactRow => ({
    ...{ id, organisation: { id: organisation.length, name: organisation }, function: `Vagt ${id}`, rank },
    ...{ email: null, phone: "112", hours: hours(text), reviewedAt: "2026-01-01T00:00:00Z", reviewDue: false },
    ...{ version: 1, mayChange: false },
  });
  const contacts = [
    contact(1, "Nordby", 1, "man-fre 08:00-16:00"),
    contact(2, "Nordby", 1, "man-fre 16:00-08:00"),
    contact(3, "Nordby", 2, "altid"),
    contact(4, "Sydbyen", 1, "man-fre 08:00-16:00"),
  ];
  const now = onCallNow(contacts, at("2026-11-24", "18:00"));
  expect(now.map(({ first, second, next }) => [first[0]?.id, second[0]?.id, next?.contact.id, next?.at])).toEqual([
    [2, 3, undefined, undefined],
    [undefined, undefined, 4, "2026-11-25T07:00:00.000Z"],
  ]);
});
