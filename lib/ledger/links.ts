import type { PoolClient } from "pg";
import { type Claim, claimsOn, type LetterRow, lettersByKey } from "./sql.ts";

const CONVERTED = 0;

/** How ids belong together, for the subjects of one batch. */
export type Links = {
  letters: ReadonlyMap<string, LetterRow>;
  /** The letter a subject counts as; null for an id that nobody has linked to a letter yet. */
  canonicalOf(subject: string): string | null;
  /** Every subject whose events belong to a canonical letter: its letters and the ids that point at them. */
  membersOf(canonical: string): string[];
  lettersOf(canonical: string): string[];
  /** Letters that claim an id; more than one is a conflict that the least claim wins. */
  claimantsOf(alias: string): string[];
};

/**
 * Reads the claims around these subjects. A converted letter id joins two letters into one, under the least key of the
 * whole chain; any other id points at the letter of its least claim (authority, time, event key) and never
 * joins letters.
 */
export async function loadLinks(tx: Pick<PoolClient, "query">, subjects: readonly string[]): Promise<Links> {
  const claims = new Map<string, Claim>();
  const given = new Set(subjects);
  const asked = new Set<string>();
  let wanted = [...subjects];
  while (wanted.length > 0) {
    for (const key of wanted) asked.add(key);
    const found = await claimsOn(tx, wanted);
    const next = new Set<string>();
    for (const claim of found) {
      claims.set(`${claim.aliasKey}|${claim.letterKey}`, claim);
      // An alias must be known with all its claims to know who wins it; a letter only if it is joined to one we ask about.
      next.add(claim.aliasKey);
      if (claim.kind === CONVERTED || given.has(claim.aliasKey)) next.add(claim.letterKey);
    }
    wanted = [...next].filter((key) => !asked.has(key));
  }
  const letters = await lettersByKey(tx, [...asked]);
  return linksFrom([...claims.values()].sort(leastFirst), letters);
}

function leastFirst(a: Claim, b: Claim): number {
  return (
    a.authority - b.authority ||
    a.at - b.at ||
    (a.eventKey < b.eventKey ? -1 : a.eventKey > b.eventKey ? 1 : a.letterKey < b.letterKey ? -1 : 1)
  );
}

function linksFrom(claims: readonly Claim[], letters: ReadonlyMap<string, LetterRow>): Links {
  const joined = new Map<string, Set<string>>();
  const pointers = new Map<string, string>();
  const claimants = new Map<string, string[]>();
  for (const claim of claims) {
    if (claim.kind === CONVERTED) {
      neighbours(joined, claim.aliasKey).add(claim.letterKey);
      neighbours(joined, claim.letterKey).add(claim.aliasKey);
    } else {
      claimants.set(claim.aliasKey, [...(claimants.get(claim.aliasKey) ?? []), claim.letterKey]);
    }
  }
  const pointing = new Map<string, string[]>();
  for (const [alias, [first]] of claimants) {
    if (first === undefined) continue;
    pointers.set(alias, first);
    const others = pointing.get(first);
    if (others) others.push(alias);
    else pointing.set(first, [alias]);
  }

  const chainOf = (letter: string): string[] => {
    const chain = new Set([letter]);
    for (const member of chain) for (const next of joined.get(member) ?? []) chain.add(next);
    return [...chain].sort();
  };
  const lettersOf = (canonical: string) => chainOf(canonical);
  return {
    letters,
    lettersOf,
    canonicalOf(subject) {
      const letter = pointers.get(subject) ?? (letters.has(subject) ? subject : null);
      return letter === null ? null : (chainOf(letter)[0] ?? letter);
    },
    membersOf(canonical) {
      const own = lettersOf(canonical);
      return [...own, ...own.flatMap((letter) => pointing.get(letter) ?? [])];
    },
    claimantsOf: (alias) => claimants.get(alias) ?? [],
  };
}

function neighbours(joined: Map<string, Set<string>>, key: string): Set<string> {
  const known = joined.get(key) ?? new Set<string>();
  joined.set(key, known);
  return known;
}
