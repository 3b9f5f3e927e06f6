import { prisma } from "../../db/prisma.ts";
import { NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import { REVIEW_EVERY_MS } from "../rules.ts";
import type { Hours } from "../shapes.ts";

export type AskedContact = {
  id: number;
  function: string;
  phone: string | null;
  email: string | null;
  hours: Hours;
  list: string;
};

/** What a reminder asks: its organisation's contacts that nobody has looked at since. Throws NotFoundError. */
export async function askedContacts(reminderId: number): Promise<{ organisation: string; contacts: AskedContact[] }> {
  const reminder = await prisma().contactReminder.findUnique({
    where: { id: reminderId },
    include: { organisation: { select: { name: true } } },
  });
  if (!reminder) throw new NotFoundError();
  const contacts = await prisma().contact.findMany({
    where: lateAt(reminder),
    select: {
      ...{ id: true, function: true, phone: true, email: true, hours: true, list: { select: { name: true } } },
    },
    orderBy: [{ listId: "asc" }, { rank: "asc" }, { function: "asc" }],
  });
  return {
    organisation: reminder.organisation.name,
    contacts: contacts.map(({ hours, list, ...one }) => ({ ...one, hours: hours as Hours, list: list.name })),
  };
}

/** Somebody who was reminded says that they all still fit. */
export async function sayTheyFit(
  tx: StatusTx,
  { reminderId, endpointId }: { reminderId: number; endpointId: number },
  now: Date,
): Promise<void> {
  const reminder = await tx.contactReminder.findUniqueOrThrow({ where: { id: reminderId } });
  const { organisationId } = reminder;
  await tx.contact.updateMany({ where: lateAt(reminder), data: { reviewedAt: now, version: { increment: 1 } } });
  const entity = `organisation ${organisationId}`;
  const detail = { endpointId };
  await tx.auditEntry.create({
    data: { at: now, personId: null, organisationId, action: "contact.review_all", entity, detail },
  });
}

const lateAt = ({ organisationId, at }: { organisationId: number; at: Date }) => ({
  organisationId,
  reviewedAt: { lte: new Date(at.getTime() - REVIEW_EVERY_MS) },
});
