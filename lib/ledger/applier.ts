import type { PoolClient } from "pg";
import { directoryVersion, type LoadedDirectory, loadCoverage, loadDirectory } from "./directory.ts";
import type { FoldDirectory, FoldEvent, Folded } from "./fold/types.ts";
import { shardOf } from "./keys.ts";
import { type Links, loadLinks } from "./links.ts";
import { writeDeltas } from "./rollup-sql.ts";
import { count, noDeltas } from "./rollups.ts";
import { foldLetter } from "./rules.ts";
import {
  announce,
  createProvisional,
  deleteDeliveries,
  deliveriesOf,
  eventsOf,
  type LetterUpdate,
  replaceReceipts,
  replaceWaiting,
  type StoredDelivery,
  sameDelivery,
  subjectsWithEvents,
  takeInbox,
  touch,
  updateLetters,
  upsertDeliveries,
} from "./sql.ts";
import { JUDGEMENT_LOCK } from "./touch.ts";

const LEGACY = 1;

export type Applied = { taken: number; letters: number; changed: number };

/**
 * One shard's applier: takes touched letters, folds each from all its events, writes what changed with its rollup deltas,
 * in one commit. Whoever runs it must hold the shard's lock (`lib/jobs`). It keeps the directory between steps.
 */
export function applier(shard: number) {
  let directory: LoadedDirectory | undefined;

  /** One step, in a transaction of its own on `db`. Answers what it did; `taken` 0 means the inbox was empty. */
  async function step(db: PoolClient, now: Date, limit = 1_000): Promise<Applied> {
    await db.query("BEGIN");
    try {
      const applied = await fold(db, now, limit);
      await db.query("COMMIT");
      return applied;
    } catch (error) {
      // What was read may hold provisional entries that are now undone.
      directory = undefined;
      await db.query("ROLLBACK");
      throw error;
    }
  }

  async function fold(db: PoolClient, now: Date, limit: number): Promise<Applied> {
    await db.query("SELECT pg_advisory_xact_lock_shared($1::bigint)", [JUDGEMENT_LOCK]);
    const { subjects, taken } = await takeInbox(db, shard, limit);
    if (taken === 0) return { taken, letters: 0, changed: 0 };
    const links = await loadLinks(db, subjects);
    const work = await sortOut(db, subjects, links, shard);
    let known = await currentDirectory(db);
    const events = await eventsByLetter(db, work.fold, links);
    let folded = foldAll(events, links, known, now);
    const unserved = [...new Set([...folded.values()].flatMap((result) => result.unserved))].sort((a, b) => a - b);
    if (unserved.length > 0) {
      await createProvisional(db, unserved, now);
      known = await currentDirectory(db);
      folded = foldAll(events, links, known, now);
    }
    const changed = await write(db, folded, work.retired, links);
    return { taken, letters: folded.size, changed };
  }

  async function currentDirectory(db: PoolClient): Promise<FoldDirectory> {
    if (!directory || directory.version !== (await directoryVersion(db))) directory = await loadDirectory(db);
    return directory.withCoverage(await loadCoverage(db));
  }

  return { step };
}

type Work = { fold: string[]; retired: { letterKey: string; canonicalKey: string }[] };

/** Which letters this shard folds for these subjects; what belongs to others is passed on by touching it. */
async function sortOut(db: PoolClient, subjects: readonly string[], links: Links, shard: number): Promise<Work> {
  const fold = new Set<string>();
  const elsewhere = new Set<string>();
  const retired = new Map<string, string>();
  const pass = (letter: string) => (shardOf(letter) === shard ? fold : elsewhere).add(letter);
  const aliases = subjects.filter((subject) => links.claimantsOf(subject).length > 0);
  const withEvents = await subjectsWithEvents(db, aliases);
  for (const alias of aliases) {
    const claimants = links.claimantsOf(alias);
    // An id that only ever stood beside its letter brings nothing new to it.
    if (claimants.length < 2 && !withEvents.has(alias)) continue;
    for (const letter of claimants) pass(links.canonicalOf(letter) ?? letter);
  }
  for (const subject of subjects) {
    if (!links.letters.has(subject)) continue;
    const canonical = links.canonicalOf(subject) ?? subject;
    if (canonical === subject) fold.add(subject);
    else {
      // What stood under the old key is taken away in this commit; its letter's own shard adds it under the new one.
      retired.set(subject, canonical);
      pass(canonical);
    }
  }
  // A letter that was its own until now may still have rows: its shard takes them away when it is touched.
  for (const canonical of fold)
    for (const member of links.lettersOf(canonical)) {
      if (member === canonical || links.letters.get(member)?.canonicalKey === canonical) continue;
      if (shardOf(member) === shard) retired.set(member, canonical);
      else elsewhere.add(member);
    }
  await touch(db, [...elsewhere]);
  return {
    fold: [...fold].filter((letter) => links.letters.get(letter)?.sealed !== true),
    retired: [...retired].map(([letterKey, canonicalKey]) => ({ letterKey, canonicalKey })),
  };
}

