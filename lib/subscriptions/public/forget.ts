import { prisma } from "../../db/prisma.ts";
import { askingWithin } from "../../status/ask.ts";
import { LONGEST_MS } from "./limits.ts";
import { BACK_WITHIN_MS, CONFIRM_WITHIN_MS } from "./rules.ts";
import { forget, pruneAllowances } from "./sql.ts";

/**
 * Forgets whoever subscribed without an account and did not confirm within 7 days, left 14 days ago, or has not been
 * reachable for as long; and who asked how often. Safe to run twice; answers how many addresses were deleted.
 */
export const forgetSubscribers = (now: Date): Promise<{ forgotten: number }> =>
  prisma().$transaction(async (tx) => {
    const ask = askingWithin(tx);
    const before = (ms: number) => new Date(now.getTime() - ms);
    await pruneAllowances(ask, before(LONGEST_MS));
    return {
      forgotten: await forget(ask, { unconfirmed: before(CONFIRM_WITHIN_MS), left: before(BACK_WITHIN_MS), now }),
    };
  });
