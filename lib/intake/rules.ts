import {
  ALIAS_KINDS,
  aliasKey,
  contentHash,
  eventKey,
  letterKey,
  receiptKey,
  SPACES,
  type Space,
} from "../ledger/keys.ts";
import type { Rejection, StationEventOutput } from "../ledger/schema.ts";
import { DIRECTIONS, EVENT_KINDS, RECEIPT_LEVELS, RECEIPT_OUTCOMES, STATIONS } from "../ledger/states.ts";
import { clearId, looksLikePersonNumber } from "./person-number.ts";
import type { KnownMailbox, Place, Places, UnknownPlaces } from "./places.ts";
import type { ReportingSource, Scope } from "./source.ts";

const DAY_MS = 24 * 3_600_000;

/** A letter an event names, and another id it says names that letter. */
export type NamedLetter = { key: string; space: number; id: string | null };
export type NamedAlias = { key: string; letterKey: string; kind: number; clear: string | null };
/** Such a claim as an event makes it: of several the least by (authority, at, event key) counts. */
export type NewClaim = NamedAlias & { authority: number; at: number; eventKey: string };
/** One event as the ledger keeps it. Instants are ms, codes are indexes into the lists of `states.ts`. */
export type EventRow = {
  eventKey: string;
  at: number;
  subjectKey: string;
  contentHash: bigint;
  authority: number;
  station: number;
  direction: number;
  kind: number;
  operatorId: number | null;
  installationId: number | null;
  senderLocationId: number | null;
  receiverLocationId: number | null;
  copy: boolean;
  typeId: number | null;
  content: string | null;
  statedSentAt: number | null;
  receiptExpected: boolean | null;
  envelopeId: string | null;
  receiptKey: string | null;
  receiptId: string | null;
  receiptLevel: number | null;
  receiptOutcome: number | null;
  receiptCode: string | null;
  letters: NamedLetter[];
  aliases: NamedAlias[];
};

/** What is wrong with an event in itself, before anything is looked up; null where nothing is. `now` in ms. */
export function faultOf(event: StationEventOutput, now: number): Rejection | null {
  if (Date.parse(event.at) > now + DAY_MS) return "time_in_future";
  if (event.statedSentAt && Date.parse(event.statedSentAt) > now + DAY_MS) return "time_in_future";
  if (!event.letter && !event.aliases?.some((alias) => alias.kind !== "converted")) return "letter_or_alias_required";
  if (event.letter && spaceOf(event.letter.scheme) === "legacy" && !senderOf(event)) return "legacy_sender_required";
  if (event.kind === "receipt" && !event.receipt) return "receipt_required";
  // These become names in the directory or in a list of codes, where a person number must never stand.
  const names = [event.type, event.operator, event.mailbox, event.receiverSor, event.receipt?.code];
  return names.some((name) => name !== undefined && looksLikePersonNumber(name)) ? "invalid" : null;
}

export const spaceOf = (scheme: "fhir" | "eds" | "oioxml" | "edifact"): Space =>
  scheme === "fhir" || scheme === "eds" ? "fhir" : "legacy";
const senderOf = (event: StationEventOutput) => event.letter?.senderGln ?? event.senderGln;
/** `MCM:FDIS20#AdmissionInpatient` is the type FDIS20 with the content AdmissionInpatient (DOMAIN 1.4). */
export const splitType = (type: string): [code: string, content: string | null] => {
  const [code = type, content] = type.replace(/^MCM:/, "").split("#");
  return [code, content ?? null];
};

/** Notes the codes of an event that the directory does not know. */
export function noteUnknown(event: StationEventOutput, places: Places, unknown: UnknownPlaces): void {
  for (const gln of [senderOf(event), event.receiverGln]) if (gln && !places.gln.has(gln)) unknown.gln.add(gln);
  if (event.receiverSor && !event.receiverGln && !places.sor.has(event.receiverSor)) unknown.sor.add(event.receiverSor);
  if (event.mailbox && !places.mailbox.has(event.mailbox)) unknown.mailbox.add(event.mailbox);
  if (event.type && !places.type.has(splitType(event.type)[0])) unknown.type.add(splitType(event.type)[0]);
  if (event.operator && !places.operator.has(event.operator)) unknown.operator.add(event.operator);
}

