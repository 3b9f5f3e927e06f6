import { addDays, danishDay, danishMidnight, danishWall } from "../../time/danish.ts";
import { isPublicHoliday, publicHolidaysOf, weekdayOf } from "../../time/working.ts";
import type { Span } from "../shapes.ts";
import type { Expectation } from "./shapes.ts";
import { daysWithData, type Reader, scopeOf, type TrafficCell, trafficCells } from "./traffic-sql.ts";

const HOUR_MS = 3_600_000;
const SUNDAY = 0;
export const WEEKS = 13;
const DAYS = WEEKS * 7;
/** Legs are counted in five minutes: two weeks of them say who runs through an operator. */
const SHARE_DAYS = 14;

/** What an hour of a weekday carries, and how many of the 13 weeks say so. A holiday is read as a Sunday. */
export type Traffic = {
  /** By weekday × 24 + hour on the wall. */
  hours: Map<number, { realHours: number; weeks: number; messages: number; cells: TrafficCell[] }>;
};

/** The last 13 whole Danish weeks of traffic through these services. */
export async function readTraffic(tx: Reader, codes: readonly string[], now: Date): Promise<Traffic> {
  const today = danishDay(now.getTime());
  const first = addDays(today, -DAYS);
  const span = { from: danishMidnight(first), to: danishMidnight(today) };
  const holidays = [...new Set([first, today].map((day) => Number(day.slice(0, 4))))].flatMap(publicHolidaysOf);
  const scope = await scopeOf(tx, codes);
  const shares = danishMidnight(addDays(today, -SHARE_DAYS));
  const cells = await trafficCells(tx, scope, span, shares, holidays);
  return trafficOf(cells, await daysWithData(tx, first, today), first);
}

/** Joins what was counted with the hours that were seen: a day without data says nothing, a quiet hour says 0. */
export function trafficOf(cells: readonly TrafficCell[], seenDays: readonly string[], firstDay: string): Traffic {
  const hours: Traffic["hours"] = new Map();
  const weeks = new Map<number, Set<number>>();
  for (const day of seenDays) {
    const week = Math.floor((Date.parse(day) - Date.parse(firstDay)) / (7 * 24 * HOUR_MS));
    // By real hours: a night the clocks change has one more or one less of them.
    for (let at = danishMidnight(day); at < danishMidnight(addDays(day, 1)); at += HOUR_MS) {
      const key = keyOf(at);
      const seen = weeks.get(key) ?? new Set();
      weeks.set(key, seen.add(week));
      const hour = hours.get(key) ?? { realHours: 0, weeks: 0, messages: 0, cells: [] };
      hours.set(key, { ...hour, realHours: hour.realHours + 1, weeks: seen.size });
    }
  }
  for (const cell of cells) {
    const hour = hours.get(cell.weekday * 24 + cell.hour);
    if (!hour) continue;
    hour.messages += cell.n;
    hour.cells.push(cell);
  }
  return { hours };
}

type Part = { key: number; share: number };
/** The hours of the week that a span touches, and how much of an hour it has of each. */
function partsOf({ from, to }: Span): Part[] {
  const parts: Part[] = [];
  for (let at = Math.floor(from / HOUR_MS) * HOUR_MS; at < to; at += HOUR_MS) {
    parts.push({ key: keyOf(at), share: (Math.min(to, at + HOUR_MS) - Math.max(from, at)) / HOUR_MS });
  }
  return parts;
}

function keyOf(at: number): number {
  const wall = danishWall(at);
  const day = wall.slice(0, 10);
  return (isPublicHoliday(day) ? SUNDAY : weekdayOf(day)) * 24 + Number(wall.slice(11, 13));
}

/** The expected number of messages of a span, and the fewest weeks that say so; null where an hour of it was never seen. */
export function totalOf(traffic: Traffic, span: Span): { messages: number | null; weeks: number } {
  let [messages, weeks]: [number, number] = [0, WEEKS];
  for (const { key, share } of partsOf(span)) {
    const hour = traffic.hours.get(key);
    if (!hour) return { messages: null, weeks: 0 };
    messages += (share * hour.messages) / hour.realHours;
    weeks = Math.min(weeks, hour.weeks);
  }
  return { messages, weeks };
}

/** Whom the messages of a span are expected to go to, by receiver and type, most first. */
export function expectationOf(traffic: Traffic, span: Span): Expectation {
  const total = totalOf(traffic, span);
  if (total.messages === null) return { messages: null, municipalities: null, weeks: 0, rows: [] };
  const receivers = new Map<string | null, { municipality: boolean; types: Map<string, number> }>();
  for (const { key, share } of partsOf(span)) {
    const hour = traffic.hours.get(key);
    for (const { organisation, municipality, type, n } of hour?.cells ?? []) {
      const receiver = receivers.get(organisation) ?? { municipality, types: new Map<string, number>() };
      receiver.types.set(type, (receiver.types.get(type) ?? 0) + (share * n) / (hour?.realHours ?? 1));
      receivers.set(organisation, receiver);
    }
  }
  const rows = [...receivers].map(([organisation, { municipality, types }]) => ({
    organisation,
    municipality,
    messages: [...types.values()].reduce((sum, n) => sum + n, 0),
    types: [...types].map(([type, messages]) => ({ type, messages })).sort((a, b) => b.messages - a.messages),
  }));
  rows.sort((a, b) => b.messages - a.messages || (a.organisation ?? "").localeCompare(b.organisation ?? "", "da"));
  return { ...total, rows, municipalities: rows.filter((row) => row.municipality && isHit(row.messages)).length };
}

/** Where one message or none is expected, one is as likely as none from a half on. */
export const isHit = (messages: number): boolean => messages >= 0.5;
