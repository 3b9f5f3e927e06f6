import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { texts } from "../../i18n/texts.ts";
import { type Message, messageOf } from "../message.ts";
import type { ChannelDriver, OpenChannel, Outgoing } from "./channel.ts";
import { escaped, link, paragraphs } from "./html.ts";
import { type MailSettings, mailSettings, senderOf } from "./mail-settings.ts";
import { outcomeOf } from "./smtp-outcome.ts";
import { pooled } from "./smtp-pool.ts";

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
