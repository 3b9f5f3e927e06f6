import { chainsOf, type Fact, factOf, letterOf, ORG_OF_GLN, type Situation } from "./facts.ts";
import type { Told } from "./histories.ts";
import { delivery } from "./naive-delivery.ts";
import { receiptsOf } from "./naive-receipts.ts";
import { recipientsOf } from "./naive-recipients.ts";
import { GLN } from "./world.ts";

/**
 * The ledger said once more, as plainly as possible and in no hurry: every question is answered by looking at all events.
 * It shares with the product only the keys of ids. Instants are ms.
 */
export type Row = Record<string, unknown>;
export type NaiveLedger = { deliveries: Row[]; receipts: Row[]; waiting: Row[]; letters: Row[]; joined: Row[] };

const MINUTE = 60_000;
const OPEN = [1, 3];

export function naiveLedger(told: readonly Told[], situation: Situation): NaiveLedger {
  const facts = told.map((one) => factOf(one, situation)).filter((fact) => fact !== null);
  const letters = facts.map((fact) => letterOf(fact, facts));
  const result: NaiveLedger = { deliveries: [], receipts: [], waiting: [], letters: [], joined: [] };
  for (const { keys, legacy } of chainsOf(facts)) {
    // The least key of those that conversions join stands for all of them.
    const canonical = [...keys].sort()[0] as string;
    for (const key of keys) if (key !== canonical) result.joined.push({ letter_key: key, canonical_key: canonical });
    const own = facts.filter((_, i) => keys.has(letters[i] ?? ""));
    oneLetter(canonical, own, legacy, situation, result);
  }
  return result;
}

const statedAt = (fact: Fact) => (fact.event.statedSentAt ? Date.parse(fact.event.statedSentAt) : fact.at);
const strongest = (a: Fact, b: Fact) =>
  a.authority - b.authority || statedAt(a) - statedAt(b) || (a.key < b.key ? -1 : 1);

const isSend = (event: Fact["event"]) =>
  event.station === "sender" && event.kind === "sent" && event.direction !== "back";

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
  const sender = said(facts, (f) => f.event.letter?.senderGln ?? f.event.senderGln);
  const type = said(facts, (f) => (f.event.type ? f.event.type.split("#")[0] : undefined));
  const expected = said(facts, (f) => f.event.receiptExpected);
  const content = said(facts, (f) => (f.event.type?.includes("#") ? f.event.type.split("#")[1] : undefined));
  const sends = facts.flatMap((f) => [
    ...(f.event.statedSentAt ? [{ authority: f.authority, at: Date.parse(f.event.statedSentAt) }] : []),
    ...(isSend(f.event) ? [{ authority: f.authority, at: f.at }] : []),
  ]);
  const best = Math.min(...sends.map((send) => send.authority));
  const sentAt =
    sends.length === 0 ? null : Math.min(...sends.filter((send) => send.authority === best).map((send) => send.at));
  const minutes = (at: number) => (legacy ? Math.floor(at / MINUTE) : at);
  const stated = new Set(
    facts.flatMap(({ event }) => (event.statedSentAt ? [minutes(Date.parse(event.statedSentAt))] : [])),
  );
  const sent = new Set(facts.filter((f) => isSend(f.event)).map((f) => minutes(f.at)));
  const attempts = Math.max(1, stated.size, sent.size);
  const strangerOrg = changes.has("senderAdopted") ? 9102 : 0;
  const senderOrg = sender.value === GLN.strangerS ? strangerOrg : (ORG_OF_GLN[sender.value ?? ""] ?? 0);
  const typeId = type.value === undefined ? 0 : names.type(type.value);
  const conflicting = sender.contested || type.contested || expected.contested;
  const recipients = recipientsOf(facts, typeId, sentAt ?? Math.min(...facts.map((f) => f.at)), situation);
  const receipts = receiptsOf(facts, sentAt === null ? [] : recipients, situation);
  const letter = {
    key,
    sentAt: sentAt ?? 0,
    typeId,
    senderOrg,
    attempts,
    conflicting,
    expected: expected.value ?? true,
  };
  const deliveries =
    sentAt === null ? [] : recipients.map((one) => delivery(letter, one, facts, recipients, receipts, situation));

  into.letters.push({
    letter_key: key,
    sent_at: sentAt,
    type_id: typeId,
    sender_organisation_id: senderOrg,
    attempts,
    conflicting,
    content: content.value ?? null,
    receipt_expected: letter.expected,
    coarse: legacy,
    sender_location_id: sender.value === undefined ? null : names.location(sender.value),
    final_at:
      deliveries.length === 0 || deliveries.some((d) => OPEN.includes(d.state as number))
        ? null
        : Math.max(...deliveries.map((d) => (d.decided_at ?? d.due_at) as number)),
  });
  for (const receipt of receipts) into.receipts.push({ letter_key: key, ...receipt });
  into.deliveries.push(...deliveries);
  if (sentAt !== null) return;
  for (const recipient of recipients)
    into.waiting.push({ letter_key: key, installation_id: recipient.id, sender_organisation_id: senderOrg });
}
