import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { connect } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";
import { onStage, type Stage } from "./stage.ts";
import { fillStatus } from "./status-sql.ts";

const CONNECTIONS = 64;
const BAR_PER_SECOND = 2_000;
const BAR_BYTES = 50_000;
const SERVER_CORE = "0";
const CLIENT_CORE = "1";
const CORES = availableParallelism();

/**
 * Requests per second of the public front page from the web process, held to one core, with 60 services and 5 years of
 * history that went through the database; and its bytes: HTML, style and signs are one answer, and no font is sent.
 * Baseline of the same run: nginx with the same bytes as a file where it is installed, else the barest node:http.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const [services, years, seconds] = small ? [12, 1, 1] : [60, 5, 8];
  return onStage(async (stage) => {
    await fillStatus(stage.pool, services, years, new Date());
    await untilShown(stage, services);
    const port = Number(new URL(stage.url).port);
    const bytes = await bytesOf(stage);
    const page = await asSent(port);
    const oneCore = pin(stage.webPid(), SERVER_CORE) && pin(process.pid, CLIENT_CORE);
    if (!oneCore) say("No taskset here, or a single core: the process is not held to one core");
    await load(port, "/", { seconds: 1 });
    const perSecond = {
      page: await load(port, "/", { seconds }),
      notModified: await load(port, "/", { seconds, etag: bytes.etag }),
      history: await load(port, "/history", { seconds }),
    };
    const baseline = await beside(page, seconds);
    say(
      `Front page: ${perSecond.page} requests/s on ${oneCore ? "one core" : "any core"} (bar ${BAR_PER_SECOND}): ${verdict(perSecond.page >= BAR_PER_SECOND)}`,
    );
    say(`Not modified: ${perSecond.notModified} requests/s. History: ${perSecond.history} requests/s`);
    say(`Baseline, ${baseline.what} with the same ${page.byteLength} bytes: ${baseline.perSecond} requests/s`);
    say(
      `Sent: ${bytes.gzip} bytes gzip, ${bytes.br} brotli, ${bytes.identity} plain (bar ${BAR_BYTES} gzip): ${verdict(bytes.gzip <= BAR_BYTES)}`,
    );
    return {
      services,
      years,
      oneCore,
      perSecond,
      baseline,
      bytes,
      bars: { perSecond: BAR_PER_SECOND, gzip: BAR_BYTES },
    };
  });
}

const verdict = (held: boolean): string => (held ? "kept" : "MISSED");

async function untilShown({ url }: Stage, services: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/api/v1/services`);
    if (answer.ok && (await answer.text()).includes(`service-${services}`)) break;
    if (performance.now() - began > 60_000) throw new Error("What was published is not shown");
    await wait(100);
  }
  say(`Shown ${Math.round(performance.now() - began)} ms after it was published`);
}

async function bytesOf({ url }: Stage) {
  const size = async (encoding: string) => {
    const answer = await fetch(url, { method: "HEAD", headers: { "accept-encoding": encoding } });
    return Number(answer.headers.get("content-length"));
  };
  const etag = (await fetch(url)).headers.get("etag") ?? "";
  return { gzip: await size("gzip"), br: await size("br"), identity: await size("identity"), etag };
}

/** The front page as it is sent: what a browser would still have to unpack. */
const asSent = (port: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: "/", headers: { "accept-encoding": "gzip" } }, (answer) => {
      buffer(answer).then(resolve, reject);
    }).on("error", reject);
  });

/** Holds a process with all its threads to one core. */
function pin(pid: number | undefined, core: string): boolean {
  if (pid === undefined || CORES < 2) return false;
  return spawnSync("taskset", ["-a", "-c", "-p", core, String(pid)], { stdio: "ignore" }).status === 0;
}

/** Requests per second over connections that each ask again as soon as they are answered; for so many seconds. */
async function load(
  port: number,
  path: string,
  { seconds, etag }: { seconds: number; etag?: string },
): Promise<number> {
  const known = etag === undefined ? "" : `If-None-Match: ${etag}\r\n`;
  const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip\r\n${known}\r\n`;
  let answered = 0;
  let running = true;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(request));
      // What is left of the answer under way; below zero its head has not come whole yet.
      let left = -1;
      let head = "";
      socket.on("error", reject);
      socket.on("data", (chunk: Buffer) => {
        let body = chunk.byteLength;
        if (left < 0) {
          head += chunk.toString("latin1");
          const end = head.indexOf("\r\n\r\n");
          if (end === -1) return;
          left = Number(/\r\ncontent-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
          body = head.length - end - 4;
          head = "";
        }
        left -= body;
        if (left > 0) return;
        left = -1;
        answered += 1;
        if (running) socket.write(request);
        else socket.end(resolve);
      });
    });
  const all = Array.from({ length: CONNECTIONS }, one);
  const began = performance.now();
  await wait(seconds * 1000);
  const rate = (answered * 1000) / (performance.now() - began);
  running = false;
  await Promise.all(all);
  return Math.round(rate);
}

const BARE = `const body = Buffer.from(require("node:fs").readFileSync(process.argv[1]));
require("node:http").createServer((_, response) => { response.writeHead(200, { "content-type": "text/html", "content-length": body.byteLength }); response.end(body); }).listen(Number(process.argv[2]), "127.0.0.1");`;

/** The same bytes from something that does nothing else. */
async function beside(page: Buffer, seconds: number): Promise<{ what: string; perSecond: number }> {
  const folder = mkdtempSync(join(tmpdir(), "kvit-bench-"));
  const file = join(folder, "index.html");
  writeFileSync(file, page);
  const nginx = spawnSync("nginx", ["-v"]).status === 0;
  const port = 20_000 + (process.pid % 20_000);
  if (nginx)
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
       events { worker_connections 512; }
       http { access_log off; keepalive_requests 1000000; server { listen 127.0.0.1:${port}; root ${folder}; } }`,
    );
  const server = nginx
    ? spawn("nginx", ["-c", join(folder, "nginx.conf")], { stdio: "ignore" })
    : spawn(process.execPath, ["-e", BARE, file, String(port)], { stdio: "ignore" });
  try {
    while (
      !(await fetch(`http://127.0.0.1:${port}/`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await wait(50);
    pin(server.pid, SERVER_CORE);
    return { what: nginx ? "nginx" : "bare node:http", perSecond: await load(port, "/", { seconds }) };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
