import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { askingWithin } from "../../status/ask.ts";
import { ownersEndpoints, tellOwner } from "../owners.ts";
import { ownerThread } from "../thread.ts";
import { readUnreached } from "./queries.ts";
import { invitableFrom } from "./rules.ts";
import type { invited } from "./schema.ts";

/**
 * Invites an organisation that no notice reaches, at the mailboxes of its contacts, and records it. Throws ForbiddenError,
 * NotFoundError where it is none the viewer may see unreached, ConflictError `invited_lately` and `no_mailbox`.
 */
export async function invite(viewer: Viewer, { organisationId }: z.output<typeof invited>, now: Date): Promise<void> {
  authorise(viewer, "unreached:invite");
  const { rows } = await readUnreached(viewer, now);
  if (!rows.some(({ id }) => id === organisationId)) throw new NotFoundError("No such organisation, or it is reached");
  await prisma().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('invitation'), ${organisationId}::int)`;
    const last = await tx.invitation.findFirst({ where: { organisationId }, orderBy: { at: "desc" } });
    if (last && invitableFrom(last.at) > now) throw new ConflictError("Invited lately", "invited_lately");
    const endpoints = await ownersEndpoints(askingWithin(tx), organisationId, null, now);
    if (endpoints.length === 0) throw new ConflictError("Nobody to write to", "no_mailbox");
    const { id } = await tx.invitation.create({
      data: {
        ...{ organisationId, byOrganisationId: viewer.organisationId, byPersonId: viewer.personId },
        ...{ at: now, addresses: endpoints.length },
      },
    });
    const { name } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } });
    const word = { organisationId, thread: ownerThread("invitation", id), ...wordsOf(viewer.organisationName, name) };
    await tellOwner(tx, word, endpoints, now);
    await tx.auditEntry.create({
      data: {
        ...{ at: now, personId: viewer.personId, organisationId: viewer.organisationId, action: "notice.invite" },
        ...{ entity: `organisation ${organisationId}`, detail: { addresses: endpoints.length } },
      },
    });
  });
}

/** What an invitation says, in both languages. */
export function wordsOf(by: string, name: string) {
  const say = (part: string) => ({
    da: texts("da")("told")(`unreached.invitation.${part}`, { by, name }),
    en: texts("en")("told")(`unreached.invitation.${part}`, { by, name }),
  });
  return { title: say("title"), text: say("text") };
}
