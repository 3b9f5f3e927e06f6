import type { ImpactEffect } from "../shapes.ts";
import { earlier, later } from "./rules.ts";

/**
 * What the ledger counts of an installation in the time of a trouble: deliveries whose answer was due (`due`), of them over
 * their deadline or lost (`overdue`), lost alone, and those nobody can vouch for. `usual…`: of the two weeks before.
 */
export type Counted = {
  due: number;
  overdue: number;
  lost: number;
  unknown: number;
  usualDue: number;
  usualOverdue: number;
};

/** Fewer late answers than this are no pattern, and a smaller share than this is a quiet day's noise. */
export const LEAST = 2;
export const LEAST_SHARE = 0.05;
/** Abnormal is three times the usual share; where a lot is usual, halfway from there to all. */
const TIMES_USUAL = 3;

/**
 * How a trouble seems to hit an installation; null where its answers came as they usually do. Where most of it cannot be
 * seen the answer is `unknown`, never that it was not hit.
 */
export function proposedEffect({ due, overdue, lost, unknown, usualDue, usualOverdue }: Counted): ImpactEffect | null {
  const usual = usualDue === 0 ? 0 : usualOverdue / usualDue;
  const bar = Math.max(LEAST_SHARE, Math.min(TIMES_USUAL * usual, (1 + usual) / 2));
  if (due > 0 && overdue >= LEAST && overdue / due >= bar) return lost > 0 ? "lost" : "delayed";
  return unknown > due ? "unknown" : null;
}

export type Reach = { effect: ImpactEffect; from: Date; to: Date | null; isPublic: boolean };
/** The worst first. */
export const IMPACT_ORDER: readonly ImpactEffect[] = ["lost", "delayed", "unknown", "none"];

/** Two rows of one installation as one, the widest of both: the worse effect, the earlier start, the later end or none. */
export const widest = (one: Reach, other: Reach): Reach => ({
  effect: IMPACT_ORDER.indexOf(one.effect) <= IMPACT_ORDER.indexOf(other.effect) ? one.effect : other.effect,
  from: earlier(one.from, other.from),
  to: one.to === null || other.to === null ? null : later(one.to, other.to),
  isPublic: one.isPublic || other.isPublic,
});

/** Whether an effect counts its municipality as hit. What is unknown counts neither as hit nor as spared. */
export const isHit = (effect: ImpactEffect): boolean => effect === "delayed" || effect === "lost";
