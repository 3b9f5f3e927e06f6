import type { Phase } from "../shapes.ts";
import type { BacklogCounts, BacklogRow, CurvePoint } from "./shapes.ts";

const NONE: BacklogCounts = { n: 0, late: 0, pending: 0, missing: 0, unknown: 0, lost: 0 };
const FIELDS = ["n", "late", "pending", "missing", "unknown", "lost"] as const;

/** Counts added up. */
export function totalOf(all: readonly BacklogCounts[]): BacklogCounts {
  const total = { ...NONE };
  for (const counts of all) for (const field of FIELDS) total[field] += counts[field];
  return total;
}

/** How many have no final answer: what the curve ends at. Expired ones stay among them, since nobody got them. */
export const waitingOf = ({ pending, missing, unknown, lost }: BacklogCounts): number =>
  pending + missing + unknown + lost;

/**
 * Whether the worker may close the list by itself: the incident is resolved, somebody was hit, everything sent in the
 * time has been seen, and every delivery has got its answer. What is lost or never answered is for a person: who
 * publishes the phase by hand declares the rest lost (docs/decisions/backlog.md).
 */
export function closesItself(incident: { phase: Phase; hit: number; covered: boolean }, total: BacklogCounts): boolean {
  return incident.phase === "resolved" && incident.hit > 0 && incident.covered && waitingOf(total) === 0;
}

/** What must be chased comes first, then what we cannot see, then what still has time, then what came late. */
export function worstFirst(a: BacklogRow, b: BacklogRow): number {
  for (const field of ["lost", "missing", "unknown", "pending", "late", "n"] as const) {
    if (a.counts[field] !== b.counts[field]) return b.counts[field] - a.counts[field];
  }
  return a.key < b.key ? -1 : 1;
}

/** The curve out of its steps, each the change at an instant. Instants where nothing changes in sum are left out. */
export function curveOf(steps: readonly { at: Date; step: number }[]): CurvePoint[] {
  const curve: CurvePoint[] = [];
  let waiting = 0;
  for (const { at, step } of steps) {
    if (step === 0) continue;
    waiting += step;
    curve.push({ at: at.toISOString(), waiting });
  }
  return curve;
}
