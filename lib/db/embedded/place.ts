import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the embedded database keeps its things, by absolute path. */
export type Place = { root: string; data: string; log: string; password: string; port: string };

export const DATABASE = "kvitteringsoverblik";

/** The files of the embedded database in a data folder. */
export function placeOf(dataDir: string): Place {
  const root = resolve(dataDir);
  const file = (name: string) => join(root, name);
  return { root, data: file("postgres"), log: file("postgres.log"), password: file("password"), port: file("port") };
}

/** The secret in a file of ours: made once, at random, and readable by its owner only. */
export function keepSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** The address of the product's database on this port. */
export function urlOf(place: Place, port: number): string {
  return `postgresql://postgres:${keepSecret(place.password)}@127.0.0.1:${port}/${DATABASE}`;
}

/** Lets one process at a time set up or start the database of a folder; a dead one's claim does not count. */
export async function alone<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const claim = join(place.root, "starting");
  for (;;) {
    try {
      writeFileSync(claim, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (!existsSync(place.root) || !(error instanceof Error && "code" in error && error.code === "EEXIST"))
        throw error;
      const holder = existsSync(claim) ? Number(readFileSync(claim, "utf8")) : process.pid;
      if (holder > 0 && !isAlive(holder)) rmSync(claim, { force: true });
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Which process holds the data folder, by PostgreSQL's own note; null without one. It may be dead. */
export function readPidFile(place: Place): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(place.data, "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}

/** Whether a process with this id lives, whosever it is; one that is dead and only not yet reaped does not. */
export function isAlive(pid: number): boolean {
  // 0 and negative numbers would ask about groups of processes.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && /^\d+ \(.*\) [ZX]/.test(readFileSync(stat, "utf8"));
}

/** The port of last time if it is free, so that what others were told still holds; else any free one. */
export async function choosePort(place: Place): Promise<number> {
  const last = existsSync(place.port) ? Number(readFileSync(place.port, "utf8")) : 0;
  const port = (await freePort(last)) ?? (await freePort(0)) ?? 0;
  writeFileSync(place.port, String(port));
  return port;
}

/** A free port: the wished one, or any for 0; null if it is taken. */
export function freePort(wished: number, host = "127.0.0.1"): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(null));
    probe.listen(wished, host, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : null));
    });
  });
}
