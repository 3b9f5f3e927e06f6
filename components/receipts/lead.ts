import type { Overview } from "@/lib/ledger/shapes.ts";
import { isBehind } from "./rows.ts";

/** What the first sentence must say about a state that is not well. The order is that of the sentence: worst first. */
export const TROUBLES = ["lost", "overdue", "rejected", "repudiated", "late", "transient", "unknown"] as const;
export type Trouble = (typeof TROUBLES)[number];

export type Lead = {
  /** `silent` nothing sent, `nothing_due` sent but none to be answered, `all` all on time, `some` the rest is named. */
  kind: "silent" | "nothing_due" | "all" | "some";
  sent: number;
  expected: number;
  onTime: number;
  /** Within the deadline and without an answer. */
  pending: number;
  troubles: { trouble: Trouble; count: number }[];
  completeness: "none" | "even" | "uneven";
};

/** The facts of the sentence a page opens with. On time, pending and the troubles add up to what was expected. */
export function leadOf({ total: { sent, counts }, completeTo }: Overview): Lead {
  const expected = sent - counts.not_due;
  const by: Record<Trouble, number> = {
    lost: counts.lost,
    overdue: counts.overdue,
    rejected: counts.fatal + counts.late_negative,
    repudiated: counts.repudiated,
    late: counts.late_ok,
    transient: counts.transient,
    unknown: counts.unknown,
  };
  const troubles = TROUBLES.flatMap((trouble) => (by[trouble] === 0 ? [] : [{ trouble, count: by[trouble] }]));
  const kind = sent === 0 ? "silent" : expected === 0 ? "nothing_due" : counts.ok === expected ? "all" : "some";
  const behind = completeTo.behind > 0 && isBehind(completeTo.earliest, completeTo.latest);
  const completeness = completeTo.latest === null ? "none" : behind ? "uneven" : "even";
  return { kind, sent, expected, onTime: counts.ok, pending: counts.pending, troubles, completeness };
}
