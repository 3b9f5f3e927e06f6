import pg from "pg";
import { expect, test } from "vitest";
import { applyMigrations, schemaDrift } from "./migrations.ts";
import { freshDatabase } from "./testing.ts";

const EMPTY = "template1";

async function inDatabase<T>(work: (client: pg.Client, url: string) => Promise<T>, from?: string): Promise<T> {
  const { url, drop } = await freshDatabase(from);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client, url);
  } finally {
    await client.end();
    await drop();
  }
}

test("a migrated database has nothing left to apply", async () => {
  await inDatabase(async (_client, url) => {
    expect(await applyMigrations(url)).toEqual([]);
  });
});

test("Prisma's schema and the migrations say the same, so nothing is offered to be dropped", async () => {
  await inDatabase(async (client, url) => {
    expect(await schemaDrift(url)).toMatch(/^(-- This is an empty migration\.)?\s*$/);
    const shadows = "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'";
    expect((await client.query(shadows)).rows).toEqual([]);
  });
});

test("two processes that migrate at once apply each migration once", async () => {
  await inDatabase(async (client, url) => {
    const [one, other] = await Promise.all([applyMigrations(url), applyMigrations(url)]);
    expect(Math.min(one.length, other.length)).toBe(0);
    const { rows } = await client.query("SELECT migration_name FROM _prisma_migrations ORDER BY started_at");
    expect([...one, ...other]).toEqual(rows.map((row) => row.migration_name));
  }, EMPTY);
});

test("a migration that was cut off is taken again", async () => {
  const columns = `id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
    migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0`;
  await inDatabase(async (client, url) => {
    await client.query(`CREATE TABLE _prisma_migrations (${columns})`);
    const begun = "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('cut-off', 'x', $1)";
    await client.query(begun, ["20261101000000_directory"]);
    expect(await applyMigrations(url)).toContain("20261101000000_directory");
  }, EMPTY);
});
