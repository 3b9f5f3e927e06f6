import { aliasKey, letterKey, receiptKey } from "../keys.ts";
import type { StationEventInput } from "../schema.ts";
import type { Told } from "./histories.ts";
import { type ChangeName, GLN, SOURCES, TYPES } from "./world.ts";

/**
 * The ledger said once more, as plainly as possible and in no hurry: every question is answered by looking at all events.
 * It shares with the product only the keys of ids. Instants are ms.
 */
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
export type Row = Record<string, unknown>;
export type NaiveLedger = { deliveries: Row[]; receipts: Row[]; waiting: Row[]; letters: Row[] };

const MINUTE = 60_000;
const STATIONS = ["sender", "access_point", "vans", "agent", "distributor", "mailbox", "recipient"];
const ORG_OF_GLN: Record<string, number> = { [GLN.s1]: 9101, [GLN.s2]: 9102, [GLN.l1]: 9201, [GLN.l2]: 9202 };
const BEGINNING = Date.parse("2026-10-24T22:00:00Z"); // Danish midnight at the start of 2026-10-25
const LONGER_FROM = Date.parse("2026-10-25T12:00:00Z");

type Fact = {
  key: string;
  at: number;
  authority: number;
  event: StationEventInput;
  letter: string | null;
  installation: number | null;
  source: Told["source"];
};

export function naiveLedger(told: readonly Told[], situation: Situation): NaiveLedger {
  const facts = told.map((one) => factOf(one, situation)).filter((fact) => fact !== null);
  const chains = chainsOf(facts);
  const letters = facts.map((fact) => letterOf(fact, facts));
  const result: NaiveLedger = { deliveries: [], receipts: [], waiting: [], letters: [] };
  for (const chain of chains) {
    const canonical = [...chain].sort()[0] as string;
    const own = facts.filter((_, i) => chain.has(letters[i] ?? ""));
    const legacy = [...chain].some((key) => legacyKeys.has(key));
    oneLetter(canonical, own, legacy, situation, result);
  }
  return result;
}

// --- ids -------------------------------------------------------------------------------------------------------------

const legacyKeys = new Set<string>();

function keyOfLetter(
  letter: { id: string; scheme: string; senderGln?: string | undefined },
  senderGln: string | undefined,
): string {
  const legacy = letter.scheme === "oioxml" || letter.scheme === "edifact";
  const key = letterKey(legacy ? "legacy" : "fhir", letter.senderGln ?? senderGln ?? null, letter.id);
  if (legacy) legacyKeys.add(key);
  return key;
}

function factOf(told: Told, { names }: Situation): Fact | null {
  const { event, source } = told;
  const letter = event.letter ? keyOfLetter(event.letter, event.senderGln) : null;
  const named = event.installation ?? (event.mailbox ? names.mailbox(event.mailbox) : null);
  const authority = authorityOf(event, source, named);
  if (authority === null) return null;
  const installation = named ?? (source === "vendor" ? 9004 : null);
  return { key: names.eventKey(told), at: Date.parse(event.at), authority, event, letter, installation, source };
}

const ORG_OF_INSTALLATION: Record<number, number> = { 9001: 9201, 9002: 9201, 9003: 9201, 9004: 9202, 9005: 9202 };
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

/** The letter an event is about: its own, or the one that first claimed the envelope it names. */
function letterOf(fact: Fact, facts: readonly Fact[]): string | null {
  if (fact.letter) return fact.letter;
  const envelope = envelopeKey(fact.event);
  const claims = facts.filter((other) => other.letter !== null && envelopeKey(other.event) === envelope).sort(earliest);
  return claims[0]?.letter ?? null;
}

function envelopeKey(event: StationEventInput): string | null {
  const envelope = event.aliases?.find((alias) => alias.kind === "envelope");
  return envelope ? aliasKey("envelope", envelope.value) : null;
}

