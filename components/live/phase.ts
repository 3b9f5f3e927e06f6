/**
 * What an open page knows about its connection: `live` hears of changes, `cut` does not and keeps trying, `paused` by
 * the reader, `ended` when the reader's rights changed and the page must be loaded again.
 */
export type LivePhase = "live" | "cut" | "paused" | "ended";

export const PING_SECONDS = 15;
/** Silence longer than this is a cut connection, whatever the browser believes: two pings and some. */
export const SILENCE_MS = 2.5 * PING_SECONDS * 1000;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** How long to wait before the next try, doubling from one second to half a minute. */
export function waitBeforeTry(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
}
