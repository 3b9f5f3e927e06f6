import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { onAdminDatabase } from "../lib/db/embedded/admin.ts";
import { startServer, stopServer } from "../lib/db/embedded/server.ts";
import { applyMigrations } from "../lib/db/migrations.ts";
import { makePool } from "../lib/db/pool.ts";
import { childEnvironment } from "../lib/env.ts";
import { PORTS } from "./place.ts";

const PORT = PORTS.named;
const URL_OF = `http://127.0.0.1:${PORT}`;
const FOLDER = ".data/e2e-named";

let starter: ChildProcess | undefined;
let server = "";
let named = "";
let said = "";

test.describe.configure({ mode: "serial", timeout: 120_000 });

test.beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  // A server that is not the product's own, with an empty database.
  server = (await startServer(join(FOLDER, "server"))).url;
  named = await emptyDatabase("somebodys");
  const settings = {
    PORT: String(PORT),
    DATA_DIR: join(FOLDER, "data"),
    DATABASE_URL: named,
    SECRET: "a secret that only tests know of, 32 long",
    DEMO: "on",
  };
  starter = spawn(process.execPath, ["scripts/start.ts"], {
    env: childEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [starter.stdout, starter.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  await expect.poll(() => said, { timeout: 90_000, intervals: [100] }).toMatch(/Ready: /);
});

test.afterAll(async () => {
  const ended = new Promise((done) => starter?.once("exit", done));
  if (starter?.kill("SIGTERM")) await ended;
  await stopServer(join(FOLDER, "server"));
});

/** Every organisation by name, and how many rows each relation has that holds more than what the worker notes for itself. */
async function contents(url: string): Promise<{ organisations: string[]; rows: Record<string, number> }> {
  const pool = makePool(url, 1);
  try {
    const organisations = await pool.query<{ name: string }>("SELECT name FROM organisation ORDER BY name");
    const relations = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = 'public' OR (schemaname, tablename) IN (('ledger', 'delivery'), ('ledger', 'station_event')) ORDER BY 1`,
    );
    const rows: Record<string, number> = {};
    for (const { name } of relations.rows) {
      rows[name] = (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`)).rows[0]?.n ?? -1;
    }
    return { organisations: organisations.rows.map(({ name }) => name), rows };
  } finally {
    await pool.end();
  }
}

async function emptyDatabase(name: string): Promise<string> {
  await onAdminDatabase(server, (client) => client.query(`CREATE DATABASE ${name}`));
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

async function merelyMigrated(): Promise<string> {
  const url = await emptyDatabase("merely_migrated");
  await applyMigrations(url);
  return url;
}

test("the database that settings name is used, and nothing is seeded, even where a demo is wanted", async () => {
  expect(said).toMatch(/Migrations: \d+ applied/);
  expect(said).not.toContain("Demo world");
  expect(existsSync(join(FOLDER, "data/demo.json"))).toBe(false);
  expect(await contents(named)).toEqual(await contents(await merelyMigrated()));
});

test("the product is ready on it, and its sign-in page offers no demo account", async ({ page, request }) => {
  expect((await request.get(`${URL_OF}/api/ready`)).status()).toBe(200);
  await page.goto(`${URL_OF}/sign-in`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: /Log ind som/ })).toHaveCount(0);
  await expect(page.locator('input[name="email"]')).toHaveCount(0);
});
