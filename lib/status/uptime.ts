import { NotFoundError } from "../errors.ts";
import type { PublicService, PublicSnapshot } from "../publication/snapshot.ts";
import { addDays, danishDay, danishMidnight } from "../time/danish.ts";
import { workingHours } from "../time/working.ts";
import { lifeOf } from "./own-timeline.ts";
import { type Interval, intervalsOf, worst } from "./rules.ts";
import { BANDS, type Band, type ServiceState, type Span } from "./shapes.ts";

/** One Danish day of a service; `state` is the worst of it, null where nothing was seen or the service was not there. */
export type DayCell = { day: string; state: ServiceState | null; troubleMs: number; unknownMs: number };

/** The last `days` Danish days of a service, oldest first; the last is today so far. Throws NotFoundError. */
export function dayCells(snapshot: PublicSnapshot, code: string, days: number, now: number): DayCell[] {
  const life = lifeOf(serviceOf(snapshot, code));
  const today = danishDay(now);
  const all = intervalsOf(snapshot, code, danishMidnight(addDays(today, 1 - days)), now);
  return Array.from({ length: days }, (_, n) => {
    const day = addDays(today, n + 1 - days);
    const span = meet({ from: danishMidnight(day), to: Math.min(danishMidnight(addDays(day, 1)), now) }, life);
    const intervals = span ? all.flatMap((one) => within(one, span)) : [];
    const seen = intervals.some(({ state }) => state !== "unknown");
    return {
      day,
      state: seen ? worst(intervals.map(({ state }) => state)) : null,
      troubleMs: length(intervals.filter(({ state }) => TROUBLED.has(state))),
      unknownMs: length(intervals.filter(({ state }) => state === "unknown")),
    };
  });
}

const TROUBLED: ReadonlySet<ServiceState> = new Set<ServiceState>(["degraded", "partial", "down"]);

/** How a service kept what was promised for a band; times in ms, shares of 1, null where nothing was measured. */
export type Availability = {
  band: Band;
  /** The promise in force at the end. */
  target: number;
  assumed: boolean;
  source: string;
  /** All time of the band in which there was a service and a promise. */
  totalMs: number;
  /** Of it: seen, or trouble or work known. */
  measuredMs: number;
  /** Of the measured: not available, whatever the reason. */
  downMs: number;
  /** Of the measured: inside windows that were announced before they began and kept messages back. */
  windowMs: number;
  /** Not available, outside those windows. */
  downOutsideMs: number;
  withWindows: number | null;
  withoutWindows: number | null;
  /** How long the promise allows it to be away in `totalMs`. */
  budgetMs: number;
  /** The share of that used by time away outside announced windows; above 1 it is broken. */
  burnt: number | null;
};

/**
 * How a service kept its promises within [from, to), one answer per band that has time in it; none without an objective.
 * Down and partial count as not available, degraded does not; so does a window that stopped or queued messages. The bands
 * are those of KOM SF2900 2.4 §1.3.1 unless edited: working days 06-18, and the rest. Throws NotFoundError.
 */
export function availability(snapshot: PublicSnapshot, code: string, from: number, to: number): Availability[] {
  const intervals = marked(snapshot, code, from, to);
  const slices = slicesOf(serviceOf(snapshot, code), from, to);
  return BANDS.flatMap((band) => {
    const mine = slices.filter((slice) => slice.band === band);
    const last = mine.at(-1);
    if (!last) return [];
    const parts = cut(intervals, mine);
    const sum = (which: (part: Marked) => boolean) => length(parts.filter(which));
    const sums = {
      totalMs: length(mine),
      measuredMs: sum(({ state }) => state !== "unknown"),
      downMs: sum(({ away }) => away),
      windowMs: sum(({ announced }) => announced),
      downOutsideMs: sum(({ away, announced }) => away && !announced),
    };
    const budgetMs = mine.reduce((all, slice) => all + (1 - slice.target) * (slice.to - slice.from), 0);
    const { target, assumed, source } = last;
    return [{ band, target, assumed, source, ...sums, ...sharesOf(sums), ...burnOf(sums, budgetMs) }];
  });
}

type Sums = Pick<Availability, "measuredMs" | "downMs" | "windowMs" | "downOutsideMs">;

/** Shares of the measured time a service was available, announced windows counted and left out. */
export function sharesOf(sums: Sums): Pick<Availability, "withWindows" | "withoutWindows"> {
  const outsideMs = sums.measuredMs - sums.windowMs;
  return {
    withWindows: sums.measuredMs === 0 ? null : 1 - sums.downMs / sums.measuredMs,
    withoutWindows: outsideMs === 0 ? null : 1 - sums.downOutsideMs / outsideMs,
  };
}

