import PostalMime from "postal-mime";
import { isBareReturn } from "./bare.ts";
import type { Report, Returned } from "./rules.ts";

const PARTS = ["message/delivery-status", "message/global-delivery-status"];

/**
 * What a returned mail, from this sender, says: what it reports of each recipient (RFC 3464, RFC 6533), or that it came back
 * without a report; neither where it is something else, or cannot be read. Whether it is a report is told by its part:
 * servers mark their reports `auto-replied` just as people's away messages are.
 */
export async function returnedIn(raw: Uint8Array, sender: string): Promise<Returned> {
  const mail = await PostalMime.parse(raw, {
    ...{ attachmentEncoding: "utf8", forceRfc822Attachments: true, maxNestingDepth: 10, maxHeadersSize: 65_536 },
  }).catch(() => null);
  if (mail === null) return { reports: [], bare: false };
  const parts = mail.attachments.filter(({ mimeType }) => PARTS.includes(mimeType));
  const reports = parts.flatMap(({ content }) => (typeof content === "string" ? recipientsOf(content) : []));
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
  const from = mail.from?.address ?? "";
  return { reports, bare: parts.length === 0 && isBareReturn(headers, { sender, from }) };
}

/** The groups of fields after the first, which is of the whole mail: one for each recipient. */
function recipientsOf(text: string): Report[] {
  const groups = text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n/);
  return groups.map(fieldsOf).flatMap((fields): Report[] => {
    const action = fields.get("action");
    if (action === undefined) return [];
    const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? null;
    // `rfc822; vagt@nordby.example`: the kind of address, then the address.
    const recipient = /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>]+)>?/i.exec(fields.get("final-recipient") ?? "")?.[1] ?? null;
    return [{ action, status, recipient }];
  });
}

/** Fields by their name in lower case; a line that begins with a blank goes on with the one before. */
const fieldsOf = (group: string): Map<string, string> =>
  new Map(
    [...group.replaceAll(/\n[ \t]+/g, " ").matchAll(/^([\w-]+):[ \t]*(.*)$/gm)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value.trim(),
    ]),
  );
