import type { Phase } from "../shapes.ts";
import { isOpen } from "./rules.ts";

const MINUTE_MS = 60_000;

/**
 * What the operator promises readers, from a Danish day on: the first notice after detection, and an update at least this
 * often while an incident is open. Source: DOMAIN 3.4, Kortforsyningen's published plan for communication, as a yardstick.
 */
export const PROMISES: readonly { from: string; firstNoticeMs: number; updateMs: number }[] = [
  { from: "2026-01-01", firstNoticeMs: 5 * MINUTE_MS, updateMs: 60 * MINUTE_MS },
];
/** A clock is hot in the last fifth of its time (look, section 4). */
export const HOT_SHARE = 0.8;

export type ClockState = "running" | "hot" | "met" | "missed";
/** One promise: `used` is the share of its time that has gone (over 1 when missed), `doneAt` when it was kept, late or not. */
export type Clock = {
  kind: "first_notice" | "update";
  from: string;
  due: string;
  totalMs: number;
  state: ClockState;
  used: number;
  leftMs: number;
  doneAt: string | null;
};

export type Timed = {
  phase: Phase;
  detectedAt: string;
  publishedAt: string | null;
  lastUpdateAt: string | null;
  nextUpdateAt: string | null;
};

/**
 * The clocks of an incident at an instant (ms): the first notice, and while it is open and published the next update, due
 * an hour after the last or when the last promised it, whichever comes first.
 */
export function clocksOf(incident: Timed, now: number): Clock[] {
  const detected = Date.parse(incident.detectedAt);
  const promise = promiseAt(detected);
  const first = clock("first_notice", detected, detected + promise.firstNoticeMs, incident.publishedAt, now);
  if (incident.publishedAt === null) return isOpen(incident.phase) ? [first] : [];
  if (!isOpen(incident.phase)) return [first];
  const last = Date.parse(incident.lastUpdateAt ?? incident.publishedAt);
  const promised = incident.nextUpdateAt === null ? Number.POSITIVE_INFINITY : Date.parse(incident.nextUpdateAt);
  const hourly = last + promiseAt(last).updateMs;
  const due = promised > last ? Math.min(hourly, promised) : hourly;
  return [first, clock("update", last, due, null, now)];
}

function clock(kind: Clock["kind"], from: number, due: number, done: string | null, now: number): Clock {
  const end = done === null ? now : Date.parse(done);
  const totalMs = due - from;
  const used = Math.max(0, (end - from) / totalMs);
  const state = end > due ? "missed" : done !== null ? "met" : used >= HOT_SHARE ? "hot" : "running";
  const iso = (ms: number) => new Date(ms).toISOString();
  return { kind, from: iso(from), due: iso(due), totalMs, state, used, leftMs: due - end, doneAt: done };
}

function promiseAt(ms: number) {
  const day = new Date(ms).toISOString().slice(0, 10);
  const [first] = PROMISES;
  if (!first) throw new Error("No promise is written");
  return PROMISES.findLast(({ from }) => from <= day) ?? first;
}
