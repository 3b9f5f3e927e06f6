import { createServer } from "node:http";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { MAILBOX } from "../place.ts";

/** Somebody else's mail server: it takes all mail but that to `findes-ikke…`, and shows what came to an address. */
export type Mail = { subject: string; text: string };
const mails: (Mail & { to: string })[] = [];

new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  hideENHANCEDSTATUSCODES: true,
  onRcptTo: ({ address }, _session, answer) =>
    address.startsWith("findes-ikke")
      ? answer(Object.assign(new Error("5.1.1 No such mailbox"), { responseCode: 550 }))
      : answer(),
  onData: async (stream, { envelope }, answer) => {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const { subject = "", text = "" } = await PostalMime.parse(Buffer.concat(parts));
    for (const { address } of envelope.rcptTo) mails.push({ to: address, subject, text });
    answer();
  },
}).listen(MAILBOX.smtp, "127.0.0.1");

createServer((request, response) => {
  const to = new URL(request.url ?? "/", MAILBOX.url).searchParams.get("to");
  response.end(JSON.stringify(mails.filter((mail) => mail.to === to)));
}).listen(MAILBOX.http, "127.0.0.1");
