import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import type { Overview } from "../shapes.ts";
import type { ReceiptState } from "../states.ts";
import { type Cell, type HourCell, type MessageTypeName, PACKED } from "./overview-rows.ts";
import type { Period } from "./period.ts";
import { Bound, COUNT_SUMS, COUNTED, type Cut, RECEIPT_BIN_SUMS, rollupOf, SENT, SENT_SUM, where } from "./sql.ts";

const TROUBLED: readonly ReceiptState[] = ["transient", "fatal", "overdue", "repudiated", "lost"];
const LATE: readonly ReceiptState[] = ["late_ok", "late_negative"];
const sum = (states: readonly ReceiptState[]): string => states.map((state) => `r.n_${state}`).join(" + ");

// Lists come as JSON: the driver reads thousands of PostgreSQL arrays, or rows, many times slower.
const CELL = `to_json(${COUNT_SUMS}) AS counts, to_json(${RECEIPT_BIN_SUMS}) AS bins`;

/** What each rollup row counts in its hour, packed with the hour, since a list of one number a row is the least to make and read. */
const hourLists = (bound: Bound, starts: readonly number[]): string => {
  const hour = `width_bucket(r.bucket, ${bound.value(starts.map((ms) => new Date(ms)))}::timestamptz[]) - 1`;
  const listOf = (count: string) => `array_agg(${hour} + ${PACKED} * (${count}))`;
  const listOfSome = (count: string) => `${listOf(count)} FILTER (WHERE ${count} > 0)`;
  return `to_json(${listOf(SENT)}) AS sent, to_json(${listOfSome(sum(TROUBLED))}) AS trouble, to_json(${listOfSome(sum(LATE))}) AS late`;
};

export type RollupRead = {
  period: Period;
  /** The last 24 hours, and their starts (ms) one after another. */
  newest: Period;
  hourStarts: readonly number[];
  asSender: boolean;
  cut: Cut;
  byType: boolean;
};

/** Sums over a period and the last 24 hours one by one, per installation (and type). Where both are the same it is one look. */
export async function readRollups(tx: PoolClient, read: RollupRead): Promise<{ cells: Cell[]; hours: HourCell[] }> {
  const { period, newest, hourStarts } = read;
  const [ofPeriod, ofHours] = [new Bound(), new Bound()];
  if (period.days === null) {
    const both = await readRows<Cell & HourCell>(
      tx,
      ofHours,
      newest,
      `${CELL}, ${hourLists(ofHours, hourStarts)}`,
      read,
    );
    return { cells: both, hours: both };
  }
  return {
    cells: await readRows<Cell>(tx, ofPeriod, period, CELL, read),
    hours: await readRows<HourCell>(tx, ofHours, newest, hourLists(ofHours, hourStarts), read),
  };
}

async function readRows<Row extends Cell | HourCell>(
  tx: PoolClient,
  bound: Bound,
  period: Period,
  columns: string,
  { asSender, cut, byType }: RollupRead,
): Promise<Row[]> {
  const rollup = rollupOf(period, asSender);
  const { rows } = await tx.query<Row>(
    `SELECT r.installation_id AS "installationId", ${byType ? "r.type_id" : "NULL::int"} AS "typeId", ${columns}
     FROM ${rollup.table} r WHERE ${where(bound, rollup, cut)} GROUP BY 1, 2 HAVING ${SENT_SUM} > 0`,
    bound.values,
  );
  return rows;
}

export async function typeNames(tx: PoolClient): Promise<Map<number, MessageTypeName>> {
  const { rows } = await tx.query<MessageTypeName>(`SELECT id, code, name, name_en AS "nameEn" FROM message_type`);
  return new Map(rows.map((row) => [row.id, row]));
}

export type Beside = Pick<Overview, "withoutSendTime" | "quarantined">;

/** What is not among the deliveries: letters whose send time nobody has stated, and open cases of the viewer's quarantine. */
export async function countBeside(tx: PoolClient, viewer: Viewer, cut: Cut): Promise<Beside> {
  const oversight = viewer.role === "operator" || viewer.role === "auditor";
  const { rows } = await tx.query<{ waiting: number; quarantined: number; sources: number }>(
    `SELECT (SELECT count(DISTINCT w.letter_key)::int FROM (SELECT letter_key FROM ledger.waiting
         WHERE $1::int[] IS NULL OR installation_id = ANY ($1) LIMIT ${COUNTED}) w) AS waiting,
       (SELECT count(*)::int FROM (SELECT FROM ledger.quarantine WHERE closed_at IS NULL LIMIT ${COUNTED}) q) AS quarantined,
       cardinality(access.own_sources()) AS sources`,
    [cut.installations],
  );
  const { waiting, quarantined, sources } = rows[0] ?? { waiting: 0, quarantined: 0, sources: 0 };
  return { withoutSendTime: waiting, quarantined: oversight || sources > 0 ? quarantined : null };
}
