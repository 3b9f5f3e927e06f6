import { addDays, danishInstant, danishMidnight } from "./danish.ts";

/** Danish holidays, working days and the two bands a promise is made for. Days are `YYYY-MM-DD`, instants ms. */

/**
 * The public holidays of a year, oldest first. Great Prayer Day ended with 2023 (lov 214 af 06/03/2023); Christmas Eve, New
 * Year's Eve and Constitution Day are none.
 */
export function publicHolidaysOf(year: number): string[] {
  const easter = easterSunday(year);
  const moving = [-3, -2, 0, 1, ...(year < 2024 ? [26] : []), 39, 49, 50];
  return [`${year}-01-01`, ...moving.map((days) => addDays(easter, days)), `${year}-12-25`, `${year}-12-26`];
}

/** Gauss's Easter in the form of Meeus, Jones and Butcher. */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = Math.floor((a + 11 * d + 22 * e) / 451);
  const n = d + e - 7 * f + 114;
  return `${year}-${String(Math.floor(n / 31)).padStart(2, "0")}-${String((n % 31) + 1).padStart(2, "0")}`;
}

const holidays = new Map<number, ReadonlySet<string>>();

export function isPublicHoliday(day: string): boolean {
  const year = Number(day.slice(0, 4));
  let known = holidays.get(year);
  if (!known) {
    known = new Set(publicHolidaysOf(year));
    holidays.set(year, known);
  }
  return known.has(day);
}

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();

/** Monday to Friday, and no public holiday. */
export function isWorkingDay(day: string): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !isPublicHoliday(day);
}

/**
 * The working hours of a Danish day (from `workFrom` to `workTo`, whole hours on the wall, 24 its end) as a half-open span;
 * null on a day that is no working day.
 */
export function workingHours(day: string, workFrom: number, workTo: number): { from: number; to: number } | null {
  if (!isWorkingDay(day)) return null;
  return { from: onTheWall(day, workFrom), to: onTheWall(day, workTo) };
}

const onTheWall = (day: string, hour: number): number =>
  hour === 24 ? danishMidnight(addDays(day, 1)) : danishInstant(day, `${String(hour).padStart(2, "0")}:00`);
