import type { CauseClass, Phase, Severity, Trouble } from "../shapes.ts";
import { PHASES, SEVERITIES, TROUBLES } from "../shapes.ts";

/**
 * Where an update may take an incident from each phase; saying more in the same phase is always allowed. A trouble must be
 * confirmed before it can be over, one that comes back is confirmed again, and what has left no backlog stays over.
 */
export const NEXT_PHASES: Record<Phase, readonly Phase[]> = {
  suspected: ["suspected", "confirmed"],
  confirmed: ["confirmed", "monitoring", "resolved"],
  monitoring: ["monitoring", "confirmed", "resolved"],
  resolved: ["resolved", "backlog_cleared", "confirmed"],
  backlog_cleared: ["backlog_cleared"],
};
export const mayBecome = (from: Phase, to: Phase): boolean => NEXT_PHASES[from].includes(to);

export const OPEN_PHASES = ["suspected", "confirmed", "monitoring"] as const satisfies readonly Phase[];
export const isOpen = (phase: Phase): boolean => (OPEN_PHASES as readonly Phase[]).includes(phase);

const rank = (phase: Phase) => PHASES.indexOf(phase);

export type Stated = { phase: Phase; statedAt: Date };
export type Stamps = { confirmedAt: Date | null; resolvedAt: Date | null; backlogClearedAt: Date | null };

/**
 * When an incident was confirmed, resolved and cleared, out of its updates (oldest first): confirmed by the first that says
 * so, resolved by the first of those that have said so ever since, and cleared likewise. Reopening takes both back.
 */
export function stampsOf(updates: readonly Stated[]): Stamps {
  const since = (phase: Phase) => {
    const before = updates.findLastIndex((update) => rank(update.phase) < rank(phase));
    return updates[before + 1]?.statedAt ?? null;
  };
  return {
    confirmedAt: updates.find(({ phase }) => phase !== "suspected")?.statedAt ?? null,
    resolvedAt: since("resolved"),
    backlogClearedAt: since("backlog_cleared"),
  };
}

/**
 * Why an update cannot speak of a time: it lies ahead, before the trouble began, or on the other side of the update before
 * or after it. Null where it can.
 */
export function statedFault(
  statedAt: Date,
  bounds: { startedAt: Date; previous: Date | null; next: Date | null; now: Date },
): "in_future" | "before_start" | "before_previous" | "after_next" | null {
  if (statedAt > bounds.now) return "in_future";
  if (statedAt < bounds.startedAt) return "before_start";
  if (bounds.previous && statedAt < bounds.previous) return "before_previous";
  if (bounds.next && statedAt > bounds.next) return "after_next";
  return null;
}

/** Why a trouble cannot have begun then: it lies ahead, or after what was first said of it. Null where it can. */
export function startFault(startedAt: Date, firstStated: Date | null, now: Date): "in_future" | "after_update" | null {
  if (startedAt > now) return "in_future";
  return firstStated && startedAt > firstStated ? "after_update" : null;
}

export const earlier = (one: Date, other: Date): Date => new Date(Math.min(one.getTime(), other.getTime()));
export const later = (one: Date, other: Date): Date => new Date(Math.max(one.getTime(), other.getTime()));

/** The worse of two, in the order the lists have them: troubles rise, severities fall. */
export const worseTrouble = (a: Trouble, b: Trouble): Trouble => (TROUBLES.indexOf(a) > TROUBLES.indexOf(b) ? a : b);
export const worseSeverity = (a: Severity, b: Severity): Severity =>
  SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;

/** What a suspicion takes over of a report or of another suspicion: the earlier start, the worse of each, a known cause. */
export type Suspected = { trouble: Trouble; severity: Severity; causeClass: CauseClass; startedAt: Date };
export const widened = (one: Suspected, other: Suspected): Suspected => ({
  trouble: worseTrouble(one.trouble, other.trouble),
  severity: worseSeverity(one.severity, other.severity),
  causeClass: one.causeClass === "unknown" ? other.causeClass : one.causeClass,
  startedAt: earlier(one.startedAt, other.startedAt),
});

/** How grave a trouble is taken to be until somebody says. */
export const severityOf = (trouble: Trouble): Severity => (trouble === "degraded" ? "minor" : "major");

export type Facts = Record<"startedAt" | "severity" | "causeClass" | "title" | "titleEn" | "services", string>;
export type Revised = { field: keyof Facts; before: string; after: string };
/** Which facts of an incident another version of it changes. */
export const revisionsOf = (before: Facts, after: Facts): Revised[] =>
  (Object.keys(before) as (keyof Facts)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
