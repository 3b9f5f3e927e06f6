import type { Pool } from "pg";

const KEPT_DAYS = 120;
const LETTERS_AT_ONCE = 1_000;

/**
 * 120 days after a letter is final its clear ids and its events go: they are pseudonymous personal data (DOMAIN 6). Keys,
 * deliveries and rollups stay, and the letter is sealed: never folded again. Answers how many letters were forgotten.
 */
export async function forgetOldLetters(pool: Pool, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * 3_600_000);
  let forgotten = 0;
  for (;;) {
    const { rows } = await pool.query<{ n: number }>(FORGET, [before, now, LETTERS_AT_ONCE]);
    const n = rows[0]?.n ?? 0;
    forgotten += n;
    if (n < LETTERS_AT_ONCE) return forgotten;
  }
}

// An id that several letters claim stands for one of them only, and its events go with that one.
const FORGET = `
  WITH old AS (SELECT letter_key FROM ledger.letter WHERE final_at < $1 AND (sealed_at IS NULL OR letter_id IS NOT NULL) ORDER BY final_at LIMIT $3),
  same AS (SELECT l.letter_key FROM ledger.letter l JOIN old o ON l.letter_key = o.letter_key OR l.canonical_key = o.letter_key),
  sealed AS (UPDATE ledger.letter l SET letter_id = NULL, sealed_at = $2 FROM same s WHERE l.letter_key = s.letter_key),
  ids AS (UPDATE ledger.alias a SET clear = NULL FROM same s WHERE a.letter_key = s.letter_key),
  pointing AS (SELECT DISTINCT a.alias_key FROM ledger.alias a JOIN same s USING (letter_key) WHERE a.kind > 0 AND NOT EXISTS (
    SELECT FROM ledger.alias b WHERE b.alias_key = a.alias_key AND (b.authority, b.at, b.event_key) < (a.authority, a.at, a.event_key))),
  answers AS (UPDATE ledger.receipt r SET receipt_id = NULL FROM same s WHERE r.letter_key = s.letter_key),
  events AS (DELETE FROM ledger.station_event e USING (SELECT letter_key AS k FROM same UNION SELECT alias_key FROM pointing) x WHERE e.subject_key = x.k)
  SELECT count(*)::int AS n FROM old`;
