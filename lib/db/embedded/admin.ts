import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { DATABASE } from "./place.ts";

/** Runs something on the server's database `postgres`, where other databases are made and dropped. */
export async function onAdminDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const client = new pg.Client({ connectionString: admin.href, connectionTimeoutMillis: 5_000 });
  // A lost connection also fails the query under way, which says so.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the product's database on a server that has none yet. */
export async function ensureDatabase(url: string): Promise<void> {
  await onAdminDatabase(url, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/** Drops the product's database with everything in it, whoever is connected, and makes an empty one. */
export async function renewDatabase(url: string): Promise<void> {
  await onAdminDatabase(url, (client) => client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`));
  await ensureDatabase(url);
}

/** Whether the server of this data folder, and no other, answers there; waits while it starts up or recovers. */
export async function answers(url: string, data: string): Promise<boolean> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    try {
      const shown = await onAdminDatabase(url, (client) => client.query("SHOW data_directory"));
      return resolve(shown.rows[0]?.data_directory) === data;
    } catch (error) {
      const startingUp = error instanceof Error && "code" in error && error.code === "57P03";
      if (!startingUp) return false;
      await sleep(500);
    }
  }
  return false;
}
