import fc from "fast-check";
import { expect, test } from "vitest";
import type { Confirmation, ToldRow } from "@/lib/notices/told/shapes.ts";
import { heapsOf, LEFT, pictureOf, RIGHT } from "./picture-rules.ts";

const TOLD = "2026-11-24T05:22:02.000Z";
const after = (seconds: number) => new Date(Date.parse(TOLD) + seconds * 1_000).toISOString();
const row = (name: string, confirmation: Confirmation, sentAfter: number | null = 4): ToldRow => ({
  organisation: { id: 1, name, kind: "municipality" },
  ...{ hit: true, sentAt: sentAfter === null ? null : after(sentAfter), dueAt: null, channels: ["email"] },
  ...{ delivery: sentAfter === null ? "failed" : "reached", states: [], confirmation },
});

test("whoever was reached, has confirmed or owes an answer has one stroke on its line, the earliest first", () => {
  const picture = pictureOf(
    [
      row("Aalborg", { state: "confirmed", at: after(540) }, 8),
      row("Thisted", { state: "confirmed", at: after(120) }, 2),
      row("Vesthimmerland", { state: "escalated", at: after(3_600), second: true, to: [] }),
      row("Hjørring", { state: "awaited", until: after(4_000) }),
      row("Morsø", { state: "overdue", at: after(1_800) }, null),
      row("Brønderslev", { state: "not_required" }),
    ],
    TOLD,
  );
  const names = (strokes: readonly { name: string }[]) => strokes.map(({ name }) => name);
  expect(names(picture.reached)).toEqual(["Thisted", "Vesthimmerland", "Hjørring", "Brønderslev", "Aalborg"]);
  expect(names(picture.confirmed)).toEqual(["Thisted", "Aalborg"]);
  expect(picture.missing.map(({ name, late }) => [name, late])).toEqual([
    ["Morsø", true],
    ["Vesthimmerland", true],
    ["Hjørring", false],
  ]);
  expect(picture.ticks.map(({ seconds }) => seconds)).toEqual([1, 5, 60, 300, 1_800, 3_600]);
});

test("signs that would lie on each other are one with its number, and none is left out", () => {
  const rows = [1_800, 1_801, 1_802, 7_200].map((seconds, nr) =>
    row(
      `Kommune ${nr}`,
      nr === 1 ? { state: "overdue", at: after(seconds) } : { state: "awaited", until: after(seconds) },
    ),
  );
  const { missing } = pictureOf(rows, TOLD);
  expect(heapsOf(missing).map(({ count, late }) => [count, late])).toEqual([
    [3, true],
    [1, false],
  ]);
});

test("later is further right, and nothing is drawn outside, however long it took", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 * 86_400 }), { minLength: 1, maxLength: 50 }), (seconds) => {
      const rows = seconds.map((one) => row("En", { state: "confirmed", at: after(one) }, one));
      const { reached, confirmed, ticks } = pictureOf(rows, TOLD);
      expect([reached.length, confirmed.length]).toEqual([rows.length, rows.length]);
      for (const { x } of [...reached, ...confirmed, ...ticks]) {
        expect(x).toBeGreaterThanOrEqual(LEFT);
        expect(x).toBeLessThanOrEqual(RIGHT + 1e-6);
      }
      expect(reached.map(({ x }) => x)).toEqual(reached.map(({ x }) => x).toSorted((a, b) => a - b));
    }),
  );
});
