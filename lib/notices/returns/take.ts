import { prisma } from "../../db/prisma.ts";
import { askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import { isFailing } from "../lost/mailings.ts";
import { loseAddresses, loseMailbox } from "../lost/tell.ts";
import type { Mailed } from "./address.ts";
import { type Returned, verdictOf } from "./rules.ts";
import { dispatchOf, recordReturn } from "./sql.ts";

/** What came of a returned mail. `not_yet`: what it answers is not known to be sent yet, so it is to be handed in again. */
export type Taken = "failed" | "lost" | "nothing" | "not_yet";

/**
 * Takes in what a returned mail says. A dispatch that had been sent did not arrive after all; a mailbox that does not exist
 * is lost to everybody who uses it, and one that keeps returning to its owner. Safe to run twice.
 */
export const takeReturn = (mailed: Mailed, returned: Returned, now: Date): Promise<Taken> =>
  prisma().$transaction((tx) =>
    "dispatchId" in mailed
      ? dispatchReturned(tx, mailed.dispatchId, returned, now)
      : linkReturned(tx, mailed.endpointId, returned, now),
  );

async function dispatchReturned(tx: StatusTx, id: string, returned: Returned, now: Date): Promise<Taken> {
  const ask = askingWithin(tx);
  const sent = await dispatchOf(ask, id);
  const verdict = sent && verdictOf(returned, sent.address);
  if (!sent || verdict === null) return "nothing";
  // The report can be faster than our own commit, and of an attempt that seemed to have failed.
  if (sent.state === "sending" || sent.state === "waiting") return "not_yet";
  if (sent.state !== "sent" || sent.sentAt === null) return "nothing";
  await recordReturn(ask, id, verdict, now);
  const { endpointId, sentAt } = sent;
  if (verdict === "address") return lostOr("failed", await loseMailbox(tx, endpointId, sentAt, now));
  if (verdict !== "policy" && (await isFailing(ask, endpointId, sentAt)))
    return lostOr("failed", await loseAddresses(tx, [endpointId], "failing", now));
  return "failed";
}

/** A link or a trial, sent by hand: only that there is no such mailbox says something of the address. */
async function linkReturned(tx: StatusTx, id: number, returned: Returned, now: Date): Promise<Taken> {
  const endpoint = await tx.endpoint.findUnique({ where: { id } });
  if (!endpoint?.askedAt || verdictOf(returned, endpoint.address) !== "address") return "nothing";
  return lostOr("nothing", await loseMailbox(tx, id, endpoint.askedAt, now));
}

const lostOr = (otherwise: Taken, lost: number): Taken => (lost > 0 ? "lost" : otherwise);
