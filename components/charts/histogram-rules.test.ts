import { describe, expect, test } from "vitest";
import { binOf, RECEIPT_BIN_BOUNDS } from "@/lib/ledger/latency.ts";
import { layHistogram } from "./histogram-rules.ts";

const MINUTE = 60_000;
const bounds = [...RECEIPT_BIN_BOUNDS];
const counted = (...times: number[]) => {
  const bins = new Array<number>(bounds.length + 1).fill(0);
  for (const ms of times) bins[binOf(ms, bounds)] = (bins[binOf(ms, bounds)] ?? 0) + 1;
  return bins;
};
const laid = (times: number[], deadlineMs: number | null = 30 * MINUTE, warnMs: number | null = 20 * MINUTE) =>
  layHistogram({ bounds, bins: counted(...times), deadlineMs, warnMs });

describe("bars", () => {
  test("every receipt is in exactly one bar", () => {
    const times = [1, 999, 4_000, 31_000, 29 * MINUTE, 31 * MINUTE, 100 * MINUTE, 7 * 60 * MINUTE, 90 * 60 * MINUTE];
    const { bars, total } = laid(times);
    expect(total).toBe(times.length);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
  });
  test("what took longer than six hours is one open bar at the end", () => {
    const { bars } = laid([7 * 60 * MINUTE, 80 * 60 * MINUTE]);
    expect(bars.at(-1)).toMatchObject({ count: 2, upTo: null, over: 6 * 60 * MINUTE });
  });
  test("an empty bar has no height, and one among many is still seen", () => {
    const { bars } = laid([...new Array<number>(5000).fill(4_000), 31 * MINUTE]);
    expect(bars.find(({ count }) => count === 1)?.height).toBeGreaterThanOrEqual(2);
    expect(bars.find(({ count }) => count === 0)?.height).toBe(0);
  });
});

describe("the deadline", () => {
  test.each([15, 20, 30, 45, 90, 120])("%i minutes is a border between bars", (minutes) => {
    const { bars, deadlineX } = laid([minutes * MINUTE, minutes * MINUTE + 1], minutes * MINUTE, null);
    expect(bars.filter(({ side }) => side === "across")).toEqual([]);
    for (const { x, width, side } of bars) {
      if (side === "within") expect(x + width).toBeLessThan(deadlineX ?? 0);
      else expect(x).toBeGreaterThan(deadlineX ?? Number.POSITIVE_INFINITY);
    }
  });
  test("exactly on the deadline is within it, a millisecond later is after", () => {
    const { bars } = laid([30 * MINUTE, 30 * MINUTE + 1]);
    expect(bars.filter(({ count }) => count > 0).map(({ side, count }) => [side, count])).toEqual([
      ["within", 1],
      ["after", 1],
    ]);
  });
  test("one that is no border of ours cuts through a bar, which then claims neither side", () => {
    const { bars, deadlineX } = laid([40 * MINUTE], 40 * MINUTE, null);
    const cut = bars.find(({ side }) => side === "across");
    expect(cut?.count).toBe(1);
    expect(deadlineX).toBeGreaterThan(cut?.x ?? Number.POSITIVE_INFINITY);
    expect(deadlineX).toBeLessThan((cut?.x ?? 0) + (cut?.width ?? 0));
  });
  test("without one nothing is late", () => {
    const { bars, deadlineX } = laid([5 * 60 * MINUTE], null, null);
    expect(bars.every(({ side }) => side === "within")).toBe(true);
    expect(deadlineX).toBeNull();
  });
});
