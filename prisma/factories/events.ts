import type { Pool } from "pg";
import { takeEvents } from "../../lib/intake/commands.ts";
import { applier } from "../../lib/ledger/applier.ts";
import { SHARDS } from "../../lib/ledger/keys.ts";
import type { StationEventInput } from "../../lib/ledger/schema.ts";

const EVERYTHING = [{ station: null, organisationId: null, systemId: null, installationId: null }];

/** Reports events as a source that may report everything, and folds what they touch. Throws where one is refused. */
export async function report(
  db: Pool,
  source: { id: number },
  organisation: { id: number },
  events: readonly StationEventInput[],
  now: Date,
): Promise<void> {
  const answer = await takeEvents(
    db,
    { id: source.id, organisationId: organisation.id, scopes: EVERYTHING },
    { events },
    now,
  );
  if (answer.rejected.length > 0) throw new Error(JSON.stringify(answer.rejected));
  await foldAll(db, now);
}

/** Folds whatever has been touched. */
export async function foldAll(db: Pool, now: Date): Promise<void> {
  const tx = await db.connect();
  try {
    const appliers = Array.from({ length: SHARDS }, (_, shard) => applier(shard));
    for (let taken = 1; taken > 0; ) {
      taken = 0;
      for (const one of appliers) taken += (await one.step(tx, now)).taken;
    }
  } finally {
    tx.release();
  }
}
