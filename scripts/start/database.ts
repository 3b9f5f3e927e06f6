import pg from "pg";
import { onAdminDatabase } from "../../lib/db/embedded/admin.ts";
import { isAlive } from "../../lib/db/embedded/place.ts";
import { startServer, stopServer } from "../../lib/db/embedded/server.ts";
import { codeOf, StartError, say } from "./line.ts";

/** The database this start runs on; `close` ends what the start is answerable for. */
export type Database = { url: string; embedded: boolean; close: () => Promise<void> };

const WATCH_MS = 250;

/** The server that DATABASE_URL names. Throws StartError where nobody answers there. */
export async function openNamed(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
  } catch (error) {
    throw new StartError(`The database that DATABASE_URL names does not answer (${codeOf(error)})`);
  } finally {
    await client.end().catch(() => undefined);
  }
  return { url, embedded: false, close: async () => undefined };
}

/** The server of the data folder: started or adopted, ours alone, and back when it dies. Throws StartError. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  let server = await startServer(dataDir);
  let lock = await claim(server.url);
  say(server.adopted ? "Database: adopted the server that was left running" : "Database: PostgreSQL 18 started");

  let closing = false;
  let restarting: Promise<void> | undefined;
  const watch = setInterval(() => {
    if (closing || restarting || isAlive(server.pid)) return;
    say("Database: the server died, starting it again");
    restarting = startServer(dataDir)
      .then(async (again) => {
        server = again;
        // The claim went with the server that died.
        lock = await claim(server.url);
        say("Database: the server is back");
      })
      .catch((error: unknown) => say(`Database: the server does not start (${codeOf(error)}), trying again`))
      .finally(() => {
        restarting = undefined;
      });
  }, WATCH_MS);

  const close = async () => {
    closing = true;
    clearInterval(watch);
    await restarting;
    await lock.end().catch(() => undefined);
    await stopServer(dataDir);
  };
  return { url: server.url, embedded: true, close };
}

/** Two starts on one data folder would end each other's database; the second one is told. */
async function claim(url: string): Promise<pg.Client> {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const lock = new pg.Client({ connectionString: admin.href });
  lock.on("error", () => undefined);
  await lock.connect();
  const { rows } = await lock.query("SELECT pg_try_advisory_lock(hashtext('starter')) AS ours");
  if (rows[0]?.ours) return lock;
  await lock.end();
  throw new StartError("Another start already runs on this data folder: end it first, or choose another with DATA_DIR");
}

/** Whether anybody but us is connected to the server. */
export async function isUsedByOthers(url: string): Promise<boolean> {
  const others = `SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`;
  return await onAdminDatabase(url, async (client) => ((await client.query(others)).rowCount ?? 0) > 0);
}
