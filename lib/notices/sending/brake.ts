import type { Ask } from "../../status/ask.ts";
import { brakeMinutesOf, insertBrake, openBrakeOf, putUnder, unseenOf } from "./brake-sql.ts";
import { brakeOf } from "./sql.ts";

/**
 * Lets notices that nobody has pressed a button for wait for the desk, where a signal would go to more addresses by itself than
 * the brake allows, all told since it was last said by hand. They go when their time is up: silence would be worse. To be
 * called in the transaction that writes them. Answers whether they wait.
 */
export async function brakeIfMany(
  ask: Ask,
  { signalId, noticeIds }: { signalId: number; noticeIds: readonly number[] },
  now: Date,
): Promise<boolean> {
  if (noticeIds.length === 0) return false;
  const open = await openBrakeOf(ask, signalId, now);
  if (open) {
    await putUnder(ask, open.id, open.until, noticeIds);
    return true;
  }
  if ((await unseenOf(ask, signalId, noticeIds)) <= (await brakeOf(ask))) return false;
  const until = new Date(now.getTime() + (await brakeMinutesOf(ask)) * 60_000);
  await putUnder(ask, await insertBrake(ask, signalId, now, until), until, noticeIds);
  return true;
}
