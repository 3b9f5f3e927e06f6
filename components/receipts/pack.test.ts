import { expect, test } from "vitest";
import type { Hours } from "@/lib/ledger/shapes.ts";
import { overview, row } from "./fixture.ts";
import { packOverview, unpackOverview } from "./pack.ts";

const each = <T>(of: (hour: number) => T): T[] => Array.from({ length: 24 }, (_, hour) => of(hour));
const hours: Hours = {
  sent: each((hour) => (hour % 3 === 0 ? 0 : 120 + hour)),
  trouble: each((hour) => (hour % 5 === 0 ? 2 : 0)),
  late: each((hour) => (hour % 7 === 0 ? 1 : 0)),
  known: each((hour) => hour < 20),
};

test("an overview that travelled inside its page is the same overview", () => {
  const seen = overview([row({ key: "i1", hours }), row({ key: "i2", hours: { ...hours, known: each(() => true) } })]);
  expect(unpackOverview(packOverview(seen))).toEqual(seen);
});
test("an hour of nothing stays known, and an unknown one stays unknown", () => {
  const [sent, trouble, late] = [each(() => 0), each(() => 0), each(() => 0)];
  const silent = { sent, trouble, late, known: each((hour) => hour !== 3) };
  const [back] = unpackOverview(packOverview(overview([row({ hours: silent })]))).rows;
  expect(back?.hours).toEqual(silent);
});
test("an overview without rows survives", () => {
  expect(unpackOverview(packOverview(overview([])))).toEqual(overview([]));
});
test("the hours are a fraction of their size", () => {
  const seen = overview([row({ hours })]);
  const [packed] = packOverview(seen).rows;
  expect(JSON.stringify(packed?.hours).length).toBeLessThan(JSON.stringify(hours).length / 2);
});
