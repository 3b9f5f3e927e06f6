import { expect, test } from "vitest";
import type { Concern } from "@/lib/status/standing.ts";
import { bannerLines } from "./banner-rules.ts";

const AT = "2026-11-24T05:11:00Z";
const hit = (lasts: boolean): Concern["hit"] => ({
  count: 1,
  of: "systems",
  names: ["Nexus"],
  effect: "delayed",
  lasts,
});
const concern = (number: string, unusual: Partial<Concern> = {}): Concern => ({
  ...{ number, title: { da: "", en: "" }, phase: "confirmed", severity: "major", trouble: "partial" },
  ...{ startedAt: AT, resolvedAt: null, updatedAt: AT, hit: hit(true) },
  ...unusual,
});
const numbers = (concerns: Concern[]) => bannerLines(concerns).shown.map(({ number }) => number);

test("the bar is there while something lasts and hits, or may", () => {
  expect(numbers([concern("1"), concern("2", { hit: null })])).toEqual(["1", "2"]);
});
test("it is gone when it is resolved, and when one's own are no longer hit", () => {
  expect(numbers([concern("1", { resolvedAt: AT }), concern("2", { hit: hit(false) })])).toEqual([]);
});
test("it says three, and how many more", () => {
  expect(bannerLines(["1", "2", "3", "4", "5"].map((number) => concern(number)))).toMatchObject({ more: 2 });
  expect(numbers(["1", "2", "3", "4"].map((number) => concern(number)))).toEqual(["1", "2", "3"]);
});
