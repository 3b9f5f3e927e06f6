import type { Pool, PoolClient } from "pg";
import { arrayText, type Element } from "../db/array.ts";
import { directoryVersion } from "../ledger/directory.ts";
import type { Places, UnknownPlaces } from "./places.ts";
import type { EventRow, NamedLetter, NewClaim } from "./rules.ts";

/** The SQL of intake. Rows go in sorted by key, so that two batches that share some never wait for each other in a ring. */
type Tx = Pick<PoolClient, "query">;
const instant = (column: string) => `to_timestamp(${column} / 1000)`;

export async function loadPlaces(db: Pick<Pool, "query">): Promise<Places> {
  const version = await directoryVersion(db);
  const locations = await db.query<{
    id: number;
    gln: string | null;
    sor_id: string | null;
    organisation_id: number | null;
  }>("SELECT id, gln, sor_id, organisation_id FROM location");
  const installations = await db.query<{
    id: number;
    mailbox: string | null;
    organisation_id: number | null;
    system_id: number | null;
  }>("SELECT id, mailbox, organisation_id, system_id FROM installation");
  const types = await db.query<{ id: number; code: string }>("SELECT id, code FROM message_type");
  const operators = await db.query<{ id: number; code: string }>("SELECT id, code FROM station_operator");
  const place = (row: { id: number; organisation_id: number | null }) => ({
    id: row.id,
    organisationId: row.organisation_id,
  });
  const known = installations.rows.map((row) => ({ ...place(row), systemId: row.system_id, mailbox: row.mailbox }));
  return {
    version,
    gln: new Map(locations.rows.flatMap((row) => (row.gln === null ? [] : [[row.gln, place(row)]]))),
    sor: new Map(locations.rows.flatMap((row) => (row.sor_id === null ? [] : [[row.sor_id, place(row)]]))),
    mailbox: new Map(known.flatMap((row) => (row.mailbox === null ? [] : [[row.mailbox, row]]))),
    installation: new Map(known.map((row) => [row.id, row])),
    type: new Map(types.rows.map((row) => [row.code, row.id])),
    operator: new Map(operators.rows.map((row) => [row.code, row.id])),
  };
}

/** Makes provisional entries and adds them to what is known. A code that somebody else made meanwhile is simply read. */
export async function makeProvisionalPlaces(
  db: Pick<Pool, "query">,
  places: Places,
  unknown: UnknownPlaces,
  now: Date,
): Promise<void> {
  const make = async (
    codes: Set<string>,
    insert: string,
    select: string,
    learn: (row: { id: number; code: string }) => void,
  ) => {
    if (codes.size === 0) return;
    const sorted = [...codes].sort();
    await db.query(insert, [sorted, now]);
    for (const row of (await db.query<{ id: number; code: string }>(select, [sorted])).rows) learn(row);
  };
  const location = (column: string) =>
    [
      `INSERT INTO location (${column}, provisional, first_seen_at) SELECT c, true, $2 FROM unnest($1::text[]) AS c ON CONFLICT (${column}) DO NOTHING`,
      `SELECT id, ${column} AS code FROM location WHERE ${column} = ANY ($1::text[])`,
    ] as const;
  await make(unknown.gln, ...location("gln"), ({ id, code }) => places.gln.set(code, { id, organisationId: null }));
  await make(unknown.sor, ...location("sor_id"), ({ id, code }) => places.sor.set(code, { id, organisationId: null }));
  await make(
    unknown.mailbox,
    "INSERT INTO installation (mailbox, provisional, first_seen_at) SELECT c, true, $2 FROM unnest($1::text[]) AS c ON CONFLICT (mailbox) DO NOTHING",
    "SELECT id, mailbox AS code FROM installation WHERE mailbox = ANY ($1::text[])",
    ({ id, code }) => {
      const installation = { id, organisationId: null, systemId: null };
      places.mailbox.set(code, installation);
      places.installation.set(id, installation);
    },
  );
  await make(
    unknown.type,
    `INSERT INTO message_type (code, family, name, name_en, provisional, first_seen_at) SELECT c, 'unknown', c, c, true, $2 FROM unnest($1::text[]) AS c
     ON CONFLICT (code) DO NOTHING`,
    "SELECT id, code FROM message_type WHERE code = ANY ($1::text[])",
    ({ id, code }) => places.type.set(code, id),
  );
  await make(
    unknown.operator,
    "INSERT INTO station_operator (code, name, provisional) SELECT c, c, $2::timestamptz IS NOT NULL FROM unnest($1::text[]) AS c ON CONFLICT (code) DO NOTHING",
    "SELECT id, code FROM station_operator WHERE code = ANY ($1::text[])",
    ({ id, code }) => places.operator.set(code, id),
  );
}

