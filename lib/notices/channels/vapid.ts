import { createECDH, hkdfSync } from "node:crypto";
import { env } from "../../env.ts";

/** The order of the curve P-256 (FIPS 186-5): a private key lies below it. */
const ORDER = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

/** By which push services know us (RFC 8292): keys in base64url, and whom they turn to. */
export type VapidKeys = { publicKey: string; privateKey: string; subject: string };

/**
 * Our key pair, made of `secret`, so that every machine has the same and none is kept. Half as many bits again as the key has
 * are reduced by the order (FIPS 186-5, A.2.1), so that no key is likelier than another.
 */
export function vapidKeys(secret: string, subject: string): VapidKeys {
  const bits = Buffer.from(hkdfSync("sha256", secret, "", "web push VAPID P-256", 48)).toString("hex");
  const number = (BigInt(`0x${bits}`) % (ORDER - 1n)) + 1n;
  const privateKey = Buffer.from(number.toString(16).padStart(64, "0"), "hex");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(privateKey);
  return { publicKey: pair.getPublicKey("base64url"), privateKey: privateKey.toString("base64url"), subject };
}

/**
 * Whom a push service writes to when something is wrong: our mail address, or our public one where mail is from this machine
 * alone, which push services refuse.
 */
export function contactOf(mailFrom: string, publicUrl: string | undefined): string {
  const address = /<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
  const own = address.endsWith("@localhost");
  return own && publicUrl?.startsWith("https:") ? publicUrl : `mailto:${address}`;
}

/** Our keys under the settings. */
export function ownVapidKeys(): VapidKeys {
  const { SECRET, MAIL_FROM, PUBLIC_URL } = env();
  return vapidKeys(SECRET, contactOf(MAIL_FROM, PUBLIC_URL));
}
