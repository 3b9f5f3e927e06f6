import { lifeOf } from "../status/own-timeline.ts";
import { type Standing, statesAt } from "../status/rules.ts";
import type { PublicService, PublicSnapshot } from "./snapshot.ts";

/** How each service that there is at `now` (ms) stands, in the snapshot's order. */
export function standingNow(snapshot: PublicSnapshot, now: number): (Standing & { service: PublicService })[] {
  const states = statesAt(snapshot, now);
  return snapshot.services.flatMap((service) => {
    const { from, to } = lifeOf(service);
    const standing = states.get(service.code);
    return standing && from <= now && now < to ? [{ ...standing, service }] : [];
  });
}
