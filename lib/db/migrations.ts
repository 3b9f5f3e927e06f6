import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { type Schema, withEngine } from "./prisma-engine.ts";

const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies what this database has not had yet, in order, and answers with the names; one process at a time. A migration
 * is applied whole or not at all, so one that was cut off is simply taken again.
 */
export async function applyMigrations(url: string): Promise<string[]> {
  return await oneAtATime(url, async (client) => {
    const cutOff = await namesOfCutOff(client);
    return await withEngine(url, readSchema(), async (engine) => {
      for (const migrationName of cutOff) await engine.markMigrationRolledBack({ migrationName });
      const applied = await engine.applyMigrations({ migrationsList: migrationList(), filters: FILTERS });
      return applied.appliedMigrationNames;
    });
  });
}

async function namesOfCutOff(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query("SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS begun");
  if (!rows[0]?.begun) return [];
  const unfinished =
    "SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL";
  return (await client.query<{ migration_name: string }>(unfinished)).rows.map((row) => row.migration_name);
}

/** The SQL that would lead from the migrations to the Prisma schema: empty but for a comment where they agree. */
export async function schemaDrift(url: string): Promise<string> {
  return await withEngine(url, readSchema(), async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...migrationList() },
      to: { tag: "schemaDatamodel", files: [readSchema()] },
      script: true,
      exitCode: null,
      filters: FILTERS,
    });
    return stdout ?? "";
  });
}

const readSchema = (): Schema => ({
  path: "schema.prisma",
  content: readFileSync(resolve("prisma/schema.prisma"), "utf8"),
});

/** The migrations of this version of the product, in the order of their names. */
function migrationList() {
  const baseDir = resolve("prisma/migrations");
  const content = (file: string) => readFileSync(join(baseDir, file), "utf8");
  const names = readdirSync(baseDir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  );
  return {
    baseDir,
    shadowDbInitScript: "",
    lockfile: { path: "migration_lock.toml", content: content("migration_lock.toml") },
    migrationDirectories: names.sort().map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: content(`${path}/migration.sql`) },
      },
    })),
  };
}

async function oneAtATime<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection also fails the statement under way, which says so.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('kvitteringsoverblik migrations'))");
    return await work(client);
  } finally {
    await client.end();
  }
}
