import type { ReceiptState } from "../states.ts";
import type { FoldedReceipt, Vouching } from "./types.ts";

const APPLICATION = 1;
const [OK, TRANSIENT, FATAL] = [0, 1, 2];
const ROLE_C = 3;

export type Circumstances = {
  sentAt: number;
  dueAt: number;
  role: number;
  copy: boolean;
  receiptExpected: boolean;
  /** The queue reported that the message expired. */
  expired: boolean;
  /** The receipts that belong to this delivery. */
  receipts: readonly FoldedReceipt[];
  vouching: Vouching;
};
export type Judgement = {
  state: ReceiptState;
  checkAt: number | null;
  decidedAt: number | null;
  latencyMs: number | null;
  conflicting: boolean;
  clock: boolean;
};

/** The state of a delivery at `now`: the first line of DESIGN section 2 that holds. A transport receipt never decides. */
export function judge(at: Circumstances, now: number): Judgement {
  const answers = at.receipts.filter((receipt) => receipt.level === APPLICATION);
  const times = (outcome: number | undefined) => answers.filter((a) => a.outcome === outcome).map((a) => a.statedAt);
  const [oks, transients, fatals] = [times(OK), times(TRANSIENT), times(FATAL)];
  const flags = {
    conflicting:
      (oks.length > 0 && (fatals.length > 0 || Math.max(...transients) > Math.min(...oks))) ||
      at.receipts.some((receipt) => receipt.conflicting),
    clock: answers.some((answer) => answer.statedAt < at.sentAt),
  };
  const decided = (state: ReceiptState, decidedAt: number): Judgement => ({
    state,
    checkAt: null,
    decidedAt,
    latencyMs: decidedAt < at.sentAt ? null : decidedAt - at.sentAt,
    ...flags,
  });
  const open = (state: ReceiptState, checkAt: number | null = null): Judgement => ({
    state,
    checkAt,
    decidedAt: null,
    latencyMs: null,
    ...flags,
  });

  if (oks.length > 0 && Math.max(...fatals) > Math.min(...oks)) return decided("repudiated", Math.min(...oks));
  if (oks.length > 0) return decided(Math.min(...oks) > at.dueAt ? "late_ok" : "ok", Math.min(...oks));
  if (fatals.length > 0)
    return decided(Math.min(...fatals) > at.dueAt ? "late_negative" : "fatal", Math.min(...fatals));
  if (at.expired) return open("lost");
  if (at.role === ROLE_C || at.copy || !at.receiptExpected) return open("not_due");

  const waiting = transients.length > 0 ? "transient" : "pending";
  if (now <= at.dueAt) return open(waiting, at.dueAt + 1);
  if (isCovered(at.vouching, at.sentAt, at.dueAt)) return open("overdue");
  const givenUpAt = at.dueAt + at.vouching.heartbeatMs;
  return now < givenUpAt ? open(waiting, givenUpAt) : open("unknown");
}

/** Whether one source that reports these receipts has seen all of [from, to]. */
export function isCovered(vouching: Vouching, from: number, to: number): boolean {
  return vouching.seen.some((ranges) => ranges.some(([start, end]) => start <= from && end >= to));
}
