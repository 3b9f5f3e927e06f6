import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "../env.ts";

/**
 * What a link in a message may do: leave a subscription at one address, confirm a notice, confirm the address itself, manage
 * what somebody without an account asked for, say that the contacts of a reminder still fit, or take up an invitation.
 */
export type LinkDeed =
  | { deed: "leave" | "manage"; subscriptionId: number; endpointId: number }
  | { deed: "confirm"; noticeId: number; endpointId: number }
  | { deed: "address"; endpointId: number }
  | { deed: "review"; reminderId: number; endpointId: number }
  | { deed: "invitation"; invitationId: number; endpointId: number };

const sign = (text: string): Buffer => createHmac("sha256", env().SECRET).update(`notice link ${text}`).digest();

/** `l.12.34.SIGNATURE`: what may be done, to what, at which address, and our signature under it. */
export function linkToken(link: LinkDeed): string {
  const text = textOf(link);
  return `${text}.${sign(text).toString("base64url")}`;
}

/** What a token of ours allows; null for anything else. */
export function readLink(token: string): LinkDeed | null {
  const [, text, kind, first, second, signature] =
    /^(([lcamri])\.(\d{1,10})\.(\d{1,10}))\.([\w-]{43})$/.exec(token) ?? [];
  if (text === undefined || signature === undefined) return null;
  if (!timingSafeEqual(sign(text), Buffer.from(signature, "base64url"))) return null;
  const [id, endpointId] = [Number(first), Number(second)];
  switch (kind) {
    case "l":
      return { deed: "leave", subscriptionId: id, endpointId };
    case "m":
      return { deed: "manage", subscriptionId: id, endpointId };
    case "c":
      return { deed: "confirm", noticeId: id, endpointId };
    case "r":
      return { deed: "review", reminderId: id, endpointId };
    case "i":
      return { deed: "invitation", invitationId: id, endpointId };
    default:
      return { deed: "address", endpointId };
  }
}

function textOf(link: LinkDeed): string {
  switch (link.deed) {
    case "leave":
      return `l.${link.subscriptionId}.${link.endpointId}`;
    case "manage":
      return `m.${link.subscriptionId}.${link.endpointId}`;
    case "confirm":
      return `c.${link.noticeId}.${link.endpointId}`;
    case "review":
      return `r.${link.reminderId}.${link.endpointId}`;
    case "invitation":
      return `i.${link.invitationId}.${link.endpointId}`;
    case "address":
      return `a.${link.endpointId}.${link.endpointId}`;
  }
}
