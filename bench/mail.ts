import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { closePrisma, prisma } from "../lib/db/prisma.ts";
import { provideSettings } from "../lib/env.ts";
import { recordSignal } from "../lib/notices/outbox.ts";
import type { StatusTx } from "../lib/status/change.ts";
import { aSignal, createEndpoint, createSubscription } from "../prisma/factories/notices.ts";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";
import { onStage, type Stage } from "./stage.ts";

const FIRST_BAR_MS = 5_000;
const LAST_BAR_MS = 60_000;
const GIVE_UP_MS = 180_000;
const MADE_AT_ONCE = 50;

type Came = { came: number; distinct: number; first: number; last: number; connections: number };

/**
 * One incident told to 10,000 addresses over SMTP, from the commit that publishes it to the last mail taken by a real server;
 * then again with the worker killed −9 twice on the way: none lost, and the doubles counted. Baseline of the same run: the
 * same number of mails said to the same server by bare SMTP over as many connections.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const recipients = small ? 200 : 10_000;
  const peer = new Worker(new URL("./mail-peer.ts", import.meta.url));
  const [{ port }] = (await once(peer, "message")) as [{ port: number }];
  provideSettings({ SMTP_URL: `smtp://127.0.0.1:${port}`, PUBLIC_URL: "https://overblik.example" });
  try {
    return await onStage(async (stage) => {
      await subscribe(recipients);
      const calm = await told(peer, stage, recipients, 1, 0);
      const killed = await told(peer, stage, recipients, 2, 2);
      const bare = await bareSmtp(peer, port, recipients, calm.connections);
      const kept = { first: calm.firstMs < FIRST_BAR_MS, last: calm.lastMs < LAST_BAR_MS };
      say(
        `${recipients} recipients: published in ${calm.publishMs} ms, first mail after ${calm.firstMs} ms (bar ${FIRST_BAR_MS}): ${verdict(kept.first)}; last after ${calm.lastMs} ms (bar ${LAST_BAR_MS}): ${verdict(kept.last)}`,
      );
      say(
        `Worker killed −9 twice: lost ${killed.lost}, doubled ${killed.doubled} over ${killed.connections} connections; last after ${killed.lastMs} ms`,
      );
      say(`Baseline, bare SMTP to the same server: ${bare} ms`);
      return { recipients, calm, killed, bareSmtpMs: bare, bars: { firstMs: FIRST_BAR_MS, lastMs: LAST_BAR_MS } };
    });
  } finally {
    await closePrisma();
    await peer.terminate();
  }
}

/** People without an account who follow everything, each at an address of their own. */
async function subscribe(recipients: number): Promise<void> {
  for (let made = 0; made < recipients; made += MADE_AT_ONCE) {
    await Promise.all(
      Array.from({ length: Math.min(MADE_AT_ONCE, recipients - made) }, async (_, n) => {
        const endpoint = await createEndpoint(null, { address: `reader-${made + n}@example.org` });
        await createSubscription(null, [endpoint], { calm: { capPerHour: 1_000 } });
      }),
    );
  }
}

async function told(peer: Worker, stage: Stage, recipients: number, nth: number, kills: number) {
  peer.postMessage("clear");
  const began = Date.now();
  await prisma().$transaction(
    (tx) => recordSignal(tx as StatusTx, aSignal({ thread: `incident:2026-${nth}` }), new Date()),
    { timeout: 60_000 },
  );
  const publishMs = Date.now() - began;
  let killed = 0;
  for (;;) {
    const { came, distinct, first, last, connections } = await stateOf(peer);
    if (killed < kills && came > (recipients * (killed + 1)) / (kills + 2)) {
      const pid = stage.workerPid();
      if (pid) process.kill(pid, "SIGKILL");
      killed += 1;
    }
    const waiting = await prisma().dispatch.count({ where: { state: { in: ["waiting", "sending"] } } });
    if (waiting === 0 || Date.now() - began > GIVE_UP_MS) {
      const counts = { lost: recipients - distinct, doubled: came - distinct, connections };
      return { publishMs, firstMs: first - began, lastMs: last - began, kills: killed, ...counts };
    }
    await sleep(100);
  }
}

async function stateOf(peer: Worker): Promise<Came> {
  const answer = once(peer, "message");
  peer.postMessage("tell");
  const [came] = (await answer) as [Came];
  return came;
}

/** How long the same server takes for as many short mails, said to it line by line (ms). */
async function bareSmtp(peer: Worker, port: number, mails: number, connections: number): Promise<number> {
  peer.postMessage("clear");
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

const verdict = (held: boolean): string => (held ? "kept" : "MISSED");
