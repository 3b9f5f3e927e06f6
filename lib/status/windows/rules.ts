import { addDays } from "../../time/danish.ts";
import { weekdayOf } from "../../time/working.ts";
import type { Span, WindowClass } from "../shapes.ts";
import type { Breach } from "./shapes.ts";
import { wallAfter, wallLength, wallOf, wallSpan } from "./wall.ts";

const HOUR_MS = 3_600_000;
const [SUNDAY, MONDAY] = [0, 1];

type ClassRule = {
  /** The hours it may lie in, on the wall; `weekday` null is any day. */
  hours: { weekday: number | null; from: string; lengthMs: number };
  longestMs: number;
  /** At most one of the class for a service in each. */
  oneEach: "week" | "month" | "quarter";
  notice: "week" | "month";
};

/** The Serviceplatform's classes (SF2900 2.4 §1.3.1). What is of no class is promised nothing, and breaks nothing. */
export const CLASS_RULES: Record<Exclude<WindowClass, "other">, ClassRule> = {
  minor: {
    hours: { weekday: null, from: "05:00", lengthMs: HOUR_MS },
    longestMs: HOUR_MS,
    oneEach: "week",
    notice: "week",
  },
  major: {
    hours: { weekday: MONDAY, from: "03:00", lengthMs: 3 * HOUR_MS },
    longestMs: 3 * HOUR_MS,
    oneEach: "month",
    notice: "week",
  },
  platform: {
    hours: { weekday: SUNDAY, from: "22:00", lengthMs: 8 * HOUR_MS },
    longestMs: 8 * HOUR_MS,
    oneEach: "quarter",
    notice: "month",
  },
};

/**
 * The rules of its class that a window breaks. Hours and length are read on the Danish wall, so that 22 to 06 keeps its
 * promise also on a night the clocks change. `noticedAt` (ms) is when these times were announced, or now for what is not
 * yet. `others` are the other windows of the class that share a service with it.
 */
export function breachesOf(window: {
  windowClass: WindowClass;
  from: number;
  to: number;
  noticedAt: number;
  others: readonly Span[];
}): Breach[] {
  if (window.windowClass === "other") return [];
  const rule = CLASS_RULES[window.windowClass];
  const [from, to] = [wallOf(window.from), wallOf(window.to)];
  const breaches: Breach[] = [];
  if (!withinHours(window, rule)) breaches.push("outside_hours");
  if (wallLength(from, to) > rule.longestMs) breaches.push("too_long");
  const each = periodOf(from, rule.oneEach);
  if (window.others.some((other) => periodOf(wallOf(other.from), rule.oneEach) === each)) breaches.push("too_often");
  if (window.noticedAt > latestNotice(from, rule.notice)) breaches.push("short_notice");
  return breaches;
}

/** The last instant (ms) at which a window that begins then on the wall can be announced in time. */
export function latestNotice(fromWall: string, notice: ClassRule["notice"]): number {
  const day = fromWall.slice(0, 10);
  const time = fromWall.slice(11);
  const before = notice === "week" ? addDays(day, -7) : monthBefore(day);
  const wall = `${before}T${time}`;
  return wallSpan(wall, wallAfter(wall, 60_000))?.from ?? Number.NaN;
}

function withinHours(window: Span, { hours }: ClassRule): boolean {
  const [from, to] = [wallOf(window.from), wallOf(window.to)];
  // Hours that run over midnight may hold a start on the day after.
  for (const day of [from.slice(0, 10), addDays(from.slice(0, 10), -1)]) {
    if (hours.weekday !== null && weekdayOf(day) !== hours.weekday) continue;
    const opens = `${day}T${hours.from}`;
    const closes = wallAfter(opens, hours.lengthMs);
    if (from >= opens && to <= closes) return true;
    // On the night an hour is left out, what the wall skipped comes after it: the promise is kept.
    const span = wallSpan(opens, closes);
    if (span && window.from >= span.from && window.to <= span.to) return true;
  }
  return false;
}

/** The Danish week (by its Monday), month or quarter of a wall clock. */
function periodOf(wall: string, period: ClassRule["oneEach"]): string {
  const day = wall.slice(0, 10);
  if (period === "week") return addDays(day, -((weekdayOf(day) + 6) % 7));
  const month = Number(day.slice(5, 7));
  return period === "month" ? day.slice(0, 7) : `${day.slice(0, 4)} ${Math.ceil(month / 3)}`;
}

/** The same day a month before, or the last one that month has. */
function monthBefore(day: string): string {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))];
  const last = new Date(Date.UTC(year, month - 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 2, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Half-open spans that share an instant. */
export const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
