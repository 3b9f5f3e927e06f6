import type { PoolClient } from "pg";
import { RECEIPT_STATES, STATIONS } from "../../ledger/states.ts";
import type { Span } from "../shapes.ts";

/** The traffic a window concerns, from the ledger: what is expected of its time, and what was measured in it. */
export type Reader = Pick<PoolClient, "query">;

const ZONE = "'Europe/Copenhagen'";
const SENT = RECEIPT_STATES.map((state) => `r.n_${state}`).join(" + ");
const ARRIVED_STATES = (["ok", "late_ok", "repudiated"] as const).map((state) => RECEIPT_STATES.indexOf(state));
/** The slot of the recipient's own station, on the way out, without its operator. */
const RECIPIENT_OUT = STATIONS.indexOf("recipient");

/** Which deliveries run through a window's services; what is in none of the lists is not hit. */
export type Scope = {
  /** A station that everything passes. */
  all: boolean;
  typeIds: number[];
  systemIds: number[];
  /** Stations of one operator, beside others: position in STATIONS, and whose. */
  stations: number[];
  operatorIds: number[];
};

type ServiceRow = {
  kind: "chain" | "station";
  station: string | null;
  operator_id: number | null;
  system_id: number | null;
  types: number[];
};

export async function scopeOf(tx: Reader, codes: readonly string[]): Promise<Scope> {
  const { rows } = await tx.query<ServiceRow>(
    `SELECT s.kind, s.station, s.operator_id, s.system_id,
       ARRAY(SELECT t.id FROM message_type t WHERE t.code = ANY (s.types)) AS types
     FROM service s WHERE s.code = ANY ($1::text[])`,
    [codes],
  );
  const scope: Scope = { all: false, typeIds: [], systemIds: [], stations: [], operatorIds: [] };
  for (const { kind, station, operator_id, system_id, types } of rows) {
    const place = (STATIONS as readonly string[]).indexOf(station ?? "");
    if (kind === "chain") scope.typeIds.push(...types);
    else if (system_id !== null) scope.systemIds.push(system_id);
    else if (operator_id !== null && place !== -1) {
      scope.stations.push(place);
      scope.operatorIds.push(operator_id);
    } else scope.all = true;
  }
  return scope;
}

export type TrafficCell = {
  weekday: number;
  hour: number;
  organisation: string | null;
  municipality: boolean;
  type: string;
  n: number;
};

/**
 * How much was sent in a span, by weekday and hour on the Danish wall, receiver and type; a holiday counts as a Sunday. Of
 * a station beside others each installation counts with the part of its messages that ran through it since `sharesSince`.
 */
export async function trafficCells(
  tx: Reader,
  scope: Scope,
  span: Span,
  sharesSince: number,
  holidays: readonly string[],
): Promise<TrafficCell[]> {
  const { rows } = await tx.query<TrafficCell>(
    `WITH part AS (
       SELECT installation_id, max(part) AS part FROM (
         SELECT r.installation_id, sum(r.n) FILTER (WHERE r.operator_id = o.operator_id)::float8 / nullif(sum(r.n), 0) AS part
         FROM unnest($6::smallint[], $7::int[]) AS o (station, operator_id)
         JOIN ledger.rollup_leg r ON r.station = o.station
         WHERE r.direction = 0 AND r.bucket >= $3 AND r.bucket < $2 GROUP BY r.installation_id, o.station, o.operator_id) AS parts
       GROUP BY installation_id),
     -- Each hour is put on the wall once, not once a row.
     hour AS (
       SELECT at AS bucket, extract(hour FROM at AT TIME ZONE ${ZONE})::int AS hour,
         CASE WHEN (at AT TIME ZONE ${ZONE})::date = ANY ($4::date[]) THEN 0 ELSE extract(dow FROM at AT TIME ZONE ${ZONE})::int END AS weekday
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 hour', interval '1 hour') AS at),
     sent AS (
       SELECT h.weekday, h.hour, r.installation_id, r.type_id, sum(${SENT}) AS n
       FROM ledger.rollup_hour r JOIN hour h ON h.bucket = r.bucket
       WHERE r.bucket >= $1 AND r.bucket < $2 GROUP BY 1, 2, 3, 4)
     SELECT s.weekday, s.hour,
       g.name AS organisation, coalesce(g.kind::text = 'municipality', false) AS municipality, t.code AS type,
       sum(s.n * CASE WHEN $5 OR s.type_id = ANY ($8::int[]) OR i.system_id = ANY ($9::int[]) THEN 1 ELSE p.part END)::float8 AS n
     FROM sent s JOIN installation i ON i.id = s.installation_id JOIN message_type t ON t.id = s.type_id
     LEFT JOIN organisation g ON g.id = i.organisation_id LEFT JOIN part p ON p.installation_id = s.installation_id
     WHERE $5 OR s.type_id = ANY ($8::int[]) OR i.system_id = ANY ($9::int[]) OR p.part > 0
     GROUP BY 1, 2, 3, 4, 5 HAVING sum(s.n) > 0`,
    [
      ...[new Date(span.from), new Date(span.to), new Date(sharesSince), holidays, scope.all],
      ...[scope.stations, scope.operatorIds, scope.typeIds, scope.systemIds],
    ],
  );
  return rows;
}

