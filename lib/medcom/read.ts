import { edifactText, headOf, jsonText, xmlText } from "./charset.ts";
import { readHaendelsesbesked } from "./distributor.ts";
import { readEdifact } from "./edifact/read.ts";
import type { Nested } from "./envelope.ts";
import { fromJson, fromXml } from "./fhir/node.ts";
import { readFhir } from "./fhir/read.ts";
import { readEmessage } from "./oioxml/read.ts";
import { ownSenderOf } from "./own-sender.ts";
import { readSbdh } from "./sbdh.ts";
import { type Part, type Reading, Refusal, type Refused, type Standard } from "./shapes.ts";
import { readVansEnvelope } from "./vansenvelope.ts";
import { childOf, readXml, type XmlElement } from "./xml.ts";

/** What a message is in once its long attachments are out (`sieve.ts`). */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const FHIR = "http://hl7.org/fhir";

/**
 * Reads a message of any supported standard; its content decides which. Never throws: what cannot be read is refused with
 * a code of our own and a position, and nothing of the message. Time and memory grow with its size alone.
 */
export function read(bytes: Uint8Array): Reading {
  const reading = readWhole(bytes);
  const [part, ...others] = reading.parts;
  // Of several in one body it cannot be told whose the first sender is.
  if (part?.outcome === "refused" && others.length === 0) part.senderGln ??= ownSenderOf(bytes);
  return reading;
}

function readWhole(bytes: Uint8Array): Reading {
  try {
    return readAny(bytes, true);
  } catch (error) {
    return single(refused(error, null));
  }
}

/** `enveloped` is whether the message may be an envelope of another. */
function readAny(bytes: Uint8Array, mayBeEnvelope: boolean): Reading {
  if (bytes.byteLength > MAX_MESSAGE_BYTES) throw new Refusal("too_large");
  const start = firstOf(bytes);
  if (start === "") throw new Refusal("empty", 0);
  if (start.startsWith("PK\u0003\u0004") || start.startsWith("\u001f\u008b")) throw new Refusal("compressed", 0);
  if (start.startsWith("<")) return readXmlMessage(readXml(xmlText(bytes)), mayBeEnvelope);
  if (start.startsWith("{")) return readFhir(fromJson(jsonText(bytes)), "json");
  if (start.startsWith("UNA") || start.startsWith("UNB"))
    return guarded("edifact", () => readEdifact(edifactText(bytes)));
  return single({ outcome: "skipped" });
}

/** The readers of XML messages by the name of their root, and what a refusal of theirs is told as. */
const LETTERS: Record<string, [Standard, (root: XmlElement) => Part]> = { Emessage: ["oioxml", readEmessage] };
const ENVELOPES: Record<string, [Standard, (root: XmlElement, nested: Nested) => Part]> = {
  VANSEnvelope: ["vansenvelope", readVansEnvelope],
  StandardBusinessDocument: ["sbdh", readSbdh],
  Haendelsesbesked: ["distributor", readHaendelsesbesked],
};

function readXmlMessage(root: XmlElement, mayBeEnvelope: boolean): Reading {
  if (root.namespace === FHIR) return readFhir(fromXml(root), "xml");
  const letter = LETTERS[root.name];
  if (letter) return guarded(letter[0], () => letter[1](root));
  // The distributor's envelope comes inside the call that delivers it, too.
  const delivered = root.name === "ModtagBeskedInput" ? (childOf(root, "Haendelsesbesked") ?? root) : root;
  const envelope = ENVELOPES[delivered.name];
  if (!mayBeEnvelope || !envelope) return single({ outcome: "skipped" });
  return guarded(envelope[0], () => envelope[1](delivered, readInside));
}

const readInside: Nested = (payload) => {
  try {
    return payload instanceof Uint8Array ? readAny(payload, false) : readXmlMessage(payload, false);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

const single = (part: Part): Reading => ({ form: "message", parts: [part] });

function guarded(standard: Standard, readPart: () => Part): Reading {
  try {
    return single(readPart());
  } catch (error) {
    return single(refused(error, standard));
  }
}

/** A refusal as it is told. Any other error is one of ours to mend, and is not hidden as the message's fault. */
function refused(error: unknown, standard: Standard | null): Refused {
  if (!(error instanceof Refusal)) throw error;
  return { outcome: "refused", code: error.code, position: error.position, standard, senderGln: null };
}

/** The first characters that are no blank and no byte order mark. */
const firstOf = (bytes: Uint8Array): string => headOf(bytes, 1024).trimStart().slice(0, 8);
