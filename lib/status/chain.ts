import { BADNESS, type Because, distinct, type Interval } from "./intervals.ts";
import type { ServiceState, Span } from "./shapes.ts";

/** A station a chain runs through, and which of the chain's stations (by index, itself too) stand beside it at its place. */
export type Place = { station: string; life: Span; timeline: readonly Interval[]; beside: readonly number[] };
export type Judged = Pick<Interval, "state" | "because">;

const NOT_SEEN: Judged = { state: "unknown", because: [] };
const ALL_WELL: Judged = { state: "up", because: [] };

/**
 * How a chain stands at a moment: by its own incidents and windows, and by what comes through the stations it runs through.
 * Given are the chain itself, then its stations in the order of `places`; null for one that was not there then.
 */
export function judge([self, ...stations]: (Interval | null)[], places: readonly Place[]): Judged {
  // A chain is not seen by itself, only through its stations.
  if (!self || stations.every((station) => station === null)) return self ?? NOT_SEEN;
  const quiet = self.state === "unknown" || self.state === "up";
  if (quiet && stations.every((station) => station === null || station.state === "up")) return ALL_WELL;
  const through = places.flatMap((place, n) => carried(stations[n] ?? null, place, stations) ?? []);
  const all = [...(quiet ? [] : [self]), ...through].sort((a, b) => BADNESS[b.state] - BADNESS[a.state]);
  const state = all[0]?.state ?? "up";
  const told = state === "unknown" ? all : all.filter((one) => one.state !== "unknown");
  return { state, because: distinct(told.flatMap(({ because }) => because)) };
}

/** What a part of a place gives the chain: trouble becomes trouble for some; its own windows and gaps do not concern it. */
const OF_A_PART: Record<ServiceState, ServiceState | null> = {
  ...{ down: "partial", partial: "partial", degraded: "degraded" },
  ...{ window: null, unknown: null, up: null },
};

function carried(
  one: Interval | null,
  { station, beside }: Place,
  stations: readonly (Interval | null)[],
): Judged | null {
  if (!one || one.state === "up") return null;
  const because: Because[] = [{ kind: "through", service: station }, ...one.because];
  // Where everything that carries a place stands alike, so does the chain there.
  if (beside.every((n) => (stations[n]?.state ?? one.state) === one.state)) return { state: one.state, because };
  const state = OF_A_PART[one.state];
  return state === null ? null : { state, because: because.filter(({ kind }) => kind !== "window") };
}
