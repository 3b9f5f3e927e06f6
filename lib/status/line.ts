import { LINE_STATIONS, type LineStation } from "../ledger/states.ts";
import type { PublicSnapshot } from "../publication/snapshot.ts";
import { lifeOf } from "./own-timeline.ts";
import { statesAt, worst } from "./rules.ts";
import type { ServiceState } from "./shapes.ts";

/** A station of the line: `alike` of its `of` services stand as badly as `state` says; none of none where nothing stands there. */
export type StationNow = { station: LineStation; state: ServiceState; alike: number; of: number };

/**
 * How each station of the line stands at an instant (ms). Where several services carry a station and only some of them are
 * down, it is partly down: the others go on.
 */
export function stationsAt(snapshot: PublicSnapshot, at: number): StationNow[] {
  const states = statesAt(snapshot, at);
  return LINE_STATIONS.map((station) => {
    const here = snapshot.services.flatMap((service) => {
      const life = lifeOf(service);
      const counts = service.kind === "station" && service.station === station && life.from <= at && at < life.to;
      return counts ? [states.get(service.code)?.state ?? "unknown"] : [];
    });
    const bad = worst(here);
    const alike = here.filter((state) => state === bad).length;
    return { station, state: bad === "down" && alike < here.length ? "partial" : bad, alike, of: here.length };
  });
}
