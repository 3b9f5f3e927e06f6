const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FIRST_MS = 10_000;
const LONGEST_MS = 2 * 60 * MINUTE_MS;

/**
 * When an attempt that failed for now is made again (ms): 10 s, then ever later up to two hours, each a random half to the
 * whole of it so that many do not come back at once, and not before the other end asked for. Null a day after the first try.
 */
export function retryAt(
  { attempts, since, afterMs = 0 }: { attempts: number; since: number; afterMs?: number | undefined },
  now: number,
  random: number,
): number | null {
  if (now - since >= DAY_MS) return null;
  const delay = Math.min(LONGEST_MS, FIRST_MS * 3 ** Math.max(0, attempts - 1));
  return now + Math.max(afterMs, Math.round(delay * (0.5 + random / 2)));
}