/** Letters that conversions join, and every letter by itself. */
function chainsOf(facts: readonly Fact[]): Set<string>[] {
  const pairs: [string, string][] = [];
  for (const { event, letter } of facts) {
    if (letter) pairs.push([letter, letter]);
    for (const alias of event.aliases ?? []) {
      if (alias.kind === "converted" && letter)
        pairs.push([
          letter,
          keyOfLetter({ id: alias.value, scheme: alias.scheme, senderGln: alias.senderGln }, event.senderGln),
        ]);
    }
  }
  let chains = [...new Set(pairs.flat())].map((key) => new Set([key]));
  for (const [a, b] of pairs) {
    const [left, right] = [chains.find((chain) => chain.has(a)), chains.find((chain) => chain.has(b))];
    if (!left || !right || left === right) continue;
    for (const key of right) left.add(key);
    chains = chains.filter((chain) => chain !== right);
  }
  return chains;
}

// --- one letter ------------------------------------------------------------------------------------------------------

const earliest = (a: Fact, b: Fact) => a.at - b.at || (a.key < b.key ? -1 : 1);
const statedAt = (fact: Fact) => (fact.event.statedSentAt ? Date.parse(fact.event.statedSentAt) : fact.at);
const strongest = (a: Fact, b: Fact) =>
  a.authority - b.authority || statedAt(a) - statedAt(b) || (a.key < b.key ? -1 : 1);

/** The value of the strongest event that has one, and whether another of equal authority says otherwise. */
function said<T>(
  facts: readonly Fact[],
  value: (fact: Fact) => T | undefined,
): { value: T | undefined; contested: boolean } {
  const stating = facts.filter((fact) => value(fact) !== undefined).sort(strongest);
  const first = stating[0];
  if (!first) return { value: undefined, contested: false };
  const rivals = stating.filter((fact) => fact.authority === first.authority);
  return { value: value(first), contested: rivals.some((fact) => value(fact) !== value(first)) };
}

function oneLetter(key: string, facts: Fact[], legacy: boolean, situation: Situation, into: NaiveLedger): void {
  const { names, changes } = situation;
  if (facts.length === 0) {
    into.letters.push({
      letter_key: key,
      sent_at: null,
      type_id: 0,
      sender_organisation_id: 0,
      attempts: 1,
      conflicting: false,
    });
    return;
  }
  const sender = said(facts, (f) => f.event.letter?.senderGln ?? f.event.senderGln);
  const type = said(facts, (f) => (f.event.type ? f.event.type.split("#")[0] : undefined));
  const expected = said(facts, (f) => f.event.receiptExpected);
  const content = said(facts, (f) => (f.event.type?.includes("#") ? f.event.type.split("#")[1] : undefined));
  const sends = facts.flatMap((f) => [
    ...(f.event.statedSentAt ? [{ authority: f.authority, at: Date.parse(f.event.statedSentAt) }] : []),
    ...(f.event.station === "sender" && f.event.kind === "sent" && f.event.direction !== "back"
      ? [{ authority: f.authority, at: f.at }]
      : []),
  ]);
  const best = Math.min(...sends.map((send) => send.authority));
  const sentAt =
    sends.length === 0 ? null : Math.min(...sends.filter((send) => send.authority === best).map((send) => send.at));
  const attempts = Math.max(1, new Set(sends.map((send) => (legacy ? Math.floor(send.at / MINUTE) : send.at))).size);
  const senderOrg =
    sender.value === undefined
      ? 0
      : sender.value === GLN.strangerS
        ? changes.has("senderAdopted")
          ? 9102
          : 0
        : (ORG_OF_GLN[sender.value] ?? 0);
  const typeId = type.value === undefined ? 0 : names.type(type.value);
  const conflicting = sender.contested || type.contested || expected.contested;
  const recipients = recipientsOf(facts, typeId, sentAt ?? Math.min(...facts.map((f) => f.at)), situation);
  const receipts = receiptsOf(facts, sentAt === null ? [] : recipients, situation);

  into.letters.push({
    letter_key: key,
    sent_at: sentAt,
    type_id: typeId,
    sender_organisation_id: senderOrg,
    attempts,
    conflicting,
    content: content.value ?? null,
    receipt_expected: expected.value ?? true,
    coarse: legacy,
    sender_location_id: sender.value === undefined ? null : names.location(sender.value),
  });
  for (const receipt of receipts) into.receipts.push({ letter_key: key, ...receipt });
  if (sentAt === null) {
    for (const recipient of recipients)
      into.waiting.push({ letter_key: key, installation_id: recipient.id, sender_organisation_id: senderOrg });
    return;
  }
  for (const recipient of recipients) {
    into.deliveries.push(
      delivery(
        { key, sentAt, typeId, senderOrg, attempts, conflicting, expected: expected.value ?? true },
        recipient,
        facts,
        recipients,
        receipts,
        situation,
      ),
    );
  }
}

