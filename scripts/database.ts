import { join } from "node:path";
import { keepSecret } from "../lib/db/embedded/place.ts";
import { runningServer, startServer, stopServer } from "../lib/db/embedded/server.ts";
import { applyMigrations } from "../lib/db/migrations.ts";
import { closePools, ownerPool } from "../lib/db/pool.ts";
import { closePrisma } from "../lib/db/prisma.ts";
import { env, provideSettings, secretOr } from "../lib/env.ts";
import { ensurePartitions } from "../lib/ledger/partitions.ts";
import { isUsedByOthers } from "./start/database.ts";

/**
 * Runs a command on the product's database: DATABASE_URL, else the server running in the data folder, else that server
 * started for as long as the command runs. Settings are provided, so that `ownerPool()` and keys of letters just work.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { DATABASE_URL: named, DATA_DIR: dataDir } = env();
  const running = named ? null : await runningServer(dataDir);
  const server = named ? null : (running ?? (await startServer(dataDir)));
  const url = named ?? server?.url ?? "";
  const secret = secretOr(() => keepSecret(join(dataDir, "secret")));
  provideSettings({ DATABASE_URL: url, SECRET: secret, EMBEDDED: named ? "0" : "1" });
  try {
    if (server && !running) {
      await applyMigrations(url);
      await ensurePartitions(ownerPool(), new Date());
    }
    return await work(url);
  } finally {
    await closePools();
    await closePrisma();
    if (server && !running && !(await isUsedByOthers(url))) await stopServer(dataDir);
  }
}
