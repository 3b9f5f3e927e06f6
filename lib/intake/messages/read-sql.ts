import type { PoolClient } from "pg";
import type { NamedSource, QuarantineQuery } from "./shapes.ts";

type Tx = Pick<PoolClient, "query">;
export const COUNTED = 10_000;
export const PAGE = 50;

/** The sources whose messages the viewer may see; row security says which. */
export async function visibleSources(tx: Tx): Promise<NamedSource[]> {
  return (await tx.query<NamedSource>("SELECT id, name FROM source ORDER BY name, id")).rows;
}

export type StoredQuarantine = {
  id: string;
  source: string;
  first_at: Date;
  last_at: Date;
  times: number;
  size: number;
  standard: string | null;
  reason: string;
  position: string | null;
  closed_at: Date | null;
};

const SHOWN = `($1 = 'all' OR ($1 = 'open') = (q.closed_at IS NULL)) AND ($2::text IS NULL OR q.reason = $2) AND ($3::int IS NULL OR q.source_id = $3)`;
const shown = ({ show, reason, source }: QuarantineQuery) => [show, reason ?? null, source ?? null];

/** A page, the newest first, after the place where the one before ended; one more than a page tells that there are more. */
export async function quarantineRows(tx: Tx, query: QuarantineQuery): Promise<StoredQuarantine[]> {
  const [ms, id] = query.before?.split(".") ?? [null, null];
  const { rows } = await tx.query<StoredQuarantine>(
    `SELECT q.id::text, s.name AS source, q.at AS first_at, q.last_at, q.times, q.size, q.standard, q.reason, q.position, q.closed_at
     FROM ledger.quarantine q JOIN source s ON s.id = q.source_id
     WHERE ${SHOWN} AND ($4::float8 IS NULL OR (q.last_at, q.id) < (to_timestamp($4 / 1000), $5::bigint))
     ORDER BY q.last_at DESC, q.id DESC LIMIT ${PAGE + 1}`,
    [...shown(query), ms, id],
  );
  return rows;
}

/** How many the filter shows, counted to the limit. */
export async function countQuarantine(tx: Tx, query: QuarantineQuery): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT FROM ledger.quarantine q WHERE ${SHOWN} LIMIT ${COUNTED}) x`,
    shown(query),
  );
  return rows[0]?.n ?? 0;
}

export async function quarantineReasons(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ reason: string }>("SELECT DISTINCT reason FROM ledger.quarantine ORDER BY reason");
  return rows.map(({ reason }) => reason);
}

export type StoredFinding = {
  standard: string;
  format: string;
  type: string;
  sender_gln: string;
  sender_name: string | null;
  kind: "version" | "code" | "remark";
  value: string;
  n: number;
};

/** What was counted of taken messages from one Danish day to another (not included), by sender; names come from the directory alone. */
export async function findings(tx: Tx, from: string, to: string, sourceId: number | null): Promise<StoredFinding[]> {
  const { rows } = await tx.query<StoredFinding>(
    `SELECT c.standard, c.format, c.type, c.sender_gln, coalesce(l.name, o.name) AS sender_name, c.kind, c.value, sum(c.n)::int AS n
     FROM ledger.conformance c LEFT JOIN location l ON l.gln = c.sender_gln LEFT JOIN organisation o ON o.id = l.organisation_id
     WHERE c.day >= $1 AND c.day < $2 AND ($3::int IS NULL OR c.source_id = $3) AND c.kind <> 'refusal'
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY n DESC, 7`,
    [from, to, sourceId],
  );
  return rows;
}

export type StoredRefusal = {
  source: string;
  standard: string;
  sender_gln: string;
  sender_name: string | null;
  reason: string;
  n: number;
};

/** What was refused in the same days, by source and, where the message could still tell, sender. */
export async function refusals(tx: Tx, from: string, to: string, sourceId: number | null): Promise<StoredRefusal[]> {
  const { rows } = await tx.query<StoredRefusal>(
    `SELECT s.name AS source, c.standard, c.sender_gln, coalesce(l.name, o.name) AS sender_name, c.value AS reason, sum(c.n)::int AS n
     FROM ledger.conformance c JOIN source s ON s.id = c.source_id
       LEFT JOIN location l ON l.gln = c.sender_gln LEFT JOIN organisation o ON o.id = l.organisation_id
     WHERE c.day >= $1 AND c.day < $2 AND ($3::int IS NULL OR c.source_id = $3) AND c.kind = 'refusal'
     GROUP BY c.source_id, s.name, 2, 3, 4, 5 ORDER BY n DESC, s.name, c.value, c.sender_gln`,
    [from, to, sourceId],
  );
  return rows;
}
