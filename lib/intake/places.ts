import type { Pool } from "pg";
import { directoryVersion } from "../ledger/directory.ts";
import { loadPlaces, makeProvisionalPlaces } from "./sql.ts";

export type Place = { id: number; organisationId: number | null };
export type KnownMailbox = { id: number; organisationId: number | null; systemId: number | null };
/** Codes that events name places by, and what they are in the directory. */
export type Places = {
  version: number;
  gln: Map<string, Place>;
  sor: Map<string, Place>;
  mailbox: Map<string, KnownMailbox>;
  installation: Map<number, KnownMailbox>;
  type: Map<string, number>;
  operator: Map<string, number>;
};
/** Codes a batch names that the directory does not know yet. */
export type UnknownPlaces = {
  gln: Set<string>;
  sor: Set<string>;
  mailbox: Set<string>;
  type: Set<string>;
  operator: Set<string>;
};

/** How many new entries one call may make, so that a broken source cannot fill the directory. */
export const NEW_PLACES_LIMIT = 500;

let current: Places | undefined;

/** The directory as intake knows it, read anew when it has changed. */
export async function knownPlaces(pool: Pool): Promise<Places> {
  if (!current || current.version !== (await directoryVersion(pool))) current = await loadPlaces(pool);
  return current;
}

/** Forgets what is known, for tests that change databases. */
export function forgetPlaces(): void {
  current = undefined;
}

export const countUnknown = (unknown: UnknownPlaces): number =>
  unknown.gln.size + unknown.sor.size + unknown.mailbox.size + unknown.type.size + unknown.operator.size;

/** Gives every unknown code a provisional entry that can be adopted later; two that meet the same code agree on one. */
export async function makeProvisional(pool: Pool, places: Places, unknown: UnknownPlaces, now: Date): Promise<void> {
  if (countUnknown(unknown) > 0) await makeProvisionalPlaces(pool, places, unknown, now);
}
