import type { PoolClient } from "pg";
import { z } from "zod";

/** Other organisations that were told of the same: how many, and the names of those the reader's may see, regions first. */
export type Also = { count: number; names: string[] };
type Reader = { signalId: number; organisationId: number | null };

/** Whom a telling to an organisation names; null for whoever has no account, and sees nobody. */
export type AlsoTold = (reader: Reader) => Also | null;

const row = z.object({
  signalId: z.number(),
  organisationId: z.number(),
  count: z.number(),
  names: z.array(z.string()),
});

/** Who else is told of these signals, as each of these organisations may see it: what the page of who was told shows. */
export async function alsoTold(db: Pick<PoolClient, "query">, readers: readonly Reader[]): Promise<AlsoTold> {
  const known = readers.flatMap(({ signalId, organisationId }) =>
    organisationId === null ? [] : [{ signalId, organisationId }],
  );
  const { rows } =
    known.length === 0
      ? { rows: [] }
      : await db.query(ALSO, [
          known.map(({ signalId }) => signalId),
          known.map(({ organisationId }) => organisationId),
        ]);
  const found = new Map(
    z
      .array(row)
      .parse(rows)
      .map(({ signalId, organisationId, ...also }) => [`${signalId} ${organisationId}`, also]),
  );
  return ({ signalId, organisationId }) =>
    organisationId === null ? null : (found.get(`${signalId} ${organisationId}`) ?? { count: 0, names: [] });
}

// One notice of each organisation is enough to know that it was told: of a signal there may be ten thousand. What each may see,
// and who was told, is worked out once, not for each pair of them.
const ALSO = `
  WITH reader AS (SELECT DISTINCT r.signal_id, r.organisation_id FROM unnest($1::int[], $2::int[]) AS r (signal_id, organisation_id)),
  sight AS MATERIALIZED (
    SELECT o.id, o.kind = 'operator' AS everybody, access.near(o.id) AS near FROM organisation o
    WHERE o.id = ANY ($2::int[])),
  told AS MATERIALIZED (
    SELECT g.id AS signal_id, o.id AS organisation_id FROM signal g CROSS JOIN organisation o CROSS JOIN LATERAL (
      SELECT FROM notice n JOIN dispatch d ON d.notice_id = n.id
      WHERE n.organisation_id = o.id AND n.at >= g.at AND n.signal_id = g.id
        AND (d.state <> 'suppressed' OR d.why IS DISTINCT FROM 'cancelled')
      ORDER BY n.at LIMIT 1) one
    WHERE g.id = ANY ($1::int[]))
  SELECT r.signal_id AS "signalId", r.organisation_id AS "organisationId", count(*)::int AS count,
    coalesce(array_agg(o.name ORDER BY o.kind <> 'region', o.name)
      FILTER (WHERE s.everybody OR o.id = ANY (s.near)), '{}') AS names
  FROM reader r JOIN sight s ON s.id = r.organisation_id
    JOIN told t ON t.signal_id = r.signal_id AND t.organisation_id <> r.organisation_id
    JOIN organisation o ON o.id = t.organisation_id
  GROUP BY 1, 2`;