type Named = { sender: Place | undefined; receiver: Place | undefined; installation: KnownMailbox | undefined };

function namedBy(event: StationEventOutput, places: Places): Named {
  const gln = senderOf(event);
  const receiver = event.receiverGln
    ? places.gln.get(event.receiverGln)
    : event.receiverSor
      ? places.sor.get(event.receiverSor)
      : undefined;
  const installation =
    event.installation !== undefined
      ? places.installation.get(event.installation)
      : event.mailbox
        ? places.mailbox.get(event.mailbox)
        : undefined;
  return { sender: gln ? places.gln.get(gln) : undefined, receiver, installation };
}

/**
 * What authority a source has for an event: 0 where it speaks for all or for the letter's sender, 1 where it speaks for a
 * receiver only, null where its scopes do not cover the event. Looks at the directory alone, never at the ledger, so that
 * an answer tells nothing about whether a letter exists.
 */
export function authorityOf(event: StationEventOutput, source: ReportingSource, places: Places): 0 | 1 | null {
  const named = namedBy(event, places);
  const namesOne = event.installation !== undefined || event.mailbox !== undefined;
  // A source of a single installation need not name it; but one that names a stranger's speaks for nobody it may speak for.
  const installation = namesOne ? named.installation : places.installation.get(onlyInstallation(source) ?? -1);
  const stranger = namesOne && installation === undefined;
  let authority: 0 | 1 | null = null;
  for (const scope of source.scopes) {
    if (scope.station !== null && scope.station !== event.station) continue;
    const speaksFor = spokenFor(scope, { ...named, installation }, stranger);
    if (speaksFor === 0) return 0;
    authority = speaksFor ?? authority;
  }
  return authority;
}

function spokenFor(scope: Scope, named: Named, stranger: boolean): 0 | 1 | null {
  const { organisationId, systemId, installationId } = scope;
  if (organisationId === null && systemId === null && installationId === null) return 0;
  if (stranger) return null;
  if (installationId !== null || systemId !== null) {
    const covers =
      named.installation !== undefined &&
      (installationId === null || named.installation.id === installationId) &&
      (systemId === null || named.installation.systemId === systemId) &&
      (organisationId === null || named.installation.organisationId === organisationId);
    return covers ? 1 : null;
  }
  if (named.installation && named.installation.organisationId !== organisationId) return null;
  if (named.sender?.organisationId === organisationId) return 0;
  return named.receiver?.organisationId === organisationId || named.installation?.organisationId === organisationId
    ? 1
    : null;
}

/** The installation of a source that reports for one only; null for every other source. */
function onlyInstallation(source: ReportingSource): number | null {
  const ids = new Set(source.scopes.map((scope) => scope.installationId));
  const [only] = ids;
  return ids.size === 1 && only !== undefined ? only : null;
}

/**
 * The event as it is kept. Every code it names must by now be known; `authority` as `authorityOf` answered it; `said`
 * is what a repeat under the same id must say again.
 */
