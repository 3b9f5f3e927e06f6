import { addDays, danishInstant, danishWall } from "../time/danish.ts";
import type { ContactRow, Hours, OnCall, Span } from "./shapes.ts";

/** The day of the week of a Danish day, 1 is Monday. */
const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/**
 * Whether somebody with these hours answers at an instant (ms), by the clock on a Danish wall. A span that ends before it
 * begins goes on past midnight; the hour that comes twice in October is both times within it.
 */
export function isOnCall(hours: Hours, now: number): boolean {
  if (hours === "always") return true;
  const [day = "", time = ""] = danishWall(now).split("T");
  const [today, yesterday] = [weekday(day), weekday(addDays(day, -1))];
  return hours.some(({ days, from, to }) =>
    from < to
      ? days.includes(today) && from <= time && time < to
      : (days.includes(today) && from <= time) || (days.includes(yesterday) && time < to),
  );
}

/** When somebody with these hours is next on call, where they are not now (ms); null for nobody. */
export function nextOnCall(hours: Hours, now: number): number | null {
  if (hours === "always") return now;
  const [today = ""] = danishWall(now).split("T");
  const days = Array.from({ length: 8 }, (_, ahead) => addDays(today, ahead));
  const begins = (span: Span) =>
    days.flatMap((day) => (span.days.includes(weekday(day)) ? danishInstant(day, span.from) : []));
  const ahead = hours.flatMap(begins).filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Whom to call now at each organisation: the first contacts on call, and the second ones; else who is next, and when. */
export function onCallNow(contacts: readonly ContactRow[], now: number): OnCall[] {
  const byOrganisation = Map.groupBy(contacts, ({ organisation }) => organisation.id);
  return [...byOrganisation.values()].map((own) => {
    const [first] = own;
    if (!first) throw new Error("An organisation without a contact");
    const on = own.filter(({ hours }) => isOnCall(hours, now));
    const waiting = own.flatMap((contact) => {
      const at = nextOnCall(contact.hours, now);
      return on.length > 0 || at === null ? [] : [{ contact, at }];
    });
    const [next] = waiting.sort((a, b) => a.at - b.at || a.contact.rank - b.contact.rank);
    return {
      organisation: first.organisation,
      first: on.filter(({ rank }) => rank === 1),
      second: on.filter(({ rank }) => rank === 2),
      next: next ? { contact: next.contact, at: new Date(next.at).toISOString() } : null,
    };
  });
}
