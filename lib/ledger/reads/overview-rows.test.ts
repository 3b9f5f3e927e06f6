import { expect, test } from "vitest";
import { RECEIPT_STATES } from "../states.ts";
import { type Facts, type HourCell, overviewRows, PACKED } from "./overview-rows.ts";
import type { InstallationPlace } from "./places.ts";

const place = (id: number): InstallationPlace => ({
  id,
  municipality: { code: "9001", name: "Nordby" },
  system: null,
  vendor: null,
  role: "A",
  roleAssumed: false,
  provisional: false,
  standing: true,
});
const packed = (hour: number, count: number): number => hour + PACKED * count;
const hoursOf = (cells: readonly HourCell[]) => {
  const facts: Facts = {
    places: new Map([1, 2].map((id) => [id, place(id)])),
    types: new Map(),
    cells: [1, 2].map((id) => ({ installationId: id, typeId: null, counts: RECEIPT_STATES.map(() => 1), bins: [] })),
    hours: cells,
    codes: [],
    coverage: new Map(),
  };
  return overviewRows(facts, "municipality", false, undefined).rows[0]?.hours;
};

test("what several rollup rows and installations count in one hour is added up, and every hour stays its own", () => {
  const hours = hoursOf([
    {
      installationId: 1,
      typeId: null,
      sent: [packed(0, 2), packed(0, 3), packed(23, 1_000_000)],
      trouble: [packed(23, 7)],
      late: null,
    },
    { installationId: 2, typeId: null, sent: [packed(0, 10), packed(5, 0)], trouble: null, late: [packed(0, 1)] },
  ]);
  const only = (counts: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0);
  expect(hours?.sent).toEqual(only({ 0: 15, 23: 1_000_000 }));
  expect(hours?.trouble).toEqual(only({ 23: 7 }));
  expect(hours?.late).toEqual(only({ 0: 1 }));
});

test("an hour is known only where every installation of the row is seen", () => {
  expect(hoursOf([])?.known).toEqual(new Array(24).fill(false));
});
