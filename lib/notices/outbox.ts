import { isDeepStrictEqual } from "node:util";
import { type Ask, askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import { factsBefore } from "../subscriptions/facts.ts";
import type { SignalFacts } from "../subscriptions/shapes.ts";
import { planDispatch } from "./calm.ts";
import { dispatchId } from "./dispatch/id.ts";
import { isWhole, publicFacts, publicPlaces, publicPlacesOf } from "./public-facts.ts";
import { brakeIfMany } from "./sending/brake.ts";
import { type Heard, type Reached, reachedBy } from "./sending/rules.ts";
import { factsOf, type NewSignal, rowOf } from "./signal.ts";
import { insertDispatches, insertNotices, plannedBefore } from "./sql.ts";
import { followedBy, type Told, whoIsTold } from "./whom.ts";

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
