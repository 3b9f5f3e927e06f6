import { expect, test } from "vitest";
import { liveView } from "./view.ts";

const asOf = "2026-11-24T06:42:08Z";
const later = "2026-11-24T06:43:00Z";

test("a quiet but living connection keeps the page fresh", () => {
  expect(liveView({ phase: "live", at: later }, asOf, false)).toEqual({ name: "live", at: later });
  expect(liveView({ phase: "live", at: null }, asOf, false)).toEqual({ name: "live", at: asOf });
});
test("a cut connection shows the age of the data, not of the last ping", () => {
  expect(liveView({ phase: "cut", at: later }, asOf, false)).toEqual({ name: "cut", at: asOf });
});
test("figures that could not be fetched are not called updated", () => {
  expect(liveView({ phase: "live", at: later }, asOf, true)).toEqual({ name: "failed", at: asOf });
});
test("a pause counts from the moment of the pause", () => {
  expect(liveView({ phase: "paused", at: later }, asOf, false)).toEqual({ name: "paused", at: later });
});
