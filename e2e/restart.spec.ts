import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { isAlive, placeOf, readPidFile } from "../lib/db/embedded/place.ts";
import { stopServer } from "../lib/db/embedded/server.ts";
import { childEnvironment } from "../lib/env.ts";

const PORT = 3148;
const DATA_DIR = ".data/e2e-restart";
const READY = `http://127.0.0.1:${PORT}/api/ready`;

test.skip(!existsSync("/proc/self/stat"), "processes are found through /proc");
test.describe.configure({ mode: "serial", timeout: 120_000 });

let starter: ChildProcess | undefined;
let said = "";

function start(): void {
  said = "";
  const settings = { PORT: String(PORT), DATA_DIR, DATABASE_URL: "", DEMO: "off" };
  starter = spawn(process.execPath, ["scripts/start.ts"], {
    env: childEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [starter.stdout, starter.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
}

/** The starter's children by what they are. */
function children(): { web: number; worker: number } {
  const all = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  const parentOf = (pid: string) => Number(/\) . (\d+)/.exec(textOf(`/proc/${pid}/stat`))?.[1]);
  const own = all.filter((pid) => parentOf(pid) === starter?.pid);
  const find = (what: RegExp) => Number(own.find((pid) => what.test(textOf(`/proc/${pid}/cmdline`))) ?? 0);
  return { web: find(/next/), worker: find(/jobs\/worker/) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const databasePid = () => readPidFile(placeOf(DATA_DIR))?.pid ?? 0;
const statusOf = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status,
    () => 0,
  );
const becomesReady = (timeout: number) => expect.poll(() => statusOf(READY), { timeout, intervals: [100] }).toBe(200);

test.beforeAll(async () => {
  rmSync(DATA_DIR, { recursive: true, force: true });
  start();
  await becomesReady(90_000);
});

test.afterAll(async () => {
  starter?.kill("SIGKILL");
  await stopServer(DATA_DIR);
});

for (const name of ["web", "worker"] as const) {
  test(`a ${name} that is killed is back within 5 s`, async () => {
    const killed = children()[name];
    expect(killed).toBeGreaterThan(0);
    process.kill(killed, "SIGKILL");
    await expect.poll(() => children()[name], { timeout: 5_000, intervals: [50] }).not.toBe(killed);
    await expect.poll(() => children()[name], { timeout: 5_000, intervals: [50] }).toBeGreaterThan(0);
    await becomesReady(10_000);
  });
}

test("a database that is killed is back within 5 s, on the same port", async () => {
  const killed = databasePid();
  process.kill(killed, "SIGKILL");
  await expect.poll(() => [0, killed].includes(databasePid()), { timeout: 5_000, intervals: [50] }).toBe(false);
  await becomesReady(15_000);
});

test("a second start on the same data folder is told, and changes nothing", async () => {
  const settings = { PORT: "3147", DATA_DIR, DATABASE_URL: "", DEMO: "off" };
  const second = spawn(process.execPath, ["scripts/start.ts"], {
    env: childEnvironment(settings),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let reason = "";
  second.stderr.on("data", (chunk: Buffer) => {
    reason += chunk.toString();
  });
  const code = new Promise((done) => second.once("exit", done));
  const tooLong = setTimeout(() => second.kill("SIGTERM"), 20_000);
  expect(await code).toBe(1);
  clearTimeout(tooLong);
  expect(reason).toContain("Another start already runs on this data folder");
  expect(await statusOf(READY)).toBe(200);
});

test("a starter killed with −9 leaves no child behind, and the next one adopts the database within 10 s", async () => {
  const left = children();
  const database = databasePid();
  starter?.kill("SIGKILL");
  await expect.poll(() => [left.web, left.worker].some(isAlive), { timeout: 8_000 }).toBe(false);
  expect(isAlive(database)).toBe(true);
  start();
  await becomesReady(10_000);
  expect(databasePid()).toBe(database);
  expect(said).toContain("adopted");
});

test("SIGTERM ends everything, the database too", async () => {
  const all = [...Object.values(children()), databasePid()];
  const ended = new Promise((done) => starter?.once("exit", done));
  starter?.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(all.filter(isAlive)).toEqual([]);
  expect(databasePid()).toBe(0);
});
