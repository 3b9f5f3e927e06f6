import { formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { type Ask, askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import { dispatchId } from "../dispatch/id.ts";
import { NOTHING_ELSE } from "../owners.ts";
import { insertDispatches, insertNotices } from "../sql.ts";
import { addressThread } from "../thread.ts";
import { hearersOf } from "./hearers.ts";
import type { LostWhy } from "./shapes.ts";
import { type Disabled, disableEndpoints, type Led, missedAt, sameMailbox, subscriptionsTo } from "./sql.ts";

/**
 * Nothing is sent to these addresses any more, and whoever they belong to is told, in one commit. What was off already stays
 * as it is and is told of no more. Answers how many were lost.
 */
export async function loseAddresses(
  tx: StatusTx,
  ids: readonly number[],
  why: Exclude<LostWhy, "left">,
  now: Date,
): Promise<number> {
  const ask = askingWithin(tx);
  const lost = await disableEndpoints(ask, ids, why, now);
  for (const one of lost) await tellOwner(tx, one, why, await subscriptionsTo(ask, one.id), now);
  return lost.length;
}

/** A mailbox does not exist: it is lost to everybody who had confirmed it before a mail was sent there. */
export const loseMailbox = async (tx: StatusTx, endpointId: number, sentAt: Date, now: Date): Promise<number> =>
  loseAddresses(tx, await sameMailbox(askingWithin(tx), endpointId, sentAt), "hard_bounce", now);

/** A reader left one subscription at an address, as of now: its owner is told. */
export async function tellThatSomebodyLeft(
  tx: StatusTx,
  { subscriptionId, endpointId }: { subscriptionId: number; endpointId: number },
  now: Date,
): Promise<void> {
  const { id, organisationId, channel, label, createdById } = await tx.endpoint.findUniqueOrThrow({
    where: { id: endpointId },
  });
  const led = (await subscriptionsTo(askingWithin(tx), endpointId)).filter((one) => one.id === subscriptionId);
  await tellOwner(tx, { id, organisationId, channel, label, createdById }, "left", led, now);
}

/**
 * A signal of kind `address`, a notice for each subscription that lost it, and a dispatch to who hears instead, at once: calm
 * is for what others do. No filter asks for it, and an address that no subscription led to is missed by nobody.
 */
async function tellOwner(
  tx: StatusTx,
  lost: Disabled,
  why: LostWhy,
  subscriptions: readonly Led[],
  now: Date,
): Promise<void> {
  const { organisationId } = lost;
  const [first] = subscriptions;
  if (organisationId === null || !first) return;
  const ask = askingWithin(tx);
  const words = await wordsOf(ask, lost, why, subscriptions, now);
  const { id: signalId } = await tx.signal.create({
    data: { ...NOTHING_ELSE, ...words, at: now, kind: "address", moment: "opened", thread: addressThread(lost.id) },
    select: { id: true },
  });
  const because = [{ axis: "address", value: why }];
  const told = subscriptions.map(({ id }) => ({ subscriptionId: id, organisationId, because }));
  const notices = await insertNotices(ask, signalId, told, now);
  const ids = subscriptions.map(({ id }) => id);
  const hearers = await hearersOf(ask, organisationId, lost, ids, now);
  await insertDispatches(
    ask,
    hearers.flatMap(({ id, subscriptionId }) => {
      const noticeId = notices.get(subscriptionId);
      if (noticeId === undefined) return [];
      return [{ id: dispatchId(noticeId, id), noticeId, endpointId: id, notBefore: now, why: null }];
    }),
  );
  await tx.$executeRaw`SELECT pg_notify('notices', '')`;
}

/** What is said in both languages: what hears no more and why, what did not arrive, who is left, and what to do. */
async function wordsOf(ask: Ask, { id, channel, label }: Disabled, why: LostWhy, led: readonly Led[], now: Date) {
  const missed = await missedAt(ask, id);
  const silent = led.filter((one) => one.silent).length;
  const say = (locale: Locale) => {
    const t = texts(locale)("notices");
    const names = new Intl.ListFormat(locale).format(led.map(({ name }) => `“${name}”`));
    const time = formatter(locale).dateTime(now.toISOString(), now.toISOString());
    const cause = why === "failing" && channel !== "email" ? "failingHook" : why;
    return {
      title: t(`lost.title.${why === "left" || why === "unconfirmed" ? why : "off"}`, { label, names }),
      text: [
        t(`lost.cause.${cause}`, { label, time }),
        ...(why === "left" ? [] : [t("lost.missed", { count: missed })]),
        t("lost.rest", { count: led.length, silent, names }),
        t(`lost.${why === "left" ? "putBack" : "mend"}`),
      ].join(" "),
    };
  };
  const [da, en] = [say("da"), say("en")];
  return { title: da.title, titleEn: en.title, text: da.text, textEn: en.text };
}
