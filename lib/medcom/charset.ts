import { isUtf8 } from "node:buffer";
import { Refusal } from "./shapes.ts";

const DECLARED = /^<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;
// The names MedCom's messages use. Node reads ISO-8859-1 as windows-1252, which only adds printable characters to it.
const DECODERS: Record<string, string> = {
  "utf-8": "utf-8",
  "us-ascii": "utf-8",
  "iso-8859-1": "windows-1252",
  "iso8859-1": "windows-1252",
  latin1: "windows-1252",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
};

/**
 * The text of an XML document by the encoding it declares, UTF-8 where it declares none. Throws Refusal `wrong_charset`
 * where the bytes are not what is declared, or the declared one is none of MedCom's.
 */
export function xmlText(bytes: Uint8Array): string {
  const declared = DECLARED.exec(headOf(bytes, 300))?.[1]?.toLowerCase() ?? "utf-8";
  const decoder = DECODERS[declared];
  if (decoder === undefined) throw new Refusal("wrong_charset", 0);
  return decoded(bytes, decoder);
}

/** The first characters behind a byte order mark, as Latin-1. */
export function headOf(bytes: Uint8Array, length: number): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.byteLength)).toString("latin1");
  return head.startsWith("\u00ef\u00bb\u00bf") ? head.slice(3) : head;
}

/** JSON is UTF-8 (RFC 8259). Throws Refusal `wrong_charset`. */
export const jsonText = (bytes: Uint8Array): string => decoded(bytes, "utf-8");

/** EDIFACT in Denmark is UNOC, Latin-1, and often windows-1252; a message in UTF-8 is read as such. */
export const edifactText = (bytes: Uint8Array): string => decoded(bytes, isUtf8(bytes) ? "utf-8" : "windows-1252");

// A decoder keeps nothing from one whole text to the next, and making one costs more than a short message.
const windows1252 = new TextDecoder("windows-1252", { fatal: true });

/** The text without a byte order mark. */
function decoded(bytes: Uint8Array, name: string): string {
  if (name !== "utf-8") return windows1252.decode(bytes);
  // Checking and then reading is faster than a decoder that does both.
  if (!isUtf8(bytes)) throw new Refusal("wrong_charset", 0);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
