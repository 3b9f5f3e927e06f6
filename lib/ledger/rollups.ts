import { danishDay } from "../time/danish.ts";
import { directionOfSlot, operatorOfSlot, stationOfSlot } from "./fold/legs.ts";
import type { FoldedDelivery } from "./fold/types.ts";
import { binOf, LEG_BIN_BOUNDS, RECEIPT_BIN_BOUNDS } from "./latency.ts";
import { RECEIPT_STATES } from "./states.ts";

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;
export const RECEIPT_BINS = RECEIPT_BIN_BOUNDS.length + 1;
export const LEG_BINS = LEG_BIN_BOUNDS.length + 1;

/** Key columns of each rollup, in the order of its key; a rollup's counts follow. Buckets are ms or a Danish day. */
export const ROLLUPS = {
  hour: {
    keys: ["bucket", "installation_id", "type_id", "sender_organisation_id", "receipt_role"],
    counts: RECEIPT_STATES.length + RECEIPT_BINS,
  },
  day: {
    keys: ["bucket", "installation_id", "type_id", "sender_organisation_id", "receipt_role"],
    counts: RECEIPT_STATES.length + RECEIPT_BINS,
  },
  dayTotal: {
    keys: ["bucket", "installation_id", "type_id", "receipt_role"],
    counts: RECEIPT_STATES.length + RECEIPT_BINS,
  },
  leg: {
    keys: [
      "bucket",
      "installation_id",
      "direction",
      "station",
      "operator_id",
      "sender_organisation_id",
      "receipt_role",
    ],
    counts: 1 + LEG_BINS,
  },
  code: { keys: ["bucket", "installation_id", "type_id", "sender_organisation_id", "receipt_role", "code"], counts: 1 },
} as const;
export type RollupName = keyof typeof ROLLUPS;
export const ROLLUP_NAMES = Object.keys(ROLLUPS) as RollupName[];

export type RollupRow = { key: readonly (string | number)[]; counts: number[] };
/** Changes to rollups, one row per key, not yet in any order. */
export type RollupDeltas = Record<RollupName, Map<string, RollupRow>>;

export const noDeltas = (): RollupDeltas => ({
  hour: new Map(),
  day: new Map(),
  dayTotal: new Map(),
  leg: new Map(),
  code: new Map(),
});

/** Adds (`sign` 1) or takes away (−1) what one delivery counts for in every rollup. */
export function count(deltas: RollupDeltas, delivery: FoldedDelivery, sign: 1 | -1): void {
  const { installationId, typeId, senderOrganisationId: sender, role, sentAt } = delivery;
  const hour = Math.floor(sentAt / HOUR_MS) * HOUR_MS;
  const day = danishDay(sentAt);
  const counted = [RECEIPT_STATES.indexOf(delivery.state)];
  // Latency is of answers only: a delivery without one stands in no bin.
  if (delivery.latencyMs !== null) counted.push(RECEIPT_STATES.length + binOf(delivery.latencyMs, RECEIPT_BIN_BOUNDS));
  add(deltas, "hour", [hour, installationId, typeId, sender, role], counted, sign);
  add(deltas, "day", [day, installationId, typeId, sender, role], counted, sign);
  add(deltas, "dayTotal", [day, installationId, typeId, role], counted, sign);
  for (const leg of delivery.legs) {
    if (leg.ms === null) continue;
    const bucket = Math.floor(leg.at / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;
    const key = [
      bucket,
      installationId,
      directionOfSlot(leg.slot),
      stationOfSlot(leg.slot),
      operatorOfSlot(leg.slot),
      sender,
      role,
    ];
    add(deltas, "leg", key, [0, 1 + binOf(leg.ms, LEG_BIN_BOUNDS)], sign);
  }
  for (const code of delivery.codes) add(deltas, "code", [day, installationId, typeId, sender, role, code], [0], sign);
}

function add(deltas: RollupDeltas, name: RollupName, key: (string | number)[], counted: number[], sign: 1 | -1): void {
  const text = key.join("|");
  let row = deltas[name].get(text);
  if (!row) {
    row = { key, counts: new Array<number>(ROLLUPS[name].counts).fill(0) };
    deltas[name].set(text, row);
  }
  for (const column of counted) row.counts[column] = (row.counts[column] ?? 0) + sign;
}

/** The rows of one rollup that change anything, in key order, so that two writers never wait for each other in a ring. */
export function changedRows(deltas: RollupDeltas, name: RollupName): RollupRow[] {
  return [...deltas[name].values()]
    .filter((row) => row.counts.some((n) => n !== 0))
    .sort((a, b) => compareKeys(a.key, b.key));
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] as string | number;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
