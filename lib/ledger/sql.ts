import type { PoolClient } from "pg";
import type { FoldEvent, FoldedDelivery, FoldedReceipt } from "./fold/types.ts";
import { RECEIPT_STATES, type ReceiptState } from "./states.ts";
import { RAISE_DIRECTORY_VERSION } from "./touch.ts";

/** The SQL of the applier. Instants cross as ms (float8); rows come as arrays, which cost a third of objects. */
type Tx = Pick<PoolClient, "query">;
type Cell = string | number | boolean | null | string[] | (number | null)[];
const at = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const instant = (column: string) => `to_timestamp(${column} / 1000)`;

async function arrays(tx: Tx, name: string, text: string, values: unknown[]): Promise<Cell[][]> {
  return (await tx.query<Cell[]>({ name, text, values, rowMode: "array" })).rows;
}

/** Takes up to `limit` of a shard's oldest touches out of the inbox; answers the distinct subjects and how many rows. */
export async function takeInbox(tx: Tx, shard: number, limit: number): Promise<{ subjects: string[]; taken: number }> {
  const rows = await arrays(
    tx,
    "take_inbox",
    `DELETE FROM ledger.inbox WHERE shard = $1 AND id = ANY (ARRAY(SELECT id FROM ledger.inbox WHERE shard = $1 ORDER BY id LIMIT $2))
     RETURNING subject_key`,
    [shard, limit],
  );
  return { subjects: [...new Set(rows.map((row) => row[0] as string))], taken: rows.length };
}

/** Touches subjects: their letters will be folded anew. */
export async function touch(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.query({
    name: "touch",
    text: `INSERT INTO ledger.inbox (shard, subject_key)
      SELECT (get_byte(uuid_send(k), 0) % 2)::smallint, k FROM unnest($1::uuid[]) AS k ORDER BY k`,
    values: [keys],
  });
}

export type Claim = {
  aliasKey: string;
  letterKey: string;
  kind: number;
  at: number;
  eventKey: string;
  authority: number;
};
/** Every claim that has one of `keys` on either side. */
export async function claimsOn(tx: Tx, keys: readonly string[]): Promise<Claim[]> {
  const rows = await arrays(
    tx,
    "claims_on",
    `SELECT alias_key, letter_key, kind, ${at("at")}, event_key, authority FROM ledger.alias WHERE alias_key = ANY ($1::uuid[])
     UNION SELECT alias_key, letter_key, kind, ${at("at")}, event_key, authority FROM ledger.alias WHERE letter_key = ANY ($1::uuid[])`,
    [keys],
  );
  return rows.map(
    ([aliasKey, letterKey, kind, at, eventKey, authority]) =>
      ({ aliasKey, letterKey, kind, at, eventKey, authority }) as Claim,
  );
}

export type LetterRow = {
  letterKey: string;
  space: number;
  canonicalKey: string | null;
  sentAt: number | null;
  sealed: boolean;
};
export async function lettersByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, LetterRow>> {
  const rows = await arrays(
    tx,
    "letters_by_key",
    `SELECT letter_key, space, canonical_key, ${at("sent_at")}, sealed_at IS NOT NULL FROM ledger.letter WHERE letter_key = ANY ($1::uuid[])`,
    [keys],
  );
  return new Map(
    rows.map(([letterKey, space, canonicalKey, sentAt, sealed]) => [
      letterKey as string,
      { letterKey, space, canonicalKey, sentAt, sealed } as LetterRow,
    ]),
  );
}

/** All kept events of these subjects. */
export async function eventsOf(tx: Tx, subjects: readonly string[]): Promise<{ subject: string; event: FoldEvent }[]> {
  const rows = await arrays(
    tx,
    "events_of",
    `SELECT subject_key, event_key, ${at("at")}, source_id, authority, station, direction, kind, coalesce(operator_id, 0), installation_id,
       sender_location_id, receiver_location_id, copy, type_id, content, ${at("stated_sent_at")}, receipt_expected, receipt_key, receipt_id,
       receipt_level, receipt_outcome, receipt_code
     FROM ledger.station_event WHERE subject_key = ANY ($1::uuid[])`,
    [subjects],
  );
  return rows.map((row) => ({
    subject: row[0] as string,
    event: {
      eventKey: row[1],
      at: row[2],
      sourceId: row[3],
      authority: row[4],
      station: row[5],
      direction: row[6],
      kind: row[7],
      operatorId: row[8],
      installationId: row[9],
      senderLocationId: row[10],
      receiverLocationId: row[11],
      copy: row[12],
      typeId: row[13],
      content: row[14],
      statedSentAt: row[15],
      receiptExpected: row[16],
      receiptKey: row[17],
      receiptId: row[18],
      receiptLevel: row[19],
      receiptOutcome: row[20],
      receiptCode: row[21],
    } as FoldEvent,
  }));
}

