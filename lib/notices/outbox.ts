import { askingWithin } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import type { Severity, Trouble, Words } from "../status/shapes.ts";
import { ownersOf } from "../subscriptions/owner.ts";
import { matchOf, mayBeTold } from "../subscriptions/rules.ts";
import type { Because, Channel, Moment, Owner, SignalFacts, SignalKind } from "../subscriptions/shapes.ts";
import { planDispatch } from "./calm.ts";
import { dispatchId } from "./dispatch-id.ts";
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
  messages: number | null;
  subscriptionId: number | null;
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
): Promise<{ signalId: number; notices: number; dispatches: number }> {
  const ask = askingWithin(tx);
  const { id: signalId } = await tx.signal.create({ data: rowOf(signal, now), select: { id: true } });
  const facts = factsOf(signal, signalId, now);
  const threads = [signal.thread, ...signal.alsoOf];
  const told = await whoIsTold(ask, facts, threads, now);
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
  const endpoints = [...new Set(told.flatMap(({ subscriber }) => subscriber.endpoints))];
  const before = await plannedBefore(ask, endpoints, threads, now);
  const dispatches = told.flatMap(({ subscriber }) =>
    subscriber.endpoints.map((endpointId) => {
      const planned = before.get(endpointId) ?? { lastOfThread: null, lastHour: [] };
      const { notBefore, why } = planDispatch(subscriber, signal, planned, now.getTime());
      const noticeId = notices.get(subscriber.id);
      if (noticeId === undefined) throw new Error("A notice was not written");
      return { id: dispatchId(signalId, endpointId), noticeId, endpointId, notBefore: new Date(notBefore), why };
    }),
  );
  // One address is told once, however many subscriptions lead to it.
  const once = [...new Map(dispatches.map((dispatch) => [dispatch.id, dispatch])).values()];
  await insertDispatches(ask, once);
  await tx.$executeRaw`SELECT pg_notify('notices', '')`;
  return { signalId, notices: notices.size, dispatches: once.length };
}

/** Organisations and numbers of addresses, never an address. */
export type Recipients = {
  organisations: { id: number; name: string }[];
  withoutAccount: number;
  channels: { channel: Channel; count: number }[];
  /** Addresses in all. */
  total: number;
};

export type Told = { subscriber: Subscriber; because: Because[] };

/** Every subscription that is told of a signal, and why: now, or before it is published. */
export async function whoIsTold(
  ask: ReturnType<typeof askingWithin>,
  facts: SignalFacts,
  threads: readonly string[],
  now: Date,
): Promise<Told[]> {
  const all = await subscribers(ask, threads, now);
  const organisations = [...new Set(all.flatMap(({ organisationId }) => organisationId ?? []))];
  const owners = await ownersOf(ask, organisations, now);
  return all.flatMap((subscriber) => {
    const owner = subscriber.organisationId === null ? NOBODY : owners.get(subscriber.organisationId);
    if (!owner || !mayBeTold(facts, [subscriber.id], owner)) return [];
    const match = matchOf(subscriber.filter, facts, owner);
    if ("because" in match) return [{ subscriber, because: match.because }];
    // Whoever got the opening gets the end, whatever their filter says by now.
    if (facts.moment === "resolved" && subscriber.told)
      return [{ subscriber, because: [{ axis: "thread" as const, value: facts.thread }] }];
    return [];
  });
}

/** Whom a signal would be told to if it were published now, and at how many addresses of each channel. */
export async function recipientsOf(
  ask: ReturnType<typeof askingWithin>,
  signal: NewSignal,
  now: Date,
): Promise<Recipients> {
  const told = await whoIsTold(ask, factsOf(signal, 0, now), [signal.thread, ...signal.alsoOf], now);
  const reached = told.flatMap(({ subscriber }) => (subscriber.endpoints.length === 0 ? [] : subscriber));
  const channels = await addressesByChannel(ask, [...new Set(reached.flatMap(({ endpoints }) => endpoints))]);
  return {
    organisations: await organisationNames(ask, [
      ...new Set(reached.flatMap(({ organisationId }) => organisationId ?? [])),
    ]),
    withoutAccount: reached.filter(({ organisationId }) => organisationId === null).length,
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
    services: signal.services.map(({ code }) => code),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installations: [...signal.installations],
    municipalities: [...signal.municipalities],
    regions: [...signal.regions],
    vendors: [...signal.vendors],
  };
}

function rowOf(signal: NewSignal, now: Date) {
  const { kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId } = signal;
  return {
    ...{ at: now, kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId },
    serviceIds: signal.services.map(({ id }) => id),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installationIds: [...signal.installations],
    municipalityIds: [...signal.municipalities],
    regionIds: [...signal.regions],
    vendorIds: [...signal.vendors],
    ...{ title: signal.title.da, titleEn: signal.title.en, text: signal.text.da, textEn: signal.text.en },
  };
}
