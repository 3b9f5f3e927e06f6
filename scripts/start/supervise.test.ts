import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test } from "vitest";
import { isAlive } from "../../lib/db/embedded/place.ts";
import { type Supervised, supervise } from "./supervise.ts";

const folder = mkdtempSync(join(tmpdir(), "kvittering-child-"));
const file = (name: string) => join(folder, name);
const started: { stop: () => Promise<void> }[] = [];

/** A child that writes its number into `pids` and then lives until it is ended. */
const LIVES = `const { appendFileSync } = require("node:fs"); appendFileSync(process.argv[1], process.pid + "\\n"); setInterval(() => {}, 1000);`;
const program = (pids: string, code = LIVES) => ({
  name: "child",
  args: ["-e", code, "--", pids],
  env: {},
  logFile: file("log"),
});

function keep(pids: string, code?: string): Supervised {
  const running = supervise(program(pids, code), () => undefined);
  started.push(running);
  return running;
}

const pidsIn = (pids: string) => (existsSync(pids) ? readFileSync(pids, "utf8").trim().split("\n").map(Number) : []);

async function until(what: () => boolean, ms: number): Promise<number> {
  const began = Date.now();
  while (!what()) {
    if (Date.now() - began > ms) throw new Error(`Did not happen within ${ms} ms`);
    await sleep(20);
  }
  return Date.now() - began;
}

afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a child that is killed is back within 5 s", async () => {
  const pids = file("killed");
  keep(pids);
  await until(() => pidsIn(pids).length === 1, 5_000);
  process.kill(pidsIn(pids)[0] ?? 0, "SIGKILL");
  await until(() => pidsIn(pids).length === 2, 5_000);
  expect(isAlive(pidsIn(pids)[1] ?? 0)).toBe(true);
});

test("a child that is down has no process number to be signalled by, until it is back", async () => {
  const pids = file("down");
  const running = keep(pids);
  await until(() => pidsIn(pids).length === 1, 5_000);
  const first = running.pid();
  expect(first).toBe(pidsIn(pids)[0]);
  process.kill(first ?? 0, "SIGKILL");
  await until(() => running.deaths() === 1, 5_000);
  expect(running.pid()).toBeUndefined();
  await until(() => pidsIn(pids).length === 2, 5_000);
  expect(running.pid()).toBe(pidsIn(pids)[1]);
});

test("a child that dies at once is tried again, ever more slowly, and never later than 5 s", async () => {
  const pids = file("dies");
  const dies = `require("node:fs").appendFileSync(process.argv[1], process.pid + "\\n"); process.exit(3);`;
  const running = keep(pids, dies);
  await sleep(3_000);
  expect(running.deaths()).toBeGreaterThanOrEqual(2);
  expect(running.deaths()).toBeLessThanOrEqual(5);
});

test("a stopped child stays dead", async () => {
  const pids = file("stopped");
  const running = keep(pids);
  await until(() => pidsIn(pids).length === 1, 5_000);
  await running.stop();
  expect(isAlive(pidsIn(pids)[0] ?? 0)).toBe(false);
  await sleep(600);
  expect(pidsIn(pids)).toHaveLength(1);
});

test("children end when the starter is killed with −9, so that they do not fight those of the next one", async () => {
  const pids = file("orphan");
  const script = file("starter.ts");
  const supervised = JSON.stringify(new URL("supervise.ts", import.meta.url).pathname);
  const given = JSON.stringify(program(pids));
  writeFileSync(script, `import { supervise } from ${supervised};\nsupervise(${given}, () => undefined);\n`);
  const starter: ChildProcess = spawn(process.execPath, [script], { stdio: "ignore" });
  await until(() => pidsIn(pids).length === 1, 10_000);
  const child = pidsIn(pids)[0] ?? 0;
  expect(isAlive(child)).toBe(true);
  starter.kill("SIGKILL");
  await until(() => !isAlive(child), 5_000);
});
