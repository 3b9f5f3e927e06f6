import type { StationEventInput } from "../ledger/schema.ts";
import { asSent, bytesOf, type Nested, payloadOf } from "./envelope.ts";
import { allowed, instantOf, locationNumber, requiredId, safeCode } from "./fields.ts";
import { eventId } from "./identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "./shapes.ts";
import { fhirType, UNKNOWN_TYPE } from "./types.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "./xml.ts";

const RECEIPT = "ReceiptAcknowledgement";

/**
 * A Standard Business Document as EHMI packs messages: a message by its payload, or by its header alone where that cannot
 * be read; a ReceiptAcknowledgement is a transport receipt of the original message (DOMAIN 1.8). The scopes of the
 * patient and of metadata are never looked at.
 */
export function readSbdh(root: XmlElement, nested: Nested): Part {
  const header = childOf(root, "StandardBusinessDocumentHeader");
  const document = childOf(header, "DocumentIdentification");
  const id = requiredId(textOf(document, "InstanceIdentifier"), "bad_envelope");
  const at = instantOf(textOf(document, "CreationDateAndTime"));
  const scopes = childrenOf(childOf(header, "BusinessScope"), "Scope");
  const scope = (type: string) =>
    textOf(
      scopes.find((one) => textOf(one, "Type") === type),
      "InstanceIdentifier",
    );
  const remarks: Remark[] = [];
  const sender = end(header, "Sender", scope("SENDERID"));
  const receiver = end(header, "Receiver", scope("RECEIVERID"));
  if (sender.gln === null) remarks.push("sender_not_gln");
  const version = safeCode("version", textOf(document, "TypeVersion"));
  const isReceipt = textOf(document, "Type") === RECEIPT;
  const facts = (type: string | null): Facts => ({
    standard: "sbdh",
    format: "xml",
    type,
    version,
    senderGln: sender.gln,
    codes: [],
    remarks,
  });

  if (isReceipt) {
    const answered = requiredId(scope("ORIGINALMESSAGEIDENTIFIER"), "not_answering");
    const original = allowed("id", scope("ORIGINALENVELOPEIDENTIFIER"));
    const event: StationEventInput = {
      id: eventId("sbdh", id.toLowerCase(), answered.toLowerCase(), RECEIPT, at),
      station: "access_point",
      direction: "back",
      kind: "receipt",
      at,
      letter: { id: answered, scheme: "fhir" },
      ...(original === null ? {} : { aliases: [{ kind: "envelope", value: original }] }),
      receipt: { id, level: "transport", outcome: "ok" },
    };
    const parties = [sender.gln, receiver.gln].flatMap((gln) => (gln === null ? [] : [gln]));
    return { outcome: "taken", events: [event], parties, facts: facts(RECEIPT) };
  }

  const aliases = [{ kind: "envelope" as const, value: id }];
  const content = childOf(root, "BinaryContent");
  const inline = content?.children[0];
  const bytes = bytesOf(content?.text ?? null);
  const payload = inline ? payloadOf(nested(inline)) : bytes === null ? null : payloadOf(nested(bytes));
  if (payload !== null) {
    const events = asSent(payload, { standard: "sbdh", id, at, aliases });
    return { ...payload, events, facts: { ...payload.facts, remarks: [...payload.facts.remarks, ...remarks] } };
  }
  remarks.push(bytes === null ? "payload_removed" : "payload_unread");
  const letterId = requiredId(scope("MESSAGEIDENTIFIER"), "no_letter_id");
  const type = fhirType(textOf(document, "Standard")) ?? UNKNOWN_TYPE;
  const event: StationEventInput = {
    id: eventId("sbdh", id.toLowerCase(), letterId.toLowerCase(), type, at),
    station: "sender",
    kind: "sent",
    at,
    letter: { id: letterId, scheme: "fhir" },
    aliases,
    ...(sender.gln === null ? {} : { senderGln: sender.gln }),
    ...(receiver.gln ? { receiverGln: receiver.gln } : receiver.sor ? { receiverSor: receiver.sor } : {}),
    type,
  };
  return { outcome: "taken", events: [event], parties: [], facts: facts(type) };
}

/** One end of the envelope: `0088:` is GS1's location number, the scope its SOR id. */
function end(header: XmlElement | undefined, name: "Sender" | "Receiver", sor: string | null) {
  if (header === undefined) throw new Refusal("bad_envelope");
  const identifier = textOf(header, name, "Identifier") ?? "";
  return { gln: identifier.startsWith("0088:") ? locationNumber(identifier.slice(5)) : null, sor: allowed("sor", sor) };
}
