import type { StationEventInput } from "../ledger/schema.ts";
import { asSent, bytesOf, type Nested, payloadOf } from "./envelope.ts";
import { allowed, instantOf, locationNumber, requiredId, safeCode } from "./fields.ts";
import { eventId } from "./identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "./shapes.ts";
import { envelopeType } from "./types.ts";
import { childOf, textOf, type XmlElement } from "./xml.ts";

/** What each receipt of the envelope says, and who says it (DESIGN 2, DOMAIN 1.7). */
const RECEIPTS = {
  PositiveMessage: { level: "transport", outcome: "ok", station: "vans" },
  NegativeMessage: { level: "application", outcome: "fatal", station: "recipient" },
  NegativeVans: { level: "application", outcome: "fatal", station: "vans" },
} as const;
const RECEIPT_NAMES = Object.keys(RECEIPTS);

/**
 * VANSEnvelope 1.0.4: a message with its payload read where that is of a known standard, or one of the three receipts,
 * which name the original envelope. Its times may lack a zone and are then a Danish clock (DOMAIN 1.7).
 */
export function readVansEnvelope(root: XmlElement, nested: Nested): Part {
  const id = requiredId(textOf(root, "EnvelopeIdentifier"), "bad_envelope");
  const stated = textOf(root, "SentDateTime");
  const at = instantOf(stated, true);
  const ends = { from: endPoint(childOf(root, "SenderID")), to: endPoint(childOf(root, "ReceiverID")) };
  const remarks: Remark[] = /(Z|[+-]\d{2}:\d{2})$/.test(stated ?? "") ? [] : ["offset_missing"];
  const [message, receipt] = [childOf(root, "Message"), childOf(root, "Receipt")];
  if (message) return readMessage(message, { id, at, ...ends }, nested, remarks);
  if (receipt) return readReceipt(receipt, { id, at, ...ends }, remarks);
  throw new Refusal("bad_envelope");
}

type Envelope = { id: string; at: string; from: string | null; to: string | null };

const endPoint = (element: XmlElement | undefined): string | null =>
  element?.attributes["EndPointType"] === "EAN" ? locationNumber(element.text) : null;

function aliasesOf(envelopeId: string | null, messageId: string | null): NonNullable<StationEventInput["aliases"]> {
  const aliases: NonNullable<StationEventInput["aliases"]> = [];
  const [envelope, vans] = [allowed("id", envelopeId), allowed("id", messageId)];
  if (envelope !== null) aliases.push({ kind: "envelope", value: envelope });
  if (vans !== null) aliases.push({ kind: "vans", value: vans });
  return aliases;
}

function readMessage(message: XmlElement, envelope: Envelope, nested: Nested, remarks: Remark[]): Part {
  const meta = childOf(message, "MetaInformation");
  const document = childOf(meta, "Document");
  const aliases = aliasesOf(envelope.id, textOf(meta, "Identifier"));
  const unasked = textOf(meta, "Transport", "Type") === "unreliable" ? { receiptExpected: false } : {};
  const bytes = bytesOf(textOf(message, "Data"));
  const payload = bytes === null ? null : payloadOf(nested(bytes));
  if (payload !== null) {
    const events = asSent(payload, { standard: "vansenvelope", ...envelope, aliases });
    const facts = { ...payload.facts, remarks: [...payload.facts.remarks, ...remarks] };
    return {
      ...payload,
      events: events.map((event) => (event.kind === "receipt" ? event : { ...event, ...unasked })),
      facts,
    };
  }
  const type = envelopeType(textOf(document, "Name"));
  remarks.push(bytes === null ? "payload_removed" : "payload_unread");
  if (type === null) remarks.push("event_code_missing");
  if (envelope.from === null) remarks.push("sender_not_gln");
  const event: StationEventInput = {
    id: eventId("vansenvelope", envelope.id.toLowerCase(), type, envelope.at, envelope.from, envelope.to),
    station: "sender",
    kind: "sent",
    at: envelope.at,
    aliases,
    ...(envelope.from === null ? {} : { senderGln: envelope.from }),
    ...(envelope.to === null ? {} : { receiverGln: envelope.to }),
    ...(type === null ? {} : { type }),
    ...unasked,
  };
  const version = safeCode("version", textOf(document, "Version"));
  return { outcome: "taken", events: [event], parties: [], facts: factsOf(envelope, type, version, [], remarks) };
}

function readReceipt(receipt: XmlElement, envelope: Envelope, remarks: Remark[]): Part {
  const said = receipt.children.find(({ name }) => RECEIPT_NAMES.includes(name));
  if (said === undefined) throw new Refusal("unknown_outcome");
  const { level, outcome, station } = RECEIPTS[said.name as keyof typeof RECEIPTS];
  const original = childOf(said, "OriginalMessage");
  const aliases = aliasesOf(textOf(said, "OriginalEnvelopeIdentifier"), textOf(original, "Identifier"));
  if (aliases.length === 0) throw new Refusal("not_answering");
  // The description beside the code is free text and stays where it is.
  const code = safeCode("code", textOf(said, "Error", "Code"));
  if (outcome === "fatal" && code === null) remarks.push("issue_code_missing");
  const answered = aliases.map(({ value }) => value.toLowerCase()).join(" ");
  const event: StationEventInput = {
    id: eventId("vansenvelope", envelope.id.toLowerCase(), said.name, envelope.at, answered, outcome),
    station,
    direction: "back",
    kind: "receipt",
    at: envelope.at,
    aliases,
    receipt: { id: envelope.id, level, outcome, ...(code === null ? {} : { code }) },
  };
  const facts = factsOf(envelope, said.name, null, code === null ? [] : [code], remarks);
  const parties = [envelope.from, envelope.to].filter((gln) => gln !== null);
  return { outcome: "taken", events: [event], parties, facts };
}

const factsOf = (
  envelope: Envelope,
  type: string | null,
  version: string | null,
  codes: string[],
  remarks: Remark[],
): Facts => ({ standard: "vansenvelope", format: "xml", type, version, senderGln: envelope.from, codes, remarks });
