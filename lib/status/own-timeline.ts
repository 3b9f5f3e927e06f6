import type { PublicIncident, PublicService, PublicWindow } from "../publication/snapshot.ts";
import { addDays, danishMidnight } from "../time/danish.ts";
import { ALWAYS, append, BADNESS, type Because, type Interval, SEEN_SLACK_MS } from "./intervals.ts";
import type { ServiceState, Span, Trouble } from "./shapes.ts";

/** Something that held for a time; `because` is null for having been seen. */
export type Fact = Span & { state: ServiceState; because: Because | null };

/** From first to last day of a service. */
export function lifeOf({ validFrom, validTo }: PublicService): Span {
  return {
    from: validFrom === null ? ALWAYS.from : danishMidnight(validFrom.slice(0, 10)),
    to: validTo === null ? ALWAYS.to : danishMidnight(addDays(validTo.slice(0, 10), 1)),
  };
}

const within = (fact: Fact, span: Span): Fact => ({
  ...fact,
  from: Math.max(fact.from, span.from),
  to: Math.min(fact.to, span.to),
});

/** The trouble an incident made: that of its newest update stated by then (before the first: the first), until resolved. */
export function factsOfIncident(incident: PublicIncident): Fact[] {
  const because: Because = { kind: "incident", number: incident.number };
  const end = incident.resolvedAt === null ? ALWAYS.to : Date.parse(incident.resolvedAt);
  const steps = incident.updates
    .map(({ nr, trouble, statedAt }) => ({ nr, trouble, at: Date.parse(statedAt) }))
    .sort((a, b) => a.at - b.at || a.nr - b.nr);
  const facts: Fact[] = [];
  let from = Date.parse(incident.startedAt);
  let state: Trouble = steps[0]?.trouble ?? incident.trouble;
  for (const { trouble, at } of steps) {
    if (at > from) {
      facts.push({ from, to: Math.min(at, end), state, because });
      from = at;
    }
    state = trouble;
  }
  return [...facts, { from, to: end, state, because }].filter((fact) => fact.from < fact.to);
}

/**
 * When a window takes its services away: only where messages are stopped or queued. One that should have begun by now and
 * has not is held by a person; one that is on past its plan is on until it is ended.
 */
export function factOfWindow(window: PublicWindow, asOf: number): Fact | null {
  if (window.traffic === "running") return null;
  const time = (text: string | null): number | null => (text === null ? null : Date.parse(text));
  const plannedFrom = Date.parse(window.plannedFrom);
  const plannedTo = Date.parse(window.plannedTo);
  const actualFrom = time(window.actualFrom);
  if (window.phase === "cancelled" && actualFrom === null) return null;
  if (window.phase === "planned" && plannedFrom < asOf - SEEN_SLACK_MS) return null;
  const goesOn = window.phase === "in_progress" ? Math.max(plannedTo, asOf + SEEN_SLACK_MS) : plannedTo;
  const from = actualFrom ?? plannedFrom;
  const to = time(window.actualTo) ?? goesOn;
  return from < to ? { from, to, state: "window", because: { kind: "window", uid: window.uid } } : null;
}

/** How a service stands by itself, from the first moment (−∞) to the last (∞): adjoining intervals, oldest first. */
export function ownTimeline(service: PublicService, facts: readonly Fact[]): Interval[] {
  const last = service.seen.at(-1);
  const seen = service.seen.map(
    (span): Fact => ({
      from: span[0],
      to: span === last ? span[1] + SEEN_SLACK_MS : span[1],
      state: "up",
      because: null,
    }),
  );
  const life = lifeOf(service);
  const all = [...seen, ...facts].map((fact) => within(fact, life)).filter((fact) => fact.from < fact.to);
  const starting = [...all].sort((a, b) => a.from - b.from);
  const bounds = [...new Set([ALWAYS.from, ...all.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  let active: Fact[] = [];
  let next = 0;
  const timeline: Interval[] = [];
  for (const [n, from] of bounds.entries()) {
    if (from === ALWAYS.to) break;
    active = active.filter(({ to }) => to > from);
    for (let fact = starting[next]; fact && fact.from <= from; fact = starting[++next]) active.push(fact);
    const worstFirst = active.toSorted((a, b) => BADNESS[b.state] - BADNESS[a.state]);
    append(timeline, {
      ...{ from, to: bounds[n + 1] ?? ALWAYS.to },
      state: worstFirst[0]?.state ?? "unknown",
      because: worstFirst.flatMap(({ because }) => because ?? []),
    });
  }
  return timeline;
}
