import { glnChecks } from "../directory/check-digits.ts";
import { looksLikePersonNumber } from "../intake/person-number.ts";
import type { StationEventInput } from "../ledger/schema.ts";
import { allowed, locationNumber, requiredId } from "./fields.ts";
import { eventId } from "./identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "./shapes.ts";
import { RECEIPT_TYPE, UNKNOWN_TYPE } from "./types.ts";

/** A letter as its envelope and header tell it, in OIOXML or EDIFACT. */
export type LegacyLetter = {
  scheme: "oioxml" | "edifact";
  envelopeId: string | null;
  letterId: string | null;
  type: string | null;
  version: string | null;
  sentAt: string;
  sender: string | null;
  receiver: string | null;
  copies: (string | null)[];
  receiptExpected: boolean;
};

/** A receipt as its envelope and header tell it, and every letter it answers. */
export type LegacyReceipt = Omit<LegacyLetter, "receiptExpected" | "copies"> & {
  answers: {
    sender: string | null;
    receiver: string | null;
    envelopeId: string | null;
    letterId: string | null;
    code: string | null;
  }[];
};

/** What each receipt says: from a VANS network or a recipient (DOMAIN 1.6, 1.7: CTL01 and CTL02 are final). */
const RECEIPTS: Record<string, { station: "vans" | "recipient"; outcome: "ok" | "fatal" }> = {
  CTL01: { station: "vans", outcome: "fatal" },
  CTL02: { station: "recipient", outcome: "fatal" },
  CTL03: { station: "recipient", outcome: "ok" },
};

/** The type without OIOXML's X, so that a message in both syntaxes is one. */
export const plainType = (type: string | null): string => (type ?? UNKNOWN_TYPE).replace(/^X(?=[A-Z])/, "");
export const isReceiptType = (type: string | null): boolean => plainType(type) in RECEIPTS;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of legacy envelopes are unique only per sender (DOMAIN 1.5), so they are told with it; a UUID stands alone. */
const envelopeAlias = (sender: string, id: string): string => (UUID.test(id) ? id : `${sender}:${id}`);

/** A letter's events, one per receiver. Its id is known only together with its sender's location number. */
export function legacyLetter(letter: LegacyLetter, format: Facts["format"]): Part {
  const id = requiredId(letter.letterId, "no_letter_id");
  const sender = locationNumber(letter.sender);
  if (sender === null) throw new Refusal("no_sender");
  const receivers = [
    { gln: locationNumber(letter.receiver), copy: false },
    ...letter.copies.map((copy) => ({ gln: locationNumber(copy), copy: true })),
  ].filter(({ gln }) => gln !== null);
  const remarks = remarksOf(letter, [sender, ...receivers.map(({ gln }) => gln)]);
  if (receivers.length === 0) remarks.push("receiver_missing");
  if (looksLikePersonNumber(id)) remarks.push("person_number_in_id");
  const type = letter.type ?? UNKNOWN_TYPE;
  const envelope = allowed("id", letter.envelopeId);
  const all = receivers.map(({ gln }) => gln).join(" ");
  const events = (receivers.length === 0 ? [{ gln: null, copy: false }] : receivers).map(
    ({ gln, copy }): StationEventInput => ({
      id: eventId("legacy", envelope, id, plainType(type), letter.sentAt, sender, all, gln),
      station: "sender",
      kind: "sent",
      at: letter.sentAt,
      letter: { id, scheme: letter.scheme, senderGln: sender },
      ...(envelope === null ? {} : { aliases: [{ kind: "envelope", value: envelopeAlias(sender, envelope) }] }),
      senderGln: sender,
      ...(gln === null ? {} : { receiverGln: gln }),
      ...(copy ? { copy: true } : {}),
      type,
      receiptExpected: letter.receiptExpected,
    }),
  );
  return { outcome: "taken", events, parties: [], facts: factsOf(letter, format, sender, type, [], remarks) };
}

/** A receipt's events, one per letter it answers; where it names none, it is about its original envelope. */
export function legacyReceipt(receipt: LegacyReceipt, format: Facts["format"]): Part {
  const said = RECEIPTS[plainType(receipt.type)];
  if (said === undefined) throw new Refusal("unknown_outcome");
  const id = requiredId(receipt.letterId, "no_letter_id");
  const sender = receipt.sender?.trim() ?? "";
  const from = allowed("code", sender) ?? "";
  const remarks = remarksOf(receipt, []);
  if (locationNumber(sender) === null) remarks.push("sender_not_gln");
  if (receipt.answers.length === 0) throw new Refusal("not_answering");
  const events = receipt.answers.map((answer): StationEventInput => {
    const about = answeredBy(answer, receipt.scheme);
    return {
      id: eventId(
        "legacy",
        allowed("id", receipt.envelopeId),
        id,
        plainType(receipt.type),
        receipt.sentAt,
        sender,
        about.name,
        said.outcome,
      ),
      station: said.station,
      direction: "back",
      kind: "receipt",
      at: receipt.sentAt,
      ...about.subject,
      receipt: {
        id: from === "" ? id : `${from}:${id}`,
        level: "application",
        outcome: said.outcome,
        ...(answer.code === null ? {} : { code: answer.code }),
      },
    };
  });
  const codes = [...new Set(receipt.answers.flatMap(({ code }) => (code === null ? [] : [code])))];
  if (said.outcome === "fatal" && codes.length === 0) remarks.push("issue_code_missing");
  const facts = factsOf(receipt, format, locationNumber(sender), receipt.type ?? RECEIPT_TYPE, codes, remarks);
  return { outcome: "taken", events, parties: [], facts };
}

type About = { name: string; subject: Pick<StationEventInput, "letter" | "aliases" | "senderGln" | "receiverGln"> };

function answeredBy(answer: LegacyReceipt["answers"][number], scheme: LegacyLetter["scheme"]): About {
  const receiver = locationNumber(answer.receiver);
  const receiverGln = receiver === null ? {} : { receiverGln: receiver };
  // A receipt that arrives too late to be converted answers a FHIR letter by its own id (CONV 4.5).
  if (answer.letterId !== null && UUID.test(answer.letterId)) {
    return {
      name: answer.letterId.toLowerCase(),
      subject: { letter: { id: answer.letterId, scheme: "fhir" }, ...receiverGln },
    };
  }
  const sender = locationNumber(answer.sender);
  if (sender === null) throw new Refusal("no_sender");
  const both = { senderGln: sender, ...receiverGln };
  if (answer.letterId !== null) {
    const id = requiredId(answer.letterId, "not_answering");
    return { name: `${sender} ${id}`, subject: { letter: { id, scheme, senderGln: sender }, ...both } };
  }
  const value = envelopeAlias(sender, requiredId(answer.envelopeId, "not_answering"));
  return { name: value, subject: { aliases: [{ kind: "envelope", value }], ...both } };
}

function remarksOf(letter: { type: string | null; version: string | null }, glns: (string | null)[]): Remark[] {
  const remarks: Remark[] = [];
  if (letter.type === null) remarks.push("event_code_missing");
  if (letter.version === null) remarks.push("version_missing");
  if (glns.some((gln) => gln !== null && !glnChecks(gln))) remarks.push("gln_check_digit");
  return remarks;
}

function factsOf(
  { scheme, version }: { scheme: "oioxml" | "edifact"; version: string | null },
  format: Facts["format"],
  senderGln: string | null,
  type: string,
  codes: string[],
  remarks: Remark[],
): Facts {
  return { standard: scheme, format, type, version, senderGln, codes, remarks };
}