type Recipient = { id: number; role: number; assumed: boolean; copy: boolean };

/** What an installation counts as once the strangers have been adopted. */
const adopted = (id: number, { names, changes }: Situation) =>
  changes.has("strangerAdopted") && id === names.provisionalAt(GLN.strangerL) ? 9005 : id;

function recipientsOf(facts: readonly Fact[], typeId: number, at: number, situation: Situation): Recipient[] {
  const { names } = situation;
  const authority = Math.min(...facts.map((f) => f.authority));
  const believed = facts.filter((f) => f.authority === authority);
  const naming = believed.filter(
    (f) => f.installation !== null && ["distributor", "mailbox"].includes(f.event.station),
  );
  const sayings: { id: number; copy: boolean }[] = naming.map((f) => ({
    id: adopted(f.installation as number, situation),
    copy: f.event.copy ?? false,
  }));
  const glns = [...new Set(believed.flatMap((f) => (f.event.receiverGln ? [f.event.receiverGln] : [])))];
  for (const gln of glns) {
    const copy = believed.filter((f) => f.event.receiverGln === gln).every((f) => f.event.copy ?? false);
    const expected = expectedAt(gln, typeId, at, situation);
    for (const id of expected) sayings.push({ id, copy });
    if (expected.length === 0 && naming.length === 0)
      sayings.push({ id: adopted(names.provisionalAt(gln), situation), copy });
  }
  return [...new Set(sayings.map((s) => s.id))].map((id) => ({
    id,
    copy: sayings.filter((s) => s.id === id).every((s) => s.copy),
    ...roleOf(id, typeId, situation),
  }));
}

function expectedAt(gln: string, typeId: number, at: number, { names, changes }: Situation): number[] {
  const [advis, care] = [names.type(TYPES.advis), names.type(TYPES.care)];
  if (gln === GLN.l1 && typeId === advis) return [9001, 9002, 9003];
  if (gln === GLN.l1 && typeId === care) return [9001];
  if (gln === GLN.l2 && typeId === advis && !(changes.has("fourGoesLive") && at < BEGINNING)) return [9004];
  return [];
}

function roleOf(id: number, typeId: number, { names, changes }: Situation): { role: number; assumed: boolean } {
  const advis = typeId === names.type(TYPES.advis);
  if ((id === 9001 && (advis || typeId === names.type(TYPES.care))) || (id === 9004 && advis))
    return { role: 1, assumed: false };
  if (id === 9002 && advis) return { role: changes.has("roleOf2BecomesC") ? 3 : 2, assumed: false };
  if (id === 9003 && advis) return { role: 3, assumed: false };
  return { role: 1, assumed: true };
}

function sole(recipients: readonly Recipient[]): number | null {
  const answering = recipients.filter((r) => r.role === 1 && !r.copy);
  return answering.length === 1 ? (answering[0]?.id ?? null) : null;
}

type Receipt = {
  receipt_key: string;
  installation_id: number | null;
  orphan: boolean;
  level: number;
  outcome: number;
  code: string | null;
  stated_at: number;
  station: number;
  reports: number;
  conflicting: boolean;
  receipt_id: string;
  source_id: number;
};

