import { Worker } from "node:worker_threads";
import type { Pool } from "pg";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { addDays, danishDay } from "../time/danish.ts";
import { type DemoAccount, makeAccounts } from "./accounts.ts";
import { makeDirectory } from "./directory.ts";
import type { History } from "./history.ts";
import type { Seed } from "./letters.ts";
import { DEMO_SOURCES } from "./sources.ts";
import { makeStatus } from "./status.ts";
import { coveredBy, EVENT_DAYS, HISTORY_DAYS, timelineOf } from "./timeline.ts";

/** What the demo world is made from: the same letters on every run, anchored to the day it is made. */
export const DEMO_SEED: Seed = { name: "demo" };

export type SeededDemo = { accounts: DemoAccount[]; apiKey: string };

/**
 * Makes the demo world in an empty, migrated database: directory, accounts, sources, 90 days of deliveries and rollups, and
 * the events and receipts of the last 7. Answers what people sign in with; passwords and key are not kept anywhere else.
 */
export async function seedDemo(
  progress: (line: string) => void,
  now: Date,
  days: { history: number; events: number } = { history: HISTORY_DAYS, events: EVENT_DAYS },
): Promise<SeededDemo> {
  const pool = ownerPool();
  const anchor = danishDay(now.getTime());
  const from = addDays(anchor, -days.history);
  await pool.query("SELECT ledger.ensure_partitions($1, $2)", [`${from}T00:00:00Z`, now]);
  progress("directory: 98 municipalities, their systems, hospitals and practices");
  const { apiKey } = await makeDirectory(anchor, now);
  const accounts = await makeAccounts();
  await vouch(pool, anchor, now);

  progress(`traffic: ${days.history} days`);
  const eventsFrom = -days.events;
  // The last days are the heavier ones: both threads should end together.
  const middle = -Math.round(days.history * 0.42);
  const span = { seed: DEMO_SEED, anchor, eventsFrom, now: now.getTime() };
  const written = await Promise.all([
    inThread({ ...span, from: -days.history, to: middle }),
    inThread({ ...span, from: middle + 1, to: 0 }),
  ]);
  const total = (of: keyof Written) => written.reduce((sum, part) => sum + part[of], 0);
  progress(`${total("deliveries")} deliveries, ${total("events")} events of the last ${days.events} days`);
  await pool.query("ANALYZE");
  progress("status: services, incidents, windows, objectives, runbooks");
  await makeStatus(anchor, now);
  await prisma().meta.createMany({
    data: [
      { key: "demo", value: "true" },
      { key: "demo_anchor", value: anchor },
      { key: "demo_told_until", value: now.toISOString() },
    ],
  });
  return { accounts, apiKey };
}

async function vouch(pool: Pool, anchor: string, now: Date): Promise<void> {
  const timeline = timelineOf(anchor);
  for (const { code } of DEMO_SOURCES.filter((source) => source.code !== "demo")) {
    const spans = coveredBy(code, timeline, now.getTime()).map((span) => span.map((ms) => new Date(ms).toISOString()));
    await pool.query(
      "INSERT INTO ledger.coverage (source_id, seen) SELECT id, $2::tstzmultirange FROM source WHERE code = $1",
      [code, `{${spans.map(([start, end]) => `[${start},${end})`).join(",")}}`],
    );
  }
}

type Written = { deliveries: number; events: number };

function inThread(history: History): Promise<Written> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./history-thread.ts", import.meta.url), {
      workerData: history,
      // Nearly everything a day makes is thrown away with it: room for it to die young halves the time.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => {
      if (code !== 0) reject(new Error("A thread that writes the history ended early"));
    });
  });
}
