import { describe, expect, test } from "vitest";
import { clockTicks, danishMidnights, xOf } from "./time-rules.ts";

const ms = (text: string) => Date.parse(text);
const iso = (instants: number[]) => instants.map((at) => new Date(at).toISOString());
const HOUR = 3_600_000;

describe("Danish days", () => {
  test("a day begins at 23:00 UTC in winter and 22:00 in summer", () => {
    expect(iso(danishMidnights(ms("2026-11-22T12:00:00Z"), ms("2026-11-24T12:00:00Z")))).toEqual([
      "2026-11-22T23:00:00.000Z",
      "2026-11-23T23:00:00.000Z",
    ]);
    expect(iso(danishMidnights(ms("2026-07-01T12:00:00Z"), ms("2026-07-02T12:00:00Z")))).toEqual([
      "2026-07-01T22:00:00.000Z",
    ]);
  });
  test("the day the clock goes forward has 23 hours, the day it goes back 25", () => {
    const [a = 0, b = 0] = danishMidnights(ms("2026-03-28T12:00:00Z"), ms("2026-03-30T12:00:00Z"));
    expect((b - a) / HOUR).toBe(23);
    const [c = 0, d = 0] = danishMidnights(ms("2026-10-24T12:00:00Z"), ms("2026-10-26T12:00:00Z"));
    expect((d - c) / HOUR).toBe(25);
  });
  test("a midnight that is the start itself is not a line", () => {
    expect(danishMidnights(ms("2026-11-22T23:00:00Z"), ms("2026-11-23T10:00:00Z"))).toEqual([]);
  });
});

describe("ticks stand at round Danish times", () => {
  test("an hour is cut in tens", () => {
    const ticks = clockTicks(ms("2026-11-24T05:08:40Z"), ms("2026-11-24T06:12:00Z"), 8);
    expect(iso(ticks)[0]).toBe("2026-11-24T05:10:00.000Z");
    expect(ticks).toHaveLength(7);
  });
  test("a day is cut at 00, 03, 06 … Danish time", () => {
    const ticks = clockTicks(ms("2026-11-23T23:00:00Z"), ms("2026-11-24T23:00:00Z"), 9);
    expect(iso(ticks)[1]).toBe("2026-11-24T02:00:00.000Z");
    expect(ticks).toHaveLength(9);
  });
  test("ticks stay round across the change of clock", () => {
    const ticks = clockTicks(ms("2026-03-28T23:00:00Z"), ms("2026-03-29T22:00:00Z"), 9);
    expect(iso(ticks)).toContain("2026-03-29T04:00:00.000Z");
    expect(iso(ticks)).not.toContain("2026-03-29T05:00:00.000Z");
  });
  test("weeks are cut at midnights, and never more than asked for", () => {
    expect(clockTicks(ms("2026-11-01T00:00:00Z"), ms("2026-11-30T00:00:00Z"), 8).length).toBeLessThanOrEqual(8);
  });
});

describe("the axis", () => {
  const axis = { from: 0, to: 100, left: 10, right: 110 };
  test("keeps what lies outside at its ends", () => {
    expect([xOf(-5, axis), xOf(50, axis), xOf(500, axis)]).toEqual([10, 60, 110]);
  });
  test("an empty span is its left end, not a division by zero", () => {
    expect(xOf(7, { ...axis, to: 0 })).toBe(10);
  });
});
