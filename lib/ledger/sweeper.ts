import type { PoolClient } from "pg";

/**
 * The deadline sweeper only touches: deliveries whose deadline has passed since they were judged. It remembers its last
 * batch and waits until the applier has taken it, so that a late applier is not touched again and again.
 */
export function sweeper() {
  let lastTouch = 0;

  /** Touches up to `limit` letters with a check due at `now`; answers how many. */
  async function sweep(db: PoolClient, now: Date, limit = 5_000): Promise<number> {
    const { rows } = await db.query<{ touched: number; last: number | null; waiting: boolean }>({
      name: "sweep",
      text: `WITH waiting AS (SELECT EXISTS (SELECT FROM ledger.inbox WHERE shard IN (0, 1) AND id <= $3) AS yes),
          due AS (SELECT letter_key FROM ledger.delivery WHERE check_at <= $1 AND NOT (SELECT yes FROM waiting) ORDER BY check_at LIMIT $2),
          touched AS (INSERT INTO ledger.inbox (shard, subject_key)
            SELECT (get_byte(uuid_send(letter_key), 0) % 2)::smallint, letter_key FROM (SELECT DISTINCT letter_key FROM due) d RETURNING id)
          SELECT count(*)::int AS touched, max(id) AS last, (SELECT yes FROM waiting) AS waiting FROM touched`,
      values: [now, limit, lastTouch],
    });
    lastTouch = rows[0]?.last ?? lastTouch;
    return rows[0]?.touched ?? 0;
  }

  return { sweep };
}
