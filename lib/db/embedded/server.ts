import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, ensureDatabase } from "./admin.ts";
import { type Binaries, EmbeddedError, findBinaries } from "./binaries.ts";
import { type Launcher, launcherFor } from "./launcher.ts";
import { alone, choosePort, isAlive, type Place, placeOf, readPidFile, urlOf } from "./place.ts";
import { initialise } from "./setup.ts";

/** A server that answers: the address of the product's database there, and its process. */
export type EmbeddedServer = { url: string; port: number; pid: number };

/** The server that runs in this folder, whoever started it; null if none answers. */
export async function runningServer(dataDir: string): Promise<EmbeddedServer | null> {
  const place = placeOf(dataDir);
  const found = readPidFile(place);
  if (!found || !isAlive(found.pid) || !existsSync(place.password)) return null;
  const server = { ...found, url: urlOf(place, found.port) };
  return (await answers(server.url, place.data)) ? server : null;
}

/**
 * Starts the server of this folder, made on first use, or adopts the one that runs. `settings` are for this start only.
 * Throws EmbeddedError.
 */
export async function startServer(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<EmbeddedServer & { adopted: boolean }> {
  const place = placeOf(dataDir);
  mkdirSync(place.root, { recursive: true });
  return await alone(place, async () => {
    const adopted = await runningServer(dataDir);
    if (!adopted) {
      const binaries = findBinaries();
      const launcher = launcherFor(binaries, place.root);
      if (!existsSync(join(place.data, "PG_VERSION"))) await initialise(binaries, launcher, place);
      await launch(binaries, launcher, place, settings);
    }
    const server = adopted ?? (await runningServer(dataDir));
    if (!server)
      throw new EmbeddedError("The embedded PostgreSQL does not answer; see postgres.log in the data folder");
    await ensureDatabase(server.url);
    return { ...server, adopted: adopted !== null };
  });
}

/** Stops the server of this folder and waits until it is gone. Nothing happens where none runs. */
export async function stopServer(dataDir: string): Promise<void> {
  const place = placeOf(dataDir);
  if (!readPidFile(place)) return;
  const binaries = findBinaries();
  const launcher = launcherFor(binaries, place.root);
  await launcher.run(binaries.pgCtl, ["stop", "-D", place.data, "-m", "fast", "-w", "-t", "60"]);
}

/** After a hard kill the old server's processes need a moment to let go of their memory: so more than one try. */
async function launch(
  binaries: Binaries,
  launcher: Launcher,
  place: Place,
  settings: Record<string, string>,
): Promise<void> {
  if (!existsSync(place.log)) writeFileSync(place.log, "", { mode: 0o600 });
  launcher.handOver(place.log);
  const flags = [
    `-p ${await choosePort(place)}`,
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
  ];
  const args = ["start", "-D", place.data, "-l", place.log, "-w", "-t", "60", "-s", "-o", flags.join(" ")];
  for (let attempt = 0; attempt < 40; attempt += 1) {
    forgetStalePid(place);
    if ((await launcher.run(binaries.pgCtl, args)) === 0) return;
    await sleep(250);
  }
  throw new EmbeddedError("The embedded PostgreSQL did not start; see postgres.log in the data folder");
}

/**
 * A note may name a process that is dead but not yet reaped, or after a power cut by now something else; PostgreSQL then
 * refuses to start. Only where none of the old server's processes is left in its folder: the note guards against those.
 */
function forgetStalePid(place: Place): void {
  const found = readPidFile(place);
  if (!found || !existsSync("/proc/self/cwd")) return;
  const occupied = readdirSync("/proc").some((entry) => /^\d+$/.test(entry) && folderOf(entry) === place.data);
  if (!occupied) rmSync(join(place.data, "postmaster.pid"), { force: true });
}

function folderOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone meanwhile, a dead one, or somebody else's: none of them works in our folder.
    return null;
  }
}
