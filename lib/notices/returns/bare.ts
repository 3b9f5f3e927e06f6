/** The headers of a mail by their name in lower case. */
export type Headers = ReadonlyMap<string, string>;

/** Marks of an answer that a person's mailbox makes by itself, older than RFC 3834. */
const AUTOMATIC = ["x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply", "x-auto-response-suppress"];
const IN_BULK = /^(auto_reply|bulk|junk|list)\b/i;
const DAEMON = /^(mailer-?daemon|mail-?daemon|postmaster)$/i;
// At the beginning: what follows is often our own subject.
const NOT_GIVEN_UP =
  /^(warning|(mail |delivery |delivery status notification \()?delay|(delivered|relayed|read|leveret|læst):)/i;

/**
 * Whether a mail without a report (RFC 3464) comes from a mail server that gave one of ours up, as qmail and older servers say
 * it: in words alone. It has no sender of its own (RFC 5321 4.5.5); that somebody is away, has read it or is pleased to have it
 * says nothing of the kind, and marks itself (RFC 3834 5) or at least bears its person's name.
 */
export function isBareReturn(headers: Headers, { sender, from }: { sender: string; from: string }): boolean {
  if (sender !== "") return false;
  const header = (name: string) => headers.get(name)?.trim() ?? "";
  // Exim marks its returns as automatic answers too, and names whom it could not reach.
  if (headers.has("x-failed-recipients")) return true;
  if (!/^(no\b.*)?$/i.test(header("auto-submitted"))) return false;
  if (AUTOMATIC.some((name) => headers.has(name)) || IN_BULK.test(header("precedence"))) return false;
  // A receipt for having been read, a complaint; and word that it is still tried, or has arrived.
  if (/^multipart\/report/i.test(header("content-type")) || NOT_GIVEN_UP.test(header("subject"))) return false;
  return DAEMON.test(from.split("@")[0] ?? "");
}
