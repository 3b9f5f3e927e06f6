import { NotFoundError } from "../errors.ts";
import type { PublicService, PublicSnapshot } from "../publication/snapshot.ts";
import { judge, type Place } from "./chain.ts";
import { append, type Interval } from "./intervals.ts";
import { type Fact, factOfWindow, factsOfIncident, lifeOf, ownTimeline } from "./own-timeline.ts";
import type { Span } from "./shapes.ts";

/** How a service stands by itself over all time, and the stations a chain runs through. */
type Line = { own: readonly Interval[]; life: Span; places: readonly Place[] };

const known = new WeakMap<PublicSnapshot, ReadonlyMap<string, Line>>();

/** The lines of a snapshot's services by code, made once; a chain's time is judged only where it is asked for. */
function linesOf(snapshot: PublicSnapshot): ReadonlyMap<string, Line> {
  let lines = known.get(snapshot);
  if (!lines) {
    lines = makeLines(snapshot);
    known.set(snapshot, lines);
  }
  return lines;
}

/**
 * How a service stood within [from, to) (ms, also −∞ and ∞): adjoining intervals without gaps, oldest first. Throws
 * NotFoundError.
 */
export function timelineBetween(snapshot: PublicSnapshot, code: string, from: number, to: number): Interval[] {
  const line = linesOf(snapshot).get(code);
  if (!line) throw new NotFoundError("No such service");
  return line.places.length === 0 ? ownBetween(line.own, from, to) : chainBetween(line, from, to);
}

function ownBetween(own: readonly Interval[], from: number, to: number): Interval[] {
  const intervals: Interval[] = [];
  for (let n = indexAt(own, from); n < own.length; n += 1) {
    const interval = own[n];
    if (!interval || interval.from >= to) break;
    intervals.push({ ...interval, from: Math.max(interval.from, from), to: Math.min(interval.to, to) });
  }
  return intervals;
}

function chainBetween({ own, life, places }: Line, from: number, to: number): Interval[] {
  const timelines = [own, ...places.map(({ timeline }) => timeline)];
  const lives = [life, ...places.map((place) => place.life)];
  const at = timelines.map((timeline) => indexAt(timeline, from));
  const intervals: Interval[] = [];
  for (let start = from; start < to; ) {
    let end = to;
    const here = timelines.map((timeline, n) => {
      const lasting = lives[n] ?? life;
      for (const bound of [lasting.from, lasting.to]) if (bound > start && bound < end) end = bound;
      const interval = timeline[at[n] ?? 0] ?? null;
      if (interval && interval.to < end) end = interval.to;
      return lasting.from <= start && start < lasting.to ? interval : null;
    });
    append(intervals, { from: start, to: end, ...judge(here, places) });
    for (const [n, timeline] of timelines.entries()) {
      const index = at[n] ?? 0;
      if ((timeline[index]?.to ?? Number.POSITIVE_INFINITY) <= end) at[n] = index + 1;
    }
    start = end;
  }
  return intervals;
}

/** Which interval of a timeline holds an instant. */
function indexAt(timeline: readonly Interval[], at: number): number {
  let low = 0;
  let high = timeline.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((timeline[middle]?.from ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function makeLines({ services, incidents, windows, asOf }: PublicSnapshot): ReadonlyMap<string, Line> {
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
  return new Map(
    services.map((service) => {
      const stations = service.through.flatMap(({ service: code, whole }) => {
        const station = byCode.get(code);
        return station ? [{ station, whole }] : [];
      });
      const places = stations.map(({ station, whole }) => ({
        ...{ station: station.code, life: lifeOf(station), timeline: own.get(station.code) ?? [] },
        beside: whole
          ? []
          : stations.flatMap((other, n) => (!other.whole && samePlace(station, other.station) ? [n] : [])),
      }));
      return [service.code, { own: own.get(service.code) ?? [], life: lifeOf(service), places }];
    }),
  );
}

const samePlace = (a: PublicService, b: PublicService): boolean => (a.station ?? a.code) === (b.station ?? b.code);
