import { describe, expect, test } from "vitest";
import { periodOf, periodProblem, toldPeriod, touchedDays } from "./period.ts";

const NOW = Date.parse("2026-11-23T11:40:00Z");
const told = (period: { from: number; to: number }) => [
  new Date(period.from).toISOString(),
  new Date(period.to).toISOString(),
];

describe("the span of a period", () => {
  test("24h is the 24 newest hours of the clock, the one under way included", () => {
    expect(told(periodOf({}, NOW))).toEqual(["2026-11-22T12:00:00.000Z", "2026-11-23T12:00:00.000Z"]);
    expect(touchedDays(periodOf({}, NOW))).toEqual({ from: "2026-11-22", to: "2026-11-24" });
  });
  test("it is told no further than now", () => {
    expect(toldPeriod(periodOf({}, NOW), NOW).to).toBe("2026-11-23T11:40:00.000Z");
  });
  test("7d and 30d are Danish days, today the last", () => {
    expect(periodOf({ period: "7d" }, NOW).days).toEqual({ from: "2026-11-17", to: "2026-11-24" });
    expect(periodOf({ period: "30d" }, NOW).days).toEqual({ from: "2026-10-25", to: "2026-11-24" });
  });
  test("late in the evening it is tomorrow in UTC before it is in Denmark, and the other way round", () => {
    expect(periodOf({ period: "7d" }, Date.parse("2026-11-23T23:30:00Z")).days?.to).toBe("2026-11-25");
    expect(periodOf({ period: "7d" }, Date.parse("2026-11-23T22:30:00Z")).days?.to).toBe("2026-11-24");
  });
  test("the day the clocks go back has 25 hours", () => {
    const { from, to } = periodOf({ from: "2026-10-25" }, NOW);
    expect((to - from) / 3_600_000).toBe(25);
  });
  test("days go before a named period; one alone is that day", () => {
    expect(periodOf({ from: "2026-11-01", to: "2026-11-03", period: "7d" }, NOW).days).toEqual({
      from: "2026-11-01",
      to: "2026-11-04",
    });
    expect(periodOf({ to: "2026-11-03" }, NOW).days).toEqual({ from: "2026-11-03", to: "2026-11-04" });
  });
});

describe("a span that cannot be answered as asked", () => {
  test("is more than 31 days, or ends before it begins", () => {
    expect(periodProblem({ from: "2026-01-01", to: "2026-01-31" })).toBeNull();
    expect(periodProblem({ from: "2026-01-01", to: "2026-02-01" })).toBe("period_too_long");
    expect(periodProblem({ from: "2026-01-02", to: "2026-01-01" })).toBe("period_reversed");
  });
  test("becomes what comes nearest in the address bar", () => {
    expect(periodOf({ from: "2026-01-01", to: "2026-12-01" }, NOW).days).toEqual({
      from: "2026-01-01",
      to: "2026-02-01",
    });
    expect(periodOf({ from: "2026-01-02", to: "2026-01-01" }, NOW).days).toEqual({
      from: "2026-01-02",
      to: "2026-01-03",
    });
  });
});
