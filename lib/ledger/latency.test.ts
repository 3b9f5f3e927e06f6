import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binOf, LEG_BIN_BOUNDS, percentile, RECEIPT_BIN_BOUNDS } from "./latency.ts";

const MINUTE = 60_000;
const bounds = [10, 20, 40];

describe("bins", () => {
  test("rise, and a deadline in force (DOMAIN 1.2) is always a bound, so that a chart can be cut at it", () => {
    for (const list of [RECEIPT_BIN_BOUNDS, LEG_BIN_BOUNDS]) expect([...list].sort((a, b) => a - b)).toEqual(list);
    for (const minutes of [20, 30, 90, 120]) expect(RECEIPT_BIN_BOUNDS).toContain(minutes * MINUTE);
    expect(RECEIPT_BIN_BOUNDS.length, "DESIGN 4: at least 16").toBeGreaterThanOrEqual(15);
  });
  test.each([
    [0, 0],
    [10, 0],
    [11, 1],
    [20, 1],
    [40, 2],
    [41, 3],
    [1e12, 3],
  ])("%d ms stands in bin %d: a bound belongs to the bin it ends", (ms, bin) => expect(binOf(ms, bounds)).toBe(bin));
});

describe("a percentile", () => {
  test("of nothing is nothing, not 0", () => expect(percentile([0, 0, 0, 0], 0.5, bounds)).toBeNull());
  test.each([
    ["the middle of the only bin", [4, 0, 0, 0], 0.5, 5],
    ["the bin where the rank falls", [1, 0, 3, 0], 0.5, 20 + (1 / 3) * 20],
    ["the upper bound where the rank is the bin's last", [2, 2, 0, 0], 0.5, 10],
    ["the lower bound of the open bin", [0, 0, 1, 9], 0.95, 40],
    ["all of it", [0, 5, 0, 0], 1, 20],
  ])("is interpolated: %s", (_, bins, share, ms) => expect(percentile(bins, share, bounds)).toBeCloseTo(ms));

  test("lies in the bin of the real one, and rises with the share", () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 26 * 60 * MINUTE }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(latencies, fc.integer({ min: 1, max: 100 }), (all, hundredths) => {
        const share = hundredths / 100;
        const bins = new Array<number>(RECEIPT_BIN_BOUNDS.length + 1).fill(0);
        for (const ms of all) bins[binOf(ms, RECEIPT_BIN_BOUNDS)] = (bins[binOf(ms, RECEIPT_BIN_BOUNDS)] ?? 0) + 1;
        const real = [...all].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * all.length - 1e-9) - 1)] ?? 0;
        const told = percentile(bins, share, RECEIPT_BIN_BOUNDS) ?? -1;
        const bin = binOf(real, RECEIPT_BIN_BOUNDS);
        expect(told).toBeGreaterThanOrEqual(bin === 0 ? 0 : (RECEIPT_BIN_BOUNDS[bin - 1] ?? 0));
        expect(told).toBeLessThanOrEqual(RECEIPT_BIN_BOUNDS[bin] ?? RECEIPT_BIN_BOUNDS.at(-1) ?? 0);
        expect(told).toBeGreaterThanOrEqual(percentile(bins, share / 2, RECEIPT_BIN_BOUNDS) ?? 0);
      }),
    );
  });
});
