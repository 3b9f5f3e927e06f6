import type { PublicFigure, PublicSnapshot } from "../../publication/snapshot.ts";
import { addMonths, monthOf, monthSpan } from "../../time/month.ts";
import { intervalsOf } from "../rules.ts";
import { type Availability, availability } from "../uptime.ts";

/** How much of a month's budget is used, and how fast; times in ms, shares of 1. */
export type Burn = {
  /** How long the promise allows the service to be away in the whole month. */
  budgetMs: number;
  /** Away so far, outside announced windows. */
  usedMs: number;
  /** The share of the budget used; null where nothing was measured. Above 1 the promise is broken. */
  used: number | null;
  /** The share of the month's hours in this band that have passed. */
  passed: number;
  /** `used` against `passed`: above 1 the budget ends before the month does. Null where either is not known yet. */
  pace: number | null;
};

export type MonthBand = { measured: Availability; burn: Burn };

/**
 * A service's month up to `now` (ms), band by band, from what is known now: the figures of the time that has passed, and the
 * budget of the whole month. Nothing of a month that has not begun. Throws NotFoundError.
 */
export function monthBands(snapshot: PublicSnapshot, code: string, month: string, now: number): MonthBand[] {
  const { from, to } = monthSpan(month);
  const whole = new Map(availability(snapshot, code, from, to).map((band) => [band.band, band]));
  return availability(snapshot, code, from, Math.min(to, now)).map((measured) => {
    const { budgetMs, totalMs } = whole.get(measured.band) ?? measured;
    const usedMs = measured.downOutsideMs;
    const used = measured.measuredMs === 0 ? null : usedMs === 0 ? 0 : usedMs / budgetMs;
    const passed = measured.totalMs / totalMs;
    return { measured, burn: { budgetMs, usedMs, used, passed, pace: used === null ? null : used / passed } };
  });
}

/** What a month's figure consists of; when any of it is another now, the month is restated. */
const FROZEN = ["target", "totalMs", "measuredMs", "downMs", "windowMs", "downOutsideMs"] as const;
export type FrozenValues = Pick<PublicFigure, (typeof FROZEN)[number]>;

/** Whether facts that came late make the figure another than the one that was frozen. */
export const isRestated = (frozen: FrozenValues, now: FrozenValues): boolean =>
  FROZEN.some((value) => frozen[value] !== now[value]);

/** Of each service with a promise: the months that have ended and can be frozen, from the first in which anything is known. */
export function endedMonths(snapshot: PublicSnapshot, now: number): { service: string; month: string }[] {
  const running = monthOf(now);
  return snapshot.services.flatMap(({ code, objectives }) => {
    const known = intervalsOf(snapshot, code, Number.NEGATIVE_INFINITY, now).find(
      ({ state }) => state !== "unknown",
    )?.from;
    const promised = objectives[0]?.from.slice(0, 7);
    if (known === undefined || promised === undefined) return [];
    const first = [monthOf(known), promised].sort().at(-1) ?? promised;
    const months: { service: string; month: string }[] = [];
    for (let month = first; month < running; month = addMonths(month, 1)) months.push({ service: code, month });
    return months;
  });
}

/** What a service is promised: hours on the wall, shares of time. */
export type Promised = {
  workFrom: number;
  workTo: number;
  working: number;
  other: number;
  source: string;
  assumed: boolean;
};

/** A promise in one line, so that whoever edits it can say which one was seen; empty for none. */
export const sealOf = (promised: Promised | null): string =>
  promised === null
    ? ""
    : JSON.stringify(
        (["workFrom", "workTo", "working", "other", "source", "assumed"] as const).map((field) => promised[field]),
      );
