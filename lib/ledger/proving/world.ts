import type { Pool } from "pg";
import type { ReportingSource } from "../../intake/source.ts";
import type { DirectoryChange } from "../touch.ts";

/** The small directory the histories play in. Ids are fixed, so that the naive fold can be told the same facts plainly. */
export const GLN = {
  s1: "5790000000012",
  s2: "5790000000029",
  strangerS: "5790000000036",
  l1: "5790000000043",
  l2: "5790000000050",
  strangerL: "5790000000067",
};
export const TYPES = { advis: "TADV", care: "TCARE", stranger: "TNEW" };
export const MAILBOX = { five: "mbx-5", stranger: "mbx-unknown" };

const anything = { station: null, organisationId: null, systemId: null, installationId: null };
export const SOURCES: Record<
  "all" | "municipality" | "vendor",
  ReportingSource & { receipts: boolean; heartbeatMs: number }
> = {
  all: { id: 901, organisationId: 9101, scopes: [anything], receipts: true, heartbeatMs: 60_000 },
  municipality: {
    id: 902,
    organisationId: 9201,
    scopes: [{ ...anything, organisationId: 9201 }],
    receipts: true,
    heartbeatMs: 120_000,
  },
  vendor: {
    id: 903,
    organisationId: 9301,
    scopes: [{ ...anything, installationId: 9004 }],
    receipts: false,
    heartbeatMs: 60_000,
  },
};
export type SourceName = keyof typeof SOURCES;

export async function buildWorld(pool: Pool): Promise<void> {
  await pool.query(`
    DELETE FROM deadline_policy;
    INSERT INTO deadline_policy (type_id, valid_from, warn_minutes, overdue_minutes, resends, source) VALUES (NULL, '1990-01-01Z', 20, 30, 2, 'test');
    INSERT INTO organisation (id, kind, name) VALUES (9101, 'hospital', 'H1'), (9102, 'hospital', 'H2'), (9201, 'municipality', 'M1'), (9202, 'municipality', 'M2'), (9301, 'vendor', 'V');
    INSERT INTO system (id, code, name, vendor_id) VALUES (9001, 'sys', 'Sys', 9301);
    INSERT INTO location (id, gln, organisation_id) VALUES (9011, '${GLN.s1}', 9101), (9012, '${GLN.s2}', 9102), (9021, '${GLN.l1}', 9201), (9022, '${GLN.l2}', 9202);
    INSERT INTO installation (id, system_id, organisation_id, location_id, mailbox, live_from) VALUES
      (9001, 9001, 9201, 9021, 'mbx-1', NULL), (9002, 9001, 9201, 9021, 'mbx-2', NULL), (9003, 9001, 9201, 9021, 'mbx-3', NULL),
      (9004, 9001, 9202, 9022, 'mbx-4', NULL), (9005, 9001, 9202, 9022, '${MAILBOX.five}', NULL);
    INSERT INTO message_type (id, code, family, name, name_en, advis) VALUES (9051, '${TYPES.advis}', 'FHIR', 'a', 'a', true), (9052, '${TYPES.care}', 'FHIR', 'c', 'c', false);
    INSERT INTO installation_type (installation_id, location_id, type_id, role, valid_from) VALUES
      (9001, 9021, 9051, 'A', '1990-01-01'), (9002, 9021, 9051, 'B', '1990-01-01'), (9003, 9021, 9051, 'C', '1990-01-01'),
      (9001, 9021, 9052, 'A', '1990-01-01'), (9004, 9022, 9051, 'A', '1990-01-01');
    INSERT INTO source (id, code, name, organisation_id, heartbeat_seconds) VALUES (901, 'all', 'All', 9101, 60), (902, 'm', 'M', 9201, 120), (903, 'v', 'V', 9301, 60);
    INSERT INTO source_scope (source_id, organisation_id, installation_id, receipts) VALUES (901, NULL, NULL, true), (902, 9201, NULL, true), (903, NULL, 9004, false);
    UPDATE meta SET value = (value::int + 1)::text WHERE key = 'directory_version'`);
}

