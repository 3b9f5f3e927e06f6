import { type AliasKind, aliasKey, letterKey } from "../keys.ts";
import type { StationEventInput } from "../schema.ts";
import type { Told } from "./histories.ts";
import { type ChangeName, GLN, type SOURCES } from "./world.ts";

/** What the directory calls the places and codes of the histories; strangers get their ids while the histories are told. */
export type Names = {
  eventKey(told: Told): string;
  location(gln: string): number;
  /** Provisional installations, by the place or mailbox they were made for. */
  provisionalAt(gln: string): number;
  mailbox(code: string): number;
  type(code: string): number;
  operator(code: string): number;
};
export type Coverage = Partial<Record<keyof typeof SOURCES, [number, number][]>>;
export type Situation = { names: Names; coverage: Coverage; changes: ReadonlySet<ChangeName>; now: number };

/** One event as the naive fold sees it: its letter's key where it names one, and who speaks. Instants are ms. */
export type Fact = {
  key: string;
  at: number;
  authority: number;
  event: StationEventInput;
  letter: string | null;
  legacy: boolean;
  installation: number | null;
  source: Told["source"];
};

export const earliest = (a: Fact, b: Fact) => a.at - b.at || (a.key < b.key ? -1 : 1);
export const ORG_OF_GLN: Record<string, number> = {
  [GLN.s1]: 9101,
  [GLN.s2]: 9102,
  [GLN.l1]: 9201,
  [GLN.l2]: 9202,
};
export const ORG_OF_INSTALLATION: Record<number, number> = {
  9001: 9201,
  9002: 9201,
  9003: 9201,
  9004: 9202,
  9005: 9202,
};

type LetterName = { id: string; scheme: string; senderGln?: string | undefined };
const isLegacy = (scheme: string) => scheme === "oioxml" || scheme === "edifact";
const keyOf = (letter: LetterName, senderGln: string | undefined) =>
  letterKey(isLegacy(letter.scheme) ? "legacy" : "fhir", letter.senderGln ?? senderGln ?? null, letter.id);

/** Null where the source may not say it. */
export function factOf(told: Told, { names }: Situation): Fact | null {
  const { event, source } = told;
  const named = event.installation ?? (event.mailbox ? names.mailbox(event.mailbox) : null);
  const authority = authorityOf(event, source, named);
  if (authority === null) return null;
  return {
    key: names.eventKey(told),
    at: Date.parse(event.at),
    authority,
    event,
    letter: event.letter ? keyOf(event.letter, event.senderGln) : null,
    legacy: event.letter !== undefined && isLegacy(event.letter.scheme),
    installation: named ?? (source === "vendor" ? 9004 : null),
    source,
  };
}

/** As of when the event arrived: organisations of strangers are not known then, whatever is adopted later. */
function authorityOf(event: StationEventInput, source: Told["source"], named: number | null): number | null {
  if (source === "all") return 0;
  if (source === "vendor") return named === null || named === 9004 ? 1 : null;
  if (named !== null && ORG_OF_INSTALLATION[named] !== 9201) return null;
  const sender = event.letter?.senderGln ?? event.senderGln;
  if (sender && ORG_OF_GLN[sender] === 9201) return 0;
  const receiver = event.receiverGln ? ORG_OF_GLN[event.receiverGln] : undefined;
  return receiver === 9201 || named !== null ? 1 : null;
}

const otherIds = (fact: Fact) =>
  (fact.event.aliases ?? []).flatMap((alias) =>
    alias.kind === "converted" ? [] : [aliasKey(alias.kind as Exclude<AliasKind, "converted">, alias.value)],
  );

/** The letter an event is about: its own, or that of the strongest, then first, event that has the id beside a letter id. */
export function letterOf(fact: Fact, facts: readonly Fact[]): string | null {
  if (fact.letter) return fact.letter;
  const id = otherIds(fact)[0] as string;
  const claims = facts.filter((other) => other.letter !== null && otherIds(other).includes(id));
  claims.sort((a, b) => a.authority - b.authority || earliest(a, b));
  return claims[0]?.letter ?? null;
}

export type Chain = { keys: Set<string>; legacy: boolean };

/** Letters that conversions join, and every letter by itself. Who speaks for a receiver only joins nothing. */
export function chainsOf(facts: readonly Fact[]): Chain[] {
  const legacyKeys = new Set<string>();
  const pairs: [string, string][] = [];
  for (const { event, letter, legacy, authority } of facts) {
    if (!letter) continue;
    pairs.push([letter, letter]);
    if (legacy) legacyKeys.add(letter);
    for (const alias of event.aliases ?? []) {
      if (alias.kind !== "converted" || authority > 0) continue;
      const other = keyOf({ id: alias.value, scheme: alias.scheme, senderGln: alias.senderGln }, event.senderGln);
      pairs.push([letter, other]);
      if (isLegacy(alias.scheme)) legacyKeys.add(other);
    }
  }
  let chains = [...new Set(pairs.flat())].map((key) => new Set([key]));
  for (const [a, b] of pairs) {
    const [left, right] = [chains.find((chain) => chain.has(a)), chains.find((chain) => chain.has(b))];
    if (!left || !right || left === right) continue;
    for (const key of right) left.add(key);
    chains = chains.filter((chain) => chain !== right);
  }
  return chains.map((keys) => ({ keys, legacy: [...keys].some((key) => legacyKeys.has(key)) }));
}
