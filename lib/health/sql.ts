import type { Pool } from "pg";

type Reader = Pick<Pool, "query">;

/** Names of the migrations this database has had in full. */
export async function appliedMigrations(db: Reader): Promise<string[]> {
  const finished = "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL";
  return (await db.query<{ migration_name: string }>(finished)).rows.map((row) => row.migration_name);
}

/** When a worker last said that it is alive; null if none ever did. */
export async function lastBeat(db: Reader): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | string | null }>("SELECT max(at) AS at FROM ledger.worker_beat");
  const at = rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** How many touched letters wait for the applier, and since when the oldest does. */
export async function inboxState(db: Reader): Promise<{ depth: number; oldest: Date | null }> {
  const { rows } = await db.query<{ depth: number; oldest: Date | string | null }>(
    "SELECT count(*)::int AS depth, min(at) AS oldest FROM ledger.inbox",
  );
  const oldest = rows[0]?.oldest ?? null;
  return { depth: rows[0]?.depth ?? 0, oldest: oldest === null ? null : new Date(oldest) };
}
