import { prisma } from "../../db/prisma.ts";
import { askingWithin } from "../../status/ask.ts";
import type { Sent } from "../channels/channel.ts";
import { hookIsFailing } from "../failing.ts";
import { deliveriesTo } from "./sql.ts";
import { loseAddresses, loseMailbox } from "./tell.ts";

/**
 * What a dispatch that came to nothing means for its address: an answer that nothing ever will arrive there ends it, a mailbox
 * that does not exist for everybody who uses it; and a webhook that has failed for days is given up.
 */
export async function settleAddress(
  { endpointId, channel }: { endpointId: number; channel: string },
  sent: Sent,
  state: "sent" | "given_up" | "waiting",
  now: Date,
): Promise<void> {
  if (state !== "given_up") return;
  const disable = sent.outcome === "never" ? sent.disable : undefined;
  if (!disable && channel !== "webhook") return;
  await prisma().$transaction(async (tx) => {
    if (disable === "hard_bounce") await loseMailbox(tx, endpointId, now, now);
    else if (disable) await loseAddresses(tx, [endpointId], disable, now);
    else if (hookIsFailing(await deliveriesTo(askingWithin(tx), endpointId), now.getTime()))
      await loseAddresses(tx, [endpointId], "failing", now);
  });
}
