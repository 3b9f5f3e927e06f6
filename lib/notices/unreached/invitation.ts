import { prisma } from "../../db/prisma.ts";
import { NotFoundError } from "../../errors.ts";
import { localeOf } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import type { StatusTx } from "../../status/change.ts";
import { EVERYTHING_MINE, FETCHED } from "../../subscriptions/shapes.ts";

/** Whom an invitation is to, and whether notices reach them by now. Throws NotFoundError. */
export async function invitedBy(invitationId: number): Promise<{ organisation: string; reached: boolean }> {
  const invitation = await prisma().invitation.findUnique({
    where: { id: invitationId },
    select: { organisationId: true, organisation: { select: { name: true } } },
  });
  if (!invitation) throw new NotFoundError();
  const reached = await prisma().subscription.count({
    where: { organisationId: invitation.organisationId, endedAt: null, endpoints: { some: IN_USE } },
  });
  return { organisation: invitation.organisation.name, reached: reached > 0 };
}

/** What is only fetched reaches nobody. */
const IN_USE = {
  ...{ second: false, leftAt: null },
  endpoint: { confirmedAt: { not: null }, disabledAt: null, channel: { notIn: [...FETCHED] } },
};

/**
 * Takes an invitation up without an account: everything of the organisation, to the mailbox the link came to, which is thereby
 * confirmed. Its owners can narrow it, and whoever reads the mailbox can leave it.
 */
export async function takeUp(
  tx: StatusTx,
  { invitationId, endpointId }: { invitationId: number; endpointId: number },
  now: Date,
): Promise<void> {
  const { organisationId } = await tx.invitation.findUniqueOrThrow({ where: { id: invitationId } });
  // The same link, pressed twice at once, makes one subscription.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('invitation'), ${organisationId}::int)`;
  const open = { organisationId, endedAt: null, endpoints: { some: IN_USE } };
  if ((await tx.subscription.count({ where: open })) > 0) return;
  const { label, address, locale } = await tx.endpoint.findUniqueOrThrow({ where: { id: endpointId } });
  const of = { organisationId, channel: "email", address, disabledAt: null, forOwner: false } as const;
  const there = await tx.endpoint.findFirst({ where: of, select: { id: true } });
  const confirmed = { confirmedAt: now };
  const { id } = there
    ? await tx.endpoint.update({ where: { id: there.id }, data: confirmed, select: { id: true } })
    : await tx.endpoint.create({
        data: { ...of, label, locale, createdAt: now, ...confirmed },
        select: { id: true },
      });
  const subscription = await tx.subscription.create({
    data: {
      ...{ organisationId, name: texts(localeOf(locale))("subscriptions")("everything"), createdAt: now },
      filters: { create: { validFrom: now, filter: EVERYTHING_MINE } },
      endpoints: { create: { endpointId: id } },
    },
    select: { id: true },
  });
  await tx.auditEntry.create({
    data: {
      ...{ at: now, personId: null, organisationId, action: "subscription.invited" },
      ...{ entity: `subscription ${subscription.id}`, detail: { invitationId, endpointId: id } },
    },
  });
}