/** Which of these subjects have events of their own. */
export async function subjectsWithEvents(tx: Tx, subjects: readonly string[]): Promise<Set<string>> {
  if (subjects.length === 0) return new Set();
  const rows = await arrays(
    tx,
    "subjects_with_events",
    `SELECT k FROM unnest($1::uuid[]) AS k WHERE EXISTS (SELECT FROM ledger.station_event e WHERE e.subject_key = k)`,
    [subjects],
  );
  return new Set(rows.map((row) => row[0] as string));
}

export type StoredDelivery = FoldedDelivery & { letterKey: string };

/** The deliveries that stand for these letters. The send times their rows are known under prune the partitions. */
export async function deliveriesOf(
  tx: Tx,
  letters: readonly { letterKey: string; sentAt: number | null }[],
): Promise<StoredDelivery[]> {
  const sent = letters.flatMap((letter) => (letter.sentAt === null ? [] : [letter.sentAt]));
  if (sent.length === 0) return [];
  const rows = await arrays(
    tx,
    "deliveries_of",
    `SELECT letter_key, installation_id, ${at("sent_at")}, type_id, sender_organisation_id, receipt_role, role_assumed, copy, receipt_expected, state,
       ${at("due_at")}, ${at("warn_at")}, ${at("check_at")}, ${at("decided_at")}, latency_ms, conflicting, clock, transport, ${at("transport_at")},
       attempts, resends_allowed, last_station, codes, leg_slot,
       ARRAY(SELECT ${at("t")} FROM unnest(leg_at) WITH ORDINALITY AS u (t, n) ORDER BY n), leg_ms
     FROM ledger.delivery WHERE letter_key = ANY ($1::uuid[])
       AND sent_at >= ${instant("$2::float8")} AND sent_at <= ${instant("$3::float8")}`,
    [letters.map((letter) => letter.letterKey), Math.min(...sent), Math.max(...sent)],
  );
  return rows.map(storedDelivery);
}

function storedDelivery(row: Cell[]): StoredDelivery {
  const slots = row[23] as number[];
  const times = row[24] as number[];
  const delays = row[25] as (number | string | null)[];
  return {
    letterKey: row[0],
    installationId: row[1],
    sentAt: row[2],
    typeId: row[3],
    senderOrganisationId: row[4],
    role: row[5],
    roleAssumed: row[6],
    copy: row[7],
    receiptExpected: row[8],
    state: RECEIPT_STATES[row[9] as number] as ReceiptState,
    dueAt: row[10],
    warnAt: row[11],
    checkAt: row[12],
    decidedAt: row[13],
    latencyMs: row[14],
    conflicting: row[15],
    clock: row[16],
    transport: row[17],
    transportAt: row[18],
    attempts: row[19],
    resendsAllowed: row[20],
    lastStation: row[21],
    codes: row[22],
    legs: slots.map((slot, i) => ({ slot, at: times[i] as number, ms: delays[i] === null ? null : Number(delays[i]) })),
  } as StoredDelivery;
}

