import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { onAdminDatabase } from "./embedded/admin.ts";
import { startServer, stopServer } from "./embedded/server.ts";
import { applyMigrations } from "./migrations.ts";

const FOLDER = ".data/test";
// Tests may lose what a power cut would take; nothing else differs from the real server.
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

/** Once per run: a real PostgreSQL, and a migrated database of which every test file gets a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer(FOLDER, SETTINGS);
  const template = `template_${fingerprint()}`;
  await onAdminDatabase(server.url, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('test template'))");
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1 AND datistemplate", [template]);
    if (rowCount) return;
    const url = new URL(server.url);
    url.pathname = `/${template}`;
    await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${template}`);
    await applyMigrations(url.href);
    await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
  });
  project.provide("testServer", { url: server.url, template });
  // Held for the whole run, so that another run that ends meanwhile sees that the server is still needed.
  const hold = new pg.Client({ connectionString: server.url });
  hold.on("error", () => undefined);
  await hold.connect();
  return async () => {
    await hold.end();
    await endServer(server.url);
  };
}

/** Another run may be using it; the last one to end turns it off. */
async function endServer(url: string): Promise<void> {
  const others = await onAdminDatabase(url, async (client) => {
    const sql =
      "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    return (await client.query<{ others: number }>(sql)).rows[0]?.others;
  });
  if (others === 0) await stopServer(FOLDER);
}

/** Of the migrations: a changed one makes a new template. */
function fingerprint(): string {
  const folder = resolve("prisma/migrations");
  const hash = createHash("sha256");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (file.endsWith(".sql")) hash.update(file).update(readFileSync(resolve(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}
