import type { PoolClient } from "pg";
import { clearId } from "../intake/person-number.ts";
import { loadPlaces } from "../intake/sql.ts";
import { loadCoverage, loadDirectory } from "../ledger/directory.ts";
import type { FoldDirectory } from "../ledger/fold/types.ts";
import { letterKey, SPACES } from "../ledger/keys.ts";
import { count, noDeltas } from "../ledger/rollups.ts";
import { foldLetter } from "../ledger/rules.ts";
import type { StoredDelivery } from "../ledger/sql.ts";
import { copyDeliveries, copyRollups, copySealedLetters, type SealedLetter } from "./bulk.ts";
import { toFoldEvent } from "./fold.ts";
import { eventsOf } from "./journey.ts";
import { lettersOf, type Seed } from "./letters.ts";
import { timelineOf } from "./timeline.ts";

export type History = { seed: Seed; anchor: string; from: number; to: number; now: number };

/**
 * Writes days (`from` to `to`, counted from the anchor, both included) whose events are not kept: each letter is folded
 * in memory by the ledger's own rule, and its deliveries and rollups are copied in. Rollups of legs are not: they serve the
 * last days only. Answers how many deliveries there are.
 */
export async function writeHistory(tx: PoolClient, { seed, anchor, from, to, now }: History): Promise<number> {
  const places = await loadPlaces(tx);
  const directory = (await loadDirectory(tx)).withCoverage(await loadCoverage(tx));
  const { rows } = await tx.query<{ code: string; id: number }>("SELECT code, id FROM source");
  const sources = new Map(rows.map(({ code, id }) => [code, id]));
  let written = 0;
  for (let offset = from; offset <= to; offset += 1) {
    const day = foldDay({ seed, anchor, offset, now }, directory, places, sources);
    await copySealedLetters(tx, day.letters, now);
    await copyDeliveries(tx, day.deliveries);
    await copyRollups(tx, day.rollups);
    written += day.deliveries.length;
  }
  return written;
}

type Places = Awaited<ReturnType<typeof loadPlaces>>;
type Day = { seed: Seed; anchor: string; offset: number; now: number };

/** One day of the world, folded as of `now`. */
export function foldDay(
  { seed, anchor, offset, now }: Day,
  directory: FoldDirectory,
  places: Places,
  sources: ReadonlyMap<string, number>,
) {
  const timeline = timelineOf(anchor);
  const letters: SealedLetter[] = [];
  const deliveries: StoredDelivery[] = [];
  const rollups = noDeltas();
  for (const letter of lettersOf(seed, anchor, offset)) {
    const told = eventsOf(letter, timeline).filter((event) => event.toldAt <= now);
    if (told.length === 0) continue;
    const legacy = letter.scheme === "oioxml";
    const space = legacy ? "legacy" : "fhir";
    const key = letterKey(space, legacy ? letter.sender.gln : null, letter.id);
    const folded = foldLetter(
      told.map((event) => toFoldEvent(letter, event, places, sources)),
      legacy,
      directory,
      now,
    );
    letters.push({ ...folded.letter, letterKey: key, space: SPACES.indexOf(space), letterId: clearId(letter.id) });
    for (const delivery of folded.deliveries) {
      deliveries.push({ ...delivery, letterKey: key });
      count(rollups, { ...delivery, legs: [] }, 1);
    }
  }
  return { letters, deliveries, rollups };
}
