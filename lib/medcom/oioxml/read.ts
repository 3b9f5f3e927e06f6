import { instantOf, safeCode } from "../fields.ts";
import { isReceiptType, type LegacyReceipt, legacyLetter, legacyReceipt } from "../legacy.ts";
import { type Part, Refusal } from "../shapes.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "../xml.ts";

/** The receipts by the element they are; the statistical code may be missing (DOMAIN 1.6). */
const RECEIPT_ELEMENTS: Record<string, string> = {
  NegativeVansReceipt: "XCTL01",
  NegativeReceipt: "XCTL02",
  PositiveReceipt: "XCTL03",
};

/**
 * Any Emessage by its envelope and letter header, whatever the letter is called. Times are a Danish clock, to the minute.
 * `pluspositivkvitt` asks for a positive receipt; with `minuspositivkvitt` silence is normal (DOMAIN 1.6).
 */
export function readEmessage(root: XmlElement): Part {
  const envelope = childOf(root, "Envelope");
  const body = root.children.find(({ name }) => name !== "Envelope");
  if (envelope === undefined || body === undefined) throw new Refusal("bad_envelope");
  const letter = childOf(body, "Letter");
  const type = safeCode(
    "type",
    RECEIPT_ELEMENTS[body.name] ?? textOf(letter, "StatisticalCode") ?? textOf(letter, "TypeCode"),
  );
  const told = {
    scheme: "oioxml" as const,
    envelopeId: textOf(envelope, "Identifier"),
    letterId: textOf(letter, "Identifier"),
    type,
    version: safeCode("version", textOf(letter, "VersionCode")),
    sentAt: clockOf(childOf(envelope, "Sent")),
    sender: textOf(body, "Sender", "EANIdentifier"),
    receiver: textOf(body, "Receiver", "EANIdentifier"),
  };
  if (isReceiptType(type))
    return legacyReceipt({ ...told, answers: answersOf(childOf(body, "OriginalEmessage")) }, "xml");
  const copies = childrenOf(body, "CCReceiver").map((copy) => textOf(copy, "EANIdentifier"));
  const receiptExpected = textOf(envelope, "AcknowledgementCode") === "pluspositivkvitt";
  return legacyLetter({ ...told, copies, receiptExpected }, "xml");
}

function clockOf(sent: XmlElement | undefined): string {
  const [date, time] = [textOf(sent, "Date"), textOf(sent, "Time") ?? textOf(sent, "TimeWithSec")];
  if (date === null || time === null) throw new Refusal("no_send_time");
  return instantOf(`${date}T${time}`, true);
}

/** Every letter the receipt answers, each with its own refuse code or the one of all; the refuse text is left where it is. */
function answersOf(original: XmlElement | undefined): LegacyReceipt["answers"] {
  if (original === undefined) return [];
  const common = {
    sender: textOf(original, "OriginalSender", "EANIdentifier"),
    receiver: textOf(original, "OriginalReceiver", "EANIdentifier"),
    envelopeId: textOf(original, "OriginalEnvelopeIdentifier"),
  };
  const code = safeCode("code", textOf(original, "RefuseCode"));
  const letters = childrenOf(original, "OriginalLetter");
  if (letters.length === 0) return [{ ...common, letterId: null, code }];
  return letters.map((letter) => ({
    ...common,
    letterId: textOf(letter, "OriginalLetterIdentifier"),
    code: safeCode("code", textOf(letter, "RefuseCode")) ?? code,
  }));
}
