import type { PublicIncident, PublicService, PublicSnapshot, PublicWindow } from "../publication/snapshot.ts";
import { addDays, danishMidnight } from "../time/danish.ts";
import type { ServiceState, Span, Trouble } from "./shapes.ts";

/** Why a service stands as it does. Of a chain that stands so through a station: the station first, then its reasons. */
export type Because =
  | { kind: "incident"; number: string }
  | { kind: "window"; uid: string }
  | { kind: "through"; service: string };
export type Interval = { from: number; to: number; state: ServiceState; because: Because[] };

/** A source that told all until so long ago is taken to be seen still: its next word is on its way. */
export const SEEN_SLACK_MS = 5 * 60_000;

const BADNESS: Record<ServiceState, number> = { up: 0, unknown: 1, window: 2, degraded: 3, partial: 4, down: 5 };

/** The worst of several states; down > partial > degraded > window > unknown > up. Of none: unknown. */
export function worst(states: readonly ServiceState[]): ServiceState {
  const [first, ...rest] = states;
  if (first === undefined) return "unknown";
  return rest.reduce((bad, state) => (BADNESS[state] > BADNESS[bad] ? state : bad), first);
}

const ALWAYS: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
/** Something that held for a time; `because` is null for having been seen. */
type Fact = Span & { state: ServiceState; because: Because | null };

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
function factsOfIncident(incident: PublicIncident): Fact[] {
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
function factOfWindow(window: PublicWindow, asOf: number): Fact | null {
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

/** How a service stands by itself, from the first moment to the last. */
function ownTimeline(service: PublicService, facts: readonly Fact[]): Interval[] {
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

/** A station a chain runs through, and which of the chain's stations (by index, itself too) stand beside it at its place. */
type Place = { station: string; life: Span; timeline: readonly Interval[]; beside: readonly number[] };
type Judged = Pick<Interval, "state" | "because">;

/** How a chain stands: by its own incidents and windows, and by what comes through the stations it runs through. */
function chainTimeline(own: readonly Interval[], life: Span, places: readonly Place[]): Interval[] {
  const lines = [own, ...places.map(({ timeline }) => timeline)];
  const lives = [life, ...places.map((place) => place.life)];
  const bounds = new Set([...lines, lives].flatMap((spans) => spans.map(({ from }) => from)));
  for (const { to } of lives) bounds.add(to);
  const at = lines.map(() => 0);
  const sorted = [...bounds].sort((a, b) => a - b);
  const timeline: Interval[] = [];
  for (const [n, from] of sorted.entries()) {
    if (from === ALWAYS.to) break;
    const here = lines.map((line, of) => {
      let index = at[of] ?? 0;
      while ((line[index]?.to ?? ALWAYS.to) <= from) index += 1;
      at[of] = index;
      return holds(lives[of] ?? life, from) ? (line[index] ?? null) : null;
    });
    append(timeline, { from, to: sorted[n + 1] ?? ALWAYS.to, ...judge(here, places) });
  }
  return timeline;
}

const holds = (span: Span, at: number): boolean => span.from <= at && at < span.to;
const NOT_SEEN: Judged = { state: "unknown", because: [] };
const ALL_WELL: Judged = { state: "up", because: [] };

/** `here`: the chain itself, then its stations in the order of `places`; null for one that was not there then. */
function judge([self, ...stations]: (Interval | null)[], places: readonly Place[]): Judged {
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

const keyOf = (because: Because): string =>
  because.kind === "incident" ? because.number : because.kind === "window" ? because.uid : because.service;
const distinct = (all: readonly Because[]): Because[] => [
  ...new Map(all.map((because) => [`${because.kind} ${keyOf(because)}`, because])).values(),
];
const alike = (a: Interval, b: Interval): boolean =>
  a.state === b.state &&
  a.because.length === b.because.length &&
  a.because.every((because, n) => {
    const other = b.because[n];
    return other !== undefined && because.kind === other.kind && keyOf(because) === keyOf(other);
  });

function append(timeline: Interval[], next: Interval): void {
  const last = timeline.at(-1);
  if (last && alike(last, next)) last.to = next.to;
  else timeline.push(next);
}

const known = new WeakMap<PublicSnapshot, Map<string, readonly Interval[]>>();

/**
 * Of each service by its code: adjoining intervals from the first moment (−∞) to the last (∞), made once per snapshot.
 */
export function timelinesOf(snapshot: PublicSnapshot): ReadonlyMap<string, readonly Interval[]> {
  let timelines = known.get(snapshot);
  if (!timelines) {
    timelines = makeTimelines(snapshot);
    known.set(snapshot, timelines);
  }
  return timelines;
}

function makeTimelines({ services, incidents, windows, asOf }: PublicSnapshot): Map<string, readonly Interval[]> {
  const facts = new Map<string, Fact[]>(services.map(({ code }) => [code, []]));
  const tell = (codes: readonly string[], told: readonly Fact[]) => {
    for (const code of codes) facts.get(code)?.push(...told);
  };
  for (const incident of incidents) tell(incident.services, factsOfIncident(incident));
  for (const window of windows) {
    const fact = factOfWindow(window, Date.parse(asOf));
    if (fact) tell(window.services, [fact]);
  }
  const own = new Map(services.map((service) => [service.code, ownTimeline(service, facts.get(service.code) ?? [])]));
  const byCode = new Map(services.map((service) => [service.code, service]));
  const timelines = new Map<string, readonly Interval[]>();
  for (const service of services) {
    const line = own.get(service.code) ?? [];
    const stations = service.through.flatMap(({ service: code, whole }) => {
      const station = byCode.get(code);
      return station ? [{ station, whole }] : [];
    });
    const places = stations.map(({ station, whole }) => ({
      station: station.code,
      life: lifeOf(station),
      timeline: own.get(station.code) ?? [],
      beside: whole
        ? []
        : stations.flatMap((other, n) => (!other.whole && samePlace(station, other.station) ? [n] : [])),
    }));
    timelines.set(service.code, places.length === 0 ? line : chainTimeline(line, lifeOf(service), places));
  }
  return timelines;
}

const samePlace = (a: PublicService, b: PublicService): boolean => (a.station ?? a.code) === (b.station ?? b.code);
