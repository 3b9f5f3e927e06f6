import fc from "fast-check";
import { expect, test } from "vitest";
import { CHART, monthsWithin, piled, placeOf } from "./replay-rules.ts";

const span = { from: Date.parse("2026-08-29T00:00:00Z"), to: Date.parse("2026-11-27T00:00:00Z") };

test("a span runs from edge to edge, and what is outside it stands at the edge", () => {
  expect([span.from, span.to, span.from - 1, span.to + 1].map((at) => placeOf(at, span))).toEqual([
    ...[CHART.left, CHART.right, CHART.left, CHART.right],
  ]);
});

test("no square of a pile hides another until the row is full", () => {
  const at = span.from + 86_400_000;
  const pile = piled([at, at, at + 1], span);
  expect(new Set(pile.map(({ y }) => y)).size).toBe(3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: span.from, max: span.to }), { maxLength: 80 }), (instants) => {
      for (const { x, y } of piled(instants, span)) {
        expect(x).toBeGreaterThanOrEqual(CHART.left - CHART.size);
        expect(x).toBeLessThanOrEqual(CHART.right + CHART.size);
        expect(y).toBeLessThan(CHART.current);
      }
    }),
  );
});

test("months have their names where there is room", () => {
  expect(monthsWithin(span)).toEqual(["2026-09-01", "2026-10-01", "2026-11-01"]);
  expect(monthsWithin({ ...span, from: Date.parse("2025-11-27T00:00:00Z") })).toEqual([
    ...["2025-12-01", "2026-02-01", "2026-04-01", "2026-06-01", "2026-08-01", "2026-10-01"],
  ]);
});
