import { prisma } from "../../db/prisma.ts";
import { askingWithin } from "../../status/ask.ts";
import type { Sent } from "../channels/channel.ts";
import { hookIsFailing } from "../failing.ts";
import { hasFailed } from "../fault.ts";
import { isFailing } from "./mailings.ts";
import { deliveriesTo } from "./sql.ts";
import { loseAddresses, loseMailbox } from "./tell.ts";

/**
 * What a dispatch that came to nothing means for its address: an answer that nothing ever will arrive there ends it, a mailbox
 * that does not exist for everybody who uses it; and a webhook or a mailbox that has failed for days is given up.
 */
export async function settleAddress(
  { endpointId, channel }: { endpointId: number; channel: string },
  sent: Sent,
  state: "sent" | "given_up" | "waiting",
  now: Date,
): Promise<void> {
  if (state !== "given_up") return;
  const disable = sent.outcome === "never" ? sent.disable : undefined;
  const telling = channel === "webhook" || (sent.outcome !== "sent" && hasFailed(sent.code));
  if (!disable && !telling) return;
  await prisma().$transaction(async (tx) => {
    const ask = askingWithin(tx);
    if (disable === "hard_bounce") await loseMailbox(tx, endpointId, now, now);
    else if (disable) await loseAddresses(tx, [endpointId], disable, now);
    else if (
      channel === "webhook"
        ? hookIsFailing(await deliveriesTo(ask, endpointId), now.getTime())
        : await isFailing(ask, endpointId, now)
    )
      await loseAddresses(tx, [endpointId], "failing", now);
  });
}
