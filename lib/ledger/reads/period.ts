import { addDays, danishDay, danishMidnight } from "../../time/danish.ts";
import type { PERIODS } from "../filter.ts";

const HOUR_MS = 3_600_000;
export const MAX_DAYS = 31;

/** What of a filter says when. */
export type PeriodQuery = {
  period?: (typeof PERIODS)[number] | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/**
 * The span a read is about, half-open: instants in ms and, where whole Danish days make it up, the days (`toDay` out).
 * `days` is null for the last 24 hours, which are the 24 newest hours of the clock, the one under way included.
 */
export type Period = { from: number; to: number; days: { from: string; to: string } | null };

/** The span a query asks for: days go before a named period, and at most 31 of them are taken, from the first. */
export function periodOf(query: PeriodQuery, now: number): Period {
  const first = query.from ?? query.to;
  if (first !== undefined) return ofDays(first, lastDay(first, query.to ?? first));
  const today = danishDay(now);
  if (query.period === "7d") return ofDays(addDays(today, -6), today);
  if (query.period === "30d") return ofDays(addDays(today, -29), today);
  const thisHour = Math.floor(now / HOUR_MS) * HOUR_MS;
  return { from: thisHour - 23 * HOUR_MS, to: thisHour + HOUR_MS, days: null };
}

/** Why a span of days cannot be answered as it was asked, or null. What the API refuses and the address bar forgives. */
export function periodProblem(query: PeriodQuery): "period_reversed" | "period_too_long" | null {
  if (query.from === undefined || query.to === undefined) return null;
  if (query.to < query.from) return "period_reversed";
  return query.to > addDays(query.from, MAX_DAYS - 1) ? "period_too_long" : null;
}

/** The span as it is told: it never reaches into the future. */
export function toldPeriod(period: Period, now: number): { from: string; to: string } {
  const to = Math.max(period.from, Math.min(period.to, now));
  return { from: new Date(period.from).toISOString(), to: new Date(to).toISOString() };
}

/** The Danish days a span touches, half-open. */
export function touchedDays(period: Period): { from: string; to: string } {
  return period.days ?? { from: danishDay(period.from), to: addDays(danishDay(period.to - 1), 1) };
}

function lastDay(first: string, wanted: string): string {
  if (wanted < first) return first;
  const limit = addDays(first, MAX_DAYS - 1);
  return wanted > limit ? limit : wanted;
}

function ofDays(first: string, last: string): Period {
  const days = { from: first, to: addDays(last, 1) };
  return { from: danishMidnight(days.from), to: danishMidnight(days.to), days };
}