/** The columns of an event beside its source and arrival; `instant` is given in ms. */
export const EVENT_COLUMNS: readonly (readonly [name: string, type: string, value: (row: EventRow) => Element])[] = [
  ["event_key", "uuid", (row) => row.eventKey],
  ["at", "instant", (row) => row.at],
  ["subject_key", "uuid", (row) => row.subjectKey],
  ["content_hash", "bigint", (row) => row.contentHash.toString()],
  ["authority", "smallint", (row) => row.authority],
  ["station", "smallint", (row) => row.station],
  ["direction", "smallint", (row) => row.direction],
  ["kind", "smallint", (row) => row.kind],
  ["operator_id", "int", (row) => row.operatorId],
  ["installation_id", "int", (row) => row.installationId],
  ["sender_location_id", "int", (row) => row.senderLocationId],
  ["receiver_location_id", "int", (row) => row.receiverLocationId],
  ["copy", "boolean", (row) => row.copy],
  ["type_id", "int", (row) => row.typeId],
  ["content", "text", (row) => row.content],
  ["stated_sent_at", "instant", (row) => row.statedSentAt],
  ["receipt_expected", "boolean", (row) => row.receiptExpected],
  ["envelope_id", "text", (row) => row.envelopeId],
  ["receipt_key", "uuid", (row) => row.receiptKey],
  ["receipt_id", "text", (row) => row.receiptId],
  ["receipt_level", "smallint", (row) => row.receiptLevel],
  ["receipt_outcome", "smallint", (row) => row.receiptOutcome],
  ["receipt_code", "text", (row) => row.receiptCode],
];
const names = EVENT_COLUMNS.map(([name]) => name).join(", ");

// Answers the ids of those that were known already; mostly that is none, and nothing is looked up.
const APPEND = `
  WITH told AS (
    INSERT INTO ledger.station_event (${names}, source_id, received_at)
    SELECT ${EVENT_COLUMNS.map(([name, type]) => (type === "instant" ? instant(`x.${name}`) : `x.${name}`)).join(", ")}, $1, $2
    FROM unnest(${EVENT_COLUMNS.map(([, type], i) => `$${i + 3}::${type === "instant" ? "float8" : type}[]`).join(", ")}) AS x (${names})
    ON CONFLICT (event_key, at) DO NOTHING RETURNING event_key, at)
  SELECT CASE WHEN (SELECT count(*) FROM told) < cardinality($3::uuid[]) THEN (
    SELECT json_agg(x.k || '|' || x.t::bigint) FROM unnest($3::uuid[], $4::float8[]) AS x (k, t)
    WHERE NOT EXISTS (SELECT FROM told WHERE told.event_key = x.k AND told.at = ${instant("x.t")})) END AS known`;

/** The name of an event among all: its key and its time. */
export const eventName = (row: EventRow): string => `${row.eventKey}|${row.at}`;

/** Appends events that are distinct by key and time; answers the names of those that were there before, and are left as they are. */
export async function appendEvents(
  tx: Tx,
  sourceId: number,
  receivedAt: Date,
  rows: readonly EventRow[],
): Promise<Set<string>> {
  const { rows: answer } = await tx.query<{ known: string[] | null }>({
    name: "append_events",
    text: APPEND,
    values: [sourceId, receivedAt, ...EVENT_COLUMNS.map(([, , value]) => arrayText(rows.map(value)))],
  });
  return new Set(answer[0]?.known);
}

