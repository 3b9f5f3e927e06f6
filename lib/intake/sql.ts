import type { Pool, PoolClient } from "pg";
import { directoryVersion } from "../ledger/directory.ts";
import type { Places, UnknownPlaces } from "./places.ts";
import type { EventRow, NamedAlias, NamedLetter } from "./rules.ts";

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
export const EVENT_COLUMNS: readonly (readonly [name: string, type: string, value: (row: EventRow) => unknown])[] = [
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

// Events, the letters and ids they name, and the inbox: one statement, one commit. Only what is new touches anything, and
// an event that is refused because another has its id leaves nothing behind. Of several claims the least is kept.
const APPEND = `
  WITH told AS (
    INSERT INTO ledger.station_event (${names}, source_id, received_at)
    SELECT ${EVENT_COLUMNS.map(([name, type]) => (type === "instant" ? instant(`x.${name}`) : `x.${name}`)).join(", ")}, $1, $2
    FROM unnest(${EVENT_COLUMNS.map(([, type], i) => `$${i + 3}::${type === "instant" ? "float8" : type}[]`).join(", ")}) AS x (${names})
    ON CONFLICT (event_key, at) DO NOTHING RETURNING event_key, at, subject_key),
  letters AS (
    INSERT INTO ledger.letter (letter_key, space, letter_id)
    SELECT DISTINCT ON (k) k, s, i FROM unnest($26::uuid[], $27::smallint[], $28::text[], $29::uuid[], $30::float8[]) AS x (k, s, i, e, t)
      JOIN told ON told.event_key = x.e AND told.at = ${instant("x.t")} ORDER BY k
    ON CONFLICT (letter_key) DO NOTHING),
  claims AS (
    INSERT INTO ledger.alias AS a (alias_key, letter_key, kind, clear, at, event_key, authority)
    SELECT DISTINCT ON (k, l) k, l, kd, c, told.at, e, au
      FROM unnest($31::uuid[], $32::uuid[], $33::smallint[], $34::text[], $35::float8[], $36::uuid[], $37::smallint[]) AS x (k, l, kd, c, t, e, au)
      JOIN told ON told.event_key = x.e AND told.at = ${instant("x.t")} ORDER BY k, l, au, told.at, e
    ON CONFLICT (alias_key, letter_key) DO UPDATE SET at = excluded.at, event_key = excluded.event_key, authority = excluded.authority
      WHERE (excluded.authority, excluded.at, excluded.event_key) < (a.authority, a.at, a.event_key)
    RETURNING alias_key, letter_key),
  touched AS (
    SELECT subject_key AS k FROM told UNION SELECT alias_key FROM claims UNION SELECT letter_key FROM claims),
  inbox AS (
    INSERT INTO ledger.inbox (shard, subject_key) SELECT (get_byte(uuid_send(k), 0) % 2)::smallint, k FROM touched)
  SELECT event_key, (extract(epoch FROM at) * 1000)::float8 FROM told`;

type Said = { at: number; eventKey: string };
export type NewLetter = NamedLetter & Said;
export type NewClaim = NamedAlias & Said & { authority: number };

/** Appends events that are distinct by (key, time); answers `key|ms` of those that were new. */
export async function appendEvents(
  tx: Tx,
  sourceId: number,
  receivedAt: Date,
  rows: readonly EventRow[],
  letters: readonly NewLetter[],
  claims: readonly NewClaim[],
): Promise<Set<string>> {
  const { rows: told } = await tx.query<[string, number]>({
    name: "append_events",
    text: APPEND,
    rowMode: "array",
    values: [
      sourceId,
      receivedAt,
      ...EVENT_COLUMNS.map(([, , value]) => rows.map(value)),
      letters.map((letter) => letter.key),
      letters.map((letter) => letter.space),
      letters.map((letter) => letter.id),
      letters.map((letter) => letter.eventKey),
      letters.map((letter) => letter.at),
      claims.map((claim) => claim.key),
      claims.map((claim) => claim.letterKey),
      claims.map((claim) => claim.kind),
      claims.map((claim) => claim.clear),
      claims.map((claim) => claim.at),
      claims.map((claim) => claim.eventKey),
      claims.map((claim) => claim.authority),
    ],
  });
  return new Set(told.map(([key, at]) => `${key}|${at}`));
}

/** What events that were known already say, by `key|ms`. */
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
