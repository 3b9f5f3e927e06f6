import { once } from "node:events";
import { createConnection } from "node:net";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { prisma } from "../lib/db/prisma.ts";
import { provideSettings } from "../lib/env.ts";
import { recordSignal } from "../lib/notices/outbox.ts";
import type { StatusTx } from "../lib/status/change.ts";
import { aSignal } from "../prisma/factories/notices.ts";
import { rounded, type Stage } from "./stage.ts";

const GIVE_UP_MS = 120_000;
const LOOKED_EVERY_MS = 200;

type Came = { came: number; distinct: number; first: number; last: number; connections: number };
type Peer = { server: Worker; port: number };

/** A real SMTP server in a thread of its own; the product's mail goes there from now on. */
export async function mailServer(): Promise<Peer> {
  const server = new Worker(new URL("./notices-peer.ts", import.meta.url));
  const [{ port }] = (await once(server, "message")) as [{ port: number }];
  provideSettings({ SMTP_URL: `smtp://127.0.0.1:${port}`, PUBLIC_URL: "https://overblik.example" });
  return { server, port };
}

/**
 * One incident told to everybody who subscribes, from the commit that publishes it to the last mail taken; the worker is
 * killed −9 so many times on the way. Baseline of the same run: as many mails said to the same server by bare SMTP over as
 * many connections.
 */
export async function measureMail(peer: Peer, stage: Stage, recipients: number, thread: string, kills: number) {
  peer.server.postMessage("clear");
  const load = rounded(loadavg()[0] ?? 0);
  const began = Date.now();
  await prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal({ thread }), new Date()), {
    timeout: 60_000,
  });
  const publishMs = Date.now() - began;
  let killed = 0;
  let cameBeforeKill = 0;
  let seen = -1;
  for (;;) {
    const { came, distinct, first, last, connections } = await stateOf(peer);
    // Only a worker that is in the middle of sending is worth killing: one that has sent since the last was killed.
    const pid = stage.workerPid();
    const due = (recipients * (killed + 1)) / (kills + 2);
    if (pid !== undefined && killed < kills && came > Math.max(due, cameBeforeKill)) {
      process.kill(pid, "SIGKILL");
      cameBeforeKill = came;
      killed += 1;
    }
    // The database is asked only when nothing comes: who measures should not be what is measured.
    const left =
      came === seen ? await prisma().dispatch.count({ where: { state: { in: ["waiting", "sending"] } } }) : 1;
    seen = came;
    if (left === 0 || Date.now() - began > GIVE_UP_MS) {
      const counts = { lost: recipients - distinct, doubled: came - distinct, connections };
      const times = { publishMs, firstMs: first - began, lastMs: last - began };
      const bareMs = await bareSmtp(peer, recipients, connections);
      return { ...times, kills: killed, ...counts, bareMs, ratio: rounded(times.lastMs / bareMs), load };
    }
    await sleep(LOOKED_EVERY_MS);
  }
}

async function stateOf({ server }: Peer): Promise<Came> {
  const answer = once(server, "message");
  server.postMessage("tell");
  const [came] = (await answer) as [Came];
  return came;
}

/** How long the same server takes for as many short mails, said to it line by line (ms). */
async function bareSmtp({ server, port }: Peer, mails: number, connections: number): Promise<number> {
  server.postMessage("clear");
  const began = Date.now();
  const each = Math.ceil(mails / Math.max(1, connections));
  await Promise.all(Array.from({ length: Math.max(1, connections) }, () => sayMails(port, each)));
  return Date.now() - began;
}

async function sayMails(port: number, mails: number): Promise<void> {
  const socket = createConnection(port, "127.0.0.1");
  const answered = async (line: string | null) => {
    const answer = once(socket, "data");
    if (line !== null) socket.write(`${line}\r\n`);
    await answer;
  };
  await answered(null);
  await answered("EHLO bench");
  for (let n = 0; n < mails; n++) {
    await answered("MAIL FROM:<varsling@overblik.example>");
    await answered("RCPT TO:<reader@example.org>");
    await answered("DATA");
    await answered(`Message-ID: <bare-${n}@overblik.example>\r\n\r\nVi undersøger årsagen.\r\n.`);
  }
  socket.end("QUIT\r\n");
}
