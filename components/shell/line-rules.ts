import type { Board } from "@/lib/ledger/shapes.ts";
import { LINE_STATIONS, type LineStation } from "@/lib/ledger/states.ts";

export { LINE_STATIONS, type LineStation };

/** The median (ms) from each station to the next, null where the last 15 minutes saw none; the last has no next. */
export function toNext(board: Board): Record<LineStation, number | null> {
  const reached = new Map(board.legs.filter((leg) => leg.direction === "out").map((leg) => [leg.station, leg]));
  const medians = LINE_STATIONS.map((station, at) => {
    const next = LINE_STATIONS[at + 1];
    return [station, next === undefined ? null : (reached.get(next)?.medianMs ?? null)] as const;
  });
  return Object.fromEntries(medians) as Record<LineStation, number | null>;
}

/** The station that takes longest to reach, for the one sentence that stands for the line on a narrow screen. */
export function slowest(board: Board): { station: LineStation; ms: number } | null {
  const legs = toNext(board);
  let worst: { station: LineStation; ms: number } | null = null;
  for (const [at, station] of LINE_STATIONS.entries()) {
    const next = LINE_STATIONS[at + 1];
    const ms = legs[station];
    if (next !== undefined && ms !== null && (worst === null || ms > worst.ms)) worst = { station: next, ms };
  }
  return worst;
}
