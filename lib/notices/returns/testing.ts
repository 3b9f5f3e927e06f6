/** Returned mail in the shape in which servers write it; every name is invented. */
const part = (...lines: readonly string[]) => lines.join("\r\n");

type Said = { to: string; original?: string; action?: string; status: string; diagnostic: string };

/** As Postfix writes it, `Auto-Submitted: auto-replied` and all. */
export const postfixReport = ({ to, original, action = "failed", status, diagnostic }: Said): string =>
  part(
    "Date: Tue, 24 Nov 2026 06:22:07 +0100 (CET)",
    "From: MAILER-DAEMON@mx.nordby.example (Mail Delivery System)",
    action === "delayed"
      ? "Subject: Delayed Mail (still being retried)"
      : "Subject: Undelivered Mail Returned to Sender",
    "To: retur@overblik.example",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status;",
    '\tboundary="4SgW2x1Qz9.1763961727/mx.nordby.example"',
    "Content-Transfer-Encoding: 8bit",
    "",
    "This is a MIME-encapsulated message.",
    "",
    "--4SgW2x1Qz9.1763961727/mx.nordby.example",
    "Content-Description: Notification",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "This is the mail system at host mx.nordby.example.",
    "",
    `<${to}>: ${diagnostic}`,
    "",
    "--4SgW2x1Qz9.1763961727/mx.nordby.example",
    "Content-Description: Delivery report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.nordby.example",
    "X-Postfix-Queue-ID: 4SgW2x1Qz9",
    "X-Postfix-Sender: rfc822; retur@overblik.example",
    "Arrival-Date: Tue, 24 Nov 2026 06:22:06 +0100 (CET)",
    "",
    `Final-Recipient: rfc822; ${to}`,
    ...(original ? [`Original-Recipient: rfc822;${original}`] : []),
    `Action: ${action}`,
    `Status: ${status}`,
    "Remote-MTA: dns; post.nordby.example",
    `Diagnostic-Code: smtp; ${diagnostic.slice(0, 40)}`,
    `    ${diagnostic.slice(40)}`,
    "",
    "--4SgW2x1Qz9.1763961727/mx.nordby.example",
    "Content-Description: Undelivered Message Headers",
    "Content-Type: text/rfc822-headers",
    "",
    "Subject: [=?utf-8?q?=C3=85bnet?=] Forsinkelse",
    "Status: 5.1.1",
    "",
    "--4SgW2x1Qz9.1763961727/mx.nordby.example--",
    "",
  );

/** As Exchange writes it: HTML, another order, base64 and the whole message behind. */
export const exchangeReport = ({ to, action = "failed", status, diagnostic }: Said): string =>
  part(
    "From: <postmaster@nordby.example>",
    "To: <retur@overblik.example>",
    "Date: Tue, 24 Nov 2026 05:22:09 +0000",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="a1b2c3d4-0000-0000-0000-5e6f"',
    "X-MS-Exchange-Message-Is-Ndr:",
    "Content-Language: da-DK",
    "Message-ID: <9d8c@POST01.nordby.example>",
    "In-Reply-To: <11111111-1111-8111-8111-111111111111@overblik.example>",
    "Subject: =?utf-8?B?S2FuIGlra2UgbGV2ZXJlcw==?=",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "",
    "--a1b2c3d4-0000-0000-0000-5e6f",
    'Content-Type: multipart/alternative; differences=Content-Type; boundary="b7"',
    "",
    "--b7",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(`Levering til ${to} mislykkedes.`).toString("base64"),
    "--b7",
    "Content-Type: text/html; charset=utf-8",
    "",
    `<html><body><b>${to}</b></body></html>`,
    "--b7--",
    "",
    "--a1b2c3d4-0000-0000-0000-5e6f",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns;POST01.nordby.example",
    "Received-From-MTA: dns;post.overblik.example",
    "Arrival-Date: Tue, 24 Nov 2026 05:22:08 +0000",
    "",
    `Final-Recipient: rfc822;${to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp;${diagnostic}`,
    "X-Display-Name: Vagten",
    "",
    "--a1b2c3d4-0000-0000-0000-5e6f",
    "Content-Type: message/rfc822",
    "",
    "From: <varsling@overblik.example>",
    `To: <${to}>`,
    "Subject: Forsinkelse",
    "Action: failed",
    "Content-Type: text/plain",
    "",
    "Status: 5.1.1",
    "",
    "--a1b2c3d4-0000-0000-0000-5e6f--",
    "",
  );

