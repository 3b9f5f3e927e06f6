import { expect, test } from "vitest";
import { overview, row } from "./fixture.ts";
import { packOverview, unpackOverview } from "./pack.ts";

const hours = Array.from({ length: 24 }, (_, index) => ({
  at: new Date(Date.UTC(2026, 9, 24, 20 + index)).toISOString(),
  sent: index % 3 === 0 ? 0 : 120 + index,
  trouble: index % 5 === 0 ? 2 : 0,
  late: index % 7 === 0 ? 1 : 0,
  known: index < 20,
}));

test("an overview that travelled inside its page is the same overview", () => {
  const seen = overview([
    row({ key: "i1", hours }),
    row({ key: "i2", hours: hours.map((hour) => ({ ...hour, known: true })) }),
  ]);
  expect(unpackOverview(packOverview(seen))).toEqual(seen);
});
test("an hour of nothing stays known, and an unknown one stays unknown", () => {
  const silent = hours.map((hour, index) => ({ ...hour, sent: 0, trouble: 0, late: 0, known: index !== 3 }));
  const [back] = unpackOverview(packOverview(overview([row({ hours: silent })]))).rows;
  expect(back?.hours.map(({ known }) => known)).toEqual(silent.map(({ known }) => known));
});
test("an overview without rows or hours survives", () => {
  expect(unpackOverview(packOverview(overview([])))).toEqual(overview([]));
  expect(unpackOverview(packOverview(overview([row()])))).toEqual(overview([row()]));
});
test("it is a fraction of the size", () => {
  const seen = overview(Array.from({ length: 50 }, (_, index) => row({ key: `i${index}`, hours })));
  expect(JSON.stringify(packOverview(seen)).length).toBeLessThan(JSON.stringify(seen).length / 2.5);
});
