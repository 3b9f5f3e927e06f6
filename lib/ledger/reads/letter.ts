import type { PoolClient } from "pg";
import type { Viewer } from "../../access/viewer.ts";
import { databaseRole } from "../../db/viewer.ts";
import type { Side } from "../shapes.ts";

/** The sides a letter may be seen from: a municipality may have received it or sent it. */
export function sidesOf(viewer: Viewer): Side[] {
  const sides: Side[] = ["received", "sent"];
  const roles = new Set<string>();
  return sides.filter((side) => {
    const role = databaseRole(viewer, side);
    if (roles.has(role)) return false;
    roles.add(role);
    return true;
  });
}

export type LetterRecord = {
  letter_key: string;
  letter_id: string | null;
  type_id: number | null;
  content: string | null;
  sender_location_id: number | null;
  sender_organisation_id: number | null;
  sent_at: Date | null;
  receipt_expected: boolean | null;
  conflicting: boolean;
  coarse: boolean;
  sealed_at: Date | null;
};

/** The letter a key counts as; null where the viewer may not see it. */
export async function canonicalOf(tx: PoolClient, key: string): Promise<string | null> {
  const { rows } = await tx.query<{ key: string }>(
    "SELECT coalesce(canonical_key, letter_key) AS key FROM ledger.letter WHERE letter_key = $1",
    [key],
  );
  return rows[0]?.key ?? null;
}

/** The letter itself, as the viewer's database role sees it. */
export async function letterRecord(tx: PoolClient, key: string): Promise<LetterRecord | null> {
  const { rows } = await tx.query<LetterRecord>(
    `SELECT letter_key, letter_id, type_id, content, sender_location_id, sender_organisation_id, sent_at, receipt_expected, conflicting,
       coarse, sealed_at FROM ledger.letter WHERE letter_key = $1`,
    [key],
  );
  return rows[0] ?? null;
}

export type AliasRecord = { alias_key: string; kind: number; clear: string | null; letter_key: string };

/** The other ids that name the letter, and the letters joined with it. */
export async function aliasesOf(tx: PoolClient, key: string): Promise<{ letters: string[]; aliases: AliasRecord[] }> {
  const joined = await tx.query<{ letter_key: string }>(
    "SELECT letter_key FROM ledger.letter WHERE canonical_key = $1 OR letter_key = $1",
    [key],
  );
  const letters = joined.rows.map((row) => row.letter_key);
  const { rows } = await tx.query<AliasRecord>(
    "SELECT DISTINCT alias_key, kind, clear, letter_key FROM ledger.alias WHERE letter_key = ANY ($1::uuid[]) ORDER BY kind, alias_key",
    [letters],
  );
  return { letters, aliases: rows };
}
