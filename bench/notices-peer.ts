import { parentPort } from "node:worker_threads";
import { SMTPServer } from "smtp-server";

/**
 * A real SMTP server in a thread of its own: takes every mail and remembers when its Message-ID came. Told `clear` it forgets;
 * told `tell` it answers how many came, how many of them once, and when the first and the last did (ms since 1970).
 */
let came: { id: string; at: number }[] = [];
let connections = 0;
let most = 0;

const server = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false, maxClients: 200 },
  onConnect(_, done) {
    connections += 1;
    most = Math.max(most, connections);
    done();
  },
  onClose() {
    connections -= 1;
  },
  onData(stream, _, done) {
    let head = "";
    stream.on("data", (part: Buffer) => {
      if (head.length < 8_192) head += part.toString("latin1");
    });
    stream.on("end", () => {
      came.push({ id: /^Message-ID: (\S+)/im.exec(head)?.[1] ?? "", at: Date.now() });
      done();
    });
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address();
  parentPort?.postMessage({ port: typeof address === "object" && address ? address.port : 0 });
});
parentPort?.on("message", (what: "clear" | "tell") => {
  if (what === "clear") {
    came = [];
    most = connections;
    return;
  }
  const times = came.map(({ at }) => at);
  parentPort?.postMessage({
    came: came.length,
    distinct: new Set(came.map(({ id }) => id)).size,
    first: times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY),
    last: times.reduce((greatest, at) => Math.max(greatest, at), 0),
    connections: most,
  });
});
