import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownerPool } from "../db/pool.ts";
import { counters } from "./counters.ts";
import { DATABASE_DOWN, type Metric, prometheusText, type Readiness, readinessOf } from "./rules.ts";
import { appliedMigrations, inboxState, lastBeat } from "./sql.ts";

const PATIENCE_MS = 2_000;

/** Whether this process can do its work now; never throws, and answers within two seconds. */
export async function readReadiness(now: Date): Promise<Readiness> {
  const found = await inTime(Promise.all([wantedMigrations(), appliedMigrations(ownerPool()), lastBeat(ownerPool())]));
  return found === null ? DATABASE_DOWN : readinessOf(...found, now);
}

/** The metrics of this process and of the ledger, as Prometheus text; without the ledger's while the database is down. */
export async function readMetrics(now: Date): Promise<string> {
  const [inbox, beat] = (await inTime(Promise.all([inboxState(ownerPool()), lastBeat(ownerPool())]))) ?? [null, null];
  const { eventsAccepted, eventsDuplicate, eventsRejected, openStreams } = counters();
  const secondsSince = (at: Date | null | undefined) => (at ? Math.max(0, now.getTime() - at.getTime()) / 1_000 : null);
  const lag = inbox === null ? null : (secondsSince(inbox.oldest) ?? 0);
  const metrics: Metric[] = [
    { name: "database_up", help: "1 if the database answered.", type: "gauge", value: inbox === null ? 0 : 1 },
    {
      name: "inbox_depth",
      help: "Touched letters waiting for the applier.",
      type: "gauge",
      value: inbox?.depth ?? null,
    },
    { name: "applier_lag_seconds", help: "Age of the oldest touched letter that waits.", type: "gauge", value: lag },
    {
      name: "worker_beat_age_seconds",
      help: "Time since a worker last said it is alive.",
      type: "gauge",
      value: secondsSince(beat),
    },
    { name: "events_accepted_total", help: "Events this process took in.", type: "counter", value: eventsAccepted },
    { name: "events_duplicate_total", help: "Events it had already.", type: "counter", value: eventsDuplicate },
    { name: "events_rejected_total", help: "Events this process refused.", type: "counter", value: eventsRejected },
    { name: "open_streams", help: "Open live streams of this process.", type: "gauge", value: openStreams },
    { name: "resident_memory_bytes", help: "Memory of this process.", type: "gauge", value: process.memoryUsage.rss() },
  ];
  return prometheusText(metrics);
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  return await Promise.race([work.catch(() => null), sleep(PATIENCE_MS, null, { ref: false })]);
}

let wanted: Promise<string[]> | undefined;
function wantedMigrations(): Promise<string[]> {
  wanted ??= readdir(resolve("prisma/migrations"), { withFileTypes: true }).then((entries) =>
    entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])),
  );
  return wanted;
}
