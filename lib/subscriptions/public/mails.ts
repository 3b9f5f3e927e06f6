import { prisma } from "../../db/prisma.ts";
import { type Locale, localeOf } from "../../i18n/locales.ts";
import type { PlainMailer } from "../../notices/channels/plain-mail.ts";
import { retryAt } from "../../notices/dispatch/retry.ts";
import { linkToken } from "../../notices/links.ts";
import { askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import { setFilter } from "./commands.ts";
import { useUp } from "./limits.ts";
import { readNames } from "./queries.ts";
import { filterOf, forgottenAt, standingOf } from "./rules.ts";
import type { Wish } from "./schema.ts";
import { type Subscriber, subscriberBy, subscriberOf, takeMail, type WaitingMail } from "./sql.ts";
import { mailText, nameOf, sentenceFor } from "./texts.ts";

/** A worker that dies with a mail under way leaves it to others for as long. */
const TAKEN_MS = 120_000;

type Letter = { endpointId: number; to: string; subject: string; text: string };

/** So many of a connection's mails go before somebody may stop. */
const ROUND = 20;

/** Sends what waits, over as many connections as there are; answers whether there was any. */
export async function sendAllWaiting(mailer: PlainMailer, clock: () => Date = () => new Date()): Promise<boolean> {
  const one = async () => {
    let sent = 0;
    while (sent < ROUND && (await sendWaiting(mailer, clock()))) sent += 1;
    return sent > 0;
  };
  const all = await Promise.allSettled(Array.from({ length: mailer.connections }, one));
  const failed = all.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return all.some((some) => some.status === "fulfilled" && some.value);
}

/**
 * Sends one mail that waits: the answer to whoever asked to subscribe, or the last one to an address that was left. Answers
 * whether there was one. What the server does not take now waits, ever longer, and so does what follows it to the same
 * address; whoever is forgotten meanwhile is not written to. At least once: its Message-ID is the same each time.
 */
export async function sendWaiting(mailer: PlainMailer, now: Date, random = Math.random()): Promise<boolean> {
  const mail = await prisma().$transaction((tx) => takeMail(askingWithin(tx), now, new Date(now.getTime() + TAKEN_MS)));
  if (mail === null) return false;
  const letter = await letterOf(mail, mailer.origin, now);
  const sent = letter && (await mailer.send({ ...letter, id: mail.id }));
  if (sent?.outcome === "later") {
    const again = retryAt({ attempts: mail.attempts, since: now.getTime() }, now.getTime(), random);
    await prisma().subscriberMail.updateMany({
      where: { id: mail.id },
      data: { notBefore: new Date(again ?? now.getTime() + TAKEN_MS) },
    });
  } else await prisma().subscriberMail.deleteMany({ where: { id: mail.id } });
  return true;
}

/** What is written now; null where there is nothing to say any more. */
async function letterOf(mail: WaitingMail, origin: string, now: Date): Promise<Letter | null> {
  const { names, places } = await readNames();
  return prisma().$transaction(async (tx) => {
    const linkTo = ({ subscriptionId, endpointId }: Subscriber) =>
      `${origin}/subscribe/${linkToken({ deed: "manage", subscriptionId, endpointId })}`;
    if (mail.endpointId !== null) return lastLetter(tx, mail.endpointId, linkTo, now);
    const { address, wish } = mail;
    if (address === null || wish === null) return null;
    // Whether it was sent before is not known after a crash, so only the first try counts.
    if (mail.attempts === 1 && (await useUp(askingWithin(tx), "address", address, now)) !== null) return null;
    const asked = { address, locale: localeOf(mail.locale ?? undefined), wish };
    const own = await enrol(tx, asked, (one) => filterOf(one, places), now);
    const kind = standingOf(own) === "on" ? "known" : "confirm";
    const locale = localeOf(own.locale);
    const sentence = sentenceFor(own.filter, names, locale);
    return {
      endpointId: own.endpointId,
      to: own.address,
      ...mailText({ kind, link: linkTo(own), locale, sentence }, now),
    };
  });
}

async function lastLetter(
  tx: StatusTx,
  endpointId: number,
  linkTo: (own: Subscriber) => string,
  now: Date,
): Promise<Letter | null> {
  const link = await tx.subscriptionEndpoint.findFirst({ where: { endpointId } });
  const own = link && (await subscriberOf(askingWithin(tx), link));
  const until = own && forgottenAt(own);
  if (!own || own.leftAt === null || !until) return null;
  const said = { kind: "left", link: linkTo(own), locale: localeOf(own.locale), until } as const;
  return { endpointId, to: own.address, ...mailText(said, now) };
}

type Asked = { address: string; locale: Locale; wish: Wish };

/**
 * Whoever asked, as a subscriber: new, or as they are. One in force is left alone, since anybody may type an address; one
 * that waits, was left or could not be reached waits for a confirmation of what was asked last.
 */
async function enrol(
  tx: StatusTx,
  { address, locale, wish }: Asked,
  filterFor: (wish: Wish) => Subscriber["filter"],
  now: Date,
): Promise<Subscriber> {
  const ask = askingWithin(tx);
  const known = await subscriberBy(ask, address);
  if (known && standingOf(known) === "on") return known;
  const name = nameOf(locale);
  const waiting = { locale, askedAt: now, confirmedAt: null, disabledAt: null, disabledWhy: null };
  if (known) {
    const { subscriptionId, endpointId } = known;
    await tx.endpoint.update({ where: { id: endpointId }, data: waiting });
    await tx.subscription.update({ where: { id: subscriptionId }, data: { name, version: { increment: 1 } } });
    await setFilter(tx, subscriptionId, filterFor(wish), now);
  } else {
    await tx.subscription.create({
      data: {
        ...{ name, createdAt: now },
        filters: { create: { validFrom: now, filter: filterFor(wish) } },
        endpoints: {
          create: { endpoint: { create: { ...waiting, channel: "email", label: name, address, createdAt: now } } },
        },
      },
    });
  }
  const own = await subscriberBy(ask, address);
  if (own === null) throw new Error("A subscriber was not written");
  return own;
}
