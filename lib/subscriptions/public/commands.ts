import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { prisma } from "../../db/prisma.ts";
import { BusyError, ConflictError, NotFoundError } from "../../errors.ts";
import { type LinkDeed, readLink } from "../../notices/links.ts";
import { readPlaces } from "../../publication/queries.ts";
import { askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import { useUp } from "./limits.ts";
import { filterOf, standingOf } from "./rules.ts";
import type { saveOwn, signUp } from "./schema.ts";
import { type Subscriber, subscriberOf } from "./sql.ts";
import { nameOf } from "./texts.ts";

/**
 * Takes down that somebody asks to subscribe; a mail answers them. It is the same work whoever asks and whether or not the
 * address subscribes already, so that neither the answer nor its time tells: the worker looks. Throws BusyError for a client
 * that asks too often.
 */
export async function askToSubscribe(
  { address, locale, ...wish }: z.output<typeof signUp>,
  client: string,
  now: Date,
): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const wait = await useUp(askingWithin(tx), "client", client, now);
    if (wait !== null) throw new BusyError(Math.ceil(wait / 1_000));
    await tx.subscriberMail.create({
      data: { ...{ id: randomUUID(), address, locale, wish }, ...{ at: now, notBefore: now } },
    });
    await wakeWorker(tx);
  });
}

/** The holder of the link confirms the address: it is sent to from now on. A repeat changes nothing. Throws NotFoundError. */
export const confirmOwn = (token: string, now: Date): Promise<void> =>
  changeOwn(token, now, "address_confirmed", async (tx, own) => {
    if (standingOf(own) !== "waiting") return false;
    await comeBack(tx, own, now);
    return true;
  });

/** From now on it asks for this. Throws ConflictError `changed_meanwhile`, NotFoundError where it is not in force. */
export const saveOwnWish = async (
  token: string,
  { version, locale, ...wish }: z.output<typeof saveOwn>,
  now: Date,
): Promise<void> => {
  const places = await readPlaces();
  await changeOwn(token, now, "save", async (tx, own) => {
    if (standingOf(own) !== "on") throw new NotFoundError();
    const { count } = await tx.subscription.updateMany({
      where: { id: own.subscriptionId, version },
      data: { name: nameOf(locale), version: { increment: 1 } },
    });
    if (count === 0) throw new ConflictError("Changed meanwhile", "changed_meanwhile");
    await tx.endpoint.update({ where: { id: own.endpointId }, data: { locale } });
    const filter = filterOf(wish, places);
    if (JSON.stringify(filter) !== JSON.stringify(own.filter)) await setFilter(tx, own.subscriptionId, filter, now);
    return true;
  });
};

/** The holder of the link leaves; a repeat changes nothing. Throws NotFoundError. */
export const leaveOwn = (token: string, now: Date): Promise<void> =>
  changeOwn(token, now, "left", async (tx, own) => {
    if (standingOf(own) !== "on") return false;
    await leaveWithin(tx, own, now);
    return true;
  });

/** Takes leaving back, while the address is still there; a repeat changes nothing. Throws NotFoundError. */
export const takeBackOwn = (token: string, now: Date): Promise<void> =>
  changeOwn(token, now, "taken_back", async (tx, own) => {
    if (standingOf(own) !== "left") return false;
    await comeBack(tx, own, now);
    return true;
  });

type Own = Pick<Subscriber, "subscriptionId" | "endpointId">;

/**
 * Ends a subscription of somebody without an account, within a change: nothing that waits is sent any more but one last mail.
 * The mailbox may be shared, so whoever else reads it is told that it was left, and can take it back.
 */
export async function leaveWithin(tx: StatusTx, { subscriptionId, endpointId }: Own, now: Date): Promise<void> {
  await tx.subscriptionEndpoint.updateMany({ where: { subscriptionId, endpointId }, data: { leftAt: now } });
  await tx.subscription.update({ where: { id: subscriptionId }, data: { endedAt: now } });
  await tx.dispatch.updateMany({ where: { endpointId, state: "waiting" }, data: { state: "suppressed", why: "left" } });
  await tx.subscriberMail.create({ data: { ...{ id: randomUUID(), endpointId }, ...{ at: now, notBefore: now } } });
  await wakeWorker(tx);
}

async function comeBack(tx: StatusTx, { subscriptionId, endpointId }: Own, now: Date): Promise<void> {
  await tx.endpoint.update({
    where: { id: endpointId },
    data: { confirmedAt: now, disabledAt: null, disabledWhy: null },
  });
  await tx.subscriptionEndpoint.updateMany({ where: { subscriptionId, endpointId }, data: { leftAt: null } });
  await tx.subscription.update({ where: { id: subscriptionId }, data: { endedAt: null } });
  // A last mail that never got away would be wrong by now.
  await tx.subscriberMail.deleteMany({ where: { endpointId } });
}

async function changeOwn(
  token: string,
  now: Date,
  action: string,
  make: (tx: StatusTx, own: Subscriber) => Promise<boolean>,
): Promise<void> {
  const link = manageLink(token);
  await prisma().$transaction(async (tx) => {
    // One at a time, so that of two clicks the second sees what the first did.
    await tx.$queryRaw`SELECT FROM subscription WHERE id = ${link.subscriptionId} FOR UPDATE`;
    const own = await subscriberOf(askingWithin(tx), link);
    if (own === null) throw new NotFoundError();
    if (!(await make(tx, own))) return;
    const entity = `subscription ${own.subscriptionId}`;
    await tx.auditEntry.create({
      data: { at: now, personId: null, organisationId: null, action: `subscription.${action}`, entity },
    });
  });
}

/** What a link to one's own page is of. Throws NotFoundError for any other. */
export function manageLink(token: string): Extract<LinkDeed, { subscriptionId: number }> {
  const link = readLink(token);
  if (link?.deed !== "manage") throw new NotFoundError();
  return link;
}

export const setFilter = (tx: StatusTx, subscriptionId: number, filter: Subscriber["filter"], validFrom: Date) =>
  tx.subscriptionFilter.upsert({
    where: { subscriptionId_validFrom: { subscriptionId, validFrom } },
    create: { subscriptionId, validFrom, filter },
    update: { filter },
  });

const wakeWorker = (tx: StatusTx): Promise<number> => tx.$executeRaw`SELECT pg_notify('notices', '')`;
