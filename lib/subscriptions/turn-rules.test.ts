import fc from "fast-check";
import { expect, test } from "vitest";
import { EVERYTHING_MINE, type Filter } from "./shapes.ts";
import { carried, type Turn } from "./turn-rules.ts";

const [CAPITAL, ZEALAND, EAST, NORTH] = [84, 85, 90, 81];
const TURNS: Turn[] = [
  { from: CAPITAL, to: EAST, had: [1, 2, 3], has: [1, 2, 3, 4, 5] },
  { from: ZEALAND, to: EAST, had: [4, 5], has: [1, 2, 3, 4, 5] },
];
const filter = (unusual: Partial<Filter>): Filter => ({ ...EVERYTHING_MINE, mine: false, ...unusual });

test.each<[string, Partial<Filter>, Partial<Filter> | null]>([
  ["one of the two: its municipalities, as a list", { regions: [ZEALAND] }, { regions: null, municipalities: [4, 5] }],
  ["both: the whole new region, by rule", { regions: [CAPITAL, ZEALAND] }, { regions: [EAST], municipalities: null }],
  ["beside another region", { regions: [NORTH, ZEALAND] }, { regions: [NORTH], municipalities: [4, 5] }],
  ["beside municipalities", { regions: [ZEALAND], municipalities: [1] }, { regions: null, municipalities: [1, 4, 5] }],
  ["another region alone", { regions: [NORTH] }, null],
  ["no region", {}, null],
])("a filter that names %s", (_, before, after) => {
  expect(carried(filter(before), TURNS, null)).toEqual(after === null ? null : filter({ ...before, ...after }));
});

test("what is a region's own is its municipalities of before, once it is no more", () => {
  expect(carried(EVERYTHING_MINE, TURNS, ZEALAND)).toEqual(filter({ municipalities: [4, 5] }));
  expect(carried(EVERYTHING_MINE, TURNS, NORTH)).toBeNull();
});

test("it covers after what it covered before, and is carried over once", () => {
  const before = (regions: readonly number[]) =>
    TURNS.filter(({ from }) => regions.includes(from)).flatMap(({ had }) => had);
  fc.assert(
    fc.property(fc.subarray([CAPITAL, ZEALAND, NORTH]), fc.subarray([1, 2, 3, 4, 5, 6]), (regions, municipalities) => {
      const one = filter({ regions, municipalities });
      const after = carried(one, TURNS, null);
      if (after === null) return;
      const covers = new Set([
        ...(after.municipalities ?? []),
        ...(after.regions?.includes(EAST) ? [1, 2, 3, 4, 5] : []),
      ]);
      expect(covers).toEqual(new Set([...before(regions), ...municipalities]));
      expect(after.regions?.includes(NORTH) ?? false).toBe(regions.includes(NORTH));
      expect(carried(after, TURNS, null)).toBeNull();
    }),
  );
});
