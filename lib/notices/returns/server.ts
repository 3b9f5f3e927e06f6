import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { log } from "../../log.ts";
import { readReturn } from "./address.ts";
import { returnedIn } from "./report.ts";
import { type Taken, takeReturn } from "./take.ts";

export type ReturnSettings = { base: string; host: string; port: number };

const LARGEST = 256 * 1024;
const MOST_CONNECTIONS = 20;
const MOST_RECIPIENTS = 10;
const AGAIN_MS = 30_000;

/** An answer in SMTP's numbers; the words are ours. */
const refusal = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });

/**
 * Takes in returned mail over SMTP: for recipients that we signed, of a size, from so many at once, and relays nothing. What
 * a mail says is read for its report and let go: no text of it is kept or logged. Another worker may hold the port; then
 * this one waits for it to come free.
 */
export function startReturns(
  { base, host, port }: ReturnSettings,
  clock: () => Date = () => new Date(),
): { ready: Promise<number>; stop: () => Promise<void> } {
  const server = new SMTPServer(optionsOf(base, clock));
  let again: NodeJS.Timeout | undefined;
  const ready = new Promise<number>((resolve) => {
    const listen = () => server.listen(port, host);
    server.server.on("listening", () => {
      const at = server.server.address();
      resolve(typeof at === "object" && at ? at.port : port);
    });
    server.server.on("error", () => {
      log.warn({ event: "returned_mail_not_listening" });
      again = setTimeout(listen, AGAIN_MS);
    });
    // Of single connections: whoever breaks off has said what they had to say.
    server.on("error", () => {});
    listen();
  });
  return {
    ready,
    stop: async () => {
      clearTimeout(again);
      if (server.server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const optionsOf = (base: string, clock: () => Date): SMTPServerOptions => ({
  ...{ authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], disableReverseLookup: true, logger: false },
  ...{ size: LARGEST, maxClients: MOST_CONNECTIONS, socketTimeout: 60_000, banner: "returned mail" },
  onRcptTo({ address }, { envelope }, done) {
    if (envelope.rcptTo.length >= MOST_RECIPIENTS) return done(refusal(452, "Too many recipients"));
    done(readReturn(base, address) === null ? refusal(550, "No such mailbox") : null);
  },
  onData(stream, { envelope }, done) {
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => {
      // What is too large is not kept, but read to its end, as the protocol wants.
      if (!stream.sizeExceeded) parts.push(part);
    });
    stream.on("end", () => {
      if (stream.sizeExceeded) return done(refusal(552, "Too large"));
      take(base, envelope, Buffer.concat(parts), clock()).then(
        (taken) => done(taken.includes("not_yet") ? refusal(451, "Not yet") : null),
        () => done(refusal(451, "Not now")),
      );
    });
  },
});

async function take(
  base: string,
  { mailFrom, rcptTo }: Pick<SMTPServerSession["envelope"], "mailFrom" | "rcptTo">,
  raw: Buffer,
  now: Date,
): Promise<Taken[]> {
  const returned = await returnedIn(raw, mailFrom === false ? "" : mailFrom.address);
  const all: Taken[] = [];
  for (const { address } of rcptTo) {
    const mailed = readReturn(base, address);
    const taken = mailed === null ? "nothing" : await takeReturn(mailed, returned, now);
    log.info({ event: "mail_returned", taken });
    all.push(taken);
  }
  return all;
}
