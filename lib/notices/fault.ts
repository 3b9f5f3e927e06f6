/**
 * Whose fault it is that a mail did not arrive: `address`, there is no such mailbox; `passing`, it is full, away or broken and
 * may come back; `policy`, it is what we sent, who we are, or the server in between, which says nothing of the address.
 */
export type Fault = "address" | "passing" | "policy";

/** What a server said of a mail that it did not take. */
export type Refusal = {
  /** Its enhanced status (RFC 3463); null where it gave none. */
  enhanced: string | null;
  /** Its answer (RFC 5321 4.2), and whether it answered the recipient; null in a report (RFC 3464), which is of a recipient. */
  answer: { reply: number; toRecipient: boolean } | null;
};

/** The first that holds. RFC 3463 and IANA's registry of enhanced status codes. */
const BY_STATUS: readonly [status: RegExp, fault: Fault, where?: "report" | "answer"][] = [
  // The sender's address or domain is not known, or takes no mail.
  [/^[45]\.1\.[78]$/, "policy"],
  // No such mailbox, domain or address; moved; a domain that takes no mail (RFC 7505).
  [/^5\.1\.([1-46]|10)$/, "address"],
  // The mailbox is closed.
  [/^5\.2\.1$/, "address"],
  // Too long for the mailbox, too large for the system.
  [/^[45]\.(2\.3|3\.4)$/, "policy"],
  // Exchange Online's word for a recipient it does not have, and Postfix' for a domain that is not there.
  [/^5\.4\.[14]$/, "address"],
  // Content, and security or policy.
  [/^[45]\.[67]\.\d+$/, "policy"],
  // Answered to us, what is wrong with the system, the way or the protocol is of the server we hand mail in at; reported, of the recipient's.
  [/^[45]\.[345]\.\d+$/, "policy", "answer"],
  // Full, away, or tried for as long as servers try.
  [/^[45]\.[1-5]\.\d+$/, "passing"],
];

/** Without a reason, or "other" (X.0.0), a recipient may be refused for what it is or for what we are (RFC 5321 4.2.3). */
const UNSAID = /^[45]\.0\.\d+$/;
const OF_A_MAILBOX: ReadonlySet<number> = new Set([450, 452, 550, 551, 552, 553]);

/**
 * The fault that a refusal names, whether it was answered at once or reported later. For good are only what says that the
 * mailbox is not there: what gives no reason may pass, and counts only over days.
 */
export function faultOf({ enhanced, answer }: Refusal): Fault {
  if (enhanced === null || UNSAID.test(enhanced)) {
    if (answer === null) return "passing";
    return answer.toRecipient && OF_A_MAILBOX.has(answer.reply) ? "passing" : "policy";
  }
  const where = answer === null ? "report" : "answer";
  return BY_STATUS.find(([status, , only]) => status.test(enhanced) && (only ?? where) === where)?.[1] ?? "passing";
}

/** The enhanced status in a server's answer: after its number (RFC 2034), or as qmail writes it, `(#5.1.1)` at the end. */
export const enhancedIn = (answer: string): string | null =>
  /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(answer)?.[1] ??
  /\(#([45]\.\d{1,3}\.\d{1,3})\)\s*$/.exec(answer)?.[1] ??
  null;

/** What came of one mail, as its log has it, and what that says of its mailbox; null where it says nothing. */
const SAYS: Readonly<Record<string, "arrived" | "failed">> = {
  sent: "arrived",
  ...{ returned_address: "failed", returned_passing: "failed", returned_unreported: "failed" },
  ...{ no_such_address: "failed", mailbox_refused: "failed", mailbox_deferred: "failed" },
};
/** A code of the log that says something of the mailbox. */
export const TELLING_CODES: readonly string[] = Object.keys(SAYS);
export const hasFailed = (code: string): boolean => SAYS[code] === "failed";
