import { addDays, danishMidnight } from "../time/danish.ts";
import { isPublicHoliday, weekdayOf } from "../time/working.ts";

/** Christmas Eve and New Year's Eve are no public holidays, but hospitals send as if they were. */
const isQuiet = (day: string): boolean => isPublicHoliday(day) || /-12-(24|31)$/.test(day);

/** How a kind of traffic follows the week and the day. */
export type Profile = {
  friday: number;
  saturday: number;
  sunday: number;
  /** Weights of the 24 hours of a Danish day. */
  hours: readonly number[];
};

/** How much of a Monday's traffic a day has; a holiday is like a Sunday. */
export function dayFactor(day: string, profile: Profile): number {
  const weekday = weekdayOf(day);
  if (weekday === 0 || isQuiet(day)) return profile.sunday;
  if (weekday === 6) return profile.saturday;
  return weekday === 5 ? profile.friday : 1;
}

/** The instant (ms) `hours` after Danish midnight by the clock on the wall; the nights the clocks change are stretched. */
export function atHour(day: string, hours: number): number {
  const start = danishMidnight(day);
  return Math.floor(start + (hours * (danishMidnight(addDays(day, 1)) - start)) / 24);
}

/** The last day at or before `day` that falls on this weekday. */
export const lastWeekday = (day: string, weekday: number): string =>
  addDays(day, -((weekdayOf(day) - weekday + 7) % 7));

// Discharges in the late morning and afternoon, acute arrivals into the evening, correspondence in office hours (DOMAIN 5).
export const DISCHARGES: Profile = {
  friday: 7 / 6,
  saturday: 0.62,
  sunday: 0.5,
  hours: [3, 2, 2, 2, 2, 3, 6, 14, 34, 62, 94, 112, 108, 110, 104, 84, 62, 44, 32, 22, 14, 9, 6, 4],
};
export const ARRIVALS: Profile = {
  friday: 1.05,
  saturday: 0.84,
  sunday: 0.82,
  hours: [24, 19, 16, 14, 13, 14, 18, 30, 48, 64, 74, 80, 82, 84, 86, 84, 80, 76, 72, 66, 58, 50, 40, 31],
};
export const OFFICE: Profile = {
  friday: 0.92,
  saturday: 0.16,
  sunday: 0.13,
  hours: [1, 1, 1, 1, 1, 2, 10, 42, 92, 104, 106, 96, 84, 92, 86, 58, 28, 14, 9, 6, 4, 3, 2, 1],
};
