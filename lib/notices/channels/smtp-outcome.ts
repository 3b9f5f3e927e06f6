import { enhancedIn, type Fault, faultOf } from "../fault.ts";
import type { Sent } from "./channel.ts";

type SmtpFailure = { responseCode?: unknown; code?: unknown; command?: unknown; response?: unknown };
/** Of whose fault it is, what is said of a mail that was refused for good, and of one that was put off. */
const REFUSED: Readonly<Record<Fault, string>> = {
  address: "no_such_address",
  passing: "mailbox_refused",
  policy: "refused",
};
const DEFERRED: Readonly<Record<Fault, string>> = {
  address: "mailbox_deferred",
  passing: "mailbox_deferred",
  policy: "deferred",
};
/**
 * What a server's refusal means (RFC 5321 4.2): 5xx is for good, and where it says that there is no such mailbox, the address
 * is no use any more; 4xx and whatever broke on the way are for now, and so is what is said before it heard of the mail. Only
 * numbers and our own words survive.
 */
export function outcomeOf(error: unknown): Sent {
  const { responseCode: status, code, command, response } = (error ?? {}) as SmtpFailure;
  if (typeof status !== "number") return { outcome: "later", code: "unreachable" };
  if (code === "EAUTH" || status === 530) return { outcome: "later", code: "not_signed_in", status };
  if (BEFORE_MAIL.test(String(command ?? ""))) return { outcome: "later", code: "unreachable", status };
  const answer = { reply: status, toRecipient: command === "RCPT TO" };
  const fault = faultOf({ enhanced: enhancedIn(String(response ?? "")), answer });
  if (status < 500) return { outcome: "later", code: DEFERRED[fault], status };
  if (fault === "address") return { outcome: "never", code: REFUSED.address, status, disable: "hard_bounce" };
  return { outcome: "never", code: REFUSED[fault], status };
}

const BEFORE_MAIL = /^(CONN|EHLO|HELO|STARTTLS)\b/;
