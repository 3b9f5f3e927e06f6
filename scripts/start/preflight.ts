import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `writable-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new StartError(`Cannot write in the data folder ${folder} (${codeOf(error)}): choose another with DATA_DIR`);
  }
}
