import type { Pool, PoolClient } from "pg";
import { addDays, danishMidnight } from "../time/danish.ts";
import { loadCoverage, loadDirectory } from "./directory.ts";
import type { FoldEvent } from "./fold/types.ts";
import { RECEIPT_BIN_BOUNDS } from "./latency.ts";
import { loadLinks } from "./links.ts";
import { ROLLUP_COUNTS, ROLLUP_TABLES } from "./rollup-sql.ts";
import { RECEIPT_BINS, ROLLUPS } from "./rollups.ts";
import { foldLetter } from "./rules.ts";
import { deliveriesOf, eventsOf, sameDelivery } from "./sql.ts";
import { RECEIPT_STATES } from "./states.ts";

const LETTERS_AT_ONCE = 500;
const LEGACY = 1;

export type Proof = { day: string; deliveries: number; differences: number };

/**
 * Folds a Danish day's letters anew from their events and compares every column with what stands, compares the day's
 * rollups with a recount of its deliveries, and keeps the result. Sealed letters, and letters that something has touched
 * but no applier has taken yet, are left out of the first comparison.
 */
export async function proveDay(pool: Pool, day: string, now: Date): Promise<Proof> {
  const db = await pool.connect();
  try {
    // One snapshot: deliveries and rollups are committed together, so both are seen as of one moment.
    await db.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const { deliveries, different } = await foldAnew(db, day, now);
    const proof = { day, deliveries, differences: different + (await miscounted(db, day)) };
    await db.query(
      `INSERT INTO ledger.proof (day, checked_at, deliveries, differences) VALUES ($1, $2, $3, $4)
       ON CONFLICT (day) DO UPDATE SET checked_at = excluded.checked_at, deliveries = excluded.deliveries, differences = excluded.differences`,
      [day, now, proof.deliveries, proof.differences],
    );
    await db.query("COMMIT");
    return proof;
  } catch (error) {
    await db.query("ROLLBACK");
    throw error;
  } finally {
    db.release();
  }
}

async function foldAnew(db: PoolClient, day: string, now: Date): Promise<{ deliveries: number; different: number }> {
  const directory = (await loadDirectory(db)).withCoverage(await loadCoverage(db));
  const bounds = [new Date(danishMidnight(day)), new Date(danishMidnight(addDays(day, 1)))];
  const { rows } = await db.query<{ letter_key: string }>(
    `SELECT DISTINCT d.letter_key FROM ledger.delivery d JOIN ledger.letter l USING (letter_key)
     WHERE d.sent_at >= $1 AND d.sent_at < $2 AND l.sealed_at IS NULL AND (d.check_at IS NULL OR d.check_at > $3)`,
    [...bounds, now],
  );
  let [deliveries, different] = [0, 0];
  for (let from = 0; from < rows.length; from += LETTERS_AT_ONCE) {
    const asked = rows.slice(from, from + LETTERS_AT_ONCE).map((row) => row.letter_key);
    const links = await loadLinks(db, asked);
    const touched = await waitingSubjects(db, asked.flatMap(links.membersOf));
    const letters = asked.filter((letter) => !links.membersOf(letter).some((member) => touched.has(member)));
    const owner = new Map(
      letters.flatMap((letter) => links.membersOf(letter).map((member) => [member, letter] as const)),
    );
    const events = new Map<string, FoldEvent[]>(letters.map((letter) => [letter, []]));
    for (const { subject, event } of await eventsOf(db, [...owner.keys()]))
      events.get(owner.get(subject) ?? "")?.push(event);
    const stands = await deliveriesOf(
      db,
      letters.flatMap((letter) => links.letters.get(letter) ?? []),
    );
    deliveries += stands.length;
    for (const [letterKey, own] of events) {
      const coarse = links.lettersOf(letterKey).some((member) => links.letters.get(member)?.space === LEGACY);
      const anew = foldLetter(own, coarse, directory, now.getTime()).deliveries.map((delivery) => ({
        ...delivery,
        letterKey,
      }));
      const stood = stands.filter((delivery) => delivery.letterKey === letterKey);
      different +=
        Math.max(anew.length, stood.length) - anew.filter((is) => stood.some((was) => sameDelivery(was, is))).length;
    }
  }
  return { deliveries, different };
}

/** Which of these subjects have been touched and not yet taken by an applier. */
async function waitingSubjects(db: PoolClient, subjects: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ subject_key: string }>(
    "SELECT DISTINCT subject_key FROM ledger.inbox WHERE subject_key = ANY ($1::uuid[])",
    [subjects],
  );
  return new Set(rows.map((row) => row.subject_key));
}

/** How many rows of the day's rollups by hour, by day and by day in all count other than their deliveries do. */
async function miscounted(db: PoolClient, day: string): Promise<number> {
  const bounds = [new Date(danishMidnight(day)), new Date(danishMidnight(addDays(day, 1)))];
  const { rows } = await db.query<{ n: number }>(
    `WITH counted AS MATERIALIZED (SELECT * FROM ledger.delivery WHERE sent_at >= $1 AND sent_at < $2)
     SELECT ((${miscountedIn("hour")}) + (${miscountedIn("day")}) + (${miscountedIn("dayTotal")}))::int AS n`,
    [...bounds, day],
  );
  return rows[0]?.n ?? 0;
}

const BUCKETS = {
  hour: { of: "date_trunc('hour', sent_at)", within: "bucket >= $1 AND bucket < $2" },
  day: { of: "$3::date", within: "bucket = $3" },
  dayTotal: { of: "$3::date", within: "bucket = $3" },
};

// What is 0 in every column may stand there or not. Every count is one of a state or of a latency bin.
function miscountedIn(name: keyof typeof BUCKETS): string {
  const keys = ROLLUPS[name].keys.filter((key) => key !== "bucket").join(", ");
  const columns = ROLLUP_COUNTS[name];
  const bounds = `ARRAY[${RECEIPT_BIN_BOUNDS.join(",")}]::bigint[]`;
  const states = RECEIPT_STATES.map((_, state) => `count(*) FILTER (WHERE state = ${state})`);
  // The first bin whose upper bound a latency does not pass.
  const bins = Array.from({ length: RECEIPT_BINS }, (_, bin) => {
    const above = bin === 0 ? "" : ` AND latency_ms > (${bounds})[${bin}]`;
    const below = bin === RECEIPT_BINS - 1 ? "" : ` AND latency_ms <= (${bounds})[${bin + 1}]`;
    return `count(*) FILTER (WHERE latency_ms IS NOT NULL${above}${below})`;
  });
  const zeros = `array_fill(0::bigint, ARRAY[${columns.length}])`;
  return `SELECT count(*) FROM
      (SELECT ${BUCKETS[name].of} AS bucket, ${keys}, ARRAY[${[...states, ...bins].join(", ")}] AS counts FROM counted GROUP BY 1, ${keys}) r
      FULL JOIN (SELECT bucket, ${keys}, ARRAY[${columns.join(", ")}]::bigint[] AS counts FROM ${ROLLUP_TABLES[name]} WHERE ${BUCKETS[name].within}) k
      USING (bucket, ${keys})
    WHERE coalesce(r.counts, ${zeros}) <> coalesce(k.counts, ${zeros})`;
}
