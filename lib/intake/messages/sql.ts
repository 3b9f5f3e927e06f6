import type { PoolClient } from "pg";
import type { ReportingSource } from "../source.ts";

type Tx = Pick<PoolClient, "query">;

/** A message that could not be taken, as it is kept: keys are HMACs, `position` an offset in bytes. */
export type Quarantined = {
  hash: string;
  ownId: string | null;
  size: number;
  reason: string;
  position: string | null;
  standard: string | null;
};

/** Notes messages that could not be taken; one that was noted before counts once more and is open again. Answers which were new. */
export async function quarantine(
  tx: Tx,
  sourceId: number,
  entries: readonly Quarantined[],
  now: Date,
): Promise<boolean[]> {
  const fresh: boolean[] = [];
  for (const { hash, ownId, size, reason, position, standard } of entries) {
    const { rows } = await tx.query<{ fresh: boolean }>(
      `INSERT INTO ledger.quarantine AS q (source_id, at, last_at, size, hash, own_id, reason, position, standard)
       VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (source_id, hash) DO UPDATE SET times = q.times + 1, last_at = excluded.last_at, reason = excluded.reason,
         position = excluded.position, standard = excluded.standard, closed_at = NULL
       RETURNING times = 1 AS fresh`,
      [sourceId, now, size, hash, ownId, reason, position, standard],
    );
    fresh.push(rows[0]?.fresh ?? false);
  }
  return fresh;
}

/** Closes what has now arrived whole: the very same bytes, or another message with the same own id. */
export async function closeQuarantined(
  tx: Tx,
  sourceId: number,
  hash: string,
  ownId: string | null,
  now: Date,
): Promise<void> {
  await tx.query(
    "UPDATE ledger.quarantine SET closed_at = $4 WHERE source_id = $1 AND closed_at IS NULL AND (hash = $2 OR own_id = $3)",
    [sourceId, hash, ownId, now],
  );
}

/** One thing to count about a message. Nothing is '' where it is not known. */
export type Counted = {
  standard: string;
  format: string;
  type: string;
  senderGln: string;
  kind: "version" | "code" | "remark" | "refusal";
  value: string;
  n: number;
};

/** Adds to a day's counts, in the order of their keys, so that two that count the same never wait for each other in a ring. */
export async function count(tx: Tx, sourceId: number, day: string, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return;
  const column = (name: keyof Counted) => counted.map((one) => one[name]);
  await tx.query(
    `INSERT INTO ledger.conformance AS c (day, source_id, standard, format, type, sender_gln, kind, value, n)
     SELECT $1, $2, x.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[]) AS x (standard, format, type, sender_gln, kind, value, n)
     ORDER BY 3, 4, 5, 6, 7, 8
     ON CONFLICT (day, source_id, standard, format, type, sender_gln, kind, value) DO UPDATE SET n = c.n + excluded.n`,
    [
      day,
      sourceId,
      column("standard"),
      column("format"),
      column("type"),
      column("senderGln"),
      column("kind"),
      column("value"),
      column("n"),
    ],
  );
}

/** The source that files are read as: it may report everything, and vouches for nothing. */
export async function sourceOfFiles(db: Tx): Promise<ReportingSource> {
  const { rows } = await db.query<{ id: number; organisationId: number }>(
    `SELECT id, organisation_id AS "organisationId" FROM source WHERE code = 'files'`,
  );
  if (!rows[0]) throw new Error("The reference lists lack the source of files");
  return { ...rows[0], scopes: [{ station: null, organisationId: null, systemId: null, installationId: null }] };
}
