import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { NotFoundError } from "../../errors.ts";
import type { confirmTold } from "./schema.ts";

/**
 * Says "set og håndteret" for the viewer's organisation, of one telling of an incident and those before it. The first to say
 * so stands. Throws ForbiddenError, and NotFoundError where the organisation was not told of it.
 */
export async function confirm(
  viewer: Viewer,
  { number, signal }: z.output<typeof confirmTold>,
  now: Date,
): Promise<void> {
  authorise(viewer, "notices:confirm");
  const { organisationId, personId } = viewer;
  await prisma().$transaction(async (tx) => {
    const incident = await tx.incident.findUnique({ where: { number }, select: { id: true } });
    const of = { organisationId, signal: { incidentId: incident?.id ?? -1, id: { lte: signal } } };
    if ((await tx.notice.count({ where: { ...of, signalId: signal } })) === 0) throw new NotFoundError("Not told");
    const { count } = await tx.notice.updateMany({
      where: { ...of, confirmedAt: null },
      data: { confirmedAt: now, confirmedById: personId },
    });
    if (count === 0) return;
    await tx.auditEntry.create({
      data: {
        ...{ at: now, personId, organisationId, action: "notice.confirmed", entity: `incident ${number}` },
        detail: { signal },
      },
    });
  });
}