async function eventsByLetter(
  db: PoolClient,
  letters: readonly string[],
  links: Links,
): Promise<Map<string, FoldEvent[]>> {
  const events = new Map<string, FoldEvent[]>(letters.map((letter) => [letter, []]));
  const owner = new Map(
    letters.flatMap((letter) => links.membersOf(letter).map((member) => [member, letter] as const)),
  );
  for (const { subject, event } of await eventsOf(db, [...owner.keys()]))
    events.get(owner.get(subject) ?? "")?.push(event);
  return events;
}

function foldAll(
  events: ReadonlyMap<string, FoldEvent[]>,
  links: Links,
  known: FoldDirectory,
  now: Date,
): Map<string, Folded> {
  return new Map(
    [...events].map(([letter, own]) => [letter, foldLetter(own, isCoarse(letter, links), known, now.getTime())]),
  );
}

/** Legacy times are stated to the minute (DOMAIN 1.6), so a letter that is legacy anywhere is coarse. */
const isCoarse = (letter: string, links: Links) =>
  links.lettersOf(letter).some((member) => links.letters.get(member)?.space === LEGACY);

/** Writes the difference between what stood and what is; answers how many deliveries changed. */
async function write(
  db: PoolClient,
  folded: ReadonlyMap<string, Folded>,
  retired: Work["retired"],
  links: Links,
): Promise<number> {
  const keys = [...folded.keys(), ...retired.map((letter) => letter.letterKey)];
  const stood = new Map(
    (
      await deliveriesOf(
        db,
        keys.flatMap((key) => links.letters.get(key) ?? []),
      )
    ).map((delivery) => [idOf(delivery), delivery]),
  );
  const deltas = noDeltas();
  const [gone, changed]: [StoredDelivery[], StoredDelivery[]] = [[], []];
  for (const [letterKey, { deliveries }] of folded) {
    for (const delivery of deliveries) {
      const is = { ...delivery, letterKey };
      const was = stood.get(idOf(is));
      stood.delete(idOf(is));
      if (was && sameDelivery(was, is)) continue;
      if (was) count(deltas, was, -1);
      if (was && was.sentAt !== is.sentAt) gone.push(was);
      count(deltas, is, 1);
      changed.push(is);
    }
  }
  for (const was of stood.values()) {
    count(deltas, was, -1);
    gone.push(was);
  }
  await deleteDeliveries(db, gone);
  await upsertDeliveries(db, changed);
  await replaceReceipts(
    db,
    keys,
    [...folded].flatMap(([letterKey, { receipts }]) => receipts.map((receipt) => ({ ...receipt, letterKey }))),
  );
  await replaceWaiting(
    db,
    keys,
    [...folded].flatMap(([letterKey, { waiting, letter }]) =>
      waiting.map((installationId) => ({
        letterKey,
        installationId,
        senderOrganisationId: letter.senderOrganisationId,
      })),
    ),
  );
  await updateLetters(db, [
    ...[...folded].map(([letterKey, { letter }]) => ({
      ...letter,
      letterKey,
      canonicalKey: null,
      coarse: isCoarse(letterKey, links),
    })),
    ...retired.map((letter) => ({ ...RETIRED, ...letter })),
  ]);
  await writeDeltas(db, deltas);
  const moved = [...gone, ...changed];
  if (moved.length > 0) {
    await announce(
      db,
      unique(moved.map((delivery) => delivery.installationId)),
      unique(moved.map((delivery) => delivery.senderOrganisationId)),
    );
  }
  return moved.length;
}

const idOf = (delivery: StoredDelivery) => `${delivery.letterKey}.${delivery.installationId}`;
const unique = (ids: readonly number[]) => [...new Set(ids)];
const RETIRED: Omit<LetterUpdate, "letterKey" | "canonicalKey"> = {
  senderLocationId: null,
  senderOrganisationId: null,
  typeId: null,
  content: null,
  sentAt: null,
  receiptExpected: null,
  conflicting: false,
  coarse: false,
  attempts: 0,
  finalAt: null,
};
