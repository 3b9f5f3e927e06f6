import { type AskedContact, askedContacts, sayTheyFit } from "../contacts/reminders/review.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { NotFoundError } from "../errors.ts";
import { askingWithin } from "../status/ask.ts";
import { leaveWithin } from "../subscriptions/public/commands.ts";
import { type Also, alsoTold } from "./also.ts";
import { answer } from "./answer.ts";
import { type LinkDeed, linkToken, readLink } from "./links.ts";
import { tellThatSomebodyLeft } from "./lost/tell.ts";
import { dropWaiting } from "./sql.ts";
import { toldPath } from "./thread.ts";
import { invitedBy, takeUp } from "./unreached/invitation.ts";

/**
 * What a link in a message leads to, before anything is done: what it is about, and whether it is done already; of a notice
 * also who else was told, as its message says. `own`: the token of the page where somebody without an account does all of it.
 */
export type LinkPage = {
  deed: Exclude<LinkDeed["deed"], "manage">;
  about: string;
  done: boolean;
  told?: { also: Also; href: string };
  own?: string;
  /** The contacts it asks about. */
  contacts?: AskedContact[];
};

/** What the page of a link shows. Throws NotFoundError for a link that is none of ours, or about what is no more. */
export async function linkPage(token: string): Promise<LinkPage> {
  const link = readLink(token);
  if (link?.deed === "leave") {
    const { subscriptionId, endpointId } = link;
    const row = await prisma().subscriptionEndpoint.findUnique({
      where: { subscriptionId_endpointId: { subscriptionId, endpointId } },
      select: { leftAt: true, subscription: { select: { name: true, endedAt: true, organisationId: true } } },
    });
    if (!row) throw new NotFoundError();
    const done = row.leftAt !== null || row.subscription.endedAt !== null;
    const own = linkToken({ deed: "manage", subscriptionId, endpointId });
    return {
      ...{ deed: "leave", about: row.subscription.name, done },
      ...(row.subscription.organisationId === null ? { own } : {}),
    };
  }
  if (link?.deed === "confirm") {
    const notice = await prisma().notice.findUnique({
      where: { id: link.noticeId },
      select: { confirmedAt: true, organisationId: true, signal: { select: { id: true, title: true, thread: true } } },
    });
    // Whoever has no account is asked for no answer.
    if (!notice || notice.organisationId === null) throw new NotFoundError();
    const { id: signalId, title, thread } = notice.signal;
    const reader = { signalId, organisationId: notice.organisationId };
    const [also, href] = [(await alsoTold(ownerPool(), [reader]))(reader), toldPath(thread)];
    const page = { deed: link.deed, about: title, done: notice.confirmedAt !== null };
    return also && href ? { ...page, told: { also, href } } : page;
  }
  if (link?.deed === "address") {
    const endpoint = await prisma().endpoint.findUnique({ where: { id: link.endpointId } });
    if (!endpoint || endpoint.disabledAt !== null) throw new NotFoundError();
    return { deed: "address", about: endpoint.label, done: endpoint.confirmedAt !== null };
  }
  if (link?.deed === "review") {
    const { organisation, contacts } = await askedContacts(link.reminderId);
    return { deed: "review", about: organisation, done: contacts.length === 0, contacts };
  }
  if (link?.deed === "invitation") {
    const { organisation, reached } = await invitedBy(link.invitationId);
    return { deed: "invitation", about: organisation, done: reached };
  }
  throw new NotFoundError();
}

/**
 * Does what a link says, once; a repeat changes nothing. Leaving ends one subscription at one address only, and its owner
 * is told that it was left. Throws NotFoundError.
 */
export async function doDeed(token: string, now: Date): Promise<LinkPage> {
  const page = await linkPage(token);
  const link = readLink(token);
  if (page.done || !link) return page;
  await prisma().$transaction(async (tx) => {
    if (link.deed === "leave") {
      const { subscriptionId, endpointId } = link;
      const { count } = await tx.subscriptionEndpoint.updateMany({
        where: { subscriptionId, endpointId, leftAt: null },
        data: { leftAt: now },
      });
      const { organisationId } = await tx.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
      // Whoever has no account is their own owner: there is nobody else to tell.
      if (organisationId === null && count > 0) await leaveWithin(tx, { subscriptionId, endpointId }, now);
      if (count > 0) {
        await tx.auditEntry.create({
          data: {
            ...{ at: now, personId: null, organisationId, action: "subscription.left" },
            ...{ entity: `subscription ${subscriptionId}`, detail: { endpointId } },
          },
        });
        await dropWaiting(askingWithin(tx), { subscriptionId, endpointId }, "left");
        await tellThatSomebodyLeft(tx, { subscriptionId, endpointId }, now);
      }
    } else if (link.deed === "address") {
      const where = { id: link.endpointId, confirmedAt: null, disabledAt: null };
      const { count } = await tx.endpoint.updateMany({ where, data: { confirmedAt: now } });
      const { organisationId } = await tx.endpoint.findUniqueOrThrow({ where: { id: link.endpointId } });
      const entity = `endpoint ${link.endpointId}`;
      if (count > 0)
        await tx.auditEntry.create({
          data: { at: now, personId: null, organisationId, action: "subscription.address_confirmed", entity },
        });
    } else if (link.deed === "review") await sayTheyFit(tx, link, now);
    else if (link.deed === "invitation") await takeUp(tx, link, now);
    else if (link.deed === "confirm") {
      const { noticeId, endpointId } = link;
      const { organisationId, signalId, signal } = await tx.notice.findUniqueOrThrow({
        where: { id: noticeId },
        select: { organisationId: true, signalId: true, signal: { select: { thread: true } } },
      });
      if (organisationId === null) throw new NotFoundError();
      await answer(tx, { organisationId, thread: signal.thread, signalId, confirmed: true, by: { endpointId } }, now);
    }
  });
  return { ...page, done: true };
}