function receiptsOf(facts: readonly Fact[], recipients: readonly Recipient[], situation: Situation): Receipt[] {
  const ids = [...new Set(facts.flatMap((f) => (f.event.receipt ? [f.event.receipt.id] : [])))];
  return ids.map((id) => {
    const reports = facts.filter((f) => f.event.receipt?.id === id).sort(earliest);
    const first = reports[0] as Fact & { event: { receipt: NonNullable<StationEventInput["receipt"]> } };
    const named = reports.flatMap((f) => (f.installation === null ? [] : [adopted(f.installation, situation)]));
    const installation = named[0] ?? (reports.some((f) => f.authority === 0) ? sole(recipients) : null);
    const says = (f: Fact) => `${f.event.receipt?.level} ${f.event.receipt?.outcome}`;
    return {
      receipt_key: receiptKey(id),
      receipt_id: id,
      installation_id: installation,
      orphan: !recipients.some((r) => r.id === installation),
      level: ["transport", "application"].indexOf(first.event.receipt.level),
      outcome: ["ok", "transient", "fatal"].indexOf(first.event.receipt.outcome),
      code: reports.find((f) => f.event.receipt?.code)?.event.receipt?.code ?? null,
      stated_at: first.at,
      station: STATIONS.indexOf(first.event.station),
      source_id: SOURCES[first.source].id,
      reports: reports.length,
      conflicting: new Set(reports.map(says)).size > 1 || new Set(named).size > 1,
    };
  });
}

// --- one delivery ----------------------------------------------------------------------------------------------------

type Letter = {
  key: string;
  sentAt: number;
  typeId: number;
  senderOrg: number;
  attempts: number;
  conflicting: boolean;
  expected: boolean;
};

function delivery(
  letter: Letter,
  recipient: Recipient,
  facts: readonly Fact[],
  recipients: readonly Recipient[],
  receipts: readonly Receipt[],
  situation: Situation,
): Row {
  const { changes, names, now } = situation;
  const longer =
    changes.has("longerDeadline") && letter.typeId === names.type(TYPES.advis) && letter.sentAt >= LONGER_FROM;
  const due = letter.sentAt + (longer ? 45 : 30) * MINUTE;
  const counted = (f: Fact) => (f.installation === null ? null : adopted(f.installation, situation));
  const own = facts.filter((f) => counted(f) === recipient.id || (counted(f) === null && f.authority === 0));
  const mine = receipts.filter((r) => r.installation_id === recipient.id);
  const answers = mine.filter((r) => r.level === 1);
  const times = (outcome: number) => answers.filter((r) => r.outcome === outcome).map((r) => r.stated_at);
  const [ok, transient, fatal] = [times(0), times(1), times(2)] as [number[], number[], number[]];
  const about = (f: Fact) => (counted(f) ?? sole(recipients)) === recipient.id;
  const lost = own.some((f) => f.event.kind === "expired" && about(f));

  // DESIGN section 2, line by line: the first that holds.
  const firstOk = Math.min(...ok);
  const firstFatal = Math.min(...fatal);
  const heartbeat =
    vouchers(recipient.id, situation).reduce((most, s) => Math.max(most, SOURCES[s].heartbeatMs), 0) || 60_000;
  const covered = vouchers(recipient.id, situation).some((s) =>
    (situation.coverage[s] ?? []).some(([from, to]) => from <= letter.sentAt && to >= due),
  );
  const open = transient.length > 0 ? 3 : 1;
  let [state, checkAt, decidedAt]: [number, number | null, number | null] = [-1, null, null];
  if (ok.some((o) => fatal.some((f) => f > o))) [state, decidedAt] = [8, firstOk];
  else if (ok.length > 0) [state, decidedAt] = [firstOk > due ? 6 : 2, firstOk];
  else if (fatal.length > 0) [state, decidedAt] = [firstFatal > due ? 7 : 4, firstFatal];
  else if (lost) state = 9;
  else if (recipient.role === 3 || recipient.copy || !letter.expected) state = 0;
  else if (now <= due) [state, checkAt] = [open, due + 1];
  else if (covered) state = 5;
  else if (now < due + heartbeat) [state, checkAt] = [open, due + heartbeat];
  else state = 10;

  const contradicting = ok.length > 0 && (fatal.length > 0 || transient.some((t) => ok.some((o) => t > o)));
  return {
    installation_id: recipient.id,
    sent_at: letter.sentAt,
    letter_key: letter.key,
    type_id: letter.typeId,
    sender_organisation_id: letter.senderOrg,
    receipt_role: recipient.role,
    role_assumed: recipient.assumed,
    copy: recipient.copy,
    receipt_expected: letter.expected,
    state,
    due_at: due,
    warn_at: longer ? null : letter.sentAt + 20 * MINUTE,
    check_at: checkAt,
    decided_at: decidedAt,
    latency_ms: decidedAt === null || decidedAt < letter.sentAt ? null : decidedAt - letter.sentAt,
    conflicting: letter.conflicting || contradicting || mine.some((r) => r.conflicting),
    clock: answers.some((r) => r.stated_at < letter.sentAt),
    ...transport(own.filter(about)),
    attempts: letter.attempts,
    resends_allowed: longer ? 3 : 2,
    last_station: lastStation(own),
    codes: [...new Set(answers.flatMap((r) => (r.code ? [r.code] : [])))].sort(),
    ...legs(own, names),
  };
}

