import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { NotFoundError } from "../../errors.ts";
import { answer } from "../answer.ts";
import type { answerTold } from "./schema.ts";

/**
 * Says "set og håndteret" for the viewer's organisation, of one telling and those before it, or takes that back. What is
 * taken back waits for an answer again, and goes on to the second contact when its time is up. Throws ForbiddenError, and
 * NotFoundError where the organisation was not told of it.
 */
export async function answerFor(
  viewer: Viewer,
  { of: { thread }, signal, answer: given }: z.output<typeof answerTold>,
  now: Date,
): Promise<void> {
  authorise(viewer, "notices:confirm");
  const { organisationId, personId } = viewer;
  const confirmed = given === "confirm";
  await prisma().$transaction(async (tx) => {
    if ((await tx.notice.count({ where: { organisationId, signalId: signal, signal: { thread } } })) === 0)
      throw new NotFoundError("Not told");
    const changed = await answer(tx, { organisationId, thread, signalId: signal, confirmed, by: { personId } }, now);
    if (!changed) return;
    const action = confirmed ? "notice.confirmed" : "notice.taken_back";
    await tx.auditEntry.create({
      data: { at: now, personId, organisationId, action, entity: thread.replace(":", " "), detail: { signal } },
    });
  });
}
