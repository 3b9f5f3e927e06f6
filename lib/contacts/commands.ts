import type { z } from "zod";
import { authorise } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../errors.ts";
import type { StatusTx } from "../status/change.ts";
import { readContacts } from "./queries.ts";
import { REVIEW_EVERY_MS } from "./rules.ts";
import type * as schema from "./schema.ts";

type In<S extends z.ZodType> = z.output<S>;

/** A region opens its list. Throws ConflictError `has_list`. */
export const openList = (viewer: Viewer, name: string, now: Date) =>
  changeContacts(viewer, "list.open", now, async (tx) => {
    if (viewer.role !== "region") throw new ForbiddenError("Only a region has a list");
    const of = { organisationId: viewer.organisationId };
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('contact list'))`;
    if ((await tx.contactList.count({ where: of })) > 0) throw new ConflictError("It has one", "has_list");
    return `contact_list ${(await tx.contactList.create({ data: { ...of, name } })).id}`;
  });

/** Puts somebody on a list, for one's own organisation or as its region. Throws ForbiddenError, NotFoundError. */
export async function addContact(
  viewer: Viewer,
  { listId, organisationId, said }: In<typeof schema.addContact>,
  now: Date,
) {
  const choices = await choicesOn(viewer, listId, now);
  if (!choices.some(({ id }) => id === organisationId)) throw new ForbiddenError("Not an organisation of one's own");
  return changeContacts(viewer, "add", now, async (tx) => {
    const { id } = await tx.contact.create({ data: { ...{ listId, organisationId, reviewedAt: now }, ...said } });
    return `contact ${id}`;
  });
}

/** Changes a contact, which also says that it is right. Throws ConflictError where it is no longer what was seen. */
export const changeContact = (viewer: Viewer, { said, ...of }: In<typeof schema.changeContact>, now: Date) =>
  onContact(viewer, "change", of, now, { ...said, reviewedAt: now });

/** Says that a contact is still right. */
export const reviewContact = (viewer: Viewer, of: In<typeof schema.onContact>, now: Date) =>
  onContact(viewer, "review", of, now, { reviewedAt: now });

/** Takes somebody off a list. */
export const removeContact = (viewer: Viewer, of: In<typeof schema.onContact>, now: Date) =>
  onContact(viewer, "remove", of, now, null);

/** Says that all contacts of one's own organisation that nobody has looked at for a year are still right. */
export const reviewOwn = (viewer: Viewer, now: Date) =>
  changeContacts(viewer, "review_all", now, async (tx) => {
    const { organisationId } = viewer;
    const reviewedAt = { lte: new Date(now.getTime() - REVIEW_EVERY_MS) };
    await tx.contact.updateMany({
      where: { organisationId, reviewedAt },
      data: { reviewedAt: now, version: { increment: 1 } },
    });
    return `organisation ${organisationId}`;
  });

async function choicesOn(viewer: Viewer, listId: number, now: Date) {
  const list = (await readContacts(viewer, now)).lists.find(({ id }) => id === listId);
  if (!list) throw new NotFoundError("No list");
  return list.mayAddFor;
}

type Said = Partial<In<typeof schema.contact>> & { reviewedAt: Date };
const onContact = (
  viewer: Viewer,
  action: string,
  { contactId, version }: In<typeof schema.onContact>,
  now: Date,
  data: Said | null,
) =>
  changeContacts(viewer, action, now, async (tx) => {
    const found = await tx.contact.findUnique({ where: { id: contactId }, include: { list: true } });
    const own = [found?.organisationId, found?.list.organisationId].includes(viewer.organisationId);
    if (!found || !own) throw new NotFoundError("No contact");
    const where = { id: contactId, version };
    const { count } = data
      ? await tx.contact.updateMany({ where, data: { ...data, version: { increment: 1 } } })
      : await tx.contact.deleteMany({ where });
    if (count === 0) throw new ConflictError("It has been changed meanwhile", "changed_meanwhile");
    return `contact ${contactId}`;
  });

/** One change to contact lists and its line in the audit log, in one commit. */
export async function changeContacts(
  viewer: Viewer,
  action: string,
  now: Date,
  make: (tx: StatusTx) => Promise<string>,
): Promise<void> {
  authorise(viewer, "contacts:write");
  const { personId, organisationId } = viewer;
  await prisma().$transaction(async (tx) => {
    const entity = await make(tx);
    await tx.auditEntry.create({ data: { at: now, personId, organisationId, action: `contact.${action}`, entity } });
  });
}
