import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Binaries, EmbeddedError } from "./binaries.ts";
import type { Launcher } from "./launcher.ts";
import { keepSecret, type Place } from "./place.ts";

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 60,
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "10min",
  // Nobody replicates from it, and a bulk load into a new table then writes no log.
  wal_level: "minimal",
  max_wal_senders: 0,
  synchronous_commit: "on",
  // After a crash, one call instead of one per file, of which a partitioned ledger has thousands.
  ...(process.platform === "linux" && { recovery_init_sync_method: "syncfs" }),
  random_page_cost: 1.1,
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // A statement or a message's detail can hold an id; the product's own log says what failed.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
} as const;

const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

/** Makes an empty server in the data folder. Throws EmbeddedError. */
export async function initialise(binaries: Binaries, launcher: Launcher, place: Place): Promise<void> {
  // What is left of an interrupted first start has no PG_VERSION, and initdb wants an empty folder.
  rmSync(place.data, { recursive: true, force: true });
  mkdirSync(place.data, { mode: 0o700 });
  const handover = join(place.root, "initdb-password");
  writeFileSync(handover, `${keepSecret(place.password)}\n`, { mode: 0o600 });
  for (const path of [place.data, handover]) launcher.handOver(path);
  try {
    const how = ["--auth=scram-sha-256", "--username=postgres", `--pwfile=${handover}`, "--no-sync", ...LOCALE];
    if ((await launcher.run(binaries.initdb, ["-D", place.data, ...how])) !== 0) {
      rmSync(place.data, { recursive: true, force: true });
      throw new EmbeddedError("The embedded PostgreSQL could not be set up in the data folder");
    }
  } finally {
    rmSync(handover, { force: true });
  }
  const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'`);
  appendFileSync(join(place.data, "postgresql.conf"), `\n${lines.join("\n")}\n`);
}
