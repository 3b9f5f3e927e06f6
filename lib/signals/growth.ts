import { prisma } from "../db/prisma.ts";
import { recordGrowth } from "../notices/outbox.ts";
import { askingWithin } from "../status/ask.ts";
import { type StatusTx, tellOfStatus } from "../status/change.ts";
import { factsOf } from "../subscriptions/facts.ts";
import { signalOf } from "./incident.ts";
import { takeTurn, toldOpen } from "./sql.ts";

/**
 * One round: of every incident that was told of and is not over, those whom it has come to concern since it was last spoken of
 * (it hits them now, or more, or is graver) are told what was said, as their opening; where these are many they wait for the
 * desk a while. Nobody hears again who was told. Safe to run in any number of workers. Answers how many incidents had grown and how many subscriptions were told.
 */
export const watchGrowth = (now: Date): Promise<{ changed: number; notices: number }> =>
  prisma().$transaction(
    async (transaction) => {
      const tx: StatusTx = transaction;
      const ask = askingWithin(tx);
      const done = { changed: 0, notices: 0 };
      if (!(await takeTurn(ask))) return done;
      for (const { incidentId, signalId } of await toldOpen(ask)) {
        const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId } });
        const before = await factsOf(ask, signalId);
        if (!before) continue;
        const said = await tx.signal.findUniqueOrThrow({ where: { id: signalId } });
        const { moment, updateNr, text, textEn } = said;
        const told = { kind: before.kind, moment, nr: updateNr, text: { da: text, en: textEn } };
        const { changed, notices, braked } = await recordGrowth(tx, before, await signalOf(ask, incident, told), now);
        done.changed += changed ? 1 : 0;
        done.notices += notices;
        if (braked) await tellOfStatus(tx);
      }
      return done;
    },
    { timeout: 60_000, maxWait: 10_000 },
  );
