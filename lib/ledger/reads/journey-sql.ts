import type { PoolClient } from "pg";

/** A station's report as the viewer's database role sees it. A sender learns neither who reported nor whose station it was. */
export type EventRecord = {
  at: Date;
  station: number;
  direction: number;
  kind: number;
  envelope_id: string | null;
  receipt_level: number | null;
  receipt_outcome: number | null;
  receipt_code: string | null;
  installation_id: number | null;
  operator: string | null;
  reported_by: string | null;
};

const EVENT = `e.at, e.station, e.direction, e.kind, e.envelope_id, e.receipt_level, e.receipt_outcome, e.receipt_code`;
const AS_RECEIVER = `SELECT ${EVENT}, e.installation_id, o.name AS operator, s.name AS reported_by
  FROM ledger.station_event e LEFT JOIN station_operator o ON o.id = e.operator_id LEFT JOIN source s ON s.id = e.source_id`;
const AS_SENDER = `SELECT ${EVENT}, NULL::int AS installation_id, NULL AS operator, NULL AS reported_by FROM ledger.station_event e`;

/** Every kept report of a letter, under any of its ids, by time. An id that two letters claim counts for one of them. */
export async function eventsOfLetter(tx: PoolClient, asSender: boolean, letter: string, subjects: readonly string[]) {
  const { rows } = await tx.query<EventRecord>(
    `${asSender ? AS_SENDER : AS_RECEIVER} WHERE e.subject_key = ANY ($1::uuid[]) AND access.letter_of(e.subject_key) = $2
     ORDER BY e.at, e.direction, e.station * (1 - 2 * e.direction), e.kind, e.event_key`,
    [subjects, letter],
  );
  return rows;
}

export type ReceiptRecord = {
  receipt_id: string | null;
  installation_id: number | null;
  orphan: boolean;
  level: number;
  outcome: number;
  code: string | null;
  stated_at: Date;
  station: number;
  reports: number;
  conflicting: boolean;
};

/** Every receipt of a letter, by stated time; one that answers none of its deliveries is an orphan. */
export async function receiptsOfLetter(tx: PoolClient, asSender: boolean, letter: string): Promise<ReceiptRecord[]> {
  const { rows } = await tx.query<ReceiptRecord>(
    `SELECT receipt_id, ${asSender ? "NULL::int AS installation_id" : "installation_id"}, orphan, level, outcome, code, stated_at, station,
       reports, conflicting FROM ledger.receipt WHERE letter_key = $1 ORDER BY stated_at, receipt_key`,
    [letter],
  );
  return rows;
}

/** The sender as the directory knows it. */
export async function senderOf(tx: PoolClient, locationId: number | null, organisationId: number | null) {
  const { rows } = await tx.query<{ name: string | null; gln: string | null; provisional: boolean }>(
    `SELECT o.name, l.gln, coalesce(l.provisional, false) AS provisional
     FROM (SELECT 1) one LEFT JOIN location l ON l.id = $1 LEFT JOIN organisation o ON o.id = coalesce(l.organisation_id, $2)`,
    [locationId, organisationId],
  );
  return rows[0] ?? { name: null, gln: null, provisional: false };
}

export async function typeOf(tx: PoolClient, id: number | null) {
  const { rows } = await tx.query<{ code: string; name: string; nameEn: string }>(
    `SELECT code, name, name_en AS "nameEn" FROM message_type WHERE id = $1`,
    [id],
  );
  return rows[0] ?? { code: "", name: "", nameEn: "" };
}
