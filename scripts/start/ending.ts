import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAlive } from "../../lib/db/embedded/place.ts";
import { endChild } from "./supervise.ts";

const NPM_WATCH_MS = 1_000;

type Ending = () => Promise<void>;

/** What must be ended, in the order in which it was begun; it ends in the opposite order, once. */
const endings: Ending[] = [];
let ended: Promise<void> | undefined;

/** Remembers what this start has begun. */
export function endLater(ending: Ending): void {
  endings.push(ending);
}

/** Remembers a child that does not outlive this start. */
export const endChildLater = (child: ChildProcess): void => endLater(() => endChild(child));

/** Ends everything that was begun, last first; a failing end does not keep the others from ending. */
export function endEverything(): Promise<void> {
  ended ??= (async () => {
    for (const ending of endings.reverse()) await ending().catch(() => undefined);
  })();
  return ended;
}

/** Ends everything and then this process on SIGTERM, SIGINT and SIGHUP, and when the npm that started it is gone. */
export function endOnSignals(startedByNpm: boolean, farewell: () => void): void {
  const leave = () => {
    farewell();
    void endEverything().then(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, leave);
  const npm = startedByNpm ? npmAbove(process.ppid) : undefined;
  if (npm === undefined) return;
  const watch = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(watch);
    leave();
  }, NPM_WATCH_MS);
  watch.unref();
}

/** npm runs a script through a shell, so it is the parent or the one above; unknown where there is no /proc. */
function npmAbove(pid: number, generations = 2): number | undefined {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("npm")) return pid;
    const parent = Number(/\) . (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
    return generations > 1 && parent > 1 ? npmAbove(parent, generations - 1) : undefined;
  } catch {
    return undefined;
  }
}
