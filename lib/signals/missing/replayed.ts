import type { Ask } from "../../status/ask.ts";
import type { Words } from "../../status/shapes.ts";
import type { Filter, Owner, SignalFacts } from "../../subscriptions/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { hoursOf, type Past, type PastStep, pastSteps, type Standing } from "./past.ts";
import { homesOf, pastHours, seenOf } from "./past-sql.ts";
import { allInstallations } from "./sql.ts";
import { titleOf } from "./words.ts";

const HOUR_MS = 3_600_000;
/** So many pasts are kept, each until its hour is over: whoever edits anything else asks for the same again. */
const KEPT = 20;
const kept = new Map<string, Promise<Past>>();

/** How many of the systems a threshold is held against were seen for the whole of a span, for some of it, for none. */
export type SeenPart = { whole: number; some: number; none: number };
export type Replayed = { signals: SignalFacts[]; titles: Map<number, Words>; seen: SeenPart };

/**
 * What a filter's threshold of missing receipts would have said within a span (ms), as signals with ids below zero, oldest first,
 * beside the incidents that would have been told of. Null where it asks for none.
 */
export async function replayedMissing(
  ask: Ask,
  filter: Filter,
  owner: Owner,
  { from, to }: { from: number; to: number },
  incidents: readonly Standing[] = [],
): Promise<Replayed | null> {
  if (filter.missing === null) return null;
  const hour = { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.floor(to / HOUR_MS) * HOUR_MS };
  const key = JSON.stringify([
    owner.organisationId,
    filter.missing,
    filter.types,
    filter.services,
    filter.stations,
    hour,
  ]);
  const found = kept.get(key) ?? read(ask, filter, filter.missing, owner, hour);
  kept.delete(key);
  kept.set(key, found);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  const past = await found.catch((error: unknown) => {
    kept.delete(key);
    throw error;
  });
  const steps = pastSteps(past, filter, owner, hour.to, incidents);
  return {
    signals: steps.map((step, nr) => signalOf(step, filter, -1 - nr)),
    titles: new Map(steps.map(({ concerned }, nr) => [-1 - nr, titleOf(concerned)])),
    seen: seenPart(past, hour),
  };
}

async function read(
  ask: Ask,
  { types, services, stations }: Filter,
  threshold: NonNullable<Filter["missing"]>,
  owner: Owner,
  span: { from: number; to: number },
): Promise<Past> {
  const { kind, organisationId } = owner;
  const installations = kind === "operator" ? await allInstallations(ask) : [...owner.installations];
  const [from, to] = [new Date(span.from), new Date(span.to)];
  const place = threshold.of === "sum" ? "all" : kind === "region" ? "municipality" : "installation";
  const region = kind === "region" ? organisationId : null;
  const asked = {
    installations,
    place,
    region,
    types,
    services,
    stations,
    threshold,
    hours: hoursOf(threshold),
    from,
    to,
  };
  return {
    hours: await pastHours(ask, asked as Parameters<typeof pastHours>[1]),
    homes: await homesOf(ask, installations, danishDay(span.to)),
    seen: await seenOf(ask, installations, from, to),
  };
}

function signalOf({ at, moment, episode, concerned }: PastStep, filter: Filter, id: number): SignalFacts {
  const distinct = (ids: (number | null)[]) => [...new Set(ids.flatMap((one) => one ?? []))];
  return {
    ...{ id, at: new Date(at).toISOString(), kind: "missing_receipts", moment, thread: `missing:past ${episode}` },
    ...{ severity: null, trouble: null, messages: concerned.reduce((all, { bad }) => all + bad, 0) },
    // Only what the filter asks for was counted.
    ...{ services: filter.services ?? [], stations: filter.stations ?? [], types: filter.types ?? [] },
    installations: distinct(concerned.flatMap(({ bySystem, installations }) => (bySystem ? installations : []))),
    municipalities: distinct(concerned.map(({ municipalityId }) => municipalityId)),
    regions: distinct(concerned.flatMap(({ regionIds }) => regionIds)),
    vendors: distinct(concerned.flatMap(({ vendorIds }) => vendorIds)),
    subscriptionId: 0,
  };
}

function seenPart({ homes, seen }: Past, { from, to }: { from: number; to: number }): SeenPart {
  const part = { whole: 0, some: 0, none: 0 };
  for (const { installationId } of homes) {
    const ranges = seen.filter((range) => range.installationId === installationId);
    // Sources say every minute how far they have come.
    const whole = ranges.some((range) => range.from <= from && range.to >= to - HOUR_MS);
    part[whole ? "whole" : ranges.length > 0 ? "some" : "none"] += 1;
  }
  return part;
}
