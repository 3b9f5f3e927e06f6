import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { createIncident, createService } from "../../prisma/factories/status.ts";
import { closePools, ownerPool } from "../db/pool.ts";
import { freshDatabase, useFreshDatabase } from "../db/testing.ts";
import { databaseUrl, provideSettings } from "../env.ts";
import { currentSnapshot, keepCurrent } from "./current.ts";
import { keptSnapshot } from "./store.ts";

useFreshDatabase();

const folder = mkdtempSync(join(tmpdir(), "kvit-"));
const shared = globalThis as unknown as Record<symbol, unknown>;
/** As a process that has just started. */
const forget = () => {
  shared[Symbol.for("kvitteringsoverblik.publication")] = undefined;
};
let running: ReturnType<typeof keepCurrent> | undefined;
async function start(url: string) {
  forget();
  await closePools();
  provideSettings({ DATABASE_URL: url, DATA_DIR: folder });
  running = keepCurrent();
  await running.first;
}
afterEach(() => running?.stop());

let url = "";
const NOWHERE = "postgresql://nobody:x@127.0.0.1:1/none";
beforeAll(async () => {
  url = databaseUrl();
  await createIncident([await createService()], { number: "2026-1" });
});
const numbers = () => currentSnapshot().snapshot.incidents.map(({ number }) => number);

test("without a database and without anything kept there is nothing to show", async () => {
  await start(NOWHERE);
  expect(() => currentSnapshot()).toThrow();
});

test("the snapshot is read as the process starts, and kept on disk", async () => {
  await start(url);
  expect([numbers(), currentSnapshot().stale]).toEqual([["2026-1"], false]);
  expect(keptSnapshot(folder)).toEqual(currentSnapshot().snapshot);
});

test("what is published is shown at once", async () => {
  await start(url);
  await createIncident([await createService()], { number: "2026-2" });
  await vi.waitFor(
    async () => {
      await ownerPool().query("SELECT pg_notify('status', '')");
      expect(numbers()).toContain("2026-2");
    },
    { timeout: 5_000, interval: 100 },
  );
});

test("a process that starts while the database is away shows what was kept, and says that it is old", async () => {
  await start(NOWHERE);
  expect([numbers().toSorted(), currentSnapshot().stale]).toEqual([["2026-1", "2026-2"], true]);
});

test("a database that goes away is noticed at once", async () => {
  const other = await freshDatabase();
  await start(other.url);
  expect(currentSnapshot().stale).toBe(false);
  await other.drop();
  await vi.waitFor(() => expect(currentSnapshot().stale).toBe(true), { timeout: 5_000 });
});

test("a snapshot older than five minutes is stale, also with a database", async () => {
  await start(url);
  const asOf = Date.parse(currentSnapshot().snapshot.asOf);
  expect([asOf + 299_000, asOf + 301_000].map((now) => currentSnapshot(now).stale)).toEqual([false, true]);
});