/** Sources whose word is taken on whether an installation's receipts are missing. */
function vouchers(id: number, { changes, names }: Situation): (keyof typeof SOURCES)[] {
  // A provisional installation at a municipality's own place is the municipality's.
  const ofMunicipality = ORG_OF_INSTALLATION[id] === 9201 || id === names.provisionalAt(GLN.l1);
  return ofMunicipality && !changes.has("municipalityNoLongerVouches") ? ["all", "municipality"] : ["all"];
}

function transport(about: readonly Fact[]): Row {
  const speaking = about
    .filter((f) => STATIONS.indexOf(f.event.station) >= 4)
    .flatMap((f) => {
      const outcome = f.event.receipt?.level === "transport" ? f.event.receipt.outcome : null;
      if (f.event.kind === "handed_over" || outcome === "ok") return [{ f, says: 1 }];
      return f.event.kind === "stopped" || outcome !== null ? [{ f, says: 2 }] : [];
    })
    .sort((a, b) => earliest(a.f, b.f));
  const last = speaking.at(-1);
  return { transport: last?.says ?? 0, transport_at: last?.f.at ?? null };
}

/** A receipt of the recipient is on its way back, whatever direction its reporter gave. */
const isBack = ({ event }: Fact) =>
  event.direction === "back" || (event.kind === "receipt" && event.receipt?.level === "application");

function lastStation(own: readonly Fact[]): number | null {
  const out = own.filter((f) => !isBack(f)).map((f) => STATIONS.indexOf(f.event.station));
  return out.length === 0 ? null : Math.max(...out);
}

function legs(own: readonly Fact[], names: Names): Row {
  const passing = own.filter(
    (f) => !["expired", "stopped"].includes(f.event.kind) && (f.event.kind !== "receipt" || isBack(f)),
  );
  const slotOf = (f: Fact) =>
    (f.event.operator ? names.operator(f.event.operator) : 0) * 16 +
    (isBack(f) ? 8 : 0) +
    STATIONS.indexOf(f.event.station);
  const place = (slot: number) => (slot % 16 < 8 ? slot % 8 : 20 - (slot % 8));
  const arrivals = [...new Set(passing.map(slotOf))].map((slot) => ({
    slot,
    at: Math.min(...passing.filter((f) => slotOf(f) === slot).map((f) => f.at)),
  }));
  arrivals.sort((a, b) => place(a.slot) - place(b.slot) || a.at - b.at || a.slot - b.slot);
  return {
    leg_slot: arrivals.map((a) => a.slot),
    leg_at: arrivals.map((a) => a.at),
    leg_ms: arrivals.map((a, i) => (i === 0 ? null : Math.max(0, a.at - (arrivals[i - 1]?.at ?? 0)))),
  };
}
