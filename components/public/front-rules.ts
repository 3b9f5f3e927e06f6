import type { PublicIncident, PublicSnapshot, PublicWindow } from "../../lib/publication/snapshot.ts";
import { lifeOf } from "../../lib/status/own-timeline.ts";
import { statesAt } from "../../lib/status/rules.ts";
import { type ImpactEffect, SEVERITIES, type ServiceState } from "../../lib/status/shapes.ts";

const DAY_MS = 24 * 3_600_000;
/** How long an incident that is over stands under "now" while its backlog is not cleared. */
const BACKLOG_SHOWN_MS = 14 * DAY_MS;
const PLANNED_AHEAD_MS = 30 * DAY_MS;
const BEFORE = 5;

/** What is on: what the front page speaks of. */
export type Front = {
  /** Unresolved, the gravest first, then the newest. */
  open: PublicIncident[];
  /** Resolved, with letters still to be answered. */
  clearing: PublicIncident[];
  working: PublicWindow[];
  /** Not begun, by their start; the next 30 days. */
  planned: PublicWindow[];
  later: number;
  /** Over, newest first. */
  before: PublicIncident[];
  states: { code: string; state: ServiceState }[];
};

export function frontOf(snapshot: PublicSnapshot, now: number): Front {
  const { incidents, windows } = snapshot;
  const gravity = ({ severity }: PublicIncident) => SEVERITIES.indexOf(severity);
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null).sort((a, b) => gravity(a) - gravity(b));
  const clearing = incidents.filter(
    ({ phase, resolvedAt, backlogClearedAt }) =>
      phase === "resolved" &&
      resolvedAt !== null &&
      backlogClearedAt === null &&
      now - Date.parse(resolvedAt) < BACKLOG_SHOWN_MS,
  );
  const shown = new Set([...open, ...clearing]);
  const planned = windows.filter(({ phase }) => phase === "planned");
  const soon = planned.filter(({ plannedFrom }) => Date.parse(plannedFrom) < now + PLANNED_AHEAD_MS);
  const states = statesAt(snapshot, now);
  return {
    ...{ open, clearing, planned: soon, later: planned.length - soon.length },
    working: windows.filter(({ phase }) => phase === "in_progress"),
    before: incidents.filter((incident) => !shown.has(incident)).slice(0, BEFORE),
    states: livingAt(snapshot, now).map(({ code }) => ({ code, state: states.get(code)?.state ?? "unknown" })),
  };
}

/** The services that exist at an instant (ms). */
export const livingAt = (snapshot: PublicSnapshot, at: number) =>
  snapshot.services.filter((service) => {
    const { from, to } = lifeOf(service);
    return from <= at && at < to;
  });

/**
 * Whether a municipality is hit, as far as the operator has published it, the first that holds: it is named; an incident
 * hits every municipality; it is not said whom an incident hits; others are named and it is not; nothing is known.
 */
export type Answer =
  | { kind: "named"; hits: { incident: PublicIncident; effect: ImpactEffect; from: string }[] }
  | { kind: "national" | "unsaid" | "others"; incidents: PublicIncident[] }
  | { kind: "nothing" };

/** Only from what is published: nothing is computed for a single municipality. `code` is one of the snapshot's. */
export function answerFor(snapshot: PublicSnapshot, code: string, now: number): Answer {
  const open = frontOf(snapshot, now).open;
  const hits = open.flatMap((incident) =>
    incident.impacts.flatMap(({ municipality, effect, from, to }) =>
      municipality === code && effect !== "none" && (to === null || Date.parse(to) > now)
        ? [{ incident, effect, from }]
        : [],
    ),
  );
  if (hits.length > 0) return { kind: "named", hits };
  const all = snapshot.municipalities.length;
  const everywhere = open.filter(({ municipalities }) => municipalities !== null && municipalities >= all);
  if (everywhere.length > 0) return { kind: "national", incidents: everywhere };
  const unsaid = open.filter(({ impacts, municipalities }) => impacts.length === 0 && municipalities !== 0);
  if (unsaid.length > 0) return { kind: "unsaid", incidents: unsaid };
  return open.length > 0 ? { kind: "others", incidents: open } : { kind: "nothing" };
}
