import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
import type { Ask } from "../status/ask.ts";
import { factRows, noLongerPublic } from "./facts-sql.ts";
import type { SignalFacts } from "./shapes.ts";

export { factsBefore, factsOf, signalsByIds } from "./facts-sql.ts";

/** Ids are given before a transaction commits, and what was last said of a trouble grows: so many of the newest are read again. */
const OVERLAP = 500;

let known: { pool: Pool; facts: SignalFacts[]; byId: Map<number, SignalFacts>; newest: number } | null = null;

/**
 * The facts of everything ever told, oldest first, but for what is no longer public. Kept in the process; each call reads
 * only what is new. Facts of others are in it: never handed to a reader, only judged for one.
 */
export async function signalFacts(pool: Pool): Promise<SignalFacts[]> {
  if (known?.pool !== pool) known = { pool, facts: [], byId: new Map(), newest: 0 };
  const cache = known;
  const ask: Ask = async <T>(text: string, values: unknown[]) => (await pool.query(text, values)).rows as T[];
  const [fresh, gone] = await Promise.all([factRows(ask, cache.newest - OVERLAP), noLongerPublic(ask)]);
  const added = fresh.filter((row) => !isDeepStrictEqual(cache.byId.get(row.id), row));
  for (const row of added) cache.byId.set(row.id, row);
  if (added.length > 0) {
    cache.facts = [...cache.byId.values()].sort((a, b) => (a.at === b.at ? a.id - b.id : a.at < b.at ? -1 : 1));
    cache.newest = Math.max(cache.newest, ...added.slice(-1).map(({ id }) => id));
  }
  return gone.size === 0 ? cache.facts : cache.facts.filter(({ id }) => !gone.has(id));
}
