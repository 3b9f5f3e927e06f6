import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVERYTHING_MINE, type Filter } from "../../subscriptions/shapes.ts";
import { type Past, pastSteps } from "./past.ts";

const HOUR = 3_600_000;
const BEGAN = Date.parse("2026-10-01T00:00:00Z");
const END = BEGAN + 48 * HOUR;
const home = (installationId: number) => ({
  ...{
    installationId,
    system: "Omsorg",
    vendorId: 7,
    municipalityId: installationId,
    municipality: "Nordby",
    regionId: 1,
  },
});
const filterOf = (missing: Partial<NonNullable<Filter["missing"]>>): Filter => ({
  ...EVERYTHING_MINE,
  kinds: ["missing_receipts"],
  missing: { of: "each", counts: "both", count: 10, percent: null, minutes: 60, ...missing },
});
type Bad = [hour: number, installationId: number, bad: number, due?: number];
const past = (bads: Bad[], seen = [1, 2].map((id) => ({ installationId: id, from: BEGAN, to: END }))): Past => ({
  hours: bads.map(([hour, installationId, bad, due = 40]) => ({ hour: BEGAN + hour * HOUR, installationId, bad, due })),
  ...{ homes: [home(1), home(2)], seen },
});
const said = (bads: Bad[], missing: Parameters<typeof filterOf>[0] = {}, seen?: Past["seen"]) =>
  pastSteps(past(bads, seen && [...seen]), filterOf(missing), { kind: "municipality" }, END).map(
    ({ at, moment, episode, concerned }) => [
      (at - BEGAN) / HOUR,
      moment,
      episode,
      concerned.flatMap(({ installations }) => installations).join(" "),
    ],
  );

describe("the past of a threshold", () => {
  test("begins in the hour that passes it, and ends in the first that is under half of it", () => {
    expect(
      said([
        [3, 1, 12],
        [4, 1, 6],
        [5, 1, 4],
        [9, 1, 20],
      ]),
    ).toEqual([
      ...[
        [4.5, "opened", 1, "1"],
        [6.5, "resolved", 1, "1"],
      ],
      ...[
        [10.5, "opened", 2, "1"],
        [11.5, "resolved", 2, "1"],
      ],
    ]);
  });
  test("is one where several pass, also one after the other", () => {
    expect(
      said([
        [3, 1, 12],
        [3, 2, 12],
        [4, 1, 12],
      ]),
    ).toEqual([
      [4.5, "opened", 1, "1 2"],
      [6.5, "resolved", 1, "1 2"],
    ]);
    expect(
      said([
        [3, 1, 12],
        [4, 1, 12],
        [4, 2, 12],
      ]).slice(0, 2),
    ).toEqual([
      [4.5, "opened", 1, "1"],
      [5.5, "updated", 1, "1 2"],
    ]);
  });
  test("adds up the hours its minutes span, and all places where they are counted together", () => {
    expect(
      said(
        [
          [3, 1, 6],
          [4, 1, 5],
        ],
        { minutes: 120 },
      )[0],
    ).toEqual([5.5, "opened", 1, "1"]);
    expect(
      said([
        [3, 1, 6],
        [3, 2, 5],
      ]),
    ).toEqual([]);
    expect(
      said(
        [
          [3, 1, 6],
          [3, 2, 5],
        ],
        { of: "sum" },
      )[0],
    ).toEqual([4.5, "opened", 1, "1 2"]);
  });
  test("is a share of those due", () => {
    expect(
      said(
        [
          [3, 1, 8, 40],
          [5, 1, 7, 40],
        ],
        { count: null, percent: 20 },
      )[0],
    ).toEqual([4.5, "opened", 1, "1"]);
    expect(said([[5, 1, 7, 40]], { count: null, percent: 20 })).toEqual([]);
  });
  test("says nothing of an hour that nobody saw, neither that it began nor that it was over", () => {
    const seenTo = (hour: number) => [{ installationId: 1, from: BEGAN, to: BEGAN + hour * HOUR }];
    expect(said([[3, 1, 12]], {}, [])).toEqual([]);
    expect(said([[3, 1, 12]], {}, seenTo(4))).toEqual([[4.5, "opened", 1, "1"]]);
  });
});

test("over any past an end follows each beginning, at the latest hour that is known", () => {
  const bads = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 30 })));
  const asked = fc.record({
    of: fc.constantFrom("each" as const, "sum" as const),
    minutes: fc.constantFrom(30, 60, 150),
  });
  fc.assert(
    fc.property(bads, asked, (all, missing) => {
      const once = [...new Map(all.map((bad) => [`${bad[0]} ${bad[1]}`, bad])).values()];
      const moments = said(once.sort((a, b) => a[0] - b[0] || a[1] - b[1]) as Bad[], missing).map(
        ([, moment]) => moment,
      );
      const ends = moments.filter((moment) => moment !== "updated");
      expect(ends).toEqual(ends.map((_, nr) => (nr % 2 === 0 ? "opened" : "resolved")));
      expect(ends.length % 2).toBe(0);
    }),
  );
});
