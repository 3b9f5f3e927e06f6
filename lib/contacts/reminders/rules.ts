import { REVIEW_EVERY_MS } from "../rules.ts";

const DAY_MS = 24 * 3_600_000;
/** Days after the one before it: at once when a year is gone, after 14 and 30 days, and then to the lists' owners. */
const GAP_DAYS = { 1: 0, 2: 14, 3: 16, 4: 14 } as const;
/** 1 to 3 go to the organisation, 4 to the owners of the lists it stands on. */
export type Step = keyof typeof GAP_DAYS;

type Late = {
  /** When the oldest review was due (ms). */
  dueAt: number;
  sent: readonly { step: number; at: number }[];
  /** Whether we know a mailbox of the organisation's. */
  reachable: boolean;
};

/** Which reminder is to be sent now; null where none is. Whom we cannot write to, the lists' owners hear of at once. */
export function stepNow({ dueAt, sent, reachable }: Late, now: number): Step | null {
  if (now < dueAt) return null;
  // Those of a round that ended with a review, or a year ago, are of the past.
  const round = sent.filter(({ at }) => at >= dueAt && now - at < REVIEW_EVERY_MS).sort((a, b) => a.step - b.step);
  const last = round.at(-1);
  if (!last) return reachable ? 1 : 4;
  const next = ([2, 3, 4] as const).find((step) => step === last.step + 1);
  if (!next || now - last.at < GAP_DAYS[next] * DAY_MS) return null;
  return reachable ? next : 4;
}
