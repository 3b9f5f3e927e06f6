import type { CurvePoint } from "@/lib/status/backlog/shapes.ts";
import { type Axis, clockTicks, xOf } from "./time-rules.ts";

/** A curve of how many wait, the time it is about in ms, and the outage behind it. */
export type Curve = { points: readonly CurvePoint[]; from: number; to: number; outage: { from: number; to: number } };

export type CurveLayout = {
  width: number;
  height: number;
  base: number;
  top: number;
  axis: Axis;
  /** The stepped line, and the same closed down to the base. */
  line: string;
  area: string;
  most: { waiting: number; at: number; x: number; y: number } | null;
  last: { waiting: number; x: number; y: number };
  ticks: { at: number; x: number }[];
  outage: { x: number; width: number };
};

const WIDTH = 1100;
const HEIGHT = 240;
const TOP = 34;
const BASE = 206;

/** How many wait at an instant (ms). */
export function waitingAt(points: readonly CurvePoint[], at: number): number {
  return points.findLast((point) => Date.parse(point.at) <= at)?.waiting ?? 0;
}

/** A stepped line: a number stands until it changes, so nothing is drawn that was not counted. */
export function layCurve({ points, from, to, outage }: Curve): CurveLayout {
  const axis: Axis = { from, to, left: 48, right: WIDTH - 72 };
  const top = Math.max(1, ...points.map(({ waiting }) => waiting));
  const y = (waiting: number) => BASE - ((BASE - TOP) * waiting) / top;
  const at = (value: number) => value.toFixed(1);
  const peak = points.reduce<CurvePoint | null>(
    (most, point) => (point.waiting > (most?.waiting ?? 0) ? point : most),
    null,
  );
  const steps = points.map((point) => `H${at(xOf(Date.parse(point.at), axis))}V${at(y(point.waiting))}`).join("");
  const line = `M${at(axis.left)} ${at(BASE)}${steps}H${at(axis.right)}`;
  const last = points.at(-1)?.waiting ?? 0;
  return {
    ...{ width: WIDTH, height: HEIGHT, base: BASE, top: TOP, axis, line },
    area: `${line}V${at(BASE)}Z`,
    most:
      peak === null
        ? null
        : { waiting: peak.waiting, at: Date.parse(peak.at), x: xOf(Date.parse(peak.at), axis), y: y(peak.waiting) },
    last: { waiting: last, x: axis.right, y: y(last) },
    ticks: clockTicks(from, to, 10).map((tick) => ({ at: tick, x: xOf(tick, axis) })),
    outage: {
      x: xOf(outage.from, axis),
      width: Math.max(0, xOf(outage.to, axis) - xOf(outage.from, axis)),
    },
  };
}

/** The curve as rows of a table: at its start, at round clock times, and at its end. */
export function curveRows({ points, from, to }: Curve, most: number): { at: number; waiting: number }[] {
  const times = [from, ...clockTicks(from + 1, to - 1, most), to];
  return times.map((time) => ({ at: time, waiting: waitingAt(points, time) }));
}

const FIVE = 5 * 60_000;
/**
 * From the outage's start until the curve is at zero, with a little room. Where some never got an answer the flat rest
 * says nothing: it ends a while after the last change, at most a third of what is shown.
 */
export function curveSpan(points: readonly CurvePoint[], startedAt: number, resolvedAt: number | null, now: number) {
  const from = Math.floor(startedAt / FIVE) * FIVE;
  const last = points.at(-1);
  const changed = Math.max(last === undefined ? from : Date.parse(last.at), resolvedAt ?? now);
  const rest = last === undefined || last.waiting === 0 ? 6 * FIVE : Math.max(12 * FIVE, (changed - from) / 2);
  const end = changed + rest;
  return { from, to: Math.max(from + FIVE, Math.min(end, now)) };
}
