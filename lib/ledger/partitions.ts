import type { Pool } from "pg";

const MONTHS_AHEAD = 3;

/** Makes the partitions of events and deliveries that are missing, three months ahead; answers how many months stand ready. */
export async function ensurePartitions(pool: Pick<Pool, "query">, now: Date): Promise<number> {
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + MONTHS_AHEAD, 1));
  const { rows } = await pool.query<{ ready: number }>("SELECT ledger.ensure_partitions($1, $2) AS ready", [
    now,
    until,
  ]);
  return rows[0]?.ready ?? 0;
}
