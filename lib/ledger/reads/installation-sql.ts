import type { PoolClient } from "pg";
import { DELIVERY_COLUMNS, type DeliveryRecord } from "./delivery-rows.ts";
import { MAX_COUNTED } from "./sql.ts";

export type InstallationRecord = {
  id: number;
  code: string | null;
  organisation_id: number | null;
  municipality: string | null;
  system_id: number | null;
  system: string | null;
  vendor_id: number | null;
  vendor: string | null;
  provisional: boolean;
  mailbox: string | null;
  mode: "push" | "pull" | null;
  live_from: string | null;
  opted_out_from: string | null;
  pending: boolean;
  area: string | null;
  legal_basis: string | null;
  location_id: number | null;
  gln: string | null;
  sor_id: string | null;
  location: string | null;
};

export async function installationRecord(tx: PoolClient, id: number): Promise<InstallationRecord | null> {
  const { rows } = await tx.query<InstallationRecord>(
    `SELECT i.id, o.code, o.id AS organisation_id, o.name AS municipality, s.id AS system_id, s.name AS system, v.id AS vendor_id, v.name AS vendor,
       i.provisional, i.mailbox, i.mode, i.live_from::text, i.opted_out_from::text, i.pending, i.area, i.legal_basis,
       l.id AS location_id, l.gln, l.sor_id, l.name AS location
     FROM installation i LEFT JOIN organisation o ON o.id = i.organisation_id LEFT JOIN system s ON s.id = i.system_id
     LEFT JOIN organisation v ON v.id = s.vendor_id LEFT JOIN location l ON l.id = i.location_id
     WHERE i.id = $1 AND i.adopted_by_id IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

export type TypeRecord = {
  code: string;
  name: string;
  nameEn: string;
  version: string | null;
  role: "A" | "B" | "C";
  assumed: boolean;
  from: string;
  to: string | null;
  current: boolean;
  warnMinutes: number | null;
  overdueMinutes: number | null;
  resends: number | null;
  policyFrom: Date | null;
  source: string | null;
};

/** The types an installation receives, those in force first, each with the deadline in force: its own, else the default. */
export async function typesOf(tx: PoolClient, id: number, now: Date, day: string): Promise<TypeRecord[]> {
  const { rows } = await tx.query<TypeRecord>(
    `SELECT t.code, t.name, t.name_en AS "nameEn", t.version, it.role, it.assumed, it.valid_from::text AS "from", it.valid_to::text AS "to",
       it.valid_from <= $3::date AND (it.valid_to IS NULL OR it.valid_to >= $3::date) AS current,
       p.warn_minutes AS "warnMinutes", p.overdue_minutes AS "overdueMinutes", p.resends, p.valid_from AS "policyFrom", p.source
     FROM installation_type it JOIN message_type t ON t.id = it.type_id
     LEFT JOIN LATERAL (SELECT * FROM deadline_policy WHERE (type_id = t.id OR type_id IS NULL) AND valid_from <= $2
       ORDER BY type_id NULLS LAST, valid_from DESC LIMIT 1) p ON true
     WHERE it.installation_id = $1 ORDER BY current DESC, t.advis DESC, t.code, it.valid_from`,
    [id, now, day],
  );
  return rows;
}

/** How far each source that reports the installation's receipts has come. */
export async function sourcesOf(tx: PoolClient, id: number): Promise<{ name: string; completeTo: Date | null }[]> {
  const { rows } = await tx.query<{ name: string; completeTo: Date | null }>(
    `SELECT source_name AS name, upper(seen) AS "completeTo" FROM access.coverage_of(ARRAY[$1::int]) ORDER BY 1`,
    [id],
  );
  return rows;
}

/** Overdue deliveries since an instant, oldest first, and how many there are. State 5 is overdue (`states.ts`). */
export async function overdueOf(tx: PoolClient, id: number, since: Date, limit: number) {
  const { rows } = await tx.query<DeliveryRecord>(
    `SELECT ${DELIVERY_COLUMNS} FROM ledger.delivery d WHERE d.installation_id = $1 AND d.state = 5 AND d.sent_at >= $2
     ORDER BY d.sent_at, d.letter_key LIMIT $3`,
    [id, since, limit],
  );
  if (rows.length < limit) return { records: rows, total: rows.length };
  const counted = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT FROM ledger.delivery d WHERE d.installation_id = $1 AND d.state = 5 AND d.sent_at >= $2
       LIMIT ${MAX_COUNTED}) some`,
    [id, since],
  );
  return { records: rows, total: counted.rows[0]?.n ?? 0 };
}

/** Unanswered deliveries last seen in the mailbox (station 5) and not handed over (transport 1), since an instant. */
export async function inMailbox(
  tx: PoolClient,
  id: number,
  since: Date,
): Promise<{ count: number; oldestAt: Date | null }> {
  const { rows } = await tx.query<{ count: number; oldestAt: Date | null }>(
    `SELECT count(*)::int AS count, min(sent_at) AS "oldestAt" FROM (
       SELECT d.sent_at FROM ledger.delivery d WHERE d.installation_id = $1 AND d.state IN (1, 3, 5, 10) AND d.sent_at >= $2
         AND d.last_station = 5 AND d.transport <> 1 LIMIT ${MAX_COUNTED}) waiting`,
    [id, since],
  );
  return rows[0] ?? { count: 0, oldestAt: null };
}
