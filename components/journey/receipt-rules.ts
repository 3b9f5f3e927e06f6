import type { JourneyReceipt } from "@/lib/ledger/shapes.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";

/**
 * The sign a single receipt is shown with, by its own stated time. It is not the delivery's state, which weighs every
 * receipt; a transport receipt has no deadline and is never late.
 */
export function signOfReceipt(
  receipt: Pick<JourneyReceipt, "level" | "outcome" | "statedAt">,
  dueAt: string | null,
): ReceiptState {
  const { level, outcome, statedAt } = receipt;
  if (outcome === "transient") return "transient";
  const late = level === "application" && dueAt !== null && Date.parse(statedAt) > Date.parse(dueAt);
  if (outcome === "ok") return late ? "late_ok" : "ok";
  return late ? "late_negative" : "fatal";
}
