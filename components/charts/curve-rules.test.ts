import { expect, test } from "vitest";
import { type Curve, curveRows, curveSpan, layCurve, waitingAt } from "./curve-rules.ts";

const at = (time: string) => Date.parse(`2026-11-24T${time}:00Z`);
const points = [
  { at: "2026-11-24T05:15:00.000Z", waiting: 40 },
  { at: "2026-11-24T06:00:00.000Z", waiting: 100 },
  { at: "2026-11-24T07:00:00.000Z", waiting: 10 },
  { at: "2026-11-24T08:00:00.000Z", waiting: 0 },
];
const curve: Curve = { points, from: at("05:10"), to: at("08:30"), outage: { from: at("05:11"), to: at("06:41") } };

test("a number stands until it changes", () => {
  expect(["05:14", "05:15", "06:59", "07:00", "09:00"].map((time) => waitingAt(points, at(time)))).toEqual([
    0, 40, 100, 10, 0,
  ]);
});

test("the line rises from the base to the highest point at the top, and comes down to the base where nothing waits", () => {
  const { most, last, base, top, line } = layCurve(curve);
  expect(most).toMatchObject({ waiting: 100, at: at("06:00"), y: top });
  expect(last).toMatchObject({ waiting: 0, y: base });
  expect(line.startsWith(`M48.0 ${base.toFixed(1)}H`)).toBe(true);
});

test("an empty curve lies on the base, and has no highest point", () => {
  const { most, line, base } = layCurve({ ...curve, points: [] });
  expect(most).toBeNull();
  expect(line).toBe(`M48.0 ${base.toFixed(1)}H1028.0`);
});

test("the table says the same at the start, at round Danish times and at the end", () => {
  expect(curveRows(curve, 8)).toEqual([
    { at: at("05:10"), waiting: 0 },
    ...["05:30", "06:00", "06:30", "07:00", "07:30", "08:00"].map((time) => ({
      at: at(time),
      waiting: waitingAt(points, at(time)),
    })),
    { at: at("08:30"), waiting: 0 },
  ]);
});

test("the chart ends a little after zero, where some are left a while after the last change, and never after now", () => {
  const now = at("20:00");
  expect(curveSpan(points, at("05:11"), at("06:41"), now)).toEqual({ from: at("05:10"), to: at("08:30") });
  expect(curveSpan(points.slice(0, 3), at("05:11"), at("06:41"), now).to).toBe(at("08:00"));
  expect(curveSpan(points.slice(0, 3), at("05:11"), at("06:41"), at("07:20")).to).toBe(at("07:20"));
  expect(curveSpan([], at("05:11"), null, at("05:12"))).toEqual({ from: at("05:10"), to: at("05:15") });
});
