import { setTimeout as wait } from "node:timers/promises";
import { log } from "../log.ts";

const AFTER_FAILURE_MS = 1_000;

/**
 * Runs `round` again and again until stopped. A round says whether there is more to do at once; otherwise the next one
 * starts when woken, at the latest after `idleMs`. A round that fails is logged by name only and tried again.
 */
export function loop(
  name: string,
  idleMs: number,
  round: () => Promise<boolean>,
): { wake: () => void; stop: () => Promise<void> } {
  let stopped = false;
  let resting = new AbortController();
  const running = (async () => {
    while (!stopped) {
      const more = await round().catch((error: unknown) => {
        log.error({ event: "round_failed", loop: name, code: codeOf(error) });
        return null;
      });
      if (more === true || stopped) continue;
      resting = new AbortController();
      await wait(more === null ? AFTER_FAILURE_MS : idleMs, undefined, { signal: resting.signal }).catch(() => {});
    }
  })();
  return {
    wake: () => resting.abort(),
    stop: async () => {
      stopped = true;
      resting.abort();
      await running;
    },
  };
}

// PostgreSQL's messages quote what they choke on; its codes do not.
const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? "unknown");