/** How much of a budget is used. A promise of everything (budget 0) is broken by the first moment away. */
export function burnOf(sums: Sums, budgetMs: number): Pick<Availability, "budgetMs" | "burnt"> {
  if (sums.measuredMs === 0) return { budgetMs, burnt: null };
  if (sums.downOutsideMs === 0) return { budgetMs, burnt: 0 };
  return { budgetMs, burnt: sums.downOutsideMs / budgetMs };
}

/** An interval that counts as not available: for `countsMs`, in one band, inside an announced window or not. */
export type Counted = Interval & { band: Band; countsMs: number; announced: boolean };

/** Every interval that makes `downMs` of `availability`, oldest first: their `countsMs` add up to it, band by band. */
export function countedIntervals(snapshot: PublicSnapshot, code: string, from: number, to: number): Counted[] {
  const slices = slicesOf(serviceOf(snapshot, code), from, to);
  return cut(marked(snapshot, code, from, to), slices)
    .filter(({ away }) => away)
    .map(({ away: _, ...part }) => ({ ...part, countsMs: part.to - part.from }));
}

type Marked = Interval & { away: boolean; announced: boolean };

/** The intervals of a service, with whether it was away and whether that had been announced. */
function marked(snapshot: PublicSnapshot, code: string, from: number, to: number): Marked[] {
  const inTime = announcedOf(snapshot);
  return intervalsOf(snapshot, code, from, to).map((interval) => {
    const windows = interval.because.flatMap((because) => (because.kind === "window" ? [because.uid] : []));
    return {
      ...interval,
      away: interval.state === "down" || interval.state === "partial" || windows.length > 0,
      announced: windows.some((uid) => inTime.has(uid)),
    };
  });
}

const announced = new WeakMap<PublicSnapshot, ReadonlySet<string>>();
/** Windows that were announced before they began. */
function announcedOf(snapshot: PublicSnapshot): ReadonlySet<string> {
  let uids = announced.get(snapshot);
  if (!uids) {
    const begun = snapshot.windows.filter(
      (window) => Date.parse(window.announcedAt) <= Date.parse(window.actualFrom ?? window.plannedFrom),
    );
    uids = new Set(begun.map(({ uid }) => uid));
    announced.set(snapshot, uids);
  }
  return uids;
}

type Slice = Span & { band: Band; target: number; assumed: boolean; source: string };

/** [from, to) cut into bands by the promise in force on each Danish day, oldest first. */
function slicesOf(service: PublicService, from: number, to: number): Slice[] {
  const span = meet({ from, to }, lifeOf(service));
  if (!span) return [];
  const slices: Slice[] = [];
  for (let day = danishDay(span.from); danishMidnight(day) < span.to; day = addDays(day, 1)) {
    const promise = service.objectives.findLast((objective) => objective.from <= day);
    if (!promise) continue;
    const whole = { from: danishMidnight(day), to: danishMidnight(addDays(day, 1)) };
    const work = workingHours(day, promise.workFrom, promise.workTo);
    const parts: (Span & { band: Band })[] = work
      ? [
          { from: whole.from, to: work.from, band: "other" },
          { ...work, band: "working" },
          { from: work.to, to: whole.to, band: "other" },
        ]
      : [{ ...whole, band: "other" }];
    for (const { band, ...part } of parts) {
      const kept = meet(part, span);
      const { assumed, source, target } = promise;
      if (kept) slices.push({ ...kept, band, target: target[band], assumed, source });
    }
  }
  return slices;
}

/** The parts of intervals that lie in slices; both are sorted and never overlap among themselves. */
function cut(intervals: readonly Marked[], slices: readonly Slice[]): (Marked & { band: Band })[] {
  const parts: (Marked & { band: Band })[] = [];
  let first = 0;
  for (const slice of slices) {
    while ((intervals[first]?.to ?? Number.POSITIVE_INFINITY) <= slice.from) first += 1;
    for (let n = first; n < intervals.length; n += 1) {
      const interval = intervals[n];
      if (!interval || interval.from >= slice.to) break;
      for (const part of within(interval, slice)) parts.push({ ...part, band: slice.band });
    }
  }
  return parts;
}

/** What of an interval lies in a span: itself cut to it, or nothing. */
function within<I extends Span>(interval: I, span: Span): I[] {
  const kept = meet(interval, span);
  return kept ? [{ ...interval, ...kept }] : [];
}

const length = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

function meet(a: Span, b: Span): Span | null {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : null;
}

function serviceOf(snapshot: PublicSnapshot, code: string): PublicService {
  const service = snapshot.services.find((one) => one.code === code);
  if (!service) throw new NotFoundError("No such service");
  return service;
}
