import { prisma } from "../../db/prisma.ts";
import { askingWithin } from "../../status/ask.ts";
import { neverConfirmed } from "./sql.ts";
import { loseAddresses } from "./tell.ts";

const LAPSES_MS = 7 * 86_400_000;

/** An address that nobody has confirmed a week after it was asked is given up, and its owner told. Answers how many. */
export const lapseUnconfirmed = (now: Date): Promise<number> =>
  prisma().$transaction(async (tx) => {
    const ids = await neverConfirmed(askingWithin(tx), new Date(now.getTime() - LAPSES_MS));
    return loseAddresses(tx, ids, "unconfirmed", now);
  });