/**
 * A change of the past that the whole ledger must follow: what is done to the database, and what of it to touch, as the
 * directory's own commands say it. `touched` reads the installations of strangers, whose ids nobody knows before.
 */
export type Change = { sql: string; touch: DirectoryChange; touched?: string };
const OCTOBER_25 = "2026-10-24T22:00:00Z";
const NOVEMBER = "2026-10-31T23:00:00Z";
const strangersPlace = `(SELECT id FROM location WHERE gln = '${GLN.strangerL}')`;
export const CHANGES = {
  roleOf2BecomesC: {
    sql: "UPDATE installation_type SET role = 'C' WHERE installation_id = 9002",
    touch: { installationIds: [9002], locationIds: [9021] },
  },
  threeBecomesBInNovember: {
    sql: `UPDATE installation_type SET valid_to = '2026-10-31' WHERE installation_id = 9003;
      INSERT INTO installation_type (installation_id, location_id, type_id, role, valid_from) VALUES (9003, 9021, 9051, 'B', '2026-11-01')`,
    touch: { installationIds: [9003], locationIds: [9021], from: NOVEMBER, to: null },
  },
  fiveTookCareInOctober: {
    sql: `INSERT INTO installation_type (installation_id, location_id, type_id, role, valid_from, valid_to)
      VALUES (9005, 9022, 9052, 'A', '2026-10-25', '2026-10-31')`,
    touch: { installationIds: [9005], locationIds: [9022], from: OCTOBER_25, to: NOVEMBER },
  },
  oneOptsOutInNovember: {
    sql: "UPDATE installation SET opted_out_from = '2026-11-01' WHERE id = 9001",
    touch: { installationIds: [9001] },
  },
  twoIsPending: {
    sql: "UPDATE installation SET pending = true WHERE id = 9002",
    touch: { installationIds: [9002] },
  },
  fourGoesLive: {
    sql: "UPDATE installation SET live_from = '2026-10-25' WHERE id = 9004",
    touch: { installationIds: [9004] },
  },
  longerDeadline: {
    sql: "INSERT INTO deadline_policy (type_id, valid_from, warn_minutes, overdue_minutes, resends, source) VALUES (9051, '2026-10-25T12:00Z', NULL, 45, 3, 'test')",
    touch: { typeIds: [9051], from: "2026-10-25T12:00:00Z", to: null },
  },
  shorterDefault: {
    sql: `INSERT INTO deadline_policy (type_id, valid_from, warn_minutes, overdue_minutes, resends, source) VALUES (NULL, '${NOVEMBER}', 15, 20, 1, 'test')`,
    touch: { all: true, from: NOVEMBER, to: null },
  },
  strangerAdopted: {
    sql: `INSERT INTO location (gln, provisional) VALUES ('${GLN.strangerL}', true) ON CONFLICT (gln) DO NOTHING;
      INSERT INTO installation (location_id, provisional) SELECT id, true FROM location WHERE gln = '${GLN.strangerL}' ON CONFLICT (location_id) WHERE provisional DO NOTHING;
      UPDATE installation SET adopted_by_id = 9005 WHERE location_id = ${strangersPlace} AND provisional`,
    touch: { installationIds: [9005] },
    touched: `SELECT id FROM installation WHERE location_id = ${strangersPlace} AND provisional`,
  },
  senderAdopted: {
    sql: `INSERT INTO location (gln, provisional) VALUES ('${GLN.strangerS}', true) ON CONFLICT (gln) DO NOTHING;
      UPDATE location SET organisation_id = 9102 WHERE gln = '${GLN.strangerS}'`,
    touch: { all: true },
  },
  municipalityNoLongerVouches: {
    sql: "UPDATE source_scope SET receipts = false WHERE source_id = 902",
    touch: { all: true },
  },
} satisfies Record<string, Change>;
export type ChangeName = keyof typeof CHANGES;