export async function deleteDeliveries(tx: Tx, gone: readonly StoredDelivery[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query({
    name: "delete_deliveries",
    text: `DELETE FROM ledger.delivery d USING unnest($1::int[], $2::float8[], $3::uuid[]) AS x (i, s, l)
      WHERE d.installation_id = x.i AND d.sent_at = ${instant("x.s")} AND d.letter_key = x.l`,
    values: [gone.map((d) => d.installationId), gone.map((d) => d.sentAt), gone.map((d) => d.letterKey)],
  });
}

const DELIVERY_COLUMNS: readonly (readonly [
  name: string,
  type: string,
  value: (delivery: StoredDelivery) => unknown,
])[] = [
  ["installation_id", "int", (d) => d.installationId],
  ["sent_at", "instant", (d) => d.sentAt],
  ["letter_key", "uuid", (d) => d.letterKey],
  ["type_id", "int", (d) => d.typeId],
  ["sender_organisation_id", "int", (d) => d.senderOrganisationId],
  ["receipt_role", "smallint", (d) => d.role],
  ["role_assumed", "boolean", (d) => d.roleAssumed],
  ["copy", "boolean", (d) => d.copy],
  ["receipt_expected", "boolean", (d) => d.receiptExpected],
  ["state", "smallint", (d) => RECEIPT_STATES.indexOf(d.state)],
  ["due_at", "instant", (d) => d.dueAt],
  ["warn_at", "instant", (d) => d.warnAt],
  ["check_at", "instant", (d) => d.checkAt],
  ["decided_at", "instant", (d) => d.decidedAt],
  ["latency_ms", "bigint", (d) => d.latencyMs],
  ["conflicting", "boolean", (d) => d.conflicting],
  ["clock", "boolean", (d) => d.clock],
  ["transport", "smallint", (d) => d.transport],
  ["transport_at", "instant", (d) => d.transportAt],
  ["attempts", "int", (d) => d.attempts],
  ["resends_allowed", "int", (d) => d.resendsAllowed],
  ["last_station", "smallint", (d) => d.lastStation],
  ["codes", "text[]", (d) => `{${d.codes.map((code) => `"${code}"`).join(",")}}`],
  ["leg_slot", "int[]", (d) => `{${d.legs.map((leg) => leg.slot).join(",")}}`],
  ["leg_at", "timestamptz[]", (d) => `{${d.legs.map((leg) => new Date(leg.at).toISOString()).join(",")}}`],
  ["leg_ms", "bigint[]", (d) => `{${d.legs.map((leg) => leg.ms ?? "NULL").join(",")}}`],
];

/** Whether two say the same in every column. */
export function sameDelivery(a: StoredDelivery, b: StoredDelivery): boolean {
  return DELIVERY_COLUMNS.every(([, , value]) => value(a) === value(b));
}

// Arrays of arrays must be rectangular in PostgreSQL, so an array column travels as an array of array literals.
const carrier = (type: string) => (type === "instant" ? "float8" : type.endsWith("[]") ? "text" : type);
const unpacked = (name: string, type: string) =>
  type === "instant" ? instant(`x.${name}`) : type.endsWith("[]") ? `x.${name}::${type}` : `x.${name}`;

const UPSERT_DELIVERIES = `INSERT INTO ledger.delivery (${DELIVERY_COLUMNS.map(([name]) => name).join(", ")})
  SELECT ${DELIVERY_COLUMNS.map(([name, type]) => unpacked(name, type)).join(", ")}
  FROM unnest(${DELIVERY_COLUMNS.map(([, type], i) => `$${i + 1}::${carrier(type)}[]`).join(", ")}) AS x (${DELIVERY_COLUMNS.map(([name]) => name).join(", ")})
  ON CONFLICT (installation_id, sent_at, letter_key) DO UPDATE SET
    ${DELIVERY_COLUMNS.slice(3)
      .map(([name]) => `${name} = excluded.${name}`)
      .join(", ")}`;

export async function upsertDeliveries(tx: Tx, deliveries: readonly StoredDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.query({
    name: "upsert_deliveries",
    text: UPSERT_DELIVERIES,
    values: DELIVERY_COLUMNS.map(([, , value]) => deliveries.map(value)),
  });
}

export type StoredReceipt = FoldedReceipt & { letterKey: string };

/** Writes the receipts of the given letters as they now are; those that moved to another letter go. */
export async function replaceReceipts(
  tx: Tx,
  letters: readonly string[],
  receipts: readonly StoredReceipt[],
): Promise<void> {
  const column = <T>(value: (receipt: StoredReceipt) => T) => receipts.map(value);
  await tx.query({
    name: "drop_receipts",
    text: `DELETE FROM ledger.receipt r WHERE letter_key = ANY ($1::uuid[])
      AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::uuid[]) AS x (l, k) WHERE x.l = r.letter_key AND x.k = r.receipt_key)`,
    values: [letters, column((r) => r.letterKey), column((r) => r.receiptKey)],
  });
  if (receipts.length === 0) return;
  await tx.query({
    name: "upsert_receipts",
    text: `INSERT INTO ledger.receipt AS r
        (letter_key, receipt_key, receipt_id, installation_id, orphan, level, outcome, code, stated_at, station, source_id, reports, conflicting)
      SELECT l, k, id, i, o, lv, oc, c, ${instant("at")}, st, so, n, cf
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::boolean[], $6::smallint[], $7::smallint[], $8::text[], $9::float8[],
        $10::smallint[], $11::int[], $12::int[], $13::boolean[]) AS x (l, k, id, i, o, lv, oc, c, at, st, so, n, cf)
      ON CONFLICT (letter_key, receipt_key) DO UPDATE SET
        (receipt_id, installation_id, orphan, level, outcome, code, stated_at, station, source_id, reports, conflicting) =
        (excluded.receipt_id, excluded.installation_id, excluded.orphan, excluded.level, excluded.outcome, excluded.code, excluded.stated_at,
         excluded.station, excluded.source_id, excluded.reports, excluded.conflicting)
      WHERE (r.installation_id, r.orphan, r.reports, r.stated_at, r.outcome, r.level, r.station, r.conflicting, r.code, r.receipt_id, r.source_id) IS DISTINCT FROM
        (excluded.installation_id, excluded.orphan, excluded.reports, excluded.stated_at, excluded.outcome, excluded.level, excluded.station,
         excluded.conflicting, excluded.code, excluded.receipt_id, excluded.source_id)`,
    values: [
      column((r) => r.letterKey),
      column((r) => r.receiptKey),
      column((r) => r.receiptId),
      column((r) => r.installationId),
      column((r) => r.orphan),
      column((r) => r.level),
      column((r) => r.outcome),
      column((r) => r.code),
      column((r) => r.statedAt),
      column((r) => r.station),
      column((r) => r.sourceId),
      column((r) => r.reports),
      column((r) => r.conflicting),
    ],
  });
}

export type WaitingRow = { letterKey: string; installationId: number; senderOrganisationId: number };
export async function replaceWaiting(
  tx: Tx,
  letters: readonly string[],
  waiting: readonly WaitingRow[],
): Promise<void> {
  await tx.query({
    name: "drop_waiting",
    text: "DELETE FROM ledger.waiting WHERE letter_key = ANY ($1::uuid[])",
    values: [letters],
  });
  if (waiting.length === 0) return;
  await tx.query({
    name: "insert_waiting",
    text: `INSERT INTO ledger.waiting (letter_key, installation_id, sender_organisation_id) SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[])`,
    values: [
      waiting.map((w) => w.letterKey),
      waiting.map((w) => w.installationId),
      waiting.map((w) => w.senderOrganisationId),
    ],
  });
}

export type LetterUpdate = {
  letterKey: string;
  canonicalKey: string | null;
  senderLocationId: number | null;
  senderOrganisationId: number | null;
  typeId: number | null;
  content: string | null;
  sentAt: number | null;
  receiptExpected: boolean | null;
  conflicting: boolean;
  coarse: boolean;
  attempts: number;
  finalAt: number | null;
};
export async function updateLetters(tx: Tx, letters: readonly LetterUpdate[]): Promise<void> {
  if (letters.length === 0) return;
  const column = <T>(value: (letter: LetterUpdate) => T) => letters.map(value);
  await tx.query({
    name: "update_letters",
    text: `UPDATE ledger.letter l SET canonical_key = x.ck, sender_location_id = x.sl, sender_organisation_id = x.so, type_id = x.t, content = x.c,
        sent_at = ${instant("x.s")}, receipt_expected = x.re, conflicting = x.cf, coarse = x.co, attempts = x.a, final_at = ${instant("x.f")}
      FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::text[], $7::float8[], $8::boolean[], $9::boolean[], $10::boolean[],
        $11::int[], $12::float8[]) AS x (k, ck, sl, so, t, c, s, re, cf, co, a, f)
      WHERE l.letter_key = x.k`,
    values: [
      column((l) => l.letterKey),
      column((l) => l.canonicalKey),
      column((l) => l.senderLocationId),
      column((l) => l.senderOrganisationId),
      column((l) => l.typeId),
      column((l) => l.content),
      column((l) => l.sentAt),
      column((l) => l.receiptExpected),
      column((l) => l.conflicting),
      column((l) => l.coarse),
      column((l) => l.attempts),
      column((l) => l.finalAt),
    ],
  });
}

/** Makes the provisional installation of each place nobody is known to serve; the directory is then read anew. */
export async function createProvisional(tx: Tx, locationIds: readonly number[], now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO installation (organisation_id, location_id, provisional, first_seen_at)
     SELECT organisation_id, id, true, $2 FROM location WHERE id = ANY ($1::int[]) ORDER BY id
     ON CONFLICT (location_id) WHERE provisional DO NOTHING`,
    [locationIds, now],
  );
  await tx.query(RAISE_DIRECTORY_VERSION);
}

/** Tells every listening process whose figures changed. A payload has room for 8,000 bytes; beyond that it is everyone. */
export async function announce(tx: Tx, installations: readonly number[], senders: readonly number[]): Promise<void> {
  const named = JSON.stringify({ installations, senders });
  await tx.query("SELECT pg_notify('ledger', $1)", [named.length < 7_500 ? named : JSON.stringify({ all: true })]);
}
