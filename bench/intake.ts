import { randomUUID } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { createKey } from "../lib/access/keys.ts";
import type { IntakeAnswer, StationEventInput } from "../lib/ledger/schema.ts";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";
import { onStage, type Stage } from "./stage.ts";

const BATCHES = [1, 100, 2_000] as const;
const CALLERS = 3;
const RECEIVERS = 80;

/**
 * Events per second through POST /api/v1/events, answered and therefore kept, with the worker folding beside it: batches
 * of 1, 100 and 2,000, in the order of their times and fully shuffled. Baseline of the same run: COPY of the very events
 * into a table with the same columns and indexes.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  return onStage(async (stage) => {
    const key = await benchSource(stage.pool);
    const rates: Record<string, number> = {};
    let applied = { events: 0, seconds: 0 };
    for (const size of BATCHES) {
      for (const order of ["in_order", "shuffled"] as const) {
        const letters = (small ? 20 : 400) * (size === 1 ? 1 : size === 100 ? 5 : 30);
        const events = traffic(letters);
        if (order === "shuffled") shuffle(events);
        const began = performance.now();
        await send(stage, key, events, size);
        const seconds = (performance.now() - began) / 1000;
        await drained(stage.pool);
        applied = {
          events: applied.events + events.length,
          seconds: applied.seconds + (performance.now() - began) / 1000,
        };
        rates[`${order}_${size}`] = Math.round(events.length / seconds);
        say(
          `batches of ${size}, ${order.replace("_", " ")}: ${rates[`${order}_${size}`]} events/s (${events.length} events)`,
        );
      }
    }
    const copy = await copyRate(stage.pool);
    say(`COPY of the same ${copy.events} events into the same indexed table: ${copy.rate} events/s`);
    const ratio = Number(((rates.in_order_2000 ?? 0) / copy.rate).toFixed(3));
    say(
      `ratio in order to COPY: ${ratio} (bar 0.15); answered and folded: ${Math.round(applied.events / applied.seconds)} events/s`,
    );
    return {
      eventsPerSecond: rates,
      copyEventsPerSecond: copy.rate,
      ratioToCopy: ratio,
      untilFolded: Math.round(applied.events / applied.seconds),
    };
  });
}

async function benchSource(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH o AS (INSERT INTO organisation (kind, name) VALUES ('operator', 'Bench') RETURNING id),
       s AS (INSERT INTO source (code, name, organisation_id) SELECT 'bench', 'Bench', id FROM o RETURNING id),
       c AS (INSERT INTO source_scope (source_id) SELECT id FROM s)
     SELECT id FROM s`,
  );
  return createKey(rows[0]?.id ?? 0);
}

/** Eight events a letter: six hops out, the receipt, and its way back. */
export function traffic(letters: number): StationEventInput[] {
  const began = Date.now() - 6 * 3_600_000;
  return Array.from({ length: letters }, (_, i) =>
    journey(began + i * 50, String(5790001348000 + (i % RECEIVERS))),
  ).flat();
}

function journey(sentAt: number, receiverGln: string): StationEventInput[] {
  const letter = { id: randomUUID(), scheme: "fhir" as const };
  const aliases = [{ kind: "envelope" as const, value: randomUUID() }];
  const at = (ms: number) => new Date(sentAt + ms).toISOString();
  const hop = (
    station: StationEventInput["station"],
    kind: StationEventInput["kind"],
    ms: number,
  ): StationEventInput => ({
    id: randomUUID(),
    station,
    kind,
    at: at(ms),
    letter,
    aliases,
    senderGln: "5790000120017",
    receiverGln,
    type: "FDIS20#AdmissionInpatient",
  });
  const receipt = { id: randomUUID(), level: "application" as const, outcome: "ok" as const };
  return [
    hop("sender", "sent", 0),
    hop("vans", "received", 600),
    hop("agent", "received", 1_200),
    hop("distributor", "received", 2_000),
    hop("mailbox", "received", 3_000),
    hop("recipient", "received", 4_000),
    { id: randomUUID(), station: "recipient", kind: "receipt", at: at(30_000), letter, receipt },
    { id: randomUUID(), station: "sender", direction: "back", kind: "received", at: at(32_000), letter, receipt },
  ];
}

function shuffle(events: StationEventInput[]): void {
  for (let i = events.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [events[i], events[j]] = [events[j] as StationEventInput, events[i] as StationEventInput];
  }
}

/** Sends everything, `size` events a call, from a few callers at once; a 429 waits as it is told and tries again. */
async function send(stage: Stage, key: string, events: readonly StationEventInput[], size: number): Promise<void> {
  const bodies: { text: string; events: number }[] = [];
  for (let from = 0; from < events.length; from += size) {
    const batch = events.slice(from, from + size);
    bodies.push({ text: JSON.stringify({ events: batch }), events: batch.length });
  }
  let next = 0;
  const caller = async () => {
    for (let mine = next++; mine < bodies.length; mine = next++) {
      const body = bodies[mine];
      if (!body) return;
      const answer = await call(stage.url, key, body.text);
      if (answer.accepted !== body.events)
        throw new Error(`Only ${answer.accepted} of ${body.events} events were accepted`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

async function call(url: string, key: string, body: string): Promise<IntakeAnswer> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
    });
    if (response.status !== 429) {
      if (!response.ok) throw new Error(`The events door answered ${response.status}`);
      return (await response.json()) as IntakeAnswer;
    }
    await response.body?.cancel();
    await wait(Number(response.headers.get("retry-after") ?? 1) * 1000);
  }
}

async function drained(pool: Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query("SELECT FROM ledger.inbox LIMIT 1");
    if (rowCount === 0) return;
    await wait(50);
  }
}

/** COPY of all events out into memory and into an empty table with the same columns, key and index. */
async function copyRate(pool: Pool): Promise<{ events: number; rate: number }> {
  const client = await pool.connect();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo("COPY (SELECT * FROM ledger.station_event ORDER BY at) TO STDOUT")))
      chunks.push(chunk as Buffer);
    await client.query("CREATE TABLE bench_copy (LIKE ledger.station_event INCLUDING ALL)");
    const began = performance.now();
    await pipeline(chunks, client.query(copyFrom("COPY bench_copy FROM STDIN")));
    const seconds = (performance.now() - began) / 1000;
    const { rows } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM bench_copy");
    const events = rows[0]?.n ?? 0;
    return { events, rate: Math.round(events / seconds) };
  } finally {
    client.release();
  }
}
