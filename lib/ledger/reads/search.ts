import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { ALIAS_KINDS, aliasKey, letterKey, toAddress } from "../keys.ts";
import { canonicalOf, sidesOf } from "./letter.ts";

/** Ids have a pattern and a length (`schema.ts`); what does not fit is the id of nothing. */
const TYPED = /^[A-Za-z0-9._:/#@+~-]{1,128}$/;

/** The keys a typed id may stand for: a letter of the FHIR space, or any kind of other id. */
export function keysFor(typed: string): string[] {
  const kinds = ALIAS_KINDS.filter((kind) => kind !== "converted");
  return [letterKey("fhir", null, typed), ...kinds.map((kind) => aliasKey(kind, typed))];
}

/**
 * The page of the letter that a letter, envelope, VANS, Besked or transaction id names, or null. A legacy letter id,
 * which is unique only per sender, leads to the newest such letter the viewer may see. An id of somebody else answers
 * exactly as one that does not exist. `now` is not needed: a letter found is a letter that may be read.
 */
export async function findLetter(viewer: Viewer, typed: string, _now: Date): Promise<string | null> {
  const id = typed.trim();
  if (!TYPED.test(id)) return null;
  for (const side of sidesOf(viewer)) {
    const found = await asViewer(viewer, side, async (tx) => {
      const { rows } = await tx.query<{ key: string }>(
        `SELECT l.letter_key AS key FROM (
           SELECT letter_key FROM ledger.letter WHERE letter_key = ANY ($1::uuid[])
           UNION SELECT letter_key FROM ledger.alias WHERE alias_key = ANY ($1::uuid[])
           UNION SELECT letter_key FROM ledger.letter WHERE space = 1 AND letter_id = $2) found
         JOIN ledger.letter l USING (letter_key) ORDER BY l.sent_at DESC NULLS LAST, l.letter_key LIMIT 1`,
        [keysFor(id), id],
      );
      return rows[0] ? await canonicalOf(tx, rows[0].key) : null;
    });
    if (found) return `/messages/${toAddress(found)}`;
  }
  return null;
}
