import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";
import { env } from "../env.ts";

/** The two id spaces of letters: MessageHeader.id, and legacy ids, which are unique only per sender (DOMAIN 1.5). */
export const SPACES = ["fhir", "legacy"] as const;
export type Space = (typeof SPACES)[number];

/** The other ids a source may know a message by. `converted` is another letter id of the same message and joins the two. */
export const ALIAS_KINDS = ["converted", "envelope", "vans", "besked", "transaktion"] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

let maker: { secret: string; key: KeyObject; made: Map<string, string> } | undefined;

function makerOf(secret: string) {
  if (maker?.secret !== secret) maker = { secret, key: createSecretKey(secret, "utf8"), made: new Map() };
  return maker;
}

/** A key of 128 bits in the shape of a uuid. Nobody can get from a key to the id without the secret. */
function keyed(...parts: string[]): string {
  return uuidOf(createHmac("sha256", makerOf(env().SECRET).key).update(parts.join("\u0000")).digest("hex"));
}

const REMEMBERED = 50_000;

/** The same of what comes again and again: every event of a letter names the letter, and most its envelope. */
function keyedAgain(...parts: string[]): string {
  const { made } = makerOf(env().SECRET);
  const named = parts.join("\u0000");
  let key = made.get(named);
  if (key === undefined) {
    key = keyed(named);
    if (made.size >= REMEMBERED) made.clear();
    made.set(named, key);
  }
  return key;
}

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;

/** The key of a letter. Legacy ids need their sender's GLN; FHIR ids are compared without regard to case. */
export const letterKey = (space: Space, senderGln: string | null, id: string): string =>
  space === "fhir"
    ? keyedAgain("letter", "fhir", id.toLowerCase())
    : keyedAgain("letter", "legacy", senderGln ?? "", id);

/** The key of an envelope, VANS, Besked or transaction id. */
export const aliasKey = (kind: Exclude<AliasKind, "converted">, value: string): string =>
  keyedAgain("alias", kind, value.toLowerCase());

export const eventKey = (sourceId: number, eventId: string): string => keyed("event", String(sourceId), eventId);

export const receiptKey = (receiptId: string): string => keyedAgain("receipt", receiptId.toLowerCase());

/** A message that could not be read, by its bytes' SHA-256 or by its own id; of one source only. */
export const quarantineKey = (sourceId: number, what: "bytes" | "id", value: string): string =>
  keyed("quarantine", what, String(sourceId), value);

/** 63 bits of what an event says, to tell a repeat from another event under the same id. */
export const contentHash = (content: string): bigint =>
  hash("sha256", content, "buffer").readBigUInt64BE() & 0x7fff_ffff_ffff_ffffn;

/** A letter key as it stands in an address, and back; null for what is not one. */
export const toAddress = (key: string): string => Buffer.from(key.replaceAll("-", ""), "hex").toString("base64url");
export const fromAddress = (address: string): string | null =>
  /^[A-Za-z0-9_-]{21}[AQgw]$/.test(address) ? uuidOf(Buffer.from(address, "base64url").toString("hex")) : null;

/** Shards of letters: one applier each. A power of two, so that the key's first byte decides. */
export const SHARDS = 2;
export const shardOf = (key: string): number => Number.parseInt(key.slice(0, 2), 16) % SHARDS;