export function eventRow(
  event: StationEventOutput,
  source: ReportingSource,
  authority: 0 | 1,
  places: Places,
  said = JSON.stringify(event),
): EventRow {
  const named = namedBy(event, places);
  const letters: NamedLetter[] = [];
  const aliases: NamedAlias[] = [];
  const letter = event.letter ? nameLetter(event.letter.scheme, senderOf(event) ?? null, event.letter.id) : null;
  if (letter) letters.push(letter);
  for (const alias of event.aliases ?? []) {
    const kind = ALIAS_KINDS.indexOf(alias.kind);
    if (alias.kind === "converted") {
      // Joining two letters changes what both say, so nobody who speaks for a receiver only can do it.
      if (authority > 0) continue;
      const other = nameLetter(alias.scheme, alias.senderGln ?? senderOf(event) ?? null, alias.value);
      letters.push(other);
      if (letter && other.key !== letter.key)
        aliases.push({ key: other.key, letterKey: letter.key, kind, clear: other.id });
    } else if (letter) {
      aliases.push({
        key: aliasKey(alias.kind, alias.value),
        letterKey: letter.key,
        kind,
        clear: clearId(alias.value),
      });
    }
  }
  const other = event.aliases?.find((alias) => alias.kind !== "converted");
  const [type, content] = event.type ? splitType(event.type) : [null, null];
  const envelope = event.aliases?.find((alias) => alias.kind === "envelope");
  const isReceiptBack = event.kind === "receipt" && event.receipt?.level === "application";
  return {
    eventKey: eventKey(source.id, event.id),
    at: Date.parse(event.at),
    // An event without a letter id waits under the first other id it carries (`faultOf` sees to it that it has one).
    subjectKey: letter?.key ?? (other ? aliasKey(other.kind, other.value) : ""),
    contentHash: contentHash(said),
    authority,
    station: STATIONS.indexOf(event.station),
    // A receipt is made on the way back, whatever the reporter calls it.
    direction: isReceiptBack ? 1 : DIRECTIONS.indexOf(event.direction),
    kind: EVENT_KINDS.indexOf(event.kind),
    operatorId: event.operator ? (places.operator.get(event.operator) ?? null) : null,
    installationId: named.installation?.id ?? onlyInstallation(source),
    senderLocationId: named.sender?.id ?? null,
    receiverLocationId: named.receiver?.id ?? null,
    copy: event.copy ?? false,
    typeId: type === null ? null : (places.type.get(type) ?? null),
    content: content === null ? null : clearId(content),
    statedSentAt: event.statedSentAt ? Date.parse(event.statedSentAt) : null,
    receiptExpected: event.receiptExpected ?? null,
    envelopeId: envelope ? clearId(envelope.value) : null,
    receiptKey: event.receipt ? receiptKey(event.receipt.id) : null,
    receiptId: event.receipt ? clearId(event.receipt.id) : null,
    receiptLevel: event.receipt ? RECEIPT_LEVELS.indexOf(event.receipt.level) : null,
    receiptOutcome: event.receipt ? RECEIPT_OUTCOMES.indexOf(event.receipt.outcome) : null,
    receiptCode: event.receipt?.code ?? null,
    letters,
    aliases,
  };
}

function nameLetter(scheme: Parameters<typeof spaceOf>[0], senderGln: string | null, id: string): NamedLetter {
  const space = spaceOf(scheme);
  return { key: letterKey(space, senderGln, id), space: SPACES.indexOf(space), id: clearId(id) };
}

const isLess = (a: NewClaim, b: NewClaim): boolean =>
  a.authority !== b.authority ? a.authority < b.authority : a.at !== b.at ? a.at < b.at : a.eventKey < b.eventKey;

/** What events name, each once and sorted by key: letters, the least claim of each other id, and what the events are about. */
export function namedIn(rows: readonly EventRow[]): { letters: NamedLetter[]; claims: NewClaim[]; subjects: string[] } {
  const letters = new Map<string, NamedLetter>();
  const claims = new Map<string, NewClaim>();
  const subjects = new Set<string>();
  for (const row of rows) {
    const { at, eventKey, authority } = row;
    subjects.add(row.subjectKey);
    for (const letter of row.letters) letters.set(letter.key, letter);
    for (const alias of row.aliases) {
      const name = alias.key + alias.letterKey;
      const claim = { ...alias, at, eventKey, authority };
      const known = claims.get(name);
      if (!known || isLess(claim, known)) claims.set(name, claim);
    }
  }
  const inOrder = <T>(named: Map<string, T>): T[] =>
    [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { letters: inOrder(letters), claims: inOrder(claims), subjects: [...subjects] };
}
