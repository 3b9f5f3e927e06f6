/**
 * Latency bins shared by the rollups and the charts. Upper bounds in milliseconds, the last bin is open.
 * The deadlines in force (20, 30, 90 and 120 min) are bounds, so that a chart can be cut at them.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const RECEIPT_BIN_BOUNDS: readonly number[] = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  45 * MINUTE,
  HOUR,
  90 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  24 * HOUR,
];
export const LEG_BIN_BOUNDS: readonly number[] = [
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  6 * HOUR,
];

/** The bin of a latency in ms: the first whose upper bound it does not pass; `bounds.length` beyond the last. */
export function binOf(ms: number, bounds: readonly number[]): number {
  const bin = bounds.findIndex((bound) => ms <= bound);
  return bin === -1 ? bounds.length : bin;
}

/**
 * The latency (ms) that `share` (0..1) of the counted receipts did not pass, interpolated inside its bin; shown with ≈.
 * Null where nothing was counted. A value in the open last bin is its lower bound.
 */
export function percentile(bins: readonly number[], share: number, bounds: readonly number[]): number | null {
  const total = bins.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [bin, count] of bins.entries()) {
    if (count > 0 && below + count >= rank) {
      const from = bin === 0 ? 0 : (bounds[bin - 1] ?? 0);
      const to = bounds[bin] ?? from;
      return from + ((rank - below) / count) * (to - from);
    }
    below += count;
  }
  return bounds.at(-1) ?? null;
}
