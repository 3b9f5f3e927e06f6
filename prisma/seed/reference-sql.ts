import { readFileSync } from "node:fs";
import Papa from "papaparse";

/**
 * The reference migration, made from the lists beside this file: municipalities, regions, message types, deadlines, known
 * systems and station operators. Written with `node prisma/seed/reference-sql.ts > …/migration.sql` (`services` behind it
 * for the services); a later change of a list is a migration of its own.
 */
export function referenceSql(): string {
  return [
    "-- Made by prisma/seed/reference-sql.ts from the lists in prisma/seed. Reference lists are facts, not demo data.",
    insert(
      "organisation (kind, code, name, valid_from, valid_to)",
      "v.kind::organisation_kind, v.code, v.name, v.valid_from::date, v.valid_to::date",
      rows("regions", ({ code, name, valid_from, valid_to }) => ["region", code, name, valid_from, valid_to]),
      "kind, code, name, valid_from, valid_to",
    ),
    insert(
      "organisation (kind, code, name, cvr)",
      "v.kind::organisation_kind, v.code, v.name, v.cvr",
      rows("municipalities", ({ code, name, cvr }) => ["municipality", code, name, cvr]),
      "kind, code, name, cvr",
    ),
    "-- A municipality belongs to its region for as long as the region exists: what was before 2027 stays under the old one.",
    insert(
      "membership (member_id, region_id, valid_from, valid_to)",
      "m.id, r.id, r.valid_from, r.valid_to",
      rows("municipalities", ({ code, region }) => [code, region]),
      "code, region",
      `JOIN organisation m ON m.kind = 'municipality' AND m.code = v.code
JOIN organisation r ON r.kind = 'region' AND r.code = v.region`,
    ),
    insert(
      "membership (member_id, region_id, valid_from)",
      "m.id, r.id, r.valid_from",
      rows("municipalities", ({ code, region }) => [code, region]).filter(([, region]) =>
        BECOME_OSTDANMARK.includes(region),
      ),
      "code, region",
      `JOIN organisation m ON m.kind = 'municipality' AND m.code = v.code
JOIN organisation r ON r.kind = 'region' AND r.name = 'Region Østdanmark'`,
    ),
    insert(
      "organisation (kind, name)",
      "v.kind::organisation_kind, v.name",
      rows("organisations", ({ kind, name }) => [kind, name]),
      "kind, name",
    ),
    insert(
      "system (code, name, vendor_id)",
      "v.code, v.name, o.id",
      rows("systems", ({ code, name, vendor }) => [code, name, vendor]),
      "code, name, vendor",
      "JOIN organisation o ON o.kind = 'vendor' AND o.name = v.vendor",
    ),
    insert(
      "message_type (code, family, version, name, name_en, advis)",
      "v.code, v.family, v.version, v.name, v.name_en, v.advis::boolean",
      rows("message-types", ({ code, family, version, name, name_en, advis }) => [
        code,
        family,
        version,
        name,
        name_en,
        advis,
      ]),
      "code, family, version, name, name_en, advis",
    ),
    `UPDATE message_type t SET successor_id = s.id FROM (VALUES\n${values(
      rows("message-types", ({ code, successor }) => [code, successor]).filter(([, successor]) => successor),
    )}\n) AS v (code, successor) JOIN message_type s ON s.code = v.successor WHERE t.code = v.code;`,
    insert(
      "deadline_policy (type_id, valid_from, warn_minutes, overdue_minutes, resends, source)",
      "t.id, v.valid_from::timestamp AT TIME ZONE 'Europe/Copenhagen', v.warn::int, v.overdue::int, v.resends::int, v.source",
      rows("deadline-policies", (row) => [
        row.type,
        row.valid_from,
        row.warn_minutes,
        row.overdue_minutes,
        row.resends,
        row.source,
      ]),
      "type, valid_from, warn, overdue, resends, source",
      "LEFT JOIN message_type t ON t.code = v.type",
    ),
    insert(
      "station_operator (code, name, organisation_id)",
      "v.code, v.name, o.id",
      rows("station-operators", ({ code, name, organisation }) => [code, name, organisation]),
      "code, name, organisation",
      "LEFT JOIN organisation o ON o.kind IN ('operator', 'vans', 'vendor') AND o.name = v.organisation",
    ),
    FILES,
  ].join("\n\n");
}

/** The services that everybody has, and what is assumed to be promised of them: a migration of its own. */
export function servicesSql(): string {
  return [
    "-- Made by prisma/seed/reference-sql.ts from the lists in prisma/seed. What only one operator has is added at the desk.",
    insert(
      "service (code, kind, name, name_en, note, note_en, position, station, operator_id, types)",
      "v.code, v.kind::service_kind, v.name, v.name_en, v.note, v.note_en, v.position::int, v.station, o.id, coalesce(string_to_array(v.types, ' '), '{}')",
      rows("services", (row) => SERVICE.map((column) => row[column])),
      SERVICE.join(", "),
      "LEFT JOIN station_operator o ON o.code = v.operator",
    ),
    insert(
      "service_dependency (chain_id, station_id, whole)",
      "c.id, s.id, v.whole::boolean",
      rows("service-dependencies", ({ chain, station, whole }) => [chain, station, whole]),
      "chain, station, whole",
      "JOIN service c ON c.code = v.chain JOIN service s ON s.code = v.station",
    ),
    PROMISED,
  ].join("\n\n");
}

const SERVICE = "code kind name name_en note note_en position station operator types".split(" ");
const PROMISED = `-- KOMBIT's promise of the Serviceplatform; that it holds for these services too is assumed: their own were not found.
-- It begins before anything that is seen here.
INSERT INTO objective (service_id, valid_from, work_from, work_to, working_target, other_target, source, assumed)
SELECT id, '2024-01-01', 6, 18, 0.998, 0.985, 'KOM SF2900 2.4 §1.3.1', true FROM service ORDER BY id;
`;

// Lov nr. 699 af 20/06/2025: Region Hovedstaden and Region Sjælland become Region Østdanmark on 2027-01-01.
const BECOME_OSTDANMARK: readonly (string | undefined)[] = ["1084", "1085"];
const FILES = `-- What \`ingest\` reports as: it may report everything, and vouches for nothing.
INSERT INTO source (code, name, organisation_id) SELECT 'files', 'Filer', id FROM organisation WHERE kind = 'operator';
INSERT INTO source_scope (source_id, receipts) SELECT id, false FROM source WHERE code = 'files';
`;

type Row = Record<string, string | undefined>;

function rows(list: string, pick: (row: Row) => (string | undefined)[]): (string | undefined)[][] {
  const text = readFileSync(new URL(`${list}.csv`, import.meta.url), "utf8");
  return Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data.map(pick);
}

const literal = (value: string | undefined) => (value ? `'${value.replaceAll("'", "''")}'` : "NULL");
// The first row says that every column is text, also one whose values are all missing.
const values = (list: (string | undefined)[][]) =>
  list.map((row, n) => `  (${row.map((value) => literal(value) + (n === 0 ? "::text" : "")).join(", ")})`).join(",\n");

const insert = (into: string, select: string, list: (string | undefined)[][], columns: string, join = "") =>
  `INSERT INTO ${into}\nSELECT ${select} FROM (VALUES\n${values(list)}\n) AS v (${columns})${join && `\n${join}`};`;

if (import.meta.main) process.stdout.write(process.argv[2] === "services" ? servicesSql() : referenceSql());
