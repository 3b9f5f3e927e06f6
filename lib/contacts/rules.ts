import type { Hours, Span } from "./shapes.ts";

const DAYS = {
  da: ["man", "tir", "ons", "tor", "fre", "lør", "søn"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};
const ALWAYS = { da: "altid", en: "always" };
/** How often a contact is looked at (ms). */
export const REVIEW_EVERY_MS = 365 * 24 * 3_600_000;

/** A list that nobody looks at is wrong within a year. */
export const isReviewDue = (reviewedAt: number, now: number): boolean => now - reviewedAt >= REVIEW_EVERY_MS;

/** Hours as people write them: `altid`, or `man-fre 08:00-16:00, lør 10:00-12:00`. */
export function hoursText(hours: Hours, locale: "da" | "en"): string {
  if (hours === "always") return ALWAYS[locale];
  return hours.map(({ days, from, to }) => `${daysText(days, DAYS[locale])} ${from}-${to}`).join(", ");
}

function daysText(days: readonly number[], names: readonly string[]): string {
  const runs: number[][] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last && last.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => names[(day ?? 1) - 1] ?? "";
  return runs.map((run) => (run.length === 1 ? name(run[0]) : `${name(run[0])}-${name(run.at(-1))}`)).join("+");
}

/** What `hoursText` wrote, or a person, in either language; null where it cannot be read. */
export function readHours(text: string): Hours | null {
  const plain = text.trim().toLowerCase();
  if (plain === ALWAYS.da || plain === ALWAYS.en) return "always";
  const spans = plain.split(",").map((part) => spanOf(part.trim()));
  return spans.every((span) => span !== null) ? spans : null;
}

const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const SPAN = new RegExp(`^(\\S+) (${TIME})-(${TIME}|24:00)$`);

function spanOf(part: string): Span | null {
  const [, named, from, , , to] = SPAN.exec(part) ?? [];
  if (named === undefined || from === undefined || to === undefined || from === to) return null;
  const days = named.split("+").map(daysOf);
  if (days.some((run) => run === null)) return null;
  return { days: [...new Set(days.flatMap((run) => run ?? []))].sort(), from, to };
}

function daysOf(run: string): number[] | null {
  const [first, last = first] = run.split("-").map((name) => {
    const at = [DAYS.da, DAYS.en].map((names) => names.findIndex((one) => one.toLowerCase() === name));
    return Math.max(...at) + 1;
  });
  if (!first || !last || last < first) return null;
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}
