import { describe, expect, test } from "vitest";
import { SPARK, type SparkHour, sparkBars, sparkPaths } from "./spark-rules.ts";

const hour = (unusual: Partial<SparkHour> = {}): SparkHour => ({
  sent: 10,
  trouble: 0,
  late: 0,
  known: true,
  ...unusual,
});

describe("a spark", () => {
  test("draws an hour nobody vouches for as hatching, not as a bar of any height", () => {
    const bars = sparkBars([hour({ known: false, sent: 4 })]);
    expect(bars.map((bar) => bar.kind)).toEqual(["unknown"]);
  });
  test("draws nothing for a known hour without messages", () => {
    expect(sparkBars([hour({ sent: 0 })])).toEqual([]);
  });
  test("draws trouble below the base line and volume above it", () => {
    for (const bar of sparkBars([hour({ trouble: 3, late: 2 })])) {
      if (bar.kind === "sent") expect(bar.y + bar.height).toBeLessThan(SPARK.base);
      else expect(bar.y).toBeGreaterThan(SPARK.base);
    }
  });
  test("one in a thousand can still be seen", () => {
    const [small] = sparkBars([hour({ sent: 1 }), hour({ sent: 1000 })]);
    expect(small?.height).toBeGreaterThanOrEqual(1);
  });
  test("never draws outside its frame", () => {
    for (const bar of sparkBars(Array.from({ length: 24 }, () => hour({ sent: 500, trouble: 300, late: 200 })))) {
      expect(bar.y).toBeGreaterThanOrEqual(0);
      expect(bar.y + bar.height).toBeLessThanOrEqual(SPARK.height + 0.001);
      expect(bar.x + bar.width).toBeLessThanOrEqual(SPARK.width);
    }
  });
  test("is drawn as one path per kind, with every bar in it", () => {
    const hours = [hour(), hour({ known: false }), hour({ trouble: 2 })];
    const paths = sparkPaths(hours);
    expect(paths.map(({ kind }) => kind)).toEqual(["sent", "unknown", "trouble"]);
    expect(paths.flatMap(({ d }) => d.split("M").slice(1))).toHaveLength(sparkBars(hours).length);
  });
});
