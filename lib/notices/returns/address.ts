import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "../../env.ts";

/** What a mail was: a dispatch, or something sent by hand to an address (a link, a trial). */
export type Mailed = { dispatchId: string } | { endpointId: number };

// Lower case letters and digits only: some servers change the case of what stands before the @.
const ID_LENGTH = 25;
const SIGNATURE_LENGTH = 16;
/** RFC 5321 4.5.3.1.1 allows 64 octets before the @; what is left of them for the setting's own name. */
export const LONGEST_RETURN_NAME = 64 - "+d".length - ID_LENGTH - SIGNATURE_LENGTH;

/**
 * Where one mail returns to: the address of the setting with what was mailed, and our signature under it, so that a mail that
 * comes back says by its recipient what it was (VERP). `retur@x` becomes `retur+dIDSIGNATURE@x`.
 */
export function returnAddress(base: string, mailed: Mailed): string {
  const [name, domain] = partsOf(base);
  const id = "dispatchId" in mailed ? `d${compact(mailed.dispatchId)}` : `e${digits(mailed.endpointId)}`;
  return `${name}+${id}${signature(id)}@${domain}`;
}

/** What a recipient that is one of ours says was mailed; null for any other, and for one that we did not sign. */
export function readReturn(base: string, recipient: string): Mailed | null {
  const [name, domain] = partsOf(base.toLowerCase());
  const [given, at] = partsOf(recipient.toLowerCase());
  if (at !== domain || !given.startsWith(`${name}+`)) return null;
  const [, id, kind, number, signed] = READ.exec(given.slice(name.length + 1)) ?? [];
  if (!id || !number || !signed || !timingSafeEqual(Buffer.from(signature(id)), Buffer.from(signed))) return null;
  return kind === "d" ? { dispatchId: uuidOf(number) } : { endpointId: Number.parseInt(number, 36) };
}

const READ = new RegExp(`^(([de])([0-9a-z]{${ID_LENGTH}}))([0-9a-z]{${SIGNATURE_LENGTH}})$`);

function partsOf(address: string): [name: string, domain: string] {
  const at = address.lastIndexOf("@");
  return [address.slice(0, at), address.slice(at + 1)];
}

const digits = (value: number | bigint): string => value.toString(36).padStart(ID_LENGTH, "0");
const compact = (uuid: string): string => digits(BigInt(`0x${uuid.replaceAll("-", "")}`));
function uuidOf(text: string): string {
  const value = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
  const hex = value.toString(16).padStart(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 80 bits: nobody guesses one, and what could be done with it is to call one mail undelivered. */
function signature(id: string): string {
  const mac = createHmac("sha256", env().SECRET).update(`returned mail ${id}`).digest("hex").slice(0, 20);
  return BigInt(`0x${mac}`).toString(36).padStart(SIGNATURE_LENGTH, "0");
}
