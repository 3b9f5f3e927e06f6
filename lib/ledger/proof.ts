import type { Pool, PoolClient } from "pg";
import { addDays, danishMidnight } from "../time/danish.ts";
import { loadCoverage, loadDirectory } from "./directory.ts";
import type { FoldEvent } from "./fold/types.ts";
import { loadLinks } from "./links.ts";
import { foldLetter } from "./rules.ts";
import { deliveriesOf, eventsOf, sameDelivery } from "./sql.ts";

const LETTERS_AT_ONCE = 500;
const LEGACY = 1;

export type Proof = { day: string; deliveries: number; differences: number };

/**
 * Folds a Danish day's letters anew from their events and compares every column with what stands, compares the day's
 * rollup with a recount of its deliveries, and keeps the result. Sealed letters, and letters that something has touched
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
     WHERE d.sent_at >= $1 AND d.sent_at < $2 AND l.sealed_at IS NULL
       AND (d.check_at IS NULL OR d.check_at > $3)
       AND NOT EXISTS (SELECT FROM ledger.inbox i WHERE i.subject_key = d.letter_key)`,
    [...bounds, now],
  );
  let [deliveries, different] = [0, 0];
  for (let from = 0; from < rows.length; from += LETTERS_AT_ONCE) {
    const letters = rows.slice(from, from + LETTERS_AT_ONCE).map((row) => row.letter_key);
    const links = await loadLinks(db, letters);
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

/** How many (installation, type, sender, role) of a day count other than their deliveries do. */
async function miscounted(db: PoolClient, day: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `WITH recount AS (
       SELECT installation_id, type_id, sender_organisation_id, receipt_role, array_agg(n ORDER BY state) AS counts FROM (
         SELECT installation_id, type_id, sender_organisation_id, receipt_role, s.state, count(d.state) FILTER (WHERE d.state = s.state) AS n
         FROM ledger.delivery d CROSS JOIN generate_series(0, 10) AS s (state)
         WHERE d.sent_at >= $2 AND d.sent_at < $3 GROUP BY 1, 2, 3, 4, 5) counted
       GROUP BY 1, 2, 3, 4),
     kept AS (
       SELECT installation_id, type_id, sender_organisation_id, receipt_role, ARRAY[n_not_due, n_pending, n_ok, n_transient, n_fatal, n_overdue,
         n_late_ok, n_late_negative, n_repudiated, n_lost, n_unknown]::bigint[] AS counts
       FROM ledger.rollup_day WHERE bucket = $1)
     SELECT count(*)::int AS n FROM recount r FULL JOIN kept k USING (installation_id, type_id, sender_organisation_id, receipt_role)
     WHERE coalesce(r.counts, array_fill(0::bigint, ARRAY[11])) <> coalesce(k.counts, array_fill(0::bigint, ARRAY[11]))`,
    [day, new Date(danishMidnight(day)), new Date(danishMidnight(addDays(day, 1)))],
  );
  return rows[0]?.n ?? 0;
}
