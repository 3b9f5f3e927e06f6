import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hookIsFailing, mailboxIsFailing } from "./failing.ts";

const NOON = Date.parse("2026-11-24T11:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("a webhook", () => {
  const failed = (daysAgo: number) => ({ at: NOON - daysAgo * DAY, taken: false });
  const taken = (daysAgo: number) => ({ at: NOON - daysAgo * DAY, taken: true });
  test.each([
    ["that was never sent to", [], false],
    ["whose single delivery failed long ago", [failed(30)], false],
    ["that failed since five days, twice, half a day apart", [failed(5), failed(4.5)], true],
    ["that failed for not quite five days", [failed(4.99), failed(3), failed(1)], false],
    ["whose deliveries of one short outage failed", [failed(6), failed(5.9), failed(5.6)], false],
    ["that took something meanwhile", [failed(9), failed(8), taken(7), failed(4), failed(2)], false],
    ["that took something before all that failed", [taken(9), failed(8), failed(2)], true],
    ["that takes again", [failed(9), failed(2), taken(1)], false],
  ])("%s: given up is %s", (_, deliveries, expected) => {
    expect(hookIsFailing(deliveries, NOON)).toBe(expected);
  });
  test("that took the last delivery is never given up, whatever went before", () => {
    const delivery = fc.record({ at: fc.integer({ min: NOON - 90 * DAY, max: NOON }), taken: fc.boolean() });
    fc.assert(
      fc.property(fc.array(delivery), (some) => {
        const inOrder = some.sort((a, b) => a.at - b.at);
        expect(hookIsFailing([...inOrder, { at: NOON, taken: true }], NOON + 30 * DAY)).toBe(false);
      }),
    );
  });
});

describe("a mailbox whose mails fail for now", () => {
  const back = (daysAgo: number) => ({ at: NOON - daysAgo * DAY, failed: true });
  const stayed = (daysAgo: number) => ({ at: NOON - daysAgo * DAY, failed: false });
  const five = [0, 1, 2, 3, 4].map(back);
  test.each([
    ["never", [], false],
    ["on four days", five.slice(1), false],
    ["on five days in a row", five, true],
    ["on five days with a few between", [0, 3, 8, 14, 20].map(back), true],
    ["ten times on one day", Array.from({ length: 10 }, (_, nth) => back(nth / 100)), false],
    ["on five days, but one stayed in between", [...five.slice(0, 2), stayed(1.5), ...five.slice(2)], false],
    ["on five days, after others that stayed", [...five, stayed(5)], true],
    ["on five days, with more than a week between two", [0, 1, 2, 10, 11].map(back), false],
  ])("%s", (_, mails, expected) => {
    expect(mailboxIsFailing(mails)).toBe(expected);
  });
  test("a day is a Danish day: either side of midnight are two", () => {
    const at = ["23:30:00Z", "22:30:00Z"].map((time) => ({ at: Date.parse(`2026-11-20T${time}`), failed: true }));
    const before = [1, 2, 3].map((days) => ({ at: Date.parse("2026-11-20T12:00:00Z") - days * DAY, failed: true }));
    expect(mailboxIsFailing([...at, ...before])).toBe(true);
    expect(mailboxIsFailing([...at.slice(1), ...before])).toBe(false);
  });
});
