import type { z } from "zod";
import { can } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";
import { asViewer } from "../db/viewer.ts";
import { mailSettings } from "../notices/channels/mail-settings.ts";
import { asking } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import { mailOf, sendLink } from "./addresses/email.ts";
import { make } from "./addresses/make.ts";
import { type Ways, waysOf } from "./addresses/ways.ts";
import { changeOwn, createWithin } from "./commands.ts";
import { hasAlready } from "./read-sql.ts";
import { type firstAddress, firstDraft } from "./schema.ts";

/** What is offered to an organisation that has asked for nothing yet. */
export type FirstUse = {
  organisation: string;
  /** The reader's own mailbox, to begin with; null where no link can be sent, or an address is there already. */
  address: string | null;
};

/** Offered to whoever may subscribe for an organisation that has no subscription in force; else null. */
export async function readFirstUse(viewer: Viewer): Promise<FirstUse | null> {
  if (!can(viewer.role, "subscriptions:write")) return null;
  const { organisationId, organisationName: organisation, personId } = viewer;
  const has = await asViewer(viewer, "received", (tx) => hasAlready(asking(tx), organisationId));
  if (has.subscription) return null;
  if (has.address || mailSettings() === null) return { organisation, address: null };
  const person = await prisma().person.findUnique({ where: { id: personId }, select: { email: true } });
  return { organisation, address: person?.email ?? "" };
}

/**
 * Everything of the viewer's organisation, to a mailbox that is asked by a link and told nothing before somebody follows it.
 * Throws InvalidInputError on `address` where no mail can be sent or the server refuses it; then nothing is made.
 */
export const subscribeToEverything = (
  viewer: Viewer,
  called: { subscription: string; mailbox: string },
  input: z.output<typeof firstAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<{ id: number }> =>
  changeOwn(viewer, "create", now, async (tx) => {
    const endpointId = await mailboxFor(tx, viewer, { ...input, label: called.mailbox }, ways, now);
    const draft = { ...firstDraft(viewer.role), endpoints: [endpointId] };
    const id = await createWithin(tx, viewer, called.subscription, draft, now);
    return { entity: `subscription ${id}`, detail: { endpointId }, answer: { id } };
  });

/** The mailbox as an address of the organisation, as it is where it was added before. */
async function mailboxFor(
  tx: StatusTx,
  viewer: Viewer,
  { address, locale, label }: z.output<typeof firstAddress> & { label: string },
  ways: Ways,
  now: Date,
): Promise<number> {
  const of = { organisationId: viewer.organisationId, channel: "email", disabledAt: null, forOwner: false } as const;
  const there = await tx.endpoint.findFirst({ where: { ...of, address: { equals: address, mode: "insensitive" } } });
  if (there) return there.id;
  const settings = mailOf(ways);
  const id = await make(tx, viewer, { channel: "email", label, address, locale, secret: null }, now);
  await sendLink(settings, viewer, { id, label, address, locale });
  return id;
}
