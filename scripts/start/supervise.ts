import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../../lib/env.ts";

const LEASH = fileURLToPath(new URL("leash.ts", import.meta.url));
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 4_000;
const SETTLED_MS = 10_000;
const GRACE_MS = 8_000;

/** A program of the product, run by this Node; its output goes to `logFile`, or to ours without one. */
export type Program = { name: string; args: string[]; env: Record<string, string>; logFile?: string };
/** `pid` is undefined while the program is down: whoever asks in order to signal it must meet the living. */
export type Supervised = { pid: () => number | undefined; deaths: () => number; stop: () => Promise<void> };

/** Starts one child on a leash: it ends itself when this process is gone, however it went. */
export function spawnOnLeash(program: Program): ChildProcess {
  const output = program.logFile === undefined ? "inherit" : openSync(program.logFile, "a", 0o600);
  return spawn(process.execPath, ["--import", LEASH, ...program.args], {
    env: childEnvironment(program.env),
    stdio: ["ignore", output, output, "ipc"],
    // Ctrl-C reaches the starter only, which ends everything in order.
    detached: true,
  });
}

/** Keeps a program running: a dead one is back within 5 s, at once unless it keeps dying. */
export function supervise(program: Program, onDeath: (how: string) => void): Supervised {
  let child = spawnOnLeash(program);
  let deaths = 0;
  let delay = FIRST_DELAY_MS;
  const ending = new AbortController();

  const watch = (watched: ChildProcess) => {
    const bornAt = Date.now();
    watched.once("exit", async (code, signal) => {
      if (ending.signal.aborted) return;
      deaths += 1;
      delay = Date.now() - bornAt > SETTLED_MS ? FIRST_DELAY_MS : Math.min(delay * 2, LONGEST_DELAY_MS);
      onDeath(signal ?? `exit code ${code}`);
      await sleep(delay, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      child = spawnOnLeash(program);
      watch(child);
    });
  };
  watch(child);

  return {
    pid: () => (hasEnded(child) ? undefined : child.pid),
    deaths: () => deaths,
    stop: async () => {
      ending.abort();
      await endChild(child);
    },
  };
}

/** Asks a child to end, and makes it after a while. Answers when it has. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(forced);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
