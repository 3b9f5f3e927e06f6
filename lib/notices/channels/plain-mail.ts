import { createTransport, type Transporter } from "nodemailer";
import SMTPTransport from "nodemailer/lib/smtp-transport/index.js";
import type { Sent } from "./channel.ts";
import { type MailSettings, senderOf } from "./mail-settings.ts";
import { outcomeOf } from "./smtp-outcome.ts";
import { pooled } from "./smtp-pool.ts";

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
