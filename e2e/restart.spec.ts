import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Pool } from "pg";
import { isAlive, placeOf, readPidFile } from "../lib/db/embedded/place.ts";
import { runningServer, stopServer } from "../lib/db/embedded/server.ts";
import { makePool } from "../lib/db/pool.ts";
import { childEnvironment } from "../lib/env.ts";
import { proveDay } from "../lib/ledger/proof.ts";
import { naiveRollups } from "../lib/ledger/proving/naive-rollups.ts";
import { storedLedger, storedRollups } from "../lib/ledger/proving/stored.ts";
import { addDays, danishDay } from "../lib/time/danish.ts";
import { startLoad } from "./load.ts";
import { PORTS } from "./place.ts";

const PORT = PORTS.restarted;
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
  return { web: find(/scripts\/web/), worker: find(/jobs\/worker/) };
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

let load: ReturnType<typeof startLoad> | undefined;

test.beforeAll(async () => {
  rmSync(DATA_DIR, { recursive: true, force: true });
  start();
  await becomesReady(90_000);
  load = startLoad(`http://127.0.0.1:${PORT}`, await keyOfASource());
});

/** Runs something on the database of the product under test. */
async function onDatabase<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  const server = await runningServer(DATA_DIR);
  const pool = makePool(server?.url ?? "", 2);
  return work(pool).finally(() => pool.end());
}

const keyOfASource = () =>
  onDatabase(async (pool) => {
    const key = `kvit_${randomBytes(32).toString("base64url")}`;
    await pool.query(
      `WITH o AS (INSERT INTO organisation (kind, name) VALUES ('operator', 'Load') RETURNING id),
         s AS (INSERT INTO source (code, name, organisation_id) SELECT 'load', 'Load', id FROM o RETURNING id),
         c AS (INSERT INTO source_scope (source_id) SELECT id FROM s)
       INSERT INTO source_key (source_id, prefix, hash) SELECT id, 'kvit_load', $1 FROM s`,
      [createHash("sha256").update(key).digest("hex")],
    );
    return key;
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
  const settings = { PORT: String(PORTS.emptied), DATA_DIR, DATABASE_URL: "", DEMO: "off" };
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
  // A child that the database's death took along may just be on its way back.
  await expect.poll(() => Object.values(children()).every((pid) => pid > 0), { timeout: 5_000 }).toBe(true);
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

test("every event answered while all of that was killed is there once, and the rollups equal a recount", async () => {
  const sent = await load?.stop();
  await onDatabase(async (pool) => {
    const waiting = async () => (await pool.query("SELECT FROM ledger.inbox LIMIT 1")).rowCount;
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    const { rows } = await pool.query("SELECT count(*)::int AS events FROM ledger.station_event");
    expect(rows[0].events).toBe(sent?.events);
    expect(sent?.events).toBeGreaterThan(500);
    expect(sent?.repeated).toBeGreaterThan(0);
    const [recount, kept] = [naiveRollups((await storedLedger(pool)).deliveries), await storedRollups(pool)];
    const inOrder = (rollup: { key?: unknown }[]) => rollup.map((row) => JSON.stringify(row)).sort();
    for (const name of ["hour", "day", "dayTotal", "leg", "code"] as const) {
      expect(inOrder(kept[name]), name).toEqual(inOrder(recount[name]));
    }
    for (const ago of [0, -1]) {
      const day = addDays(danishDay(Date.now()), ago);
      expect(await proveDay(pool, day, new Date())).toMatchObject({ differences: 0 });
    }
  });
});

test("SIGTERM ends everything, the database too", async () => {
  const all = [...Object.values(children()), databasePid()];
  const ended = new Promise((done) => starter?.once("exit", done));
  starter?.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(all.filter(isAlive)).toEqual([]);
  expect(databasePid()).toBe(0);
});
