import { expect, test } from "vitest";
import type { Board } from "@/lib/ledger/shapes.ts";
import { normalOf, slowest, toNext } from "./line-rules.ts";

const board = (legs: Board["legs"]): Board => ({
  legs,
  normal: [],
  returnMs: null,
  completeTo: null,
  behind: 0,
  asOf: "2026-11-24T06:42:00Z",
});

test("the figure after a station is the time to the next one, on the way out", () => {
  const legs = toNext(
    board([
      { station: "vans", direction: "out", medianMs: 900, count: 4 },
      { station: "distributor", direction: "out", medianMs: 800, count: 4 },
      { station: "vans", direction: "back", medianMs: 5_000, count: 4 },
    ]),
  );
  expect(legs.sender).toBe(900);
  expect(legs.agent).toBe(800);
});

test("a leg nobody passed is not known, and never zero", () => {
  const legs = toNext(board([]));
  expect(Object.values(legs)).toEqual([null, null, null, null, null, null]);
  expect(slowest(board([]))).toBeNull();
});

test("the slowest leg is named by the station it leads to", () => {
  const legs: Board["legs"] = [
    { station: "agent", direction: "out", medianMs: 600, count: 4 },
    { station: "mailbox", direction: "out", medianMs: 860_000, count: 4 },
    { station: "recipient", direction: "out", medianMs: null, count: 0 },
  ];
  expect(slowest(board(legs))).toEqual({ station: "mailbox", ms: 860_000 });
});

test("what is normal stands beside the legs at a station in trouble, and beside no other", () => {
  const normal: Board["legs"] = ["vans", "agent", "distributor", "mailbox"].map((station) => ({
    ...{ station: station as Board["legs"][number]["station"], direction: "out", medianMs: 2_000, count: 90 },
  }));
  const stations = (["sender", "vans", "agent", "distributor", "mailbox", "recipient"] as const).map((station) => ({
    ...{ station, state: station === "distributor" ? ("partial" as const) : ("window" as const), alike: 1, of: 1 },
  }));
  expect(normalOf({ ...board([]), normal }, stations)).toEqual({
    ...{ sender: null, vans: null, agent: 2_000, distributor: 2_000, mailbox: null, recipient: null },
  });
});
