import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import { changeOwn } from "../../subscriptions/commands.ts";
import type * as schema from "./schema.ts";
import { replaySince, replayThese } from "./sql.ts";

export type Replayed = { replayed: number; skipped: number };

/**
 * Has dispatches sent again under their own keys, so that the receiver knows each; a new attempt of each is recorded. What is
 * under way is left as it is. Throws NotFoundError, ConflictError `address_off`, and `under_way` where all of them are.
 */
export const replay = (
  viewer: Viewer,
  { id, dispatches }: z.output<typeof schema.replayChosen>,
  now: Date,
): Promise<Replayed> =>
  changeOwn(viewer, "replay", now, async (tx) => {
    await inUse(tx, viewer, id);
    const replayed = await replayThese(askingWithin(tx), id, dispatches, now);
    if (replayed === 0) throw new ConflictError("All of it is under way", "under_way");
    await wake(tx);
    const answer = { replayed, skipped: dispatches.length - replayed };
    return { entity: `endpoint ${id}`, detail: answer, answer };
  });

/** The same of all that failed since a time, if it is as many as was agreed to. Throws ConflictError `other_count` too. */
export const replayAllFailed = (
  viewer: Viewer,
  { id, since, count }: z.output<typeof schema.replayFailed>,
  now: Date,
): Promise<Replayed> =>
  changeOwn(viewer, "replay", now, async (tx) => {
    await inUse(tx, viewer, id);
    const replayed = await replaySince(askingWithin(tx), id, since, now);
    if (replayed !== count) throw new ConflictError("It is not as many as was agreed to", "other_count");
    await wake(tx);
    const answer = { replayed, skipped: 0 };
    return { entity: `endpoint ${id}`, detail: answer, answer };
  });

async function inUse(tx: StatusTx, { organisationId }: Viewer, id: number): Promise<void> {
  const endpoint = await tx.endpoint.findFirst({
    where: { id, organisationId },
    select: { confirmedAt: true, disabledAt: true },
  });
  if (!endpoint) throw new NotFoundError("No such address");
  if (endpoint.confirmedAt === null || endpoint.disabledAt !== null)
    throw new ConflictError("The address is not in use", "address_off");
}

const wake = (tx: StatusTx): Promise<unknown> => tx.$executeRaw`SELECT pg_notify('notices', '')`;
