const MINUTE_MS = 60_000;
const FIRST_MS = 10_000;
const LONGEST_MS = 2 * 60 * MINUTE_MS;
/** How long after the first attempt the last one is made (ms). */
export const TRIED_FOR_MS = 24 * 60 * MINUTE_MS;

/**
 * When an attempt that failed for now is made again (ms): 10 s, then ever later up to two hours, each a random half to the
 * whole of it so that many do not come back at once, and not before the other end asked for. The last is made a day after
 * the first one (`since`), whatever the other end asked for; null after that.
 */
export function retryAt(
  { attempts, since, afterMs = 0 }: { attempts: number; since: number; afterMs?: number | undefined },
  now: number,
  random: number,
): number | null {
  const last = since + TRIED_FOR_MS;
  if (now >= last) return null;
  const delay = Math.min(LONGEST_MS, FIRST_MS * 3 ** Math.max(0, attempts - 1));
  return Math.min(last, now + Math.max(afterMs, Math.round(delay * (0.5 + random / 2))));
}
