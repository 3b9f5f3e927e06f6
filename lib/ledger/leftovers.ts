import { RECEIPT_STATES, type ReceiptState } from "./states.ts";

/**
 * What became of the deliveries of an outage. `expected` are all that a receipt is due for; `chase` are those that
 * nobody has answered for good; `behind` are these and the ones answered late.
 */
export const LEFTOVERS = ["expected", "late", "pending", "missing", "unknown", "lost", "chase", "behind"] as const;
export type Leftover = (typeof LEFTOVERS)[number];

const STATES: Record<Exclude<Leftover, "expected" | "chase" | "behind">, readonly ReceiptState[]> = {
  late: ["late_ok", "late_negative"],
  pending: ["pending", "transient"],
  missing: ["overdue"],
  unknown: ["unknown"],
  lost: ["lost"],
};

/** The states of a delivery that count as one of the leftovers. */
export function statesLeft(left: Leftover): readonly ReceiptState[] {
  if (left === "expected") return RECEIPT_STATES.filter((state) => state !== "not_due");
  if (left === "chase") return [...STATES.lost, ...STATES.missing, ...STATES.unknown, ...STATES.pending];
  if (left === "behind") return [...statesLeft("chase"), ...STATES.late];
  return STATES[left];
}
