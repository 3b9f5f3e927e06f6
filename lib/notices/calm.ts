import type { Severity } from "../status/shapes.ts";
import type { Moment } from "../subscriptions/shapes.ts";
import { addDays, danishDay, danishInstant, danishMinutes, instantsOfWall } from "../time/danish.ts";

/** How calmly a subscription wants to hear. Times are `HH:MM` on the Danish wall, null for none. */
export type Calm = {
  quietFrom: string | null;
  quietTo: string | null;
  criticalPasses: boolean;
  digestAt: string | null;
  intervalMinutes: number;
  capPerHour: number;
};

/** What has been planned for the same address before: instants in ms. */
export type Planned = {
  /** The latest of the same thread, sent or planned; null for the first. */
  lastOfThread: number | null;
  /** All sent or planned within the hour before now, oldest first. */
  lastHour: readonly number[];
};

/** When a dispatch may go, and what keeps it until then. What waits for the same reason is gathered into one. */
export type Plan = { notBefore: number; why: "digest" | "quiet" | "interval" | "cap" | null };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When a notice is sent to an address (ms). A critical one goes at once where that is chosen; else it waits for the day's
 * digest, for the interval since the last of its thread (updates only: an opening and an end are never kept back by it), for
 * the end of the quiet hours, and, beyond the cap, until an hour has passed since the oldest that counts: all of these as one.
 */
export function planDispatch(
  calm: Calm,
  { severity, moment }: { severity: Severity | null; moment: Moment },
  before: Planned,
  now: number,
): Plan {
  if (severity === "critical" && calm.criticalPasses) return { notBefore: now, why: null };
  if (calm.digestAt !== null) {
    const digest = nextTime(calm.digestAt, now);
    return { notBefore: endOfQuiet(calm, digest) ?? digest, why: "digest" };
  }
  let plan: Plan = { notBefore: now, why: null };
  // One that is itself still to come takes what comes before it along.
  const last = before.lastOfThread === null ? Number.NEGATIVE_INFINITY : Math.min(before.lastOfThread, now);
  const waited = calm.intervalMinutes === 0 ? now : last + calm.intervalMinutes * MINUTE_MS;
  if (moment === "updated" && waited > now) plan = { notBefore: waited, why: "interval" };
  const full = endOfHour(before.lastHour, calm.capPerHour, plan.notBefore);
  if (full !== null && full > plan.notBefore) plan = { notBefore: full, why: "cap" };
  const woken = endOfQuiet(calm, plan.notBefore);
  return woken === null ? plan : { notBefore: woken, why: "quiet" };
}

/**
 * When an address has room for one more message (ms); null where it has at `from`. What is planned takes room from then on, and
 * takes along what waits for the same instant.
 */
function endOfHour(planned: readonly number[], cap: number, from: number): number | null {
  if (planned.length < cap) return null;
  const messages = [...new Set(planned)].sort((a, b) => a - b);
  const isFull = (at: number) =>
    messages.filter((one) => one > at - HOUR_MS && (one < at || one === from)).length >= cap;
  if (!isFull(from)) return null;
  return messages.map((one) => one + HOUR_MS).find((at) => at > from && !isFull(at)) ?? null;
}

/** The end of the quiet hours an instant (ms) lies in; null outside them. Hours over midnight are one night. */
export function endOfQuiet({ quietFrom, quietTo }: Pick<Calm, "quietFrom" | "quietTo">, at: number): number | null {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return null;
  const [clock, from, to] = [danishMinutes(at), minutesOf(quietFrom), minutesOf(quietTo)];
  const inside = from > to ? clock >= from || clock < to : clock >= from && clock < to;
  if (!inside) return null;
  // In October the wall may say it a second time, with the first already gone.
  const [again] = instantsOfWall(`${danishDay(at)}T${quietTo}`).filter((one) => one > at);
  return again ?? nextTime(quietTo, at);
}

type Kept = { quiet: Pick<Calm, "quietFrom" | "quietTo" | "criticalPasses"> | null; critical: boolean };
/**
 * Until when (ms) a message waits that would go at an instant, though it was planned for another: its channel was away, or a
 * worker was. Null where any of its notices may go; `quiet` is null of what no subscription asked for.
 */
export function quietUntil(notices: readonly Kept[], at: number): number | null {
  const ends = notices.map(({ quiet, critical }) =>
    quiet === null || (critical && quiet.criticalPasses) ? null : endOfQuiet(quiet, at),
  );
  const asleep = ends.flatMap((end) => end ?? []);
  return asleep.length < ends.length || asleep.length === 0 ? null : Math.min(...asleep);
}

/** `HH:MM` as minutes past midnight. */
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The next instant (ms), after `at`, at which the Danish wall says `time`. */
function nextTime(time: string, at: number): number {
  const today = danishInstant(danishDay(at), time);
  return today > at ? today : danishInstant(addDays(danishDay(at), 1), time);
}
