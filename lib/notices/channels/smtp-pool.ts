import { createTransport } from "nodemailer";
import SMTPPool from "nodemailer/lib/smtp-pool/index.js";
import type { MailSettings } from "./mail-settings.ts";
import { smtpSocket } from "./smtp-socket.ts";

/** Connections that stay open, as many as are set. */
export function pooled({ url, connections }: MailSettings) {
  // A transport made by hand: given options with a URL, createTransport keeps of them the URL alone.
  const pool = new SMTPPool({
    ...{ pool: true, url, maxConnections: connections, maxMessages: 200, getSocket: smtpSocket },
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
    // It would try again by itself, without end, what may have arrived.
    ...{ maxRequeues: 0 },
  });
  return createTransport(pool);
}
