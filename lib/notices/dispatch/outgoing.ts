import type { PoolClient } from "pg";
import { asking } from "../../status/ask.ts";
import { signalsByIds } from "../../subscriptions/facts.ts";
import { alsoTold } from "../also.ts";
import type { Outgoing, Reason } from "../channels/channel.ts";
import type { Claimed } from "./sql.ts";

type Notices = Claimed["notices"];

type Read = (one: Claimed, now: Date) => Outgoing;

/**
 * Messages as a channel sends them, each as of an instant: what their signals say and who else is told is read once for all. Of
 * what cannot be read together, each that can be alone; asked for one that cannot, it throws.
 */
export async function readOutgoing(db: Pick<PoolClient, "query">, all: readonly Claimed[]): Promise<Read> {
  const together = await readTogether(db, all).catch(() => null);
  if (together) return together;
  const alone = new Map<string, Read>();
  for (const one of all) alone.set(one.id, await readTogether(db, [one]).catch(() => unreadable));
  return (one, now) => (alone.get(one.id) ?? unreadable)(one, now);
}

function unreadable(): never {
  throw new Error("A message that cannot be read");
}

async function readTogether(db: Pick<PoolClient, "query">, all: readonly Claimed[]): Promise<Read> {
  const signals = await signalsByIds(asking(db), [...new Set(all.flatMap(({ notices }) => saidIn(notices)))]);
  const also = await alsoTold(db, all.map(readerOf));
  return (one, now) => ({
    ...{ dispatchId: one.id, thread: one.thread, openedBy: one.openedBy, endpoint: one.endpoint },
    signals: saidIn(one.notices).flatMap((id) => signals.get(id) ?? []),
    ...{ reasons: reasonsOf(one.notices), account: one.organisationId !== null },
    confirm: one.notices.find(({ confirm, signalId }) => confirm && signalId === newestOf(one))?.id ?? null,
    ...{ alsoTold: also(readerOf(one)), at: now.toISOString(), attempt: one.attempts },
  });
}

/** Its signals, oldest first. */
const saidIn = (notices: Notices): number[] =>
  [...new Set(notices.map(({ signalId }) => signalId))].sort((a, b) => a - b);
const newestOf = ({ notices }: Claimed): number => saidIn(notices).at(-1) ?? 0;
const readerOf = (one: Claimed) => ({ signalId: newestOf(one), organisationId: one.organisationId });

/**
 * Each subscription once; none of what is said to an owner unasked. Of what goes along only what says that it opens something,
 * or goes on with something, is told: the rest is the newest's to say.
 */
const reasonsOf = (notices: Notices): Reason[] =>
  [...Map.groupBy(notices, ({ subscription }) => subscription?.id).values()].flatMap(([first, ...earlier]) => {
    const kept = earlier.flatMap(({ because }) => because.filter(({ axis }) => axis === "grown" || axis === "merged"));
    return first?.subscription ? [{ subscription: first.subscription, because: [...first.because, ...kept] }] : [];
  });
