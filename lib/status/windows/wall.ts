import { danishWall, instantsOfWall } from "../../time/danish.ts";
import type { Span } from "../shapes.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * The instants that a window covers which the Danish wall says, from one `YYYY-MM-DDTHH:MM` to another. On the nights the
 * clocks change it covers all that the wall says: of the hour that comes twice it begins in the first and ends in the
 * second, and the hour that is left out is no time. A window wholly in that hour comes after it and keeps its length.
 * Null where the end is not after the start, or a text is no day and time.
 */
export function wallSpan(fromWall: string, toWall: string): Span | null {
  if (!isWall(fromWall) || !isWall(toWall) || toWall <= fromWall) return null;
  const from = instantsOfWall(fromWall)[0] ?? jumpOver(fromWall);
  // The end itself is outside: what counts is when the wall last says the minute before it.
  const lastMinute = wallAfter(toWall, -MINUTE_MS);
  const last = instantsOfWall(lastMinute).at(-1);
  const to = last === undefined ? jumpOver(lastMinute) : last + MINUTE_MS;
  return { from, to: to > from ? to : from + wallLength(fromWall, toWall) };
}

/** How long the wall says that a span lasts, in ms: 22 to 06 is eight hours on every night. */
export const wallLength = (fromWall: string, toWall: string): number =>
  Date.parse(`${toWall}Z`) - Date.parse(`${fromWall}Z`);

/** Moves a wall clock by whole hours and days, whatever the clocks do in between. */
export const wallAfter = (wall: string, ms: number): string =>
  new Date(Date.parse(`${wall}Z`) + ms).toISOString().slice(0, 16);

/** A day and a time that exist in the calendar. */
export const isWall = (wall: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) &&
  !Number.isNaN(Date.parse(`${wall}Z`)) &&
  new Date(`${wall}Z`).toISOString().startsWith(wall);

export const wallOf = (at: Date | string | number): string => danishWall(new Date(at).getTime());

/** The instant (ms) at which the clocks jumped over what the wall never said; they change on a whole hour in UTC. */
const jumpOver = (wall: string): number => Math.floor((Date.parse(`${wall}Z`) - HOUR_MS) / HOUR_MS) * HOUR_MS;
