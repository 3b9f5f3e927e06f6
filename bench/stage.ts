import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import type { Pool } from "pg";
import { onAdminDatabase } from "../lib/db/embedded/admin.ts";
import { applyMigrations } from "../lib/db/migrations.ts";
import { closePools, makePool } from "../lib/db/pool.ts";
import { provideSettings } from "../lib/env.ts";
import { ensurePartitions } from "../lib/ledger/partitions.ts";
import { withDatabase } from "../scripts/database.ts";
import { build, isBuilt } from "../scripts/start/build.ts";
import { keepRunning, programs, untilReady } from "../scripts/start/processes.ts";

export type Stage = { url: string; pool: Pool; webPid: () => number | undefined; workerPid: () => number | undefined };

/**
 * The whole product on an empty database of its own: web and worker as production runs them, on this machine. All of it is
 * gone afterwards.
 */
export function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  return withDatabase(async (serverUrl) => {
    const name = `bench_${randomBytes(4).toString("hex")}`;
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    await onAdminDatabase(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
    const pool = makePool(url.href);
    try {
      await applyMigrations(url.href);
      await ensurePartitions(pool, new Date());
      if (!isBuilt()) await build(".next-build.log");
      const port = await freePort();
      // From here on this process and its children look at the stage's database only.
      await closePools();
      provideSettings({ DATABASE_URL: url.href, EMBEDDED: "0", LOG_LEVEL: "error" });
      const running = programs({ host: "127.0.0.1", port, development: false, logFolder: null }).map(keepRunning);
      try {
        await untilReady(`http://127.0.0.1:${port}`, running, "its output above");
        const [web, worker] = running;
        return await work({
          url: `http://127.0.0.1:${port}`,
          pool,
          webPid: () => web?.pid(),
          workerPid: () => worker?.pid(),
        });
      } finally {
        await Promise.all(running.map((one) => one.stop()));
      }
    } finally {
      await closePools();
      await pool.end();
      await onAdminDatabase(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    }
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** The value that `share` of the values do not pass. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** To a hundredth: a figure has no more to say. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
