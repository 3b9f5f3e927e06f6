import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { freePort } from "../../lib/db/embedded/place.ts";
import { codeOf, StartError } from "./line.ts";

/** Throws StartError where something already listens there. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  if ((await freePort(port, host)) !== null) return;
  throw new StartError(`Port ${port} is in use: end what runs there, or choose another with PORT`);
}

/** Makes the data folder if it is missing. Throws StartError where nothing can be written in it. */
export function requireWritableFolder(folder: string): void {
  try {
    makeFolder(resolve(folder));
    const probe = join(folder, `writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new StartError(`Cannot write in the data folder ${folder} (${codeOf(error)}): choose another with DATA_DIR`);
  }
}

/** Step by step, because Node's own recursive way never returns where a parent exists and refuses children (`/proc`). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
