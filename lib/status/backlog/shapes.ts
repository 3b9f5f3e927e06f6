import type { Named, Place, Side } from "../../ledger/shapes.ts";
import type { Phase, Severity, Words } from "../shapes.ts";

/**
 * What became of the deliveries sent while an incident lasted, of those that a receipt is due for (`n`): answered after
 * the deadline, not yet due, over the deadline, not known whether answered, expired in the queue. The rest came in time.
 */
export type BacklogCounts = {
  n: number;
  late: number;
  pending: number;
  missing: number;
  unknown: number;
  lost: number;
};

/** One installation; to a sender one municipality, without its systems. */
export type BacklogRow = {
  key: string;
  installationId: number | null;
  municipality: Place | null;
  system: Named | null;
  /** When it was hit; `to` is null while it still is. */
  from: string;
  to: string | null;
  counts: BacklogCounts;
};

/** How many were without a final answer, from `at` until the next point. */
export type CurvePoint = { at: string; waiting: number };

/** What is left after an outage, as far as the viewer sees it. Times are ISO 8601 in UTC. */
export type Backlog = {
  incident: {
    number: string;
    title: Words;
    phase: Phase;
    severity: Severity;
    startedAt: string;
    resolvedAt: string | null;
    backlogClearedAt: string | null;
  };
  side: Side;
  /** When the worker last counted; null where it has not yet. */
  countedAt: string | null;
  /** Whether the sources have reported everything sent in the time, everywhere it hit. */
  covered: boolean;
  total: BacklogCounts;
  /** Worst first. */
  rows: BacklogRow[];
  /** Oldest first. */
  curve: CurvePoint[];
  /** The Danish days the rows' times touch, both included; null where nothing was hit. */
  days: { from: string; to: string } | null;
  asOf: string;
};
