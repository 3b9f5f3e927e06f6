import type { PoolClient } from "pg";
import {
  changedRows,
  LEG_BINS,
  RECEIPT_BINS,
  ROLLUP_NAMES,
  ROLLUPS,
  type RollupDeltas,
  type RollupName,
} from "./rollups.ts";
import { RECEIPT_STATES } from "./states.ts";

const numbered = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
const stateAndBins = [...RECEIPT_STATES.map((state) => `n_${state}`), ...numbered("lat_", RECEIPT_BINS)];
/** The columns that count, in the order of `RollupRow.counts`; and the table of each rollup. */
export const ROLLUP_COUNTS: Record<RollupName, readonly string[]> = {
  hour: stateAndBins,
  day: stateAndBins,
  dayTotal: stateAndBins,
  leg: ["n", ...numbered("lat_", LEG_BINS)],
  code: ["n"],
};
export const ROLLUP_TABLES: Record<RollupName, string> = {
  hour: "ledger.rollup_hour",
  day: "ledger.rollup_day",
  dayTotal: "ledger.rollup_day_total",
  leg: "ledger.rollup_leg",
  code: "ledger.rollup_code",
};
// The bucket of an hour or of five minutes travels as ms, a day as text.
const KEY_TYPES: Record<string, string> = {
  code: "text",
  receipt_role: "smallint",
  direction: "smallint",
  station: "smallint",
};

const statements = Object.fromEntries(ROLLUP_NAMES.map((name) => [name, upsert(name)])) as Record<RollupName, string>;

function upsert(name: RollupName): string {
  const { keys } = ROLLUPS[name];
  const instant = name === "hour" || name === "leg";
  const counts = ROLLUP_COUNTS[name];
  const keyType = (key: string) => (key === "bucket" ? (instant ? "float8" : "date") : (KEY_TYPES[key] ?? "int"));
  const arrays = [
    ...keys.map((key, i) => `$${i + 1}::${keyType(key)}[]`),
    ...counts.map((_, i) => `$${keys.length + i + 1}::int[]`),
  ];
  const chosen = keys.map((key) => (key === "bucket" && instant ? "to_timestamp(x.bucket / 1000)" : `x.${key}`));
  return `INSERT INTO ${ROLLUP_TABLES[name]} AS r (${[...keys, ...counts].join(", ")})
    SELECT ${[...chosen, ...counts.map((column) => `x.${column}`)].join(", ")}
    FROM unnest(${arrays.join(", ")}) AS x (${[...keys, ...counts].join(", ")})
    ON CONFLICT (${keys.join(", ")}) DO UPDATE SET ${counts.map((column) => `${column} = r.${column} + excluded.${column}`).join(", ")}`;
}

/** Writes what changed, table after table in one order and sorted within each. */
export async function writeDeltas(tx: Pick<PoolClient, "query">, deltas: RollupDeltas): Promise<void> {
  for (const name of ROLLUP_NAMES) {
    const rows = changedRows(deltas, name);
    // PostgreSQL takes 65,535 parameters, but these are a few arrays; the slice only bounds memory.
    for (let from = 0; from < rows.length; from += 5_000) {
      const slice = rows.slice(from, from + 5_000);
      const keys = ROLLUPS[name].keys.map((_, column) => slice.map((row) => row.key[column]));
      const counts = ROLLUP_COUNTS[name].map((_, column) => slice.map((row) => row.counts[column]));
      await tx.query({ name: `rollup_${name}`, text: statements[name], values: [...keys, ...counts] });
    }
  }
}
