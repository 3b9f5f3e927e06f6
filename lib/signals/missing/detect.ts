import { prisma } from "../../db/prisma.ts";
import { recordSignal } from "../../notices/outbox.ts";
import { type Ask, askingWithin } from "../../status/ask.ts";
import type { StatusTx } from "../../status/change.ts";
import type { Words } from "../../status/shapes.ts";
import { ownersOf } from "../../subscriptions/owner.ts";
import type { Moment, Owner } from "../../subscriptions/shapes.ts";
import { servicesOfTypes } from "../sql.ts";
import { type Place, placesOf } from "./places.ts";
import { commonStation, isTimeToJoin, type Step, stepOf, stepOfSum } from "./rules.ts";
import { allInstallations, countDue, openAt, stoodFor, takeTurn, type Watch, watches } from "./sql.ts";
import { type Cause, stoppedText, wordsOf } from "./words.ts";

const MINUTE_MS = 60_000;
/** One commit tells no more than these; the rest follow at once in the next. */
const AT_ONCE = 40;
type Done = Record<Moment, number> & { more: boolean };
export const missingThread = (episodeId: number): string => `missing:${episodeId}`;

/**
 * One round: receipts that fell due at each subscriber's own installations are held against its threshold, and an episode is
 * opened, added to or ended, and told of, in one commit. Safe to run in any number of workers. Answers how many of each,
 * and whether there is more to tell.
 */
export const watchMissing = (now: Date): Promise<Done> =>
  prisma().$transaction(
    async (transaction) => {
      const tx: StatusTx = transaction;
      const ask = askingWithin(tx);
      const done: Done = { opened: 0, updated: 0, resolved: 0, more: false };
      if (!(await takeTurn(ask))) return done;
      const all = await watches(ask, now);
      const places = await placesBySubscription(ask, all, now);
      for (const watch of all) {
        const step = nextOf(watch, places.get(watch.subscriptionId) ?? [], now);
        if (!step) continue;
        if (done.opened + done.updated + done.resolved === AT_ONCE) return { ...done, more: true };
        await take(tx, watch, step, now);
        done[step.moment] += 1;
      }
      return done;
    },
    { timeout: 60_000, maxWait: 10_000 },
  );

function nextOf(watch: Watch, places: Place[], now: Date): Step<Place> | null {
  const { asks, installations, saidAt } = watch;
  const { missing } = watch.filter;
  if (!asks || missing === null) return { moment: "resolved", concerned: [], joined: [] };
  if (missing.of === "sum") return stepOfSum(missing, places, installations);
  return stepOf(missing, places, installations, isTimeToJoin(saidAt?.getTime() ?? null, now.getTime()));
}

/** What each subscription's threshold is held against; nothing of an organisation's but its own as of now. */
async function placesBySubscription(ask: Ask, all: readonly Watch[], now: Date): Promise<Map<number, Place[]>> {
  const organisations = [...new Set(all.flatMap(({ organisationId }) => organisationId ?? []))];
  const owners = await ownersOf(ask, organisations, now);
  const asking = all.flatMap((watch) => {
    const owner: Owner | undefined = owners.get(watch.organisationId ?? 0);
    const { missing } = watch.filter;
    return owner && missing && watch.asks ? [{ watch, owner, missing }] : [];
  });
  const everywhere = asking.some(({ owner }) => owner.kind === "operator") ? await allInstallations(ask) : [];
  const rows = await countDue(
    ask,
    asking.map(({ watch: { subscriptionId, filter }, owner, missing }) => ({
      ...{ nr: subscriptionId, minutes: missing.minutes, counts: missing.counts },
      installations: owner.kind === "operator" ? everywhere : [...owner.installations],
      region: owner.kind === "region" ? owner.organisationId : null,
      ...{ types: filter.types, services: filter.services, stations: filter.stations },
    })),
    now,
  );
  const stood = Map.groupBy(
    await stoodFor(
      ask,
      asking.map(({ watch }) => watch.subscriptionId),
      now,
    ),
    ({ subscriptionId }) => subscriptionId,
  );
  const counted = Map.groupBy(rows, ({ nr }) => nr);
  return new Map(
    asking.map(({ watch: { subscriptionId, filter }, owner, missing }) => {
      const since = now.getTime() - missing.minutes * MINUTE_MS;
      const standing = (stood.get(subscriptionId) ?? []).filter(({ over }) => over === null || over.getTime() > since);
      const hit = new Set(standing.map(({ installationId }) => installationId));
      return [subscriptionId, placesOf(counted.get(subscriptionId) ?? [], filter, owner, hit)];
    }),
  );
}

async function take(tx: StatusTx, watch: Watch, step: Step<Place>, now: Date): Promise<void> {
  const { concerned, moment } = step;
  const episodeId = await keepEpisode(tx, watch, step, now);
  const thread = missingThread(episodeId);
  const distinct = (ids: (number | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  const { missing } = watch.filter;
  const words =
    concerned.length === 0 || missing === null
      ? { title: await lastTitle(tx, thread), text: stoppedText() }
      : wordsOf(step, missing, await causeOf(tx, step), now);
  await recordSignal(
    tx,
    {
      ...{ kind: "missing_receipts", moment, thread, alsoOf: [] },
      ...{ incidentId: null, updateNr: null, windowId: null, severity: null, trouble: null },
      services: await servicesOfTypes(askingWithin(tx), [...new Set(concerned.flatMap(({ types }) => types))]),
      installations: distinct(concerned.flatMap(({ bySystem, installations }) => (bySystem ? installations : []))),
      municipalities: distinct(concerned.map(({ municipalityId }) => municipalityId)),
      regions: distinct(concerned.flatMap(({ regionIds }) => regionIds)),
      vendors: distinct(concerned.flatMap(({ vendorIds }) => vendorIds)),
      // What was passed is one subscription's own threshold, and never public.
      ...{ shownMunicipalities: [], shownRegions: [] },
      messages: concerned.reduce((all, { bad }) => all + bad, 0),
      subscriptionId: watch.subscriptionId,
      ...words,
    },
    now,
  );
}

/** The station that what is missing has in common, and what is open there. */
async function causeOf(tx: StatusTx, { moment, concerned }: Step<Place>): Promise<Cause | null> {
  const common = moment === "resolved" ? null : commonStation(concerned);
  return common && { ...common, incidents: await openAt(askingWithin(tx), common.station) };
}

async function keepEpisode(tx: StatusTx, watch: Watch, { concerned, joined, moment }: Step<Place>, now: Date) {
  const { subscriptionId, episodeId } = watch;
  const added = joined.flatMap(({ installations }) => installations);
  if (episodeId === null) {
    const firsts = concerned.flatMap(({ first }) => first?.getTime() ?? []);
    const startedAt = new Date(Math.min(now.getTime(), ...firsts));
    const { id } = await tx.episode.create({ data: { subscriptionId, startedAt, installations: added } });
    return id;
  }
  const data = moment === "resolved" ? { endedAt: now } : { installations: [...(watch.installations ?? []), ...added] };
  await tx.episode.update({ where: { id: episodeId }, data });
  return episodeId;
}

/** What nobody watches any more has no figures of its own: it ends under the name it was last told by. */
async function lastTitle(tx: StatusTx, thread: string): Promise<Words> {
  const { title, titleEn } = await tx.signal.findFirstOrThrow({ where: { thread }, orderBy: { id: "desc" } });
  return { da: title, en: titleEn };
}
