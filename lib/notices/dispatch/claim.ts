import type { PoolClient } from "pg";
import type { Channel } from "../../subscriptions/shapes.ts";
import { gather } from "./gather.ts";
import { type Claimed, gatherDispatches, holdClaimLock, messagesOf, takeDispatches, waitingOf } from "./sql.ts";

/**
 * Claims the messages that are due on a channel, the oldest first, about `limit` of them. Workers claim in turn, so that each
 * sees what the others have under way.
 */
export async function claim(
  db: PoolClient,
  worker: number,
  channel: Channel,
  limit: number,
  now: Date,
): Promise<Claimed[]> {
  await db.query("BEGIN");
  try {
    await holdClaimLock(db);
    const messages = gather(await waitingOf(db, channel, limit, now), now.getTime());
    const ids = messages.map(({ carrier }) => carrier.id);
    const along = messages.flatMap((one) => one.along.map(({ id }) => ({ id, carrier: one.carrier.id })));
    if (ids.length > 0) await takeDispatches(db, worker, ids);
    if (along.length > 0) await gatherDispatches(db, along);
    const claimed = ids.length > 0 ? await messagesOf(db, ids, now) : [];
    await db.query("COMMIT");
    return claimed;
  } catch (error) {
    await db.query("ROLLBACK");
    throw error;
  }
}
