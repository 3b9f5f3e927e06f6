import type { PoolClient } from "pg";
import { type Leftover, statesLeft } from "../../ledger/leftovers.ts";
import { RECEIPT_STATES } from "../../ledger/states.ts";
import type { Phase, Severity } from "../shapes.ts";
import type { BacklogCounts } from "./shapes.ts";

/** Two workers never count at once; whoever comes second leaves it to the first. Held until the transaction ends. */
export async function takeTurn(tx: PoolClient): Promise<boolean> {
  const { rows } = await tx.query<{ got: boolean }>("SELECT pg_try_advisory_xact_lock(hashtext('backlog')) AS got");
  return rows[0]?.got ?? false;
}

export type DueIncident = { id: number; phase: Phase };

/**
 * Incidents to count now, the one counted longest ago first: what is public and has something left, at every turn; what
 * was cleared, or resolved over a month ago, once an hour, since late facts still change its numbers. Those that rest are
 * left out.
 */
export async function dueIncidents(
  tx: PoolClient,
  now: Date,
  resting: readonly number[],
  limit: number,
): Promise<DueIncident[]> {
  const { rows } = await tx.query<DueIncident>(
    `SELECT i.id, i.phase FROM incident i LEFT JOIN ledger.backlog_round r ON r.incident_id = i.id
     WHERE access.incident_is_public(i.id) AND i.id <> ALL ($3::int[])
       AND (i.phase <> 'backlog_cleared' OR i.backlog_cleared_at > $1::timestamptz - interval '31 days')
       AND ((i.phase <> 'backlog_cleared' AND coalesce(i.resolved_at > $1::timestamptz - interval '31 days', true))
         OR coalesce(r.counted_at <= $1::timestamptz - interval '1 hour', true))
     ORDER BY r.counted_at NULLS FIRST, i.id LIMIT $2`,
    [now, limit, resting],
  );
  return rows;
}

const among = (left: Leftover): string =>
  `d.state IN (${statesLeft(left)
    .map((state) => RECEIPT_STATES.indexOf(state))
    .join(", ")})`;
const counted = (left: Leftover): string => `count(*) FILTER (WHERE ${among(left)})::int AS ${left}`;

// Where an incident hit and when; no more than a month of it is counted, so that a forgotten one costs no more than that.
const HIT = `hit AS (
  SELECT m.installation_id, m.from_at, coalesce(m.to_at, i.resolved_at) AS to_at,
    least(coalesce(m.to_at, i.resolved_at, $2), m.from_at + interval '31 days') AS until
  FROM impact m JOIN incident i ON i.id = m.incident_id WHERE m.incident_id = $1 AND m.effect <> 'none')`;

const KEY = "installation_id, sender_organisation_id, receipt_role";
const five = (instant: string): string =>
  `date_bin('5 minutes', ${instant} + interval '4 minutes 59.999 seconds', timestamptz '2000-01-01T00:00:00Z')`;

// One look at the deliveries gives both the counts and the curve. A row is written only where it says something new.
const COUNT = `
  WITH ${HIT},
  d AS MATERIALIZED (
    SELECT h.from_at, h.to_at, d.installation_id, d.sender_organisation_id, d.receipt_role, d.state, d.sent_at, d.decided_at
    FROM hit h JOIN ledger.delivery d ON d.installation_id = h.installation_id AND d.sent_at >= h.from_at AND d.sent_at < h.until
    WHERE ${among("expected")}),
  counts AS (
    SELECT ${KEY}, from_at, to_at, count(*)::int AS n, ${counted("late")}, ${counted("pending")}, ${counted("missing")},
      ${counted("unknown")}, ${counted("lost")}
    FROM d GROUP BY ${KEY}, from_at, to_at),
  steps AS (
    SELECT ${KEY}, at, sum(step)::int AS step FROM (
      SELECT ${KEY}, ${five("sent_at")} AS at, 1 AS step FROM d
      UNION ALL SELECT ${KEY}, ${five("greatest(decided_at, sent_at)")}, -1 FROM d WHERE decided_at IS NOT NULL) s
    GROUP BY ${KEY}, at HAVING sum(step) <> 0),
  curve AS (SELECT ${KEY}, at, (sum(step) OVER (PARTITION BY ${KEY} ORDER BY at))::int AS waiting FROM steps WHERE at <= $2),
  wrote AS (
    INSERT INTO ledger.backlog AS b (incident_id, ${KEY}, from_at, to_at, n, late, pending, missing, unknown, lost)
    SELECT $1, ${KEY}, from_at, to_at, n, late, pending, missing, unknown, lost FROM counts
    ON CONFLICT (incident_id, ${KEY}) DO UPDATE SET from_at = excluded.from_at, to_at = excluded.to_at, n = excluded.n,
      late = excluded.late, pending = excluded.pending, missing = excluded.missing, unknown = excluded.unknown, lost = excluded.lost
    WHERE (b.from_at, b.to_at, b.n, b.late, b.pending, b.missing, b.unknown, b.lost)
      IS DISTINCT FROM (excluded.from_at, excluded.to_at, excluded.n, excluded.late, excluded.pending, excluded.missing, excluded.unknown, excluded.lost)
    RETURNING installation_id, sender_organisation_id),
  gone AS (
    DELETE FROM ledger.backlog b WHERE b.incident_id = $1 AND NOT EXISTS (SELECT FROM counts c WHERE c.installation_id = b.installation_id
      AND c.sender_organisation_id = b.sender_organisation_id AND c.receipt_role = b.receipt_role)
    RETURNING installation_id, sender_organisation_id),
  drew AS (
    INSERT INTO ledger.backlog_curve AS b (incident_id, ${KEY}, at, waiting) SELECT $1, ${KEY}, at, waiting FROM curve
    ON CONFLICT (incident_id, at, ${KEY}) DO UPDATE SET waiting = excluded.waiting WHERE b.waiting <> excluded.waiting),
  wiped AS (
    DELETE FROM ledger.backlog_curve b WHERE b.incident_id = $1 AND NOT EXISTS (SELECT FROM curve c WHERE c.installation_id = b.installation_id
      AND c.sender_organisation_id = b.sender_organisation_id AND c.receipt_role = b.receipt_role AND c.at = b.at))
  SELECT coalesce(sum(n), 0)::int AS n, coalesce(sum(late), 0)::int AS late, coalesce(sum(pending), 0)::int AS pending,
    coalesce(sum(missing), 0)::int AS missing, coalesce(sum(unknown), 0)::int AS unknown, coalesce(sum(lost), 0)::int AS lost,
    (SELECT count(*)::int FROM hit) AS hit,
    ARRAY(SELECT installation_id FROM wrote UNION SELECT installation_id FROM gone) AS installations,
    ARRAY(SELECT sender_organisation_id FROM wrote UNION SELECT sender_organisation_id FROM gone) AS senders
  FROM counts`;

