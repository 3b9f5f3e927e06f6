import { createHmac } from "node:crypto";
import { env } from "../../env.ts";
import type { Ask } from "../../status/ask.ts";
import { countUse } from "./sql.ts";

const HOUR_MS = 3_600_000;
/**
 * What is limited, so that nobody fills another's mailbox or our queue: how often a client may ask, and how many mails one
 * address is sent for being asked for. Counted in the database, for all web processes and workers together.
 */
export const LIMITS = {
  client: { most: 10, withinMs: HOUR_MS },
  address: { most: 3, withinMs: 24 * HOUR_MS },
} as const;
export const LONGEST_MS = Math.max(...Object.values(LIMITS).map(({ withinMs }) => withinMs));

/** Counts one use. Answers null while there is room, else the milliseconds until there is again. */
export async function useUp(ask: Ask, what: keyof typeof LIMITS, whose: string, now: Date): Promise<number | null> {
  const { most, withinMs } = LIMITS[what];
  const { used, since } = await countUse(ask, keyOf(what, whose), withinMs, now);
  return used <= most ? null : since.getTime() + withinMs - now.getTime();
}

/** No address is stored to count by: only what nobody can turn back without our secret. */
const keyOf = (what: string, whose: string): Buffer =>
  createHmac("sha256", env().SECRET).update(`allowance ${what} ${whose.toLowerCase()}`).digest();
