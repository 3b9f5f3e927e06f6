import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, StartError, say } from "./line.ts";
import { type Program, type Supervised, supervise } from "./supervise.ts";

const READY_WITHIN_MS = 90_000;
const HOPELESS_DEATHS = 5;
const TITLES: Record<string, string> = { web: "Web", worker: "Worker" };

export type Placement = { host: string; port: number; development: boolean; logFolder: string | null };

/** The web process and the worker, with what only they need to know. */
export function programs({ host, port, development, logFolder }: Placement): Program[] {
  const common = {
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: development ? "development" : "production",
    PORT: String(port),
  };
  const logOf = (name: string) => (logFolder === null ? {} : { logFile: join(logFolder, `${name}.log`) });
  const web = ["scripts/web.ts", "--host", host, ...(development ? ["--dev"] : [])];
  const worker = [...(development ? ["--watch"] : []), "lib/jobs/worker.ts"];
  return [
    { name: "web", args: web, env: common, ...logOf("web") },
    { name: "worker", args: worker, env: common, ...logOf("worker") },
  ];
}

/** Starts a program that is always brought back, and says so when it has to be. */
export function keepRunning(program: Program): Supervised {
  const title = TITLES[program.name] ?? program.name;
  return supervise(program, (how) => say(`${title}: the process died (${how}), starting it again`));
}

/** Waits until the product says that it is ready. Throws StartError where it never will be. */
export async function untilReady(url: string, running: Supervised[], logs: string): Promise<void> {
  const giveUp = Date.now() + READY_WITHIN_MS;
  let last = "no answer";
  while (Date.now() < giveUp) {
    try {
      const answer = await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch (error) {
      last = error instanceof Error && error.cause ? codeOf(error.cause) : codeOf(error);
    }
    if (running.some((one) => one.deaths() >= HOPELESS_DEATHS)) break;
    await sleep(150);
  }
  throw new StartError(`Web or worker does not get ready (${last}): ${logs}`);
}
