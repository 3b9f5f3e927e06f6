import type { StatusTx } from "../status/change.ts";

type Answer = {
  organisationId: number;
  thread: string;
  /** What was told until this signal is answered; what comes later asks anew. */
  signalId: number;
  confirmed: boolean;
  by: { personId: number } | { endpointId: number };
};

/**
 * Says "set og håndteret" for an organisation, or takes it back for the whole conversation, within a transaction, and keeps
 * who and when. The first to say so stands, and a repeat changes nothing. Answers whether anything changed.
 */
export async function answer(
  tx: Pick<StatusTx, "notice" | "noticeAnswer">,
  { organisationId, thread, signalId, confirmed, by }: Answer,
  now: Date,
): Promise<boolean> {
  const signal = confirmed ? { thread, id: { lte: signalId } } : { thread };
  const { count } = await tx.notice.updateMany({
    where: { organisationId, signal, confirmedAt: confirmed ? null : { not: null } },
    data: {
      confirmedAt: confirmed ? now : null,
      confirmedById: confirmed && "personId" in by ? by.personId : null,
    },
  });
  if (count > 0) await tx.noticeAnswer.create({ data: { signalId, organisationId, at: now, confirmed, ...by } });
  return count > 0;
}
