import { prisma } from "../db/prisma.ts";
import { askingWithin } from "../status/ask.ts";
import { dispatchId } from "./dispatch/id.ts";
import { insertDispatches, takeUnconfirmed } from "./sql.ts";

/**
 * A required confirmation that did not come in time goes to the second contacts, once, whoever was told meanwhile: a notice is
 * taken by one worker, marked and dispatched in one commit. Answers how many notices went on.
 */
export const escalate = (now: Date): Promise<number> =>
  prisma().$transaction(async (tx) => {
    const ask = askingWithin(tx);
    const taken = await takeUnconfirmed(ask, now);
    const dispatches = taken.flatMap(({ noticeId, second }) =>
      second.map((endpointId) => ({
        ...{ id: dispatchId(noticeId, endpointId), noticeId, endpointId, notBefore: now, why: null },
      })),
    );
    await insertDispatches(ask, dispatches);
    if (dispatches.length > 0) await tx.$executeRaw`SELECT pg_notify('notices', '')`;
    return taken.length;
  });
