import { setTimeout as wait } from "node:timers/promises";
import { traffic } from "../bench/intake.ts";

const BATCH = 40;
const LETTERS_AT_ONCE = 10;
const PAUSE_MS = 100;

/**
 * Sends letters through the events door until it is stopped, whatever happens to the product meanwhile: a batch that is not
 * answered is sent again, the same events under the same ids, until it is.
 */
export function startLoad(url: string, key: string): { stop: () => Promise<{ events: number; repeated: number }> } {
  let stopped = false;
  let [events, repeated] = [0, 0];
  const running = (async () => {
    while (!stopped) {
      const told = traffic(LETTERS_AT_ONCE);
      for (let from = 0; from < told.length; from += BATCH) {
        const batch = told.slice(from, from + BATCH);
        const sent = await untilAnswered(url, key, JSON.stringify({ events: batch }));
        if (sent.kept !== batch.length) throw new Error(`Only ${sent.kept} of ${batch.length} events were kept`);
        events += batch.length;
        repeated += sent.attempts - 1;
      }
      await wait(PAUSE_MS);
    }
    return { events, repeated };
  })();
  // Looked at when it is stopped; until then a failure must not end the test run.
  running.catch(() => undefined);
  return {
    stop: () => {
      stopped = true;
      return running;
    },
  };
}

async function untilAnswered(url: string, key: string, body: string): Promise<{ kept: number; attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    const answer = await fetch(`${url}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(10_000),
    })
      .then(async (response) =>
        response.ok ? ((await response.json()) as { accepted: number; duplicates: number }) : null,
      )
      .catch(() => null);
    if (answer) return { kept: answer.accepted + answer.duplicates, attempts };
    await wait(200);
  }
}
