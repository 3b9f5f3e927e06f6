import type { PoolClient } from "pg";
import { touch } from "./sql.ts";
import { JUDGEMENT_LOCK } from "./touch.ts";

/**
 * Takes the claims that came since last time, in the order they were made, into `ledger.coverage`, and touches the letters
 * they may concern: grown coverage turns pending and unknown into overdue, withdrawn coverage turns overdue into unknown.
 * Answers how many claims were taken. Safe to run by several at once: the judgement lock is exclusive.
 */
export async function takeCoverage(db: PoolClient, now: Date): Promise<number> {
  await db.query("BEGIN");
  try {
    const waiting = await db.query("SELECT FROM ledger.coverage_claim LIMIT 1");
    if (waiting.rowCount === 0) {
      await db.query("COMMIT");
      return 0;
    }
    await db.query("SELECT pg_advisory_xact_lock($1::bigint)", [JUDGEMENT_LOCK]);
    const claims = await db.query<{ id: number; source_id: number }>(TAKE_CLAIMS);
    const touched = new Set<string>();
    for (const { id } of claims.rows) {
      // Grown and shrunk are computed inside the statement that changes the coverage, claim by claim.
      const changed = await db.query<{ source_id: number; grown: string; shrunk: string }>(APPLY_CLAIM, [id]);
      const row = changed.rows[0];
      if (!row) continue;
      const letters = await db.query<{ letter_key: string }>(CONCERNED, [row.source_id, row.grown, row.shrunk, now]);
      for (const letter of letters.rows) touched.add(letter.letter_key);
    }
    await db.query("DELETE FROM ledger.coverage_claim WHERE id = ANY ($1::bigint[])", [
      claims.rows.map((claim) => claim.id),
    ]);
    await touch(db, [...touched]);
    await db.query("COMMIT");
    return claims.rows.length;
  } catch (error) {
    await db.query("ROLLBACK");
    throw error;
  }
}

const TAKE_CLAIMS = "SELECT id, source_id FROM ledger.coverage_claim ORDER BY id LIMIT 200";

const APPLY_CLAIM = `
  WITH claim AS (SELECT source_id, tstzmultirange(during) AS during, withdrawn FROM ledger.coverage_claim WHERE id = $1),
  before AS (SELECT c.source_id, coalesce(k.seen, '{}'::tstzmultirange) AS seen FROM claim c LEFT JOIN ledger.coverage k USING (source_id)),
  after AS (SELECT c.source_id, CASE WHEN c.withdrawn THEN b.seen - c.during ELSE b.seen + c.during END AS seen FROM claim c JOIN before b USING (source_id)),
  written AS (
    INSERT INTO ledger.coverage (source_id, seen) SELECT source_id, seen FROM after
    ON CONFLICT (source_id) DO UPDATE SET seen = excluded.seen)
  SELECT a.source_id, (a.seen - b.seen)::text AS grown, (b.seen - a.seen)::text AS shrunk FROM after a JOIN before b USING (source_id)`;

// due_at has an index for these states; the rest of the interval is checked on the few rows it leaves. States by code:
// 1 pending, 3 transient, 10 unknown can become overdue; 5 overdue can become unknown.
const CONCERNED = `
  SELECT DISTINCT d.letter_key FROM ledger.delivery d
  WHERE d.installation_id IN (
      SELECT i.id FROM installation i JOIN source_scope s ON s.source_id = $1 AND s.receipts
        AND (s.organisation_id IS NULL OR s.organisation_id = i.organisation_id)
        AND (s.system_id IS NULL OR s.system_id = i.system_id)
        AND (s.installation_id IS NULL OR s.installation_id = i.id))
    AND ((d.state IN (1, 3, 10) AND d.due_at <= $4 AND d.due_at >= lower($2::tstzmultirange) AND d.sent_at <= upper($2::tstzmultirange))
      OR (d.state = 5 AND d.due_at >= lower($3::tstzmultirange) AND d.sent_at <= upper($3::tstzmultirange)))`;
