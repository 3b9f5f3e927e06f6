import type { Board } from "@/lib/ledger/shapes.ts";
import { LINE_STATIONS, type LineStation } from "@/lib/ledger/states.ts";
import type { StationNow } from "@/lib/status/line.ts";
import type { ServiceState } from "@/lib/status/shapes.ts";

export { LINE_STATIONS, type LineStation };

/** The median (ms) from each station to the next, null where the last 15 minutes saw none; the last has no next. */
export function toNext(board: Pick<Board, "legs">): Record<LineStation, number | null> {
  const reached = new Map(board.legs.filter((leg) => leg.direction === "out").map((leg) => [leg.station, leg]));
  const medians = LINE_STATIONS.map((station, at) => {
    const next = LINE_STATIONS[at + 1];
    return [station, next === undefined ? null : (reached.get(next)?.medianMs ?? null)] as const;
  });
  return Object.fromEntries(medians) as Record<LineStation, number | null>;
}

/** A leg that leaves a station in trouble or leads to one, with what it takes normally; null where it is not so. */
export function normalOf(board: Board, stations: readonly StationNow[]): Record<LineStation, number | null> {
  const usual = toNext({ legs: board.normal });
  const bad = new Set(stations.filter(({ state }) => BAD.includes(state)).map(({ station }) => station));
  const normal = LINE_STATIONS.map((station, at) => {
    const next = LINE_STATIONS[at + 1];
    return [station, bad.has(station) || (next && bad.has(next)) ? usual[station] : null] as const;
  });
  return Object.fromEntries(normal) as Record<LineStation, number | null>;
}
const BAD: readonly ServiceState[] = ["degraded", "partial", "down"];

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

/** The state the sentence on a narrow screen speaks of: the worst; what is not known goes before what is up. */
export function worstOf(stations: readonly StationNow[]): ServiceState {
  const order: readonly ServiceState[] = ["down", "partial", "degraded", "window", "unknown", "up"];
  return order.find((state) => stations.some((station) => station.state === state)) ?? "unknown";
}
