import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { snapshotSchema } from "./schema.ts";
import type { PublicSnapshot } from "./snapshot.ts";

const fileIn = (folder: string): string => join(folder, "public-snapshot.json");

/** Keeps the snapshot for a process that starts while the database is away: whole or not at all, for its owner only. */
export function keepSnapshot(folder: string, snapshot: PublicSnapshot): void {
  mkdirSync(folder, { recursive: true });
  const beside = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(snapshot), { mode: 0o600 });
  renameSync(beside, fileIn(folder));
}

/** The snapshot that was kept, or null where there is none that can be read. */
export function keptSnapshot(folder: string): PublicSnapshot | null {
  try {
    return snapshotSchema.safeParse(JSON.parse(readFileSync(fileIn(folder), "utf8"))).data ?? null;
  } catch {
    return null;
  }
}
