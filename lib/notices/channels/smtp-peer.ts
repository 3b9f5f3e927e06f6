import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export type Handlers = ConstructorParameters<typeof SMTPServer>[0];
export type Taken = { raw: string; from: string; to: string[] };

/** For tests: a real SMTP server that keeps what it is given; `unusual` makes it refuse, delay or break off. */
export async function smtpServer(unusual: Handlers = {}) {
  const mails: Taken[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        mails.push({ raw: Buffer.concat(parts).toString(), from, to: rcptTo.map(({ address }) => address) });
        done();
      });
    },
    ...unusual,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    ...{ mails, url: `smtp://127.0.0.1:${port}` },
    /** What came to an address so far, oldest first, as a mail program reads it. */
    inbox: (to: string): Promise<ParsedMail[]> =>
      Promise.all(mails.filter((mail) => mail.to.includes(to)).map(({ raw }) => simpleParser(raw))),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
