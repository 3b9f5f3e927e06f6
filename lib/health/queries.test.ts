import { expect, test } from "vitest";
import { closePools, ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { databaseUrl, provideSettings } from "../env.ts";
import { counters } from "./counters.ts";
import { readMetrics, readReadiness } from "./queries.ts";

useFreshDatabase();
const NOW = new Date("2026-11-23T10:00:00Z");

test("a migrated database with a worker that beats is ready, and not once the beat is old", async () => {
  expect(await readReadiness(NOW)).toEqual({ ready: false, database: "ok", migrations: "ok", worker: "silent" });
  await ownerPool().query("INSERT INTO ledger.worker_beat (name, at) VALUES ('worker', $1)", [NOW]);
  expect(await readReadiness(NOW)).toMatchObject({ ready: true, worker: "ok" });
  expect(await readReadiness(new Date(NOW.getTime() + 60_000))).toMatchObject({ ready: false, worker: "silent" });
});

test("metrics say how much waits, how long, and what this process counted", async () => {
  const subject = "00000000-0000-4000-8000-000000000001";
  const waiting = "INSERT INTO ledger.inbox (shard, subject_key, at) VALUES (0, $1, $2), (1, $1, $3)";
  await ownerPool().query(waiting, [subject, NOW, new Date(NOW.getTime() - 7_000)]);
  counters().eventsAccepted += 12;
  const text = await readMetrics(NOW);
  expect(text).toContain("\nkvittering_inbox_depth 2\n");
  expect(text).toContain("\nkvittering_applier_lag_seconds 7\n");
  expect(text).toContain("\nkvittering_events_accepted_total 12\n");
});

test("while the database is down both answer, and say no more than they know", async () => {
  const url = databaseUrl();
  await closePools();
  provideSettings({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing" });
  try {
    expect(await readReadiness(NOW)).toEqual({
      ready: false,
      database: "down",
      migrations: "unknown",
      worker: "unknown",
    });
    const text = await readMetrics(NOW);
    expect(text).toContain("kvittering_database_up 0\n");
    expect(text).not.toContain("inbox_depth");
  } finally {
    await closePools();
    provideSettings({ DATABASE_URL: url });
  }
});
