import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "../env.ts";

/**
 * What a link in a message may do: leave a subscription at one address, confirm a notice, confirm the address itself, or
 * manage what somebody without an account asked for.
 */
export type LinkDeed =
  | { deed: "leave" | "manage"; subscriptionId: number; endpointId: number }
  | { deed: "confirm"; noticeId: number; endpointId: number }
  | { deed: "address"; endpointId: number };

const sign = (text: string): Buffer => createHmac("sha256", env().SECRET).update(`notice link ${text}`).digest();

/** `l.12.34.SIGNATURE`: what may be done, to what, at which address, and our signature under it. */
export function linkToken(link: LinkDeed): string {
  const text = textOf(link);
  return `${text}.${sign(text).toString("base64url")}`;
}

/** What a token of ours allows; null for anything else. */
export function readLink(token: string): LinkDeed | null {
  const [, text, kind, first, second, signature] =
    /^(([lcam])\.(\d{1,10})\.(\d{1,10}))\.([\w-]{43})$/.exec(token) ?? [];
  if (text === undefined || signature === undefined) return null;
  if (!timingSafeEqual(sign(text), Buffer.from(signature, "base64url"))) return null;
  const endpointId = Number(second);
  if (kind === "l" || kind === "m")
    return { deed: kind === "l" ? "leave" : "manage", subscriptionId: Number(first), endpointId };
  return kind === "c" ? { deed: "confirm", noticeId: Number(first), endpointId } : { deed: "address", endpointId };
}

function textOf(link: LinkDeed): string {
  if (link.deed === "leave" || link.deed === "manage")
    return `${link.deed === "leave" ? "l" : "m"}.${link.subscriptionId}.${link.endpointId}`;
  return link.deed === "confirm" ? `c.${link.noticeId}.${link.endpointId}` : `a.${link.endpointId}.${link.endpointId}`;
}
