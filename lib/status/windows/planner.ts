import { addDays } from "../../time/danish.ts";
import type { Span, WindowClass } from "../shapes.ts";
import { breachesOf, overlap } from "./rules.ts";
import type { Clash, Plan, Slot } from "./shapes.ts";
import { expectationOf, type Traffic, totalOf } from "./traffic.ts";
import { wallAfter, wallOf, wallSpan } from "./wall.ts";

const HOUR_MS = 3_600_000;
const BEST = 3;
/** The chosen slot is worth a word when it hits more than twice as many as the best, and not just a handful more. */
const TWICE = 2;
const HANDFUL = 10;

/** A window there is already, as the planner sees it. */
export type Standing = Clash & { windowClass: WindowClass; services: string[] };
export type Wish = {
  services: readonly string[];
  windowClass: WindowClass;
  lengthMs: number;
  firstDay: string;
  lastDay: string;
  /** The slot somebody has in mind. */
  chosen: Span | null;
};

/**
 * Every start on the hour, by the Danish wall, in the days that were asked for. Best are those at no other window's time,
 * then those that keep their class's rules, then those that hit fewest; at most one of a day, so that there is a choice.
 */
export function planSlots(wish: Wish, traffic: Traffic, standing: readonly Standing[], now: number): Plan {
  const slot = (span: Span) => judged(wish, span, traffic, standing, now);
  const tried = startsOf(wish, now).map(slot);
  const ranked = tried.filter(({ messages }) => messages !== null).sort(better);
  const days = new Set<string>();
  const best: Slot[] = [];
  for (const one of ranked) {
    const day = one.wallFrom.slice(0, 10);
    if (best.length === BEST || days.has(day)) continue;
    days.add(day);
    best.push(withMunicipalities(one, traffic));
  }
  const chosen = wish.chosen && { ...slot(wish.chosen), ...expectationOf(traffic, wish.chosen) };
  const first = best[0];
  const worse = chosen && first && (chosen.messages ?? 0) > TWICE * (first.messages ?? 0) + HANDFUL;
  return { best, tried: tried.length, chosen, warning: worse ? { better: first } : null, asOf: iso(now) };
}

function startsOf({ firstDay, lastDay, lengthMs }: Wish, now: number): Span[] {
  const spans: Span[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    for (let hour = 0; hour < 24; hour += 1) {
      const from = `${day}T${String(hour).padStart(2, "0")}:00`;
      const span = wallSpan(from, wallAfter(from, lengthMs));
      if (span && span.from > now) spans.push(span);
    }
  }
  return spans;
}

function judged(wish: Wish, span: Span, traffic: Traffic, standing: readonly Standing[], now: number): Slot {
  const same = standing.filter((one) => one.windowClass === wish.windowClass && shares(one.services, wish.services));
  return {
    ...{ from: iso(span.from), to: iso(span.to), wallFrom: wallOf(span.from), wallTo: wallOf(span.to) },
    ...totalOf(traffic, span),
    municipalities: null,
    breaches: breachesOf({ ...span, windowClass: wish.windowClass, noticedAt: now, others: same.map(spanOf) }),
    clashes: clashesOf(span, standing),
  };
}

const withMunicipalities = (slot: Slot, traffic: Traffic): Slot => {
  const { municipalities } = expectationOf(traffic, { from: Date.parse(slot.from), to: Date.parse(slot.to) });
  return { ...slot, municipalities };
};

const better = (a: Slot, b: Slot): number =>
  Math.min(a.clashes.length, 1) - Math.min(b.clashes.length, 1) ||
  a.breaches.length - b.breaches.length ||
  (a.messages ?? 0) - (b.messages ?? 0) ||
  a.from.localeCompare(b.from);

/** The windows at the same time: on one line every station's work is felt by all, so none is left out. */
export const clashesOf = (span: Span, standing: readonly Standing[]): Clash[] =>
  standing
    .filter((one) => overlap(span, spanOf(one)))
    .map(({ uid, title, plannedFrom, plannedTo }) => ({ uid, title, plannedFrom, plannedTo }));

export const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((code) => b.includes(code));
export const spanOf = (window: { plannedFrom: string; plannedTo: string }): Span => ({
  from: Date.parse(window.plannedFrom),
  to: Date.parse(window.plannedTo),
});
const iso = (ms: number) => new Date(ms).toISOString();
/** Hours as the planner's form has them. */
export const hoursToMs = (hours: number): number => Math.round(hours * 60) * (HOUR_MS / 60);