/** Somebody is away, as Exchange and Postfix's vacation say it. */
export const awayMessage = (from: string): string =>
  part(
    `From: <${from}>`,
    "To: <retur@overblik.example>",
    "Subject: Automatisk svar: Forsinkelse",
    "Auto-Submitted: auto-replied",
    "X-Auto-Response-Suppress: All",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Jeg er ikke på kontoret. Status: 5.1.1",
    "",
  );

type Headers = Readonly<Record<string, string>>;
const mail = (headers: Headers, ...text: readonly string[]): string =>
  part(...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", ...text, "");
const inPlain = { "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8" };
const to = { To: "<retur@overblik.example>" };

/** What is returned in words alone: as qmail and as an old Exim write it, and as others do. */
export const bareReturns: Readonly<Record<string, string>> = {
  qmail: mail(
    { From: "MAILER-DAEMON@post.nordby.example", ...to, Subject: "failure notice" },
    "Hi. This is the qmail-send program at post.nordby.example.",
    "I'm afraid I wasn't able to deliver your message to the following addresses.",
    "This is a permanent error; I've given up. Sorry it didn't work out.",
    "",
    "<vagt@nordby.example>:",
    "Sorry, no mailbox here by that name. (#5.1.1)",
    "",
    "--- Below this line is a copy of the message.",
  ),
  exim: mail(
    {
      "X-Failed-Recipients": "vagt@nordby.example",
      "Auto-Submitted": "auto-replied",
      From: "Mail Delivery System <Mailer-Daemon@post.nordby.example>",
      ...to,
      Subject: "Mail delivery failed: returning message to sender",
    },
    "This message was created automatically by mail delivery software.",
  ),
  "a postmaster": mail(
    {
      From: "System Administrator <postmaster@nordby.example>",
      ...to,
      Subject: "Undeliverable: Forsinkelse",
      ...inPlain,
    },
    "Your message did not reach some or all of the intended recipients.",
  ),
};

/** What comes to a return address and is no return: somebody is away, has read it, or answers. */
export const otherAnswers: Readonly<Record<string, string>> = {
  "Exchange Online, away": mail(
    {
      From: "Vagten <vagt@nordby.example>",
      ...to,
      Subject: "Automatisk svar: Forsinkelse",
      "X-Auto-Response-Suppress": "All",
      "Auto-Submitted": "auto-generated",
      "X-MS-Exchange-Inbox-Rules-Loop": "vagt@nordby.example",
      ...inPlain,
    },
    "Jeg er ikke på kontoret.",
  ),
  "Gmail, away": mail(
    {
      From: "vagt@nordby.example",
      ...to,
      Subject: "Væk Re: Forsinkelse",
      Precedence: "bulk",
      "X-Autoreply": "yes",
      "Auto-Submitted": "auto-replied",
      ...inPlain,
    },
    "Jeg er tilbage på mandag.",
  ),
  "Dovecot's vacation": mail(
    {
      From: "postmaster@nordby.example",
      ...to,
      Subject: "Auto: Forsinkelse",
      "Auto-Submitted": "auto-replied (vacation)",
      Precedence: "bulk",
      ...inPlain,
    },
    "Postmaster holder ferie.",
  ),
  "an old Exchange, away": mail(
    { From: "Vagten <vagt@nordby.example>", ...to, Subject: "Ikke til stede: Forsinkelse", ...inPlain },
    "Jeg er tilbage den 1.",
  ),
  "vacation(1)": mail(
    { From: "postmaster@nordby.example", ...to, Subject: "away from my mail", Precedence: "junk" },
    "I will not be reading my mail for a while.",
  ),
  "a ticket system": mail(
    {
      From: "postmaster@nordby.example",
      ...to,
      Subject: "[Sag 12] Vi har modtaget",
      "Auto-Submitted": "auto-generated",
    },
    "Tak for din henvendelse.",
  ),
  "a receipt for reading": part(
    "From: <postmaster@nordby.example>",
    "To: <retur@overblik.example>",
    "Subject: Read: Forsinkelse",
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="m"',
    "MIME-Version: 1.0",
    "",
    "--m",
    "Content-Type: text/plain",
    "",
    "It was displayed.",
    "--m",
    "Content-Type: message/disposition-notification",
    "",
    "Final-Recipient: rfc822;vagt@nordby.example",
    "Disposition: manual-action/MDN-sent-manually; displayed",
    "",
    "--m--",
    "",
  ),
  "a server that has delivered it": mail(
    { From: "postmaster@nordby.example", ...to, Subject: "Leveret: Forsinkelse", ...inPlain },
    "Meddelelsen er leveret.",
  ),
  "a server that is still trying": mail(
    { From: "MAILER-DAEMON@nordby.example", ...to, Subject: "Warning: could not send message for past 4 hours" },
    "THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
  ),
};
