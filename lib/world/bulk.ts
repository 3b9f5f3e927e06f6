import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { EVENT_COLUMNS } from "../intake/sql.ts";
import type { FoldedLetter, FoldedReceipt } from "../ledger/fold/types.ts";
import { ROLLUP_COUNTS, ROLLUP_TABLES } from "../ledger/rollup-sql.ts";
import { changedRows, ROLLUP_NAMES, ROLLUPS, type RollupDeltas } from "../ledger/rollups.ts";
import type { StoredDelivery, WaitingRow } from "../ledger/sql.ts";
import { RECEIPT_STATES } from "../ledger/states.ts";
import type { KeptEvent } from "./fold.ts";

type Cell = string | number | boolean | null;
const ROWS_AT_ONCE = 2_000;

/** Writes many rows at once. Values are our own ids, codes and numbers: nothing in them needs escaping. */
async function copy(tx: PoolClient, table: string, columns: readonly string[], rows: Iterable<Cell[]>): Promise<void> {
  const target = tx.query(copyFrom(`COPY ${table} (${columns.join(", ")}) FROM STDIN`));
  await pipeline(Readable.from(chunks(rows)), target);
}

function* chunks(rows: Iterable<Cell[]>): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(row.map((cell) => (cell === null ? "\\N" : String(cell))).join("\t"));
    if (lines.length === ROWS_AT_ONCE) {
      yield `${lines.join("\n")}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
}

const instant = (ms: number) => new Date(ms).toISOString();
const perhaps = (ms: number | null) => (ms === null ? null : instant(ms));

const DELIVERY = [
  ..."installation_id sent_at letter_key type_id sender_organisation_id receipt_role role_assumed copy receipt_expected".split(
    " ",
  ),
  ..."state due_at warn_at check_at decided_at latency_ms conflicting clock transport transport_at attempts".split(" "),
  ..."resends_allowed last_station codes leg_slot leg_at leg_ms".split(" "),
];

/** Writes deliveries that are not there yet. */
export function copyDeliveries(tx: PoolClient, deliveries: readonly StoredDelivery[]): Promise<void> {
  const inOrder = [...deliveries].sort((a, b) => a.installationId - b.installationId || a.sentAt - b.sentAt);
  return copy(
    tx,
    "ledger.delivery",
    DELIVERY,
    inOrder.map((d) => [
      d.installationId,
      instant(d.sentAt),
      d.letterKey,
      d.typeId,
      d.senderOrganisationId,
      d.role,
      d.roleAssumed,
      d.copy,
      d.receiptExpected,
      RECEIPT_STATES.indexOf(d.state),
      instant(d.dueAt),
      perhaps(d.warnAt),
      perhaps(d.checkAt),
      perhaps(d.decidedAt),
      d.latencyMs,
      d.conflicting,
      d.clock,
      d.transport,
      perhaps(d.transportAt),
      d.attempts,
      d.resendsAllowed,
      d.lastStation,
      `{${d.codes.join(",")}}`,
      `{${d.legs.map((leg) => leg.slot).join(",")}}`,
      `{${d.legs.map((leg) => instant(leg.at)).join(",")}}`,
      `{${d.legs.map((leg) => leg.ms ?? "NULL").join(",")}}`,
    ]),
  );
}

export type NewLetter = FoldedLetter & { letterKey: string; space: number; letterId: string | null };
const LETTER = [
  ..."letter_key space letter_id sender_location_id sender_organisation_id type_id content sent_at".split(" "),
  ..."receipt_expected conflicting coarse attempts final_at sealed_at".split(" "),
];

/** Writes letters; those whose events are not kept are sealed at `sealedAt`. */
export function copyLetters(tx: PoolClient, letters: readonly NewLetter[], sealedAt: number | null): Promise<void> {
  return copy(
    tx,
    "ledger.letter",
    LETTER,
    letters.map((l) => [
      l.letterKey,
      l.space,
      l.letterId,
      l.senderLocationId,
      l.senderOrganisationId,
      l.typeId,
      l.content,
      perhaps(l.sentAt),
      l.receiptExpected,
      l.conflicting,
      l.space === 1,
      l.attempts,
      perhaps(l.finalAt),
      perhaps(sealedAt),
    ]),
  );
}

/** Writes events, the other ids they name their letters by, and receipts. */
export async function copyEvents(tx: PoolClient, events: readonly KeptEvent[], receivedAt: number): Promise<void> {
  const columns = [...EVENT_COLUMNS.map(([name]) => name), "source_id", "received_at"];
  await copy(
    tx,
    "ledger.station_event",
    columns,
    events.map(({ row, sourceId }) => [
      ...EVENT_COLUMNS.map(([, type, value]) => {
        const cell = value(row) as Cell;
        return type === "instant" ? perhaps(cell as number | null) : cell;
      }),
      sourceId,
      instant(receivedAt),
    ]),
  );
  const claims = new Map<string, Cell[]>();
  const byTime = [...events].sort((a, b) => a.row.at - b.row.at || (a.row.eventKey < b.row.eventKey ? -1 : 1));
  for (const { row } of byTime)
    for (const { key, letterKey, kind, clear } of row.aliases) {
      const id = `${key}|${letterKey}`;
      if (!claims.has(id)) claims.set(id, [key, letterKey, kind, clear, instant(row.at), row.eventKey]);
    }
  await copy(tx, "ledger.alias", ["alias_key", "letter_key", "kind", "clear", "at", "event_key"], claims.values());
}

const RECEIPT =
  "letter_key receipt_key receipt_id installation_id orphan level outcome code stated_at station source_id reports conflicting".split(
    " ",
  );
export function copyReceipts(
  tx: PoolClient,
  receipts: readonly (FoldedReceipt & { letterKey: string })[],
): Promise<void> {
  return copy(
    tx,
    "ledger.receipt",
    RECEIPT,
    receipts.map((r) => [
      r.letterKey,
      r.receiptKey,
      r.receiptId,
      r.installationId,
      r.orphan,
      r.level,
      r.outcome,
      r.code,
      instant(r.statedAt),
      r.station,
      r.sourceId,
      r.reports,
      r.conflicting,
    ]),
  );
}

export function copyWaiting(tx: PoolClient, waiting: readonly WaitingRow[]): Promise<void> {
  return copy(
    tx,
    "ledger.waiting",
    ["letter_key", "installation_id", "sender_organisation_id"],
    waiting.map((w) => [w.letterKey, w.installationId, w.senderOrganisationId]),
  );
}

/** Writes rollups of days that have none yet. */
export async function copyRollups(tx: PoolClient, rollups: RollupDeltas): Promise<void> {
  for (const name of ROLLUP_NAMES) {
    const { keys } = ROLLUPS[name];
    const rows = changedRows(rollups, name).map(({ key, counts }) => [
      ...key.map((part, column) => (keys[column] === "bucket" && typeof part === "number" ? instant(part) : part)),
      ...counts,
    ]);
    await copy(tx, ROLLUP_TABLES[name], [...keys, ...ROLLUP_COUNTS[name]], rows);
  }
}