/** The Danish days from one to before another that anything was sent on: on the others we saw nothing. */
export async function daysWithData(tx: Reader, from: string, to: string): Promise<string[]> {
  const { rows } = await tx.query<{ day: string }>(
    `SELECT DISTINCT r.bucket::text AS day FROM ledger.rollup_day_total r
     WHERE r.bucket >= $1::date AND r.bucket < $2::date ORDER BY 1`,
    [from, to],
  );
  return rows.map(({ day }) => day);
}

export type Measured = { measured: number; deliveredIn: number; deliveredAfter: number };

/**
 * What became of the messages sent in a window: how many, and how many of them reached their recipient in it and after it.
 * Null where the ledger saw nothing on either side of that time. What has not passed a station of several operators yet
 * may still come through it, and counts.
 */
export async function measuredIn(tx: Reader, scope: Scope, span: Span): Promise<Measured | null> {
  const { rows } = await tx.query<Measured & { seen: boolean }>(
    `SELECT count(*)::int AS measured, count(*) FILTER (WHERE m.arrived < $2)::int AS "deliveredIn",
       count(*) FILTER (WHERE m.arrived >= $2)::int AS "deliveredAfter",
       EXISTS (SELECT FROM ledger.rollup_hour r WHERE r.bucket >= $1::timestamptz - interval '1 day' AND r.bucket < $2::timestamptz + interval '1 day') AS seen
     FROM (
       SELECT d.leg_slot, d.type_id, i.system_id, least(
         (SELECT min(l.at) FROM unnest(d.leg_slot, d.leg_at) AS l (slot, at) WHERE l.slot % 16 = ${RECIPIENT_OUT}),
         CASE WHEN d.state = ANY ($8::smallint[]) THEN d.decided_at END) AS arrived
       FROM ledger.delivery d JOIN installation i ON i.id = d.installation_id
       WHERE d.sent_at >= $1 AND d.sent_at < $2) AS m
     WHERE $3 OR m.type_id = ANY ($6::int[]) OR m.system_id = ANY ($7::int[]) OR EXISTS (
       SELECT FROM unnest($4::int[], $5::int[]) AS o (station, operator_id)
       WHERE o.operator_id * 16 + o.station = ANY (m.leg_slot)
         OR (m.arrived IS NULL AND NOT EXISTS (SELECT FROM unnest(m.leg_slot) AS slot WHERE slot % 16 = o.station)))`,
    [
      ...[new Date(span.from), new Date(span.to), scope.all, scope.stations, scope.operatorIds],
      ...[scope.typeIds, scope.systemIds, ARRIVED_STATES],
    ],
  );
  const [found] = rows;
  if (!found?.seen) return null;
  const { measured, deliveredIn, deliveredAfter } = found;
  return { measured, deliveredIn, deliveredAfter };
}
