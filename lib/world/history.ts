import type { PoolClient } from "pg";
import { clearId } from "../intake/person-number.ts";
import type { Places } from "../intake/places.ts";
import type { ReportingSource } from "../intake/source.ts";
import { loadPlaces } from "../intake/sql.ts";
import { loadCoverage, loadDirectory } from "../ledger/directory.ts";
import type { FoldDirectory, Folded } from "../ledger/fold/types.ts";
import { letterKey, SPACES } from "../ledger/keys.ts";
import { count, noDeltas } from "../ledger/rollups.ts";
import { foldLetter } from "../ledger/rules.ts";
import { copyDeliveries, copyEvents, copyLetters, copyReceipts, copyRollups, copyWaiting } from "./bulk.ts";
import { foldEventOf, type KeptEvent, toFoldEvent, toKeptEvent } from "./fold.ts";
import { eventsOf } from "./journey.ts";
import { type Letter, lettersOf, type Seed } from "./letters.ts";
import { reportingSources } from "./reporting.ts";
import { timelineOf } from "./timeline.ts";

/** Days counted from the anchor, both included; from `eventsFrom` on, events, receipts and rollups of legs are kept. */
export type History = { seed: Seed; anchor: string; from: number; to: number; eventsFrom: number; now: number };
/** What the ledger knows of the world around a letter. */
export type Known = { places: Places; directory: FoldDirectory; sources: ReadonlyMap<string, ReportingSource> };

export async function known(tx: PoolClient): Promise<Known> {
  return {
    places: await loadPlaces(tx),
    directory: (await loadDirectory(tx)).withCoverage(await loadCoverage(tx)),
    sources: await reportingSources(tx),
  };
}

/**
 * Writes a stretch of the world's past: each letter is folded in memory by the ledger's own rule, and what comes of it is
 * copied in. Letters whose events are not kept are sealed. Answers how many deliveries and events there are.
 */
export async function writeHistory(tx: PoolClient, span: History): Promise<{ deliveries: number; events: number }> {
  const world = await known(tx);
  const written = { deliveries: 0, events: 0 };
  for (let offset = span.from; offset <= span.to; offset += 1) {
    const keep = offset >= span.eventsFrom;
    const letters = foldDay(span, offset, keep, world);
    const deliveries = letters.flatMap(({ key, folded }) => folded.deliveries.map((d) => ({ ...d, letterKey: key })));
    const rollups = noDeltas();
    for (const delivery of deliveries) count(rollups, keep ? delivery : { ...delivery, legs: [] }, 1);
    const rows = letters.map(({ letter, key, space, folded }) => ({
      ...folded.letter,
      letterKey: key,
      space,
      letterId: clearId(letter.id),
    }));
    await copyLetters(tx, rows, keep ? null : span.now);
    await copyDeliveries(tx, deliveries);
    await copyRollups(tx, rollups);
    written.deliveries += deliveries.length;
    if (keep) written.events += await writeEvents(tx, letters, span.now);
  }
  return written;
}

type FoldedDay = { letter: Letter; key: string; space: number; folded: Folded; events: KeptEvent[] }[];

async function writeEvents(tx: PoolClient, letters: FoldedDay, now: number): Promise<number> {
  const events = letters.flatMap((one) => one.events);
  await copyEvents(tx, events, now);
  await copyReceipts(
    tx,
    letters.flatMap(({ key, folded }) => folded.receipts.map((receipt) => ({ ...receipt, letterKey: key }))),
  );
  await copyWaiting(
    tx,
    letters.flatMap(({ key, folded }) =>
      folded.waiting.map((installationId) => ({
        letterKey: key,
        installationId,
        senderOrganisationId: folded.letter.senderOrganisationId,
      })),
    ),
  );
  return events.length;
}

/** The letters of one day as the ledger has them at `now`; with `keep` also their events as they are stored. */
export function foldDay(
  { seed, anchor, now }: Pick<History, "seed" | "anchor" | "now">,
  offset: number,
  keep: boolean,
  { places, directory, sources }: Known,
): FoldedDay {
  const timeline = timelineOf(anchor);
  return lettersOf(seed, anchor, offset).flatMap((letter) => {
    const told = eventsOf(letter, timeline).filter((event) => event.toldAt <= now);
    if (told.length === 0) return [];
    const space = letter.scheme === "oioxml" ? "legacy" : "fhir";
    const events = keep ? told.map((event) => toKeptEvent(letter, event, places, sources)) : [];
    const seen = keep ? events.map(foldEventOf) : told.map((event) => toFoldEvent(letter, event, places, sources));
    const key = letterKey(space, space === "legacy" ? letter.sender.gln : null, letter.id);
    const folded = foldLetter(seen, space === "legacy", directory, now);
    return [{ letter, key, space: SPACES.indexOf(space), folded, events }];
  });
}
