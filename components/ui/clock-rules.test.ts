import { expect, test } from "vitest";
import { clockText, clockView } from "./clock-rules.ts";

const MINUTE = 60_000;
const five = { from: 0, due: 5 * MINUTE, met: null };

test.each([
  ["half way", five, 2.5 * MINUTE, { name: "running", ms: 2.5 * MINUTE, used: 0.5 }],
  ["in the last fifth", five, 4 * MINUTE, { name: "hot", ms: MINUTE, used: 0.8 }],
  ["at the very end", five, 5 * MINUTE, { name: "hot", ms: 0, used: 1 }],
  ["too late and not done", five, 7 * MINUTE, { name: "overdue", ms: 2 * MINUTE, used: 1 }],
  ["done in time", { ...five, met: 4 * MINUTE }, 90 * MINUTE, { name: "met", ms: 4 * MINUTE, used: 0.8 }],
  ["done on the stroke", { ...five, met: 5 * MINUTE }, 90 * MINUTE, { name: "met", ms: 5 * MINUTE, used: 1 }],
  ["done too late", { ...five, met: 6 * MINUTE }, 90 * MINUTE, { name: "missed", ms: 6 * MINUTE, used: 1 }],
  ["before it begins", five, -MINUTE, { name: "running", ms: 6 * MINUTE, used: 0 }],
  ["a promise of no time", { from: 5, due: 5, met: null }, 5, { name: "hot", ms: 0, used: 1 }],
] as const)("a clock %s", (_, promised, now, view) => {
  expect(clockView(promised, now)).toEqual(view);
});

test.each([
  [0, "00:00"],
  [61_999, "01:01"],
  [27 * MINUTE + 52_000, "27:52"],
  [64 * MINUTE + 10_000, "1:04:10"],
])("%d ms reads %s", (ms, text) => expect(clockText(ms)).toBe(text));
