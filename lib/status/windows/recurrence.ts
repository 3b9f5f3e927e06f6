import { addDays } from "../../time/danish.ts";
import { isPublicHoliday, weekdayOf } from "../../time/working.ts";
import type { Span } from "../shapes.ts";
import type { SeriesRule } from "./shapes.ts";
import { wallSpan } from "./wall.ts";

/** One window of a series. `day` is the day the rule names, also where a holiday puts the window off. */
export type Occurrence = Span & { day: string };

/**
 * The windows of a series whose days lie from one day to another, both included, oldest first. A quarter's is in its first
 * month. On a public holiday the window is kept, skipped or put off to the next day that is none; what it covers on the
 * nights the clocks change is `wallSpan`'s to say.
 */
export function occurrencesOf(rule: SeriesRule, fromDay: string, toDay: string): Occurrence[] {
  const first = fromDay > rule.validFrom ? fromDay : rule.validFrom;
  const last = rule.validTo !== null && rule.validTo < toDay ? rule.validTo : toDay;
  const found: Occurrence[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const occurrence = isItsDay(rule, day) ? onDay(rule, day) : null;
    if (occurrence) found.push(occurrence);
  }
  return found;
}

function isItsDay({ every, weekday, nth }: SeriesRule, day: string): boolean {
  if (weekdayOf(day) !== weekday) return false;
  if (every === "week") return true;
  if (every === "quarter" && (Number(day.slice(5, 7)) - 1) % 3 !== 0) return false;
  if (nth === LAST) return addDays(day, 7).slice(0, 7) !== day.slice(0, 7);
  return Math.ceil(Number(day.slice(8)) / 7) === nth;
}

const LAST = 5;

function onDay(rule: SeriesRule, day: string): Occurrence | null {
  let held = day;
  if (isPublicHoliday(day)) {
    if (rule.onHoliday === "skip") return null;
    while (rule.onHoliday === "postpone" && isPublicHoliday(held)) held = addDays(held, 1);
  }
  const ends = rule.toTime > rule.fromTime ? held : addDays(held, 1);
  const span = wallSpan(`${held}T${rule.fromTime}`, `${ends}T${rule.toTime}`);
  return span && { day, ...span };
}
