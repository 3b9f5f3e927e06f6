import { setTimeout as wait } from "node:timers/promises";
import { databaseUrl, env } from "../env.ts";
import { listen } from "../jobs/listen.ts";
import { log } from "../log.ts";
import { readSnapshot } from "./queries.ts";
import type { PublicSnapshot } from "./snapshot.ts";
import { keepSnapshot, keptSnapshot } from "./store.ts";

/** How far the services are seen moves without anybody telling. */
const EVERY_MS = 30_000;
const STALE_MS = 5 * 60_000;
/** A database that does not answer by then is away. */
const ANSWERS_WITHIN_MS = 10_000;
/** How long a start waits for a first snapshot, or for a newer one than it has. */
const FIRST_WITHIN_MS = 3_000;
const NEWER_WITHIN_MS = 1_000;

type Shown = { snapshot: PublicSnapshot | null; away: boolean };

// Shared by every bundle of the process, so it hangs on the global object.
const KEY = Symbol.for("kvitteringsoverblik.publication");
const shared = globalThis as typeof globalThis & { [KEY]?: Shown };

function shown(): Shown {
  shared[KEY] ??= { snapshot: null, away: false };
  return shared[KEY];
}

/**
 * The snapshot this process shows now, and whether it is old or its database away; never asks the database. Throws where
 * there has never been one: none on disk, and no database since the start.
 */
export function currentSnapshot(now: number = Date.now()): { snapshot: PublicSnapshot; stale: boolean } {
  const { snapshot, away } = shown();
  if (snapshot === null) throw new Error("No snapshot yet");
  return { snapshot, stale: away || now - Date.parse(snapshot.asOf) > STALE_MS };
}

/**
 * Keeps the snapshot current from now on: from disk at first, from the database at once when something is published and
 * every 30 seconds. `first` ends when there is one to show, or it is clear that there is none.
 */
export function keepCurrent(): { first: Promise<void>; stop: () => Promise<void> } {
  const folder = env().DATA_DIR;
  const state = shown();
  state.snapshot ??= keptSnapshot(folder);
  state.away = true;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function read(): Promise<void> {
    try {
      const snapshot = await withinTime(readSnapshot(new Date()));
      if (stopped) return;
      Object.assign(state, { snapshot, away: false });
    } catch (error) {
      log.warn({ event: "publication_not_read", error });
      state.away = true;
      return;
    }
    try {
      if (state.snapshot) keepSnapshot(folder, state.snapshot);
    } catch (error) {
      log.error({ event: "publication_not_kept", error });
    }
  }
  // One at a time; what is told meanwhile is read afterwards.
  function refresh(): Promise<void> {
    again = running !== undefined;
    running ??= read().finally(() => {
      running = undefined;
      if (again && !stopped) void refresh();
    });
    return running;
  }

  const look = () => void refresh();
  const listening = listen(databaseUrl(), "status", look, look);
  const timer = setInterval(refresh, EVERY_MS);
  const first = Promise.race([refresh(), wait(state.snapshot ? NEWER_WITHIN_MS : FIRST_WITHIN_MS)]);
  return {
    first,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await listening.stop();
    },
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const tooLate = new AbortController();
  try {
    const late = wait(ANSWERS_WITHIN_MS, undefined, { signal: tooLate.signal }).then(() => {
      throw new Error("The database does not answer");
    });
    return await Promise.race([work, late]);
  } finally {
    tooLate.abort();
  }
}
