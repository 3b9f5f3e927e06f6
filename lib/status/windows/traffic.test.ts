import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, danishMidnight } from "../../time/danish.ts";
import { expectationOf, type Traffic, totalOf, trafficOf, WEEKS } from "./traffic.ts";
import type { TrafficCell } from "./traffic-sql.ts";
import { wallSpan } from "./wall.ts";

const FIRST = "2026-08-24";
const DAYS = Array.from({ length: WEEKS * 7 }, (_, at) => addDays(FIRST, at));
const [SUNDAY, MONDAY] = [0, 1];
const cell = (weekday: number, hour: number, n: number, unusual: Partial<TrafficCell> = {}): TrafficCell => ({
  ...{ weekday, hour, n, organisation: "Aalborg", municipality: true, type: "FDIS20" },
  ...unusual,
});
const span = (from: string, to: string) => wallSpan(from, to) ?? { from: 0, to: 0 };
const expected = (traffic: Traffic, from: string, to: string) => totalOf(traffic, span(from, to));

describe("what a time is expected to hit", () => {
  test("is the mean of the same weekday and hour, and part of an hour counts as its part", () => {
    const traffic = trafficOf([cell(MONDAY, 3, 26), cell(MONDAY, 4, 13)], DAYS, FIRST);
    expect(expected(traffic, "2026-12-07T03:00", "2026-12-07T05:00")).toEqual({ messages: 3, weeks: 13 });
    expect(expected(traffic, "2026-12-07T03:30", "2026-12-07T04:15")).toEqual({ messages: 1.25, weeks: 13 });
    expect(expected(traffic, "2026-12-08T03:00", "2026-12-08T05:00")).toEqual({ messages: 0, weeks: 13 });
  });

  test("is counted by the weeks that had data, and unknown where none had", () => {
    const some = DAYS.filter((_, at) => Math.floor(at / 7) < 4);
    const traffic = trafficOf([cell(MONDAY, 3, 40)], some, FIRST);
    expect(expected(traffic, "2026-12-07T03:00", "2026-12-07T04:00")).toEqual({ messages: 10, weeks: 4 });
    const noMondays = trafficOf(
      [],
      DAYS.filter((day) => new Date(day).getUTCDay() !== MONDAY),
      FIRST,
    );
    expect(expected(noMondays, "2026-12-06T22:00", "2026-12-07T06:00")).toEqual({ messages: null, weeks: 0 });
    expect(expected(trafficOf([], [], FIRST), "2026-12-07T03:00", "2026-12-07T04:00").messages).toBeNull();
    expect(expectationOf(noMondays, span("2026-12-07T03:00", "2026-12-07T04:00"))).toMatchObject({
      messages: null,
      municipalities: null,
    });
  });

  test("reads a holiday as a Sunday: Christmas Day on a Friday is no ordinary Friday", () => {
    const traffic = trafficOf([cell(SUNDAY, 10, 13), cell(5, 10, 1300)], DAYS, FIRST);
    expect(expected(traffic, "2026-12-25T10:00", "2026-12-25T11:00").messages).toBe(1);
    expect(expected(traffic, "2026-12-18T10:00", "2026-12-18T11:00").messages).toBe(100);
  });

  test("counts real hours on the nights the clocks change, in the past and to come", () => {
    // 25 October 2026 lies in the 13 weeks: that Sunday had hour 2 twice, so 14 hours made the 28 messages.
    const traffic = trafficOf([cell(SUNDAY, 2, 28)], DAYS, FIRST);
    expect(expected(traffic, "2026-12-06T02:00", "2026-12-06T03:00").messages).toBe(2);
    expect(expected(traffic, "2027-10-31T02:00", "2027-10-31T03:00").messages).toBe(4);
    expect(expected(traffic, "2027-03-28T01:00", "2027-03-28T03:00").messages).toBe(0);
  });

  test("names receivers with their types, most first; a municipality is hit from half a message on", () => {
    const traffic = trafficOf(
      [
        cell(MONDAY, 3, 13),
        cell(MONDAY, 3, 26, { type: "DIS91" }),
        cell(MONDAY, 3, 6, { organisation: "Læsø" }),
        cell(MONDAY, 3, 130, { organisation: "Klinikken", municipality: false }),
      ],
      ...([DAYS, FIRST] as const),
    );
    const found = expectationOf(traffic, span("2026-12-07T03:00", "2026-12-07T04:00"));
    expect(found.municipalities).toBe(1);
    expect(found.rows.map(({ organisation, messages }) => [organisation, messages])).toEqual([
      ["Klinikken", 10],
      ["Aalborg", 3],
      ["Læsø", 6 / 13],
    ]);
    expect(found.rows[1]?.types).toEqual([
      { type: "DIS91", messages: 2 },
      { type: "FDIS20", messages: 1 },
    ]);
  });

  test("adds up: two spans beside each other hit what the whole does, and the receivers sum to the total", () => {
    const cells = fc.array(
      fc.record({
        ...{
          weekday: fc.integer({ min: 0, max: 6 }),
          hour: fc.integer({ min: 0, max: 23 }),
          n: fc.integer({ min: 1, max: 500 }),
        },
        ...{
          organisation: fc.constantFrom("A", "B", null),
          municipality: fc.constant(true),
          type: fc.constantFrom("X", "Y"),
        },
      }),
      { maxLength: 40 },
    );
    const minutes = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(cells, fc.integer({ min: 0, max: 700 * 1_440 }), minutes, minutes, (given, start, a, b) => {
        const traffic = trafficOf(given, DAYS, FIRST);
        const from = danishMidnight("2026-01-01") + start * 60_000;
        const [middle, to] = [from + a * 60_000, from + (a + b) * 60_000];
        const total = (one: number, other: number) => totalOf(traffic, { from: one, to: other }).messages ?? Number.NaN;
        expect(total(from, middle) + total(middle, to)).toBeCloseTo(total(from, to), 6);
        const rows = expectationOf(traffic, { from, to }).rows;
        expect(rows.reduce((sum, { messages }) => sum + messages, 0)).toBeCloseTo(total(from, to), 6);
      }),
    );
  });
});
