import type { z } from "zod";
import { authorise } from "../access/permissions.ts";
import type { Viewer } from "../access/viewer.ts";
import { prisma } from "../db/prisma.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { dropWaiting } from "../notices/sql.ts";
import { askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { Draft, oneSubscription, renamed } from "./schema.ts";
import { type Filter, filterShape, isFetched } from "./shapes.ts";

type One = z.output<typeof oneSubscription>;

/** One change to the viewer's own subscriptions or addresses and its line in the audit log, in one commit. */
export async function changeOwn<T>(
  viewer: Viewer,
  action: string,
  now: Date,
  make: (tx: StatusTx) => Promise<{ entity: string; detail?: Record<string, number>; answer: T }>,
): Promise<T> {
  authorise(viewer, "subscriptions:write");
  return prisma().$transaction(
    async (tx) => {
      const { answer, ...what } = await make(tx);
      const { personId, organisationId } = viewer;
      await tx.auditEntry.create({
        data: { at: now, personId, organisationId, action: `subscription.${action}`, ...what },
      });
      return answer;
    },
    { timeout: 30_000, maxWait: 10_000 },
  );
}

/** A new subscription of the viewer's organisation. Throws InvalidInputError on `endpoints` that are not its own. */
export const createSubscription = (viewer: Viewer, name: string, draft: Draft, now: Date): Promise<{ id: number }> =>
  changeOwn(viewer, "create", now, async (tx) => {
    const id = await createWithin(tx, viewer, name, draft, now);
    return { entity: `subscription ${id}`, answer: { id } };
  });

/** The same within a change; answers its id. */
export async function createWithin(
  tx: StatusTx,
  viewer: Viewer,
  name: string,
  draft: Draft,
  now: Date,
): Promise<number> {
  const { organisationId, personId } = viewer;
  const { id } = await tx.subscription.create({
    data: {
      ...{ organisationId, name, createdById: personId, createdAt: now, ...draft.calm },
      filters: { create: { validFrom: now, filter: draft.filter } },
    },
    select: { id: true },
  });
  await setEndpoints(tx, viewer, id, draft);
  return id;
}

/**
 * From now on it asks for this; what it asked for before stays known. Throws ConflictError `changed_meanwhile` where it is no
 * longer as it was seen, NotFoundError where it is no subscription of the viewer's organisation.
 */
export const saveSubscription = (viewer: Viewer, seen: One, draft: Draft, now: Date): Promise<void> =>
  changeOwn(viewer, "save", now, async (tx) => {
    await change(tx, viewer, seen, draft.calm);
    const latest = await tx.subscriptionFilter.findFirst({
      where: { subscriptionId: seen.id },
      orderBy: { validFrom: "desc" },
    });
    if (!latest || !same(filterShape.parse(latest.filter), draft.filter)) {
      // What is saved last holds, also where the clock of the machine that saved before was ahead.
      const validFrom = new Date(Math.max(now.getTime(), (latest?.validFrom.getTime() ?? 0) + 1));
      await tx.subscriptionFilter.create({ data: { subscriptionId: seen.id, validFrom, filter: draft.filter } });
    }
    await setEndpoints(tx, viewer, seen.id, draft);
    return { entity: `subscription ${seen.id}`, answer: undefined };
  });

export const renameSubscription = (viewer: Viewer, seen: z.output<typeof renamed>, now: Date): Promise<void> =>
  changeOwn(viewer, "rename", now, async (tx) => {
    await change(tx, viewer, seen, { name: seen.name });
    return { entity: `subscription ${seen.id}`, answer: undefined };
  });

/** It sends nothing more, also of what still waits. What it sent stays known. */
export const endSubscription = (viewer: Viewer, seen: One, now: Date): Promise<void> =>
  changeOwn(viewer, "end", now, async (tx) => {
    await change(tx, viewer, seen, { endedAt: now });
    await dropWaiting(askingWithin(tx), { subscriptionId: seen.id, endpointId: null }, "ended");
    return { entity: `subscription ${seen.id}`, answer: undefined };
  });

async function change(
  tx: StatusTx,
  { organisationId }: Viewer,
  { id, version }: One,
  data: Partial<Draft["calm"] & { name: string; endedAt: Date }>,
): Promise<void> {
  const where = { id, organisationId, endedAt: null };
  const { count } = await tx.subscription.updateMany({
    where: { ...where, version },
    data: { ...data, version: { increment: 1 } },
  });
  if (count > 0) return;
  if ((await tx.subscription.count({ where: { id, organisationId } })) === 0)
    throw new NotFoundError("No such subscription");
  throw new ConflictError("The subscription was changed meanwhile", "changed_meanwhile");
}

/** Where it goes from now on. Who left by a link and is chosen again is back. */
async function setEndpoints(
  tx: StatusTx,
  { organisationId }: Viewer,
  subscriptionId: number,
  { endpoints, second }: Draft,
): Promise<void> {
  const chosen = [...new Set([...endpoints, ...(second === null ? [] : [second])])];
  const own = await tx.endpoint.findMany({
    where: { id: { in: chosen }, organisationId, disabledAt: null },
    select: { id: true, channel: true },
  });
  if (own.length !== chosen.length) throw new InvalidInputError("endpoints", "no_such_endpoint");
  if (own.some(({ id, channel }) => id === second && isFetched(channel)))
    throw new InvalidInputError("second", "only_fetched");
  // Who left stays known as such until somebody chooses the address again.
  await tx.subscriptionEndpoint.deleteMany({
    where: { subscriptionId, OR: [{ endpointId: { in: chosen } }, { leftAt: null }] },
  });
  await tx.subscriptionEndpoint.createMany({
    data: chosen.map((endpointId) => ({ subscriptionId, endpointId, second: endpointId === second })),
  });
}

const same = (one: Filter, other: Filter): boolean => JSON.stringify(one) === JSON.stringify(other);
