import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import next from "next";
import { publicSite } from "../app/public/answer.ts";
import { SITE } from "../app/public/site.ts";
import { env, SettingsError } from "../lib/env.ts";
import { log } from "../lib/log.ts";
import { keepCurrent } from "../lib/publication/current.ts";

/** Streams never end by themselves, and the starter waits for 8 seconds. */
const LAST_MOMENT_MS = 3_000;

/**
 * The web process: public addresses from memory, everything else by Next. It listens before Next is ready, and whether or
 * not there is a database.
 */
async function web(host: string, development: boolean): Promise<void> {
  const port = env().PORT;
  const server = createServer();
  const app = next({ dev: development, hostname: host, port, httpServer: server, quiet: !development });
  const prepared = app.prepare();
  const publication = keepCurrent();
  const answered = publicSite(SITE);

  server.on("request", (request, response) => {
    if (!answered(request, response)) void byNext(request, response);
  });
  async function byNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await prepared;
    await app.getRequestHandler()(request, response);
  }

  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    const finish = async () => {
      await Promise.allSettled([publication.stop(), app.close()]);
      process.exit(0);
    };
    server.close(() => void finish());
    server.closeIdleConnections();
    // Streams, and in development the sockets of open pages, would keep it for ever.
    setTimeout(() => {
      server.closeAllConnections();
      void finish();
    }, LAST_MOMENT_MS).unref();
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);

  await publication.first;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  log.info({ event: "web_listens", host, port });
  await prepared;
}

const { values } = parseArgs({
  options: { host: { type: "string", default: "0.0.0.0" }, dev: { type: "boolean", default: false } },
});
try {
  await web(values.host, values.dev);
} catch (error) {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ event: "web_cannot_start", error });
  process.exit(1);
}
