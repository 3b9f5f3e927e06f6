import { danishInstant, danishWall } from "./danish.ts";

/**
 * A date and a time as people type them in Danish local time, `YYYY-MM-DDTHH:MM`, the form of a `datetime-local` field.
 * Instants are ISO 8601 in UTC.
 */
const TYPED = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?$/;
const HOUR_MS = 3_600_000;

/** How an instant stands in a field. */
export const danishField = (instant: string): string => danishWall(Date.parse(instant));

/**
 * The instant that was typed, or why it is none. `before` is what the field showed: left as it was, it stays what it was,
 * to the second and on its own side of an hour that comes twice. Of a doubled hour the first is taken.
 */
export function danishTyped(text: string, before?: string): { at: string } | { problem: "no_time" | "skipped_hour" } {
  const [, day, time] = TYPED.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return { problem: "no_time" };
  const wanted = `${day}T${time}`;
  if (before !== undefined && danishField(before) === wanted) return { at: before };
  const ms = danishInstant(day, time);
  if (Number.isNaN(ms)) return { problem: "no_time" };
  const at = new Date(ms).toISOString();
  return danishField(at) === wanted ? { at } : { problem: "skipped_hour" };
}

/** Which of the two an instant is, where the clock on the wall shows its time twice. */
export function doubledHour(instant: string): "first" | "second" | null {
  const ms = Date.parse(instant);
  const shown = danishField(instant);
  if (danishField(new Date(ms + HOUR_MS).toISOString()) === shown) return "first";
  return danishField(new Date(ms - HOUR_MS).toISOString()) === shown ? "second" : null;
}
