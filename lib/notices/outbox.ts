import { isDeepStrictEqual } from "node:util";
import { type Ask, askingAsOwner, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { Severity, Trouble, Words } from "../status/shapes.ts";
import { factsBefore } from "../subscriptions/facts.ts";
import { ownersOf } from "../subscriptions/owner.ts";
import { grownSince, matchOf, mayBeTold } from "../subscriptions/rules.ts";
import type { Because, Moment, Owner, SignalFacts, SignalKind } from "../subscriptions/shapes.ts";
import { planDispatch } from "./calm.ts";
import { dispatchId } from "./dispatch/id.ts";
import { isWhole, publicFacts, publicPlaces, publicPlacesOf } from "./public-facts.ts";
import { brakeIfMany } from "./sending/brake.ts";
import { type Heard, type Reached, reachedBy } from "./sending/rules.ts";
import type { Recipients } from "./sending/shapes.ts";
import {
  addressesByChannel,
  insertDispatches,
  insertNotices,
  organisationNames,
  plannedBefore,
  type Subscriber,
  subscribers,
} from "./sql.ts";

/** Something that is being published. Ids are of services, installations and organisations as of now. */
export type NewSignal = {
  kind: SignalKind;
  moment: Moment;
  thread: string;
  /** Threads it goes on with: of incidents that were merged into this one, or that it was split from. */
  alsoOf: readonly string[];
  incidentId: number | null;
  updateNr: number | null;
  windowId: number | null;
  severity: Severity | null;
  trouble: Trouble | null;
  services: readonly { id: number; code: string; station: string | null; types: readonly string[] }[];
  installations: readonly number[];
  municipalities: readonly number[];
  regions: readonly number[];
  vendors: readonly number[];
  /** Of these, what the operator chose to show everybody. */
  shownMunicipalities: readonly number[];
  shownRegions: readonly number[];
  messages: number | null;
  subscriptionId: number | null;
  /** Nobody has pressed a button for it: where it goes to many it waits for the desk. */
  automatic?: boolean;
  /**
   * Whoever was told of its beginning hears this too, whatever their filter says by now, or they alone, or only where they
   * asked to. An end always goes to them unless it is said otherwise.
   */
  heard?: "too" | "only" | "as_asked";
  title: Words;
  text: Words;
};

/** Nobody's organisation: somebody without an account follows what is public, whoever it hits. */
const NOBODY: Owner = {
  ...{ organisationId: 0, kind: "other" },
  installations: new Set(),
  municipalities: new Set(),
  services: new Set(),
};

/**
 * Fixes, within the transaction that publishes, what is told to whom: the signal, a notice for every subscription that asked
 * for it or was told of its beginning, and a dispatch to each of their addresses. Answers how many.
 */
export async function recordSignal(
  tx: StatusTx,
  signal: NewSignal,
  now: Date,
): Promise<{ signalId: number } & Telling> {
  const ask = askingWithin(tx);
  const { id: signalId } = await tx.signal.create({ data: { ...rowOf(signal), at: now }, select: { id: true } });
  const facts = factsOf(signal, signalId, now);
  const threads = [signal.thread, ...signal.alsoOf];
  const before = signal.moment === "updated" ? await factsBefore(ask, signal.thread, signalId) : null;
  const since = { all: before, shown: null };
  const known = publicFacts(facts, publicPlaces(signal));
  const { told } = await whoIsTold(ask, facts, known, followedBy(signal), now, since);
  const telling = await tell(tx, facts, threads, told, now);
  if (signal.automatic) await brakeIfMany(ask, { signalId, noticeIds: telling.noticeIds }, now);
  return { signalId, ...telling };
}

/**
 * Takes into what was last said of a thread what is known by now of how grave it is and whom it hits, and tells those whom
 * that has come to concern, as their opening; where these are many they wait for the desk. Whoever has no account hears of
 * what everybody may know. Answers whether anything was new, how many were told, and whether they wait.
 */
export async function recordGrowth(
  tx: StatusTx,
  before: SignalFacts,
  signal: NewSignal,
  now: Date,
): Promise<{ changed: boolean; notices: number; braked: boolean }> {
  const ask = askingWithin(tx);
  const facts = { ...factsOf(signal, before.id, now), at: before.at, alsoOf: before.alsoOf ?? [] };
  const placesBefore = await publicPlacesOf(tx, before.id);
  // That somebody has come to be hit unpublished is nobody's to learn who has no account.
  const places = isWhole(signal) ? publicPlaces(signal) : placesBefore;
  if (isDeepStrictEqual(facts, before) && isDeepStrictEqual(places, placesBefore))
    return { changed: false, notices: 0, braked: false };
  const { severity, trouble, serviceIds, stations, types, messages, ...hit } = rowOf(signal);
  const { installationIds, municipalityIds, regionIds, vendorIds } = hit;
  await tx.signal.update({
    where: { id: before.id },
    data: {
      ...{ severity, trouble, serviceIds, stations, types, messages },
      ...{ installationIds, municipalityIds, regionIds, vendorIds },
      ...{ publicMunicipalityIds: places.municipalities, publicRegionIds: places.regions },
    },
  });
  const threads = [signal.thread, ...signal.alsoOf];
  // To whoever was not told before it is an update that opens.
  const asUpdate = { ...facts, moment: "updated" as const };
  const since = { all: before, shown: publicFacts(before, placesBefore) };
  const found = await whoIsTold(ask, asUpdate, publicFacts(asUpdate, places), { threads }, now, since);
  const told = found.told.filter(
    ({ subscriber, because }) => !subscriber.told && because.some(({ axis }) => axis === "grown"),
  );
  const { notices, noticeIds } = await tell(tx, facts, threads, told, now);
  const braked = await brakeIfMany(ask, { signalId: before.id, noticeIds }, now);
  return { changed: true, notices, braked };
}

type Telling = { notices: number; noticeIds: number[]; dispatches: number; heard: Heard } & Reached;
/** Notices of a signal to these subscriptions, and a dispatch to each of their addresses. Answers how many. */
async function tell(
  tx: StatusTx,
  { id: signalId, severity, moment }: SignalFacts,
  threads: readonly string[],
  told: readonly Told[],
  now: Date,
): Promise<Telling> {
  const ask = askingWithin(tx);
  const notices = await insertNotices(
    ask,
    signalId,
    told.map(({ subscriber, because }) => ({
      subscriptionId: subscriber.id,
      organisationId: subscriber.organisationId,
      because,
    })),
    now,
  );
  const before = await plannedFor(ask, told, threads, now);
  const dispatches = told.flatMap(({ subscriber }) =>
    subscriber.endpoints.map((endpointId) => {
      const planned = before.get(endpointId) ?? { lastOfThread: null, lastHour: [] };
      // To whoever was not told before, an update is the opening.
      const said = { severity, moment: moment === "updated" && !subscriber.told ? "opened" : moment } as const;
      const { notBefore, why } = planDispatch(subscriber, said, planned, now.getTime());
      const noticeId = notices.get(subscriber.id);
      if (noticeId === undefined) throw new Error("A notice was not written");
      return { id: dispatchId(noticeId, endpointId), noticeId, endpointId, notBefore: new Date(notBefore), why };
    }),
  );
  await insertDispatches(ask, dispatches);
  await tx.$executeRaw`SELECT pg_notify('notices', '')`;
  const heard = told.flatMap(({ subscriber }) =>
    subscriber.endpoints.map((endpointId) => ({ endpointId, withoutAccount: subscriber.organisationId === null })),
  );
  const noticeIds = [...notices.values()];
  return { notices: notices.size, noticeIds, dispatches: dispatches.length, heard, ...reachedBy(heard) };
}

const HOUR_MS = 3_600_000;
/** What the hour's cap counts was said an hour earlier at most, but where a night or an interval has kept it. */
async function plannedFor(ask: Ask, told: readonly Told[], threads: readonly string[], now: Date) {
  const isKept = ({ subscriber }: Told) => subscriber.quietFrom !== null || subscriber.intervalMinutes > 0;
  const [soon, late] = [told.filter((one) => !isKept(one)), told.filter(isKept)];
  const of = (some: readonly Told[], hours: number) => {
    const endpoints = [...new Set(some.flatMap(({ subscriber }) => subscriber.endpoints))];
    return plannedBefore(ask, endpoints, threads, new Date(now.getTime() - hours * HOUR_MS), now);
  };
  return new Map([...(await of(soon, 2)), ...(await of(late, 50))]);
}

type Followed = { threads: readonly string[]; heard?: NewSignal["heard"] };
const followedBy = ({ thread, alsoOf, heard }: NewSignal): Followed => ({ threads: [thread, ...alsoOf], heard });

/** What was said before, and of that what everybody could know. */
type Before = { all: SignalFacts | null; shown: SignalFacts | null };
const NOTHING_BEFORE: Before = { all: null, shown: null };

export type Told = { subscriber: Subscriber; because: Because[] };

/**
 * Every subscription that is told of a signal, and why: now, or before it is published. `before`: what was last said of the
 * same, so that those whom it has come to concern since are told that it has. Whoever has no account is judged by `shown`,
 * what everybody may know of it then and now; of those it also answers how many there are.
 */
async function whoIsTold(
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

const stationsOf = ({ services }: NewSignal): string[] => [
  ...new Set(services.flatMap(({ station }) => (station === null ? [] : [station]))),
];
/** What passes a station may be of any type; only where chains alone are named are the types known. */
const typesOf = ({ services }: NewSignal): string[] =>
  services.some(({ types }) => types.length === 0) ? [] : [...new Set(services.flatMap(({ types }) => types))];

function factsOf(signal: NewSignal, id: number, now: Date): SignalFacts {
  const { kind, moment, thread, severity, trouble, messages, subscriptionId } = signal;
  return {
    ...{ id, at: now.toISOString(), kind, moment, thread, severity, trouble, messages, subscriptionId },
    alsoOf: [...signal.alsoOf],
    services: signal.services.map(({ code }) => code),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installations: [...signal.installations],
    municipalities: [...signal.municipalities],
    regions: [...signal.regions],
    vendors: [...signal.vendors],
  };
}

function rowOf(signal: NewSignal) {
  const { kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId } = signal;
  const places = publicPlaces(signal);
  return {
    ...{ kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId },
    alsoOf: [...signal.alsoOf],
    serviceIds: signal.services.map(({ id }) => id),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installationIds: [...signal.installations],
    municipalityIds: [...signal.municipalities],
    regionIds: [...signal.regions],
    vendorIds: [...signal.vendors],
    publicMunicipalityIds: places.municipalities,
    publicRegionIds: places.regions,
    ...{ title: signal.title.da, titleEn: signal.title.en, text: signal.text.da, textEn: signal.text.en },
  };
}
