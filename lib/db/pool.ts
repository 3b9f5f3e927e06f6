import pg from "pg";
import { databaseUrl } from "../env.ts";
import { log } from "../log.ts";

// A timestamptz stays what PostgreSQL wrote only if nobody parses it twice: Date for one, and int8 as number (counts and ms).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

let pool: pg.Pool | undefined;

/** The connections of this process, as the owner: writers use them directly, viewers through `asViewer`. */
export function ownerPool(): pg.Pool {
  pool ??= makePool(databaseUrl());
  return pool;
}

/** A pool of its own, for a test or a script that wants separate connections. */
export function makePool(connectionString: string, max = 16): pg.Pool {
  const made = new pg.Pool({ connectionString, max, options: "-c timezone=UTC -c jit=off" });
  // An idle connection that dies (the database restarted) must not end the process; the next query gets a new one.
  made.on("error", () => log.warn({ event: "database_connection_lost" }));
  // Nor one that dies in use: whoever uses it is told by the failing query.
  made.on("connect", (client) => client.on("error", () => undefined));
  return made;
}

export async function closePools(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.end();
}
