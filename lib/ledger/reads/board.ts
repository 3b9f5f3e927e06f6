import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { danishDay } from "../../time/danish.ts";
import { LEG_BIN_BOUNDS, percentile } from "../latency.ts";
import type { Board, BoardLeg } from "../shapes.ts";
import { DIRECTIONS, STATIONS } from "../states.ts";
import { coverageOf, reach } from "./coverage.ts";
import { readsAsSender, sideOf } from "./places.ts";
import { Bound, LEG_BIN_SUMS } from "./sql.ts";

const BUCKET_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Each leg's median over the last 15 minutes (whole buckets of five, and the one under way) of the viewer's own
 * deliveries. `normal` is the same hour a week ago, since weekdays and nights differ. `returnMs` is the receipt's way back once the recipient has sent it: the medians of its legs together.
 */
export async function readBoard(viewer: Viewer, now: Date): Promise<Board> {
  const side = sideOf(viewer, undefined);
  const since = Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS - 3 * BUCKET_MS;
  return asViewer(viewer, side, async (tx) => {
    const legs = await readLegs(tx, { from: since }, null);
    const weekAgo = now.getTime() - WEEK_MS;
    const normal = await readLegs(tx, { from: weekAgo - HOUR_MS / 2, to: weekAgo + HOUR_MS / 2 }, null);
    const back = legs.filter((leg) => leg.direction === "back" && leg.station !== "recipient" && leg.medianMs !== null);
    const watched = readsAsSender(viewer, side) ? await lastReceivers(tx, now) : await answering(tx, now);
    const covered = await coverageOf(tx, watched, [], now.getTime());
    const { latest, behind } = reach(watched.map((id) => covered.get(id)?.completeTo ?? null));
    return {
      legs,
      normal,
      returnMs: back.length === 0 ? null : back.reduce((sum, leg) => sum + (leg.medianMs ?? 0), 0),
      completeTo: latest,
      behind,
      asOf: now.toISOString(),
    };
  });
}

/** Median and count of every leg from an instant on (ms), until another where there is one, of the given installations or of all the viewer may see. */
export async function readLegs(
  tx: PoolClient,
  { from, to }: { from: number; to?: number },
  installations: readonly number[] | null,
): Promise<BoardLeg[]> {
  const bound = new Bound();
  const parts = [`r.bucket >= ${bound.value(new Date(from))}`];
  if (to !== undefined) parts.push(`r.bucket < ${bound.value(new Date(to))}`);
  if (installations) parts.push(`r.installation_id = ANY (${bound.value(installations)}::int[])`);
  const { rows } = await tx.query<{ station: number; direction: number; count: number; bins: number[] }>(
    `SELECT r.direction, r.station, sum(r.n)::int AS count, ${LEG_BIN_SUMS} AS bins
     FROM ledger.rollup_leg r WHERE ${parts.join(" AND ")} GROUP BY 1, 2 HAVING sum(r.n) > 0
     ORDER BY r.direction, r.station * (1 - 2 * r.direction)`,
    bound.values,
  );
  return rows.flatMap(({ station, direction, count, bins }) => {
    const leg = { station: STATIONS[station], direction: DIRECTIONS[direction] };
    if (!leg.station || !leg.direction) return [];
    return [{ station: leg.station, direction: leg.direction, medianMs: percentile(bins, 0.5, LEG_BIN_BOUNDS), count }];
  });
}

/** The installations that owe receipts: how far we see the others does not matter to the line. */
async function answering(tx: PoolClient, now: Date): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT DISTINCT it.installation_id AS id FROM installation_type it JOIN installation i ON i.id = it.installation_id
     WHERE it.role <> 'C' AND (it.valid_to IS NULL OR it.valid_to >= $1::date) AND NOT i.provisional AND NOT i.pending`,
    [danishDay(now.getTime())],
  );
  return rows.map((row) => row.id);
}

/** Where the viewer's letters went in the last 24 hours. */
async function lastReceivers(tx: PoolClient, now: Date): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    "SELECT DISTINCT r.installation_id AS id FROM ledger.rollup_hour r WHERE r.bucket >= $1",
    [new Date(now.getTime() - 24 * HOUR_MS)],
  );
  return rows.map((row) => row.id);
}
