import type { PoolClient } from "pg";

const SHARD_LOCK = 161_803_398;

/** Takes the shard's lock for the life of this connection; false where somebody else holds it. */
export async function holdShard(db: PoolClient, shard: number): Promise<boolean> {
  const { rows } = await db.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS held", [
    SHARD_LOCK,
    shard,
  ]);
  return rows[0]?.held ?? false;
}

/** Says that a worker is alive. */
export async function beat(db: PoolClient, name: string, now: Date): Promise<void> {
  await db.query(
    "INSERT INTO ledger.worker_beat (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE worker_beat.at < excluded.at - interval '2 seconds'",
    [name, now],
  );
}
