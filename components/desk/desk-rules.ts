import type { Clock } from "@/lib/status/incidents/clocks.ts";
import type { Desk, IncidentRow } from "@/lib/status/incidents/shapes.ts";

/** A clock and the incident it belongs to. */
export type DueClock = { incident: IncidentRow; clock: Clock };

/** Every promise that is running, the first due first, then the first notices that were given for what is still open. */
export function clocksOfDesk({ suspicions, incidents }: Pick<Desk, "suspicions" | "incidents">): DueClock[] {
  const all = [...suspicions, ...incidents].flatMap((incident) =>
    incident.clocks.map((clock) => ({ incident, clock })),
  );
  const by = (a: DueClock, b: DueClock) => Date.parse(a.clock.due) - Date.parse(b.clock.due);
  const running = all.filter(({ clock }) => clock.doneAt === null).sort(by);
  const done = all.filter(({ clock }) => clock.doneAt !== null).sort((a, b) => by(b, a));
  return [...running, ...done];
}

/** What the front page says first. `nextDue` is the first promise of a notice that is not given yet. */
export function leadOfDesk(desk: Pick<Desk, "suspicions" | "incidents">): {
  incidents: number;
  suspicions: number;
  nextDue: string | null;
  missed: number;
} {
  const running = clocksOfDesk(desk).filter(({ clock }) => clock.doneAt === null);
  return {
    incidents: desk.incidents.length,
    suspicions: desk.suspicions.length,
    nextDue: running.find(({ clock }) => clock.state !== "missed")?.clock.due ?? null,
    missed: running.filter(({ clock }) => clock.state === "missed").length,
  };
}
