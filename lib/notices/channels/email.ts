import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createTransport, type Transporter } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import SMTPPool from "nodemailer/lib/smtp-pool/index.js";
import SMTPTransport from "nodemailer/lib/smtp-transport/index.js";
import { env, publicOrigin } from "../../env.ts";
import { texts } from "../../i18n/texts.ts";
import { enhancedIn, type Fault, faultOf } from "../fault.ts";
import { type Message, messageOf } from "../message.ts";
import { type Mailed, returnAddress } from "../returns/address.ts";
import type { ChannelDriver, OpenChannel, Outgoing, Sent } from "./channel.ts";
import { escaped, link, paragraphs } from "./html.ts";
import { smtpSocket } from "./smtp-socket.ts";

export type MailSettings = {
  url: string;
  from: string;
  /** Where the network returns what cannot be delivered; each mail adds to it what it was. */
  returnTo: string | null;
  dkim: { domainName: string; keySelector: string; privateKey: string } | null;
  origin: string;
  connections: number;
};

/** The settings of mail; null where none is set up. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL, MAIL_FROM, MAIL_RETURN, DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE } = env();
  if (!SMTP_URL) return null;
  const signed = DKIM_DOMAIN && DKIM_SELECTOR && DKIM_KEY_FILE;
  return {
    ...{ url: SMTP_URL, from: MAIL_FROM, returnTo: MAIL_RETURN ?? null, connections: 10 },
    dkim: signed
      ? { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey: readFileSync(DKIM_KEY_FILE, "utf8") }
      : null,
    origin: publicOrigin(),
  };
}

export const openEmail: OpenChannel = () => {
  const settings = mailSettings();
  return settings && emailDriver(settings);
};

/** E-mail over SMTP: plain text and HTML, a conversation per incident, one click to leave (RFC 8058). */
export function emailDriver(settings: MailSettings): ChannelDriver {
  const transport = pooled(settings);
  return {
    ...{ channel: "email", concurrency: settings.connections },
    send: async (outgoing) => {
      const mail = mailOf(outgoing, settings);
      try {
        const dkim = settings.dkim ? { dkim: settings.dkim } : {};
        // Put together first and handed on whole: written as it is made, a mail is dozens of packets.
        const raw = await new MailComposer(mail).compile().build();
        await transport.sendMail({ raw, envelope: mail.envelope, ...dkim });
        return { outcome: "sent", status: 250 };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: async () => transport.close(),
  };
}

/** Connections that stay open, as many as are set. */
function pooled({ url, connections }: MailSettings) {
  // A transport made by hand: given options with a URL, createTransport keeps of them the URL alone.
  const pool = new SMTPPool({
    ...{ pool: true, url, maxConnections: connections, maxMessages: 200, getSocket: smtpSocket },
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
    // It would try again by itself, without end, what may have arrived.
    ...{ maxRequeues: 0 },
  });
  return createTransport(pool);
}

/** A mail of plain text. With an `id` each try has the same Message-ID. */
export type PlainMail = { endpointId: number; to: string; subject: string; text: string; id?: string };
/** Sends mails of plain text, so many at once. */
export type PlainMailer = {
  origin: string;
  connections: number;
  send: (mail: PlainMail) => Promise<Sent>;
  close: () => void;
};

/** Mails of plain text over connections that stay open. */
export function plainMailer(settings: MailSettings): PlainMailer {
  const transport = pooled(settings);
  const { origin, connections } = settings;
  return { origin, connections, send: (mail) => plainOver(transport, settings, mail), close: () => transport.close() };
}

/** One mail of plain text to an address, at once. */
export async function sendPlain(settings: MailSettings, mail: PlainMail): Promise<Sent> {
  const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };
  const transport = createTransport(new SMTPTransport({ url: settings.url, ...timeouts }));
  try {
    return await plainOver(transport, settings, mail);
  } finally {
    transport.close();
  }
}

async function plainOver(
  transport: Pick<Transporter, "sendMail">,
  settings: MailSettings,
  { endpointId, to, subject, text, id }: PlainMail,
): Promise<Sent> {
  const { from, dkim, origin } = settings;
  try {
    const envelope = { from: senderOf(settings, { endpointId }), to };
    const headers = { "Auto-Submitted": "auto-generated" };
    const known = id === undefined ? {} : { messageId: `<${id}@${new URL(origin).hostname}>` };
    await transport.sendMail({ from, to, envelope, subject, text, headers, ...known, ...(dkim ? { dkim } : {}) });
    return { outcome: "sent", status: 250 };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** A mail as it is handed in. Its id is that of its dispatch, so that a double can be told. */
function mailOf(outgoing: Outgoing, settings: MailSettings) {
  const { from, origin } = settings;
  const message = messageOf(outgoing, origin);
  const host = new URL(origin).hostname;
  const opened = outgoing.openedBy === outgoing.dispatchId ? null : `<${outgoing.openedBy}@${host}>`;
  const root = `<${createHash("sha256").update(`${outgoing.thread} ${outgoing.endpoint.id}`).digest("hex").slice(0, 32)}@${host}>`;
  const { address } = outgoing.endpoint;
  return {
    ...{ from, to: address, subject: message.subject, date: outgoing.at },
    messageId: `<${outgoing.dispatchId}@${host}>`,
    // A root that no mail bears holds the conversation together also for whoever deleted its first mail.
    references: opened === null ? [root] : [root, opened],
    ...(opened === null ? {} : { inReplyTo: opened }),
    envelope: { from: senderOf(settings, outgoing), to: address },
    text: plainOf(message),
    html: htmlOf(message),
    headers: {
      ...(message.links.leave === null ? {} : oneClick(message.links.leave)),
      "List-Id": `<varsling.${host}>`,
      "Auto-Submitted": "auto-generated",
      "X-Dispatch-Id": outgoing.dispatchId,
    },
  };
}

/** Leaving by a mail program's own button (RFC 8058). */
const oneClick = (leave: string) => ({
  "List-Unsubscribe": `<${leave}/do>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});

/** Whom the envelope is from: where this very mail returns to. */
const senderOf = ({ returnTo, from }: MailSettings, mailed: Mailed): string =>
  returnTo === null ? addressIn(from) : returnAddress(returnTo, mailed);
const addressIn = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from;

function plainOf(message: Message): string {
  const say = texts(message.locale)("notices");
  return [
    ...message.items.flatMap(({ title, meta, text, href }) => [title, meta, "", text, "", href, ""]),
    say("why"),
    ...message.why.map(({ text }) => text),
    "",
    ...(message.also ? [`${message.also.text}: ${message.also.href}`] : []),
    ...(message.links.confirm ? [`${say("confirm")}: ${message.links.confirm}`] : []),
    ...message.why.flatMap(({ leave }) => (leave ? [`${leave.words}: ${leave.href}`] : [])),
    message.foot,
  ].join("\n");
}

function htmlOf(message: Message): string {
  const say = texts(message.locale)("notices");
  const items = message.items.map(
    ({ title, meta, text, href }) =>
      `<h1 style="font-size:18px">${escaped(title)}</h1><p>${escaped(meta)}</p>${paragraphs(text)}<p>${link(href, say("read"))}</p>`,
  );
  const why = message.why.map(({ text }) => escaped(text)).join("<br>");
  const confirm = message.links.confirm ? `<p>${link(message.links.confirm, say("confirm"))}</p>` : "";
  const leave = message.why.flatMap((one) => (one.leave ? [`${link(one.leave.href, one.leave.words)}. `] : []));
  const also = message.also ? `<p>${link(message.also.href, message.also.text)}</p>` : "";
  return `<!doctype html><html lang="${message.locale}"><body style="font:15px/1.5 sans-serif">${items.join("<hr>")}${confirm}<hr><p><b>${escaped(say("why"))}</b> ${why}</p>${also}<p>${leave.join("")}${escaped(message.foot)}</p></body></html>`;
}

const BEFORE_MAIL = /^(CONN|EHLO|HELO|STARTTLS)\b/;
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
