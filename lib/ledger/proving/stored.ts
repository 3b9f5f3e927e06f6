import type { Pool } from "pg";
import type { Names } from "./facts.ts";
import type { Told } from "./histories.ts";
import type { NaiveLedger, Row } from "./naive.ts";
import { inOrder, type Rollups } from "./naive-rollups.ts";

/** What the directory made of the strangers' names while the histories were told. */
export async function namesIn(pool: Pool, eventKey: (told: Told) => string): Promise<Names> {
  const map = async (text: string) =>
    new Map((await pool.query<{ code: string; id: number }>(text)).rows.map((row) => [row.code, row.id]));
  const locations = await map("SELECT gln AS code, id FROM location WHERE gln IS NOT NULL");
  const provisional = await map(
    "SELECT l.gln AS code, i.id FROM installation i JOIN location l ON l.id = i.location_id WHERE i.provisional",
  );
  const mailboxes = await map("SELECT mailbox AS code, id FROM installation WHERE mailbox IS NOT NULL");
  const types = await map("SELECT code, id FROM message_type");
  const operators = await map("SELECT code, id FROM station_operator");
  const idIn = (ids: ReadonlyMap<string, number>) => (code: string) => ids.get(code) ?? -1;
  return {
    eventKey,
    location: idIn(locations),
    provisionalAt: idIn(provisional),
    mailbox: idIn(mailboxes),
    type: idIn(types),
    operator: idIn(operators),
  };
}

/** The ledger's tables with instants as ms. Letters that count as another, and letters nothing is told of, are left out. */
export async function storedLedger(pool: Pool): Promise<NaiveLedger> {
  const rows = async (text: string) => (await pool.query<Row>(text)).rows.map(plain);
  return {
    letters: await rows("SELECT * FROM ledger.letter WHERE canonical_key IS NULL"),
    joined: await rows("SELECT letter_key, canonical_key FROM ledger.letter WHERE canonical_key IS NOT NULL"),
    deliveries: await rows("SELECT * FROM ledger.delivery"),
    receipts: await rows("SELECT * FROM ledger.receipt"),
    waiting: await rows("SELECT * FROM ledger.waiting"),
  };
}

export async function storedRollups(pool: Pool): Promise<Rollups> {
  const rows = async (table: string, keys: string[]) => {
    const found = await pool.query<Record<string, unknown>>(`SELECT * FROM ledger.${table}`);
    return found.rows
      .map((row) => ({ key: keys.map((key) => bucket(row[key], table)).join("|"), counts: counts(row, keys) }))
      .filter((row) => row.counts !== "");
  };
  const who = ["installation_id", "type_id", "sender_organisation_id", "receipt_role"];
  return {
    hour: await rows("rollup_hour", ["bucket", ...who]),
    day: await rows("rollup_day", ["bucket", ...who]),
    dayTotal: await rows("rollup_day_total", ["bucket", "installation_id", "type_id", "receipt_role"]),
    leg: await rows("rollup_leg", [
      "bucket",
      "installation_id",
      "direction",
      "station",
      "operator_id",
      "sender_organisation_id",
      "receipt_role",
    ]),
    code: await rows("rollup_code", ["bucket", ...who, "code"]),
  };
}

const STATES = [
  "not_due",
  "pending",
  "ok",
  "transient",
  "fatal",
  "overdue",
  "late_ok",
  "late_negative",
  "repudiated",
  "lost",
  "unknown",
];

function counts(row: Record<string, unknown>, keys: readonly string[]): string {
  const named = Object.entries(row).filter(([column]) => !keys.includes(column));
  return inOrder(
    Object.fromEntries(
      named.map(([column, n]) => [
        column.startsWith("n_") ? `state ${STATES.indexOf(column.slice(2))}` : column.replace("lat_", "lat "),
        n as number,
      ]),
    ),
  );
}

const bucket = (value: unknown, table: string) =>
  value instanceof Date
    ? table === "rollup_hour" || table === "rollup_leg"
      ? value.toISOString()
      : value.toLocaleDateString("en-CA")
    : String(value);

function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, ms(value)]));
}
function ms(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  // Arrays of bigint come as text.
  if (Array.isArray(value))
    return value.map((item) => (typeof item === "string" && /^\d+$/.test(item) ? Number(item) : ms(item)));
  return value;
}