// Of several claims the least is kept.
const TOUCH = `
  WITH letters AS (
    INSERT INTO ledger.letter (letter_key, space, letter_id)
    SELECT k, s, i FROM unnest($1::uuid[], $2::smallint[], $3::text[]) AS x (k, s, i)
    ON CONFLICT (letter_key) DO NOTHING),
  claims AS (
    INSERT INTO ledger.alias AS a (alias_key, letter_key, kind, clear, at, event_key, authority)
    SELECT k, l, kd, c, ${instant("t")}, e, au
      FROM unnest($4::uuid[], $5::uuid[], $6::smallint[], $7::text[], $8::float8[], $9::uuid[], $10::smallint[]) AS x (k, l, kd, c, t, e, au)
    ON CONFLICT (alias_key, letter_key) DO UPDATE SET at = excluded.at, event_key = excluded.event_key, authority = excluded.authority
      WHERE (excluded.authority, excluded.at, excluded.event_key) < (a.authority, a.at, a.event_key)
    RETURNING alias_key, letter_key),
  touched AS (
    SELECT k FROM unnest($11::uuid[]) AS x (k) UNION SELECT alias_key FROM claims UNION SELECT letter_key FROM claims),
  inbox AS (
    INSERT INTO ledger.inbox (shard, subject_key) SELECT (get_byte(uuid_send(k), 0) % 2)::smallint, k FROM touched)
  SELECT pg_notify('ledger_inbox', '')`;

/** Notes the letters and ids that new events name, each once, puts whatever they touch into the inbox, and wakes the workers. */
export async function touchNamed(
  tx: Tx,
  letters: readonly NamedLetter[],
  claims: readonly NewClaim[],
  subjects: readonly string[],
): Promise<void> {
  await tx.query({
    name: "touch_named",
    text: TOUCH,
    values: [
      arrayText(letters.map((letter) => letter.key)),
      arrayText(letters.map((letter) => letter.space)),
      arrayText(letters.map((letter) => letter.id)),
      arrayText(claims.map((claim) => claim.key)),
      arrayText(claims.map((claim) => claim.letterKey)),
      arrayText(claims.map((claim) => claim.kind)),
      arrayText(claims.map((claim) => claim.clear)),
      arrayText(claims.map((claim) => claim.at)),
      arrayText(claims.map((claim) => claim.eventKey)),
      arrayText(claims.map((claim) => claim.authority)),
      arrayText(subjects),
    ],
  });
}

/** What events that were known already say, by their names. */
export async function knownContent(tx: Tx, rows: readonly EventRow[]): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const known = await tx.query<{ event_key: string; at: number; content_hash: string }>(
    `SELECT e.event_key, (extract(epoch FROM e.at) * 1000)::float8 AS at, e.content_hash::text
     FROM unnest($1::uuid[], $2::float8[]) AS x (k, t) JOIN ledger.station_event e ON e.event_key = x.k AND e.at = ${instant("x.t")}`,
    [rows.map((row) => row.eventKey), rows.map((row) => row.at)],
  );
  return new Map(known.rows.map((row) => [`${row.event_key}|${row.at}`, row.content_hash]));
}

/** Files a coverage claim; claims of one source are numbered in the order of their commits. */
export async function claimCoverage(
  tx: Tx,
  sourceId: number,
  from: number,
  to: number,
  withdrawn: boolean,
): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(314159265, $1)", [sourceId]);
  await tx.query(
    `INSERT INTO ledger.coverage_claim (source_id, during, withdrawn) VALUES ($1, tstzrange(${instant("$2::float8")}, ${instant("$3::float8")}), $4)`,
    [sourceId, from, to, withdrawn],
  );
}

/** Wakes the workers; the inbox is read at the latest when they next look by themselves. */
export async function wakeAppliers(tx: Tx): Promise<void> {
  await tx.query("NOTIFY ledger_inbox");
}

/** How many touches wait, counted no further than `limit`. */
export async function inboxDepth(db: Pick<Pool, "query">, limit: number): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM (SELECT FROM ledger.inbox LIMIT $1) waiting",
    [limit],
  );
  return rows[0]?.n ?? 0;
}
