import { prisma } from "../../db/prisma.ts";
import type { Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { ownersEndpoints, tellOwner } from "../../notices/owners.ts";
import { ownerThread } from "../../notices/thread.ts";
import { type Ask, askingWithin } from "../../status/ask.ts";
import type { Words } from "../../status/shapes.ts";
import { REVIEW_EVERY_MS } from "../rules.ts";
import { stepNow } from "./rules.ts";
import { type Late, lateOrganisations, subscribedMailboxes } from "./sql.ts";

/**
 * Reminds each organisation of its contacts that nobody has looked at for a year, in one mail, and in the end the owners of
 * the lists. Safe to run as often as one likes. Answers how many organisations were reminded, and passed on.
 */
export const remindOfReviews = (now: Date): Promise<{ reminded: number; passedOn: number }> =>
  prisma().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('contact reminders'))`;
      const ask = askingWithin(tx);
      const passedOn: Late[] = [];
      let reminded = 0;
      for (const late of await lateOrganisations(ask, new Date(now.getTime() - REVIEW_EVERY_MS))) {
        const { organisationId, oldest, sent } = late;
        const endpoints = await mailboxesOf(ask, organisationId, now);
        const dueAt = oldest.getTime() + REVIEW_EVERY_MS;
        const step = stepNow({ dueAt, sent, reachable: endpoints.length > 0 }, now.getTime());
        if (step === null) continue;
        const { id } = await tx.contactReminder.create({ data: { organisationId, step, at: now } });
        if (step === 4) passedOn.push(late);
        else {
          const words = said("asked", { count: late.due });
          await tellOwner(tx, { organisationId, thread: ownerThread("review", id), ...words }, endpoints, now);
          reminded += 1;
        }
      }
      const byOwner = Map.groupBy(
        passedOn.flatMap((late) => late.owners.map((owner) => ({ owner, name: late.name }))),
        ({ owner }) => owner,
      );
      for (const [owner, organisations] of byOwner) {
        const names = organisations.map(({ name }) => name);
        const word = { organisationId: owner, thread: ownerThread("lists", owner), ...said("passedOn", { names }) };
        await tellOwner(tx, word, await mailboxesOf(ask, owner, now), now);
      }
      return { reminded, passedOn: passedOn.length };
    },
    { timeout: 60_000, maxWait: 10_000 },
  );

/** Where an organisation reads its notices, else the mailboxes of its contacts. */
async function mailboxesOf(ask: Ask, organisationId: number, now: Date): Promise<number[]> {
  const subscribed = await subscribedMailboxes(ask, organisationId);
  return subscribed.length > 0 ? subscribed : ownersEndpoints(ask, organisationId, null, now);
}

function said(what: "asked" | "passedOn", of: { count?: number; names?: string[] }): { title: Words; text: Words } {
  const say = (part: "title" | "text", locale: Locale) => {
    const names = new Intl.ListFormat(locale).format(of.names ?? []);
    const count = of.count ?? of.names?.length ?? 0;
    return texts(locale)("contacts")(`reminder.${what}.${part}`, { count, names });
  };
  return {
    title: { da: say("title", "da"), en: say("title", "en") },
    text: { da: say("text", "da"), en: say("text", "en") },
  };
}