export type Recount = BacklogCounts & { hit: number; installations: number[]; senders: number[] };

/** Counts an incident's deliveries anew and writes what has changed. Answers the sums, and whose figures changed. */
export async function recount(tx: PoolClient, incident: number, now: Date): Promise<Recount> {
  const { rows } = await tx.query<Recount>(COUNT, [incident, now]);
  return rows[0] as Recount; // an aggregate always answers one row
}

/** Whether everywhere that was hit some source has reported all of the time; false where nobody was hit. */
export async function isCovered(tx: PoolClient, incident: number, now: Date): Promise<boolean> {
  const { rows } = await tx.query<{ covered: boolean }>(
    `WITH ${HIT}, seen AS MATERIALIZED (SELECT * FROM access.coverage_of(ARRAY(SELECT installation_id FROM hit)))
     SELECT coalesce(bool_and(EXISTS (SELECT FROM seen s WHERE s.installation_id = h.installation_id
       AND s.seen @> tstzrange(h.from_at, h.until))), false) AS covered FROM hit h`,
    [incident, now],
  );
  return rows[0]?.covered ?? false;
}

export async function writeRound(tx: PoolClient, incident: number, covered: boolean, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO ledger.backlog_round VALUES ($1, $2, $3)
     ON CONFLICT (incident_id) DO UPDATE SET counted_at = excluded.counted_at, covered = excluded.covered`,
    [incident, now, covered],
  );
}

export type IncidentRecord = {
  id: number;
  number: string;
  title: string;
  title_en: string;
  phase: Phase;
  severity: Severity;
  started_at: Date;
  resolved_at: Date | null;
  backlog_cleared_at: Date | null;
  counted_at: Date | null;
  covered: boolean | null;
};

/** An incident the viewer sees, with when it was counted. */
export async function incidentOf(tx: PoolClient, number: string): Promise<IncidentRecord | undefined> {
  const { rows } = await tx.query<IncidentRecord>(
    `SELECT i.id, i.number, i.title, i.title_en, i.phase, i.severity, i.started_at, i.resolved_at, i.backlog_cleared_at,
       r.counted_at, r.covered
     FROM incident i LEFT JOIN ledger.backlog_round r ON r.incident_id = i.id WHERE i.number = $1`,
    [number],
  );
  return rows[0];
}

export type CountRecord = BacklogCounts & { installation_id: number; from_at: Date; to_at: Date | null };

/** The counts the viewer sees, by installation. */
export async function countsOf(tx: PoolClient, incident: number): Promise<CountRecord[]> {
  const { rows } = await tx.query<CountRecord>(
    `SELECT installation_id, from_at, to_at, sum(n)::int AS n, sum(late)::int AS late, sum(pending)::int AS pending,
       sum(missing)::int AS missing, sum(unknown)::int AS unknown, sum(lost)::int AS lost
     FROM ledger.backlog WHERE incident_id = $1 GROUP BY 1, 2, 3`,
    [incident],
  );
  return rows;
}

/** By how much the number of those waiting changed at each instant, of all the viewer sees. */
export async function curveSteps(tx: PoolClient, incident: number): Promise<{ at: Date; step: number }[]> {
  const { rows } = await tx.query<{ at: Date; step: number }>(
    `SELECT at, sum(waiting - before)::int AS step FROM (
       SELECT at, waiting, coalesce(lag(waiting) OVER (PARTITION BY ${KEY} ORDER BY at), 0) AS before
       FROM ledger.backlog_curve WHERE incident_id = $1) points
     GROUP BY at ORDER BY at`,
    [incident],
  );
  return rows;
}
