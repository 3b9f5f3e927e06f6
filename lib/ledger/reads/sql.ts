import type { PoolClient } from "pg";
import { LEG_BIN_BOUNDS, RECEIPT_BIN_BOUNDS } from "../latency.ts";
import { RECEIPT_STATES } from "../states.ts";
import type { Period } from "./period.ts";
import { touchedDays } from "./period.ts";

/** Beyond this many a count reads "at least". */
export const COUNTED = 10_000;
/** Where counting stops. */
export const MAX_COUNTED = COUNTED + 1;

/** Collects the values of a statement that is put together from parts; every value is bound. */
export class Bound {
  readonly values: unknown[] = [];
  /** The placeholder that stands for the value. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const binSums = (bounds: readonly number[]): string =>
  `ARRAY[${[...bounds, 0].map((_, bin) => `sum(r.lat_${bin})::int`).join(", ")}]`;

/** Sums over rollup rows `r`, as arrays: one number per state in the order of RECEIPT_STATES, one per latency bin. */
export const COUNT_SUMS = `ARRAY[${RECEIPT_STATES.map((state) => `sum(r.n_${state})::int`).join(", ")}]`;
export const RECEIPT_BIN_SUMS = binSums(RECEIPT_BIN_BOUNDS);
export const LEG_BIN_SUMS = binSums(LEG_BIN_BOUNDS);
/** How many a rollup row counts, and a group of them: a sum of the sums that are taken anyway. */
export const SENT = RECEIPT_STATES.map((state) => `r.n_${state}`).join(" + ");
export const SENT_SUM = `(${RECEIPT_STATES.map((state) => `sum(r.n_${state})`).join(" + ")})`;

/** What narrows a read of rollups: `null` does not narrow. */
export type Cut = {
  installations: readonly number[] | null;
  typeId: number | null;
  /** A region whose membership began or ended within the span: each day counts under the region it had then. */
  datedRegion: number | null;
};

/** Which rollup answers a span: hours for the last 24, days otherwise; a sender's rights need the sender's column. */
export function rollupOf(period: Period, sent: boolean): { table: string; from: unknown; to: unknown; cast: string } {
  if (period.days === null) {
    return { table: "ledger.rollup_hour", from: new Date(period.from), to: new Date(period.to), cast: "timestamptz" };
  }
  const table = sent ? "ledger.rollup_day" : "ledger.rollup_day_total";
  return { table, from: period.days.from, to: period.days.to, cast: "date" };
}

/** The WHERE of a read of rollups `r`, over a span of its buckets. */
export function where(bound: Bound, span: { from: unknown; to: unknown; cast: string }, cut: Cut): string {
  const parts = [
    `r.bucket >= ${bound.value(span.from)}::${span.cast}`,
    `r.bucket < ${bound.value(span.to)}::${span.cast}`,
    ...cutParts(bound, cut, "r", span.cast === "date" ? "r.bucket" : danishDayOf("r.bucket")),
  ];
  return parts.join(" AND ");
}

/** The Danish day of an instant, as SQL. */
export const danishDayOf = (instant: string): string => `(${instant} AT TIME ZONE 'Europe/Copenhagen')::date`;

/** The conditions of a cut on rows that bear an installation and a type; `day` is the expression of their Danish day. */
export function cutParts(bound: Bound, cut: Cut, rows: string, day: string): string[] {
  const parts: string[] = [];
  if (cut.installations) parts.push(`${rows}.installation_id = ANY (${bound.value(cut.installations)}::int[])`);
  if (cut.typeId !== null) parts.push(`${rows}.type_id = ${bound.value(cut.typeId)}`);
  if (cut.datedRegion !== null) {
    parts.push(`EXISTS (SELECT FROM installation ri JOIN membership rm ON rm.member_id = ri.organisation_id
      WHERE ri.id = ${rows}.installation_id AND rm.region_id = ${bound.value(cut.datedRegion)}
        AND ${day} >= rm.valid_from AND (rm.valid_to IS NULL OR ${day} <= rm.valid_to))`);
  }
  return parts;
}

export type CodeCount = { installationId: number; typeId: number; code: string; count: number };

/** How often each issue code was given, per installation and type, on the Danish days a span touches. */
export async function codeCounts(tx: PoolClient, period: Period, cut: Cut): Promise<CodeCount[]> {
  const bound = new Bound();
  const { rows } = await tx.query(
    `SELECT r.installation_id AS "installationId", r.type_id AS "typeId", r.code, sum(r.n)::int AS count
     FROM ledger.rollup_code r WHERE ${where(bound, { ...touchedDays(period), cast: "date" }, cut)}
     GROUP BY 1, 2, 3 HAVING sum(r.n) > 0`,
    bound.values,
  );
  return rows;
}
