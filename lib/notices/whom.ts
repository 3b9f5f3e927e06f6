import { type Ask, askingAsOwner } from "../status/ask.ts";
import { ownersOf } from "../subscriptions/owner.ts";
import { grownSince, matchOf, mayBeTold } from "../subscriptions/rules.ts";
import type { Because, Owner, SignalFacts } from "../subscriptions/shapes.ts";
import { publicFacts, publicPlaces } from "./public-facts.ts";
import type { Recipients } from "./sending/shapes.ts";
import { factsOf, type NewSignal } from "./signal.ts";
import { addressesByChannel, organisationNames, type Subscriber, subscribers } from "./sql.ts";

/** Nobody's organisation: somebody without an account follows what is public, whoever it hits. */
const NOBODY: Owner = {
  ...{ organisationId: 0, kind: "other" },
  installations: new Set(),
  municipalities: new Set(),
  services: new Set(),
};

type Followed = { threads: readonly string[]; heard?: NewSignal["heard"] };
export const followedBy = ({ thread, alsoOf, heard }: NewSignal): Followed => ({ threads: [thread, ...alsoOf], heard });

/** What was said before, and of that what everybody could know. */
export type Before = { all: SignalFacts | null; shown: SignalFacts | null };
const NOTHING_BEFORE: Before = { all: null, shown: null };

export type Told = { subscriber: Subscriber; because: Because[] };

/**
 * Every subscription that is told of a signal, and why: now, or before it is published. `before`: what was last said of the
 * same, so that those whom it has come to concern since are told that it has. Whoever has no account is judged by `shown`,
 * what everybody may know of it then and now; of those it also answers how many there are.
 */
export async function whoIsTold(
  ask: Ask,
  facts: SignalFacts,
  shown: SignalFacts,
  { threads, heard = facts.moment === "resolved" ? "too" : undefined }: Followed,
  now: Date,
  before: Before,
): Promise<{ told: Told[]; withoutAccount: number }> {
  // Nothing is kept of an address without an account that is not confirmed, not even what it would have been told.
  const everybody = (await subscribers(ask, { kind: facts.kind, threads }, now)).filter(
    ({ organisationId, endpoints }) => organisationId !== null || endpoints.length > 0,
  );
  const all = heard === "only" ? everybody.filter(({ told }) => told) : everybody;
  const organisations = [...new Set(all.flatMap(({ organisationId }) => organisationId ?? []))];
  const owners = await ownersOf(ask, organisations, now);
  const told = all.flatMap((subscriber) => {
    const [known, last] = subscriber.organisationId === null ? [shown, before.shown] : [facts, before.all];
    const owner = subscriber.organisationId === null ? NOBODY : owners.get(subscriber.organisationId);
    if (!owner || !mayBeTold(known, [subscriber.id], owner)) return [];
    const { filter, told } = subscriber;
    const match = matchOf(filter, known, owner, told);
    const joined = told ? mergedFrom(facts.thread, subscriber.heardOf) : [];
    if ("because" in match) {
      const grown = told ? [] : grownSince(filter, last, owner);
      return [{ subscriber, because: [...match.because, ...grown, ...joined] }];
    }
    // Whoever got the opening gets the end, whatever their filter says by now.
    if (told && (heard === "too" || heard === "only"))
      return [{ subscriber, because: [{ axis: "thread" as const, value: facts.thread }, ...joined] }];
    return [];
  });
  return { told, withoutAccount: everybody.filter(({ organisationId }) => organisationId === null).length };
}

/** The first that is heard of a thread by whoever was told of others that were merged into it says so. */
const mergedFrom = (thread: string, heardOf: readonly string[]): Because[] =>
  heardOf.includes(thread) ? [] : [{ axis: "merged", value: [thread, ...heardOf].join(" ") }];

/**
 * Whom signals would be told to if they were published now, and at how many addresses of each channel: whoever is told of
 * several counts once. Counted past row security, since nobody may read who subscribes without an account.
 */
export async function recipientsOf(signals: readonly NewSignal[], now: Date): Promise<Recipients> {
  const ask = askingAsOwner;
  const all = new Map<number, Subscriber>();
  let withoutAccount = 0;
  for (const signal of signals) {
    const facts = factsOf(signal, 0, now);
    const known = publicFacts(facts, publicPlaces(signal));
    const found = await whoIsTold(ask, facts, known, followedBy(signal), now, NOTHING_BEFORE);
    for (const { subscriber } of found.told) all.set(subscriber.id, subscriber);
    withoutAccount = Math.max(withoutAccount, found.withoutAccount);
  }
  const reached = [...all.values()].filter(({ endpoints }) => endpoints.length > 0);
  const channels = await addressesByChannel(ask, [...new Set(reached.flatMap(({ endpoints }) => endpoints))]);
  return {
    organisations: await organisationNames(ask, [
      ...new Set(reached.flatMap(({ organisationId }) => organisationId ?? [])),
    ]),
    withoutAccount: reached.filter(({ organisationId }) => organisationId === null).length,
    withoutAccountInAll: withoutAccount,
    channels,
    total: channels.reduce((sum, { count }) => sum + count, 0),
  };
}
