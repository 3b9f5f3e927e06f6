import type { ChildProcess } from "node:child_process";
import { endChild } from "./supervise.ts";

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
  if (!startedByNpm) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    leave();
  }, 1_000);
  watch.unref();
}
