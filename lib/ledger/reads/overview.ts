import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import type { ReceiptQuery } from "../filter.ts";
import type { Overview } from "../shapes.ts";
import type { ReceiptState } from "../states.ts";
import { coverageOf, hourly, reach } from "./coverage.ts";
import { type Cell, type HourCell, type MessageTypeName, overviewRows, owes } from "./overview-rows.ts";
import { type Period, periodOf, toldPeriod } from "./period.ts";
import { cutOf, type InstallationPlace, placesOf, readsAsSender, sideOf } from "./places.ts";
import {
  Bound,
  COUNT_SUMS,
  COUNTED,
  type Cut,
  codeCounts,
  RECEIPT_BIN_SUMS,
  rollupOf,
  SENT_SUM,
  where,
} from "./sql.ts";

const HOUR_MS = 3_600_000;
const sumOf = (...states: ReceiptState[]): string => `sum(${states.map((state) => `r.n_${state}`).join(" + ")})::int`;
const TROUBLE_SUM = sumOf("transient", "fatal", "overdue", "repudiated", "lost");
const LATE_SUM = sumOf("late_ok", "late_negative");

/**
 * Every installation the viewer may see (a sender: every receiving municipality), or groups of them, worst first.
 * Reads rollups and coverage only, never a delivery or an event. Issue codes are counted by whole Danish days.
 */
export async function readOverview(viewer: Viewer, query: ReceiptQuery, now: Date): Promise<Overview> {
  const side = sideOf(viewer, query.side);
  const asSender = readsAsSender(viewer, side);
  const period = periodOf(query, now.getTime());
  const newest = periodOf({}, now.getTime());
  const hourStarts = Array.from({ length: 24 }, (_, hour) => newest.from + hour * HOUR_MS);
  return asViewer(viewer, side, async (tx) => {
    const places = await placesOf(tx, asSender, query, period);
    const cut = await cutOf(tx, query, places, period);
    const byType = query.group === "type";
    const cells = (await readCells(tx, period, asSender, cut, byType)).filter((cell) =>
      places.has(cell.installationId),
    );
    const shown = asSender ? [...new Set(cells.map((cell) => cell.installationId))] : [...places.keys()];
    const coverage = await coverageOf(tx, shown, hourly(hourStarts), now.getTime());
    const shownRows = overviewRows(
      {
        places: query.type === undefined ? places : withTraffic(places, cells),
        types: byType ? await typeNames(tx) : new Map(),
        cells,
        hours: await readHours(tx, newest, asSender, cut, byType),
        codes: await codeCounts(tx, period, cut),
        coverage,
        hourStarts,
      },
      query.group,
      asSender,
      query.state,
    );
    const owing = new Set(cells.filter(owes).map((cell) => cell.installationId));
    return {
      side,
      period: toldPeriod(period, now.getTime()),
      ...shownRows,
      completeTo: reach([...owing].map((id) => coverage.get(id)?.completeTo ?? null)),
      withoutSendTime: await countWaiting(tx, cut),
      quarantined: await countQuarantined(tx, viewer),
      asOf: now.toISOString(),
    };
  });
}

function withTraffic(places: ReadonlyMap<number, InstallationPlace>, cells: readonly Cell[]) {
  const present = new Set(cells.map((cell) => cell.installationId));
  return new Map([...places].filter(([id]) => present.has(id)));
}

async function readCells(
  tx: PoolClient,
  period: Period,
  asSender: boolean,
  cut: Cut,
  byType: boolean,
): Promise<Cell[]> {
  const bound = new Bound();
  const rollup = rollupOf(period, asSender);
  const { rows } = await tx.query<Cell>(
    `SELECT r.installation_id AS "installationId", ${byType ? "r.type_id" : "NULL::int"} AS "typeId",
       ${COUNT_SUMS} AS counts, ${RECEIPT_BIN_SUMS} AS bins
     FROM ${rollup.table} r WHERE ${where(bound, rollup, cut)} GROUP BY 1, 2 HAVING ${SENT_SUM} > 0`,
    bound.values,
  );
  return rows;
}

async function readHours(
  tx: PoolClient,
  newest: Period,
  asSender: boolean,
  cut: Cut,
  byType: boolean,
): Promise<HourCell[]> {
  const bound = new Bound();
  const rollup = rollupOf(newest, asSender);
  const { rows } = await tx.query<Omit<HourCell, "at"> & { at: Date }>(
    `SELECT r.installation_id AS "installationId", ${byType ? "r.type_id" : "NULL::int"} AS "typeId", r.bucket AS at,
       ${SENT_SUM} AS sent, ${TROUBLE_SUM} AS trouble, ${LATE_SUM} AS late
     FROM ${rollup.table} r WHERE ${where(bound, rollup, cut)} GROUP BY 1, 2, 3 HAVING ${SENT_SUM} > 0`,
    bound.values,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

async function typeNames(tx: PoolClient): Promise<Map<number, MessageTypeName>> {
  const { rows } = await tx.query<MessageTypeName>(`SELECT id, code, name, name_en AS "nameEn" FROM message_type`);
  return new Map(rows.map((row) => [row.id, row]));
}

async function countWaiting(tx: PoolClient, cut: Cut): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(DISTINCT w.letter_key)::int AS n FROM (SELECT letter_key FROM ledger.waiting
       WHERE $1::int[] IS NULL OR installation_id = ANY ($1) LIMIT ${COUNTED}) w`,
    [cut.installations],
  );
  return rows[0]?.n ?? 0;
}

async function countQuarantined(tx: PoolClient, viewer: Viewer): Promise<number | null> {
  const oversight = viewer.role === "operator" || viewer.role === "auditor";
  const { rows } = await tx.query<{ n: number; sources: number }>(
    `SELECT (SELECT count(*)::int FROM (SELECT FROM ledger.quarantine WHERE closed_at IS NULL LIMIT ${COUNTED}) q) AS n,
       cardinality(access.own_sources()) AS sources`,
  );
  return oversight || (rows[0]?.sources ?? 0) > 0 ? (rows[0]?.n ?? 0) : null;
}
