import { danishDay } from "../time/danish.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Deliveries to a webhook that came to their end, oldest first: when each began (ms), and whether it was taken. */
export type Delivered = { at: number; taken: boolean };

/**
 * Whether a webhook is given up: nothing has been taken for five days, and more than one delivery, at least twelve hours apart,
 * was tried until it was given up. So does Svix, whose Standard Webhooks are. `now` in ms.
 */
export function hookIsFailing(deliveries: readonly Delivered[], now: number): boolean {
  const failed = deliveries.slice(deliveries.findLastIndex(({ taken }) => taken) + 1);
  const [first, last] = [failed[0], failed.at(-1)];
  if (!first || !last) return false;
  return now - first.at >= 5 * DAY_MS && last.at - first.at >= 12 * HOUR_MS;
}

/** Mails to an address, newest first: when each was handed in (ms), and whether it came back or was refused. */
export type Mailing = { at: number; failed: boolean };

/**
 * Whether a mailbox that may come back is given up: all its mails of five days have failed, one after the other. A day
 * counts once however many failed on it, and a week without any begins anew. So does GNU Mailman
 * (`bounce_score_threshold` 5, `bounce_info_stale_after` 7 days, one a day).
 */
export function mailboxIsFailing(mails: readonly Mailing[]): boolean {
  const days = new Set<string>();
  let later: number | null = null;
  for (const { at, failed } of mails) {
    if (!failed || (later !== null && later - at > 7 * DAY_MS)) break;
    days.add(danishDay(at));
    later = at;
  }
  return days.size >= 5;
}
