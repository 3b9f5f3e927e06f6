import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renewDatabase } from "../../lib/db/embedded/admin.ts";
import { applyMigrations } from "../../lib/db/migrations.ts";
import { closePools, ownerPool } from "../../lib/db/pool.ts";
import { closePrisma } from "../../lib/db/prisma.ts";
import { ensurePartitions } from "../../lib/ledger/partitions.ts";
import { type Demo, readDemo, writeDemo } from "./demo-file.ts";
import { say } from "./line.ts";

const unfinishedIn = (dataDir: string) => join(dataDir, "demo-unfinished");

/** Brings the database to this version of the product; a demo world that was cut off while it was made goes first. */
export async function migrate(url: string, dataDir: string | null, now: Date): Promise<void> {
  if (dataDir !== null && existsSync(unfinishedIn(dataDir))) {
    say("Demo world: the last start was cut off while making it, beginning anew");
    await renewDatabase(url);
  }
  const applied = await applyMigrations(url);
  await ensurePartitions(ownerPool(), now);
  say(applied.length > 0 ? `Migrations: ${applied.length} applied` : "Migrations: nothing new");
}

/** Makes the demo world unless the database has something in it already, and says where it is in `demo.json`. */
export async function demoWorld(dataDir: string, url: string, databaseUrl: string, now: Date): Promise<Demo | null> {
  const known = readDemo(dataDir);
  const found = (await isEmpty()) ? await makeWorld(dataDir, now) : known;
  if (!found) return null;
  const demo = { url, databaseUrl, apiKey: found.apiKey, accounts: found.accounts };
  writeDemo(dataDir, demo);
  rmSync(unfinishedIn(dataDir), { force: true });
  return demo;
}

/** Lets go of the database: from here on the children work on it. */
export async function closeConnections(): Promise<void> {
  await closePools();
  await closePrisma();
}

async function makeWorld(dataDir: string, now: Date): Promise<Pick<Demo, "apiKey" | "accounts">> {
  const { seedDemo } = await import("../../lib/world/seed.ts");
  writeFileSync(unfinishedIn(dataDir), "");
  return await seedDemo((line: string) => say(`Demo world: ${line}`), now);
}

async function isEmpty(): Promise<boolean> {
  const { rows } = await ownerPool().query(
    "SELECT NOT EXISTS (SELECT FROM ledger.delivery) AND NOT EXISTS (SELECT FROM person) AS empty",
  );
  return rows[0]?.empty === true;
}
