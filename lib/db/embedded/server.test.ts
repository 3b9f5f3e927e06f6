import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { placeOf, readPidFile } from "./place.ts";
import { runningServer, startServer, stopServer } from "./server.ts";

const parent = mkdtempSync(join(tmpdir(), "kvittering-server-"));
const folder = join(parent, "data");

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded database", () => {
  afterAll(async () => {
    await stopServer(folder);
    rmSync(parent, { recursive: true, force: true });
  });

  test("starts in a folder below one that only its owner may enter, also for root", async () => {
    chmodSync(parent, 0o700);
    mkdirSync(folder);
    const server = await startServer(folder);
    expect(server.adopted).toBe(false);
    expect(await ask(server.url, "SHOW server_version")).toEqual([{ server_version: expect.stringMatching(/^18\./) }]);
    await ask(server.url, "CREATE TABLE kept AS SELECT 42 AS answer");
  });

  test("a server left running is adopted, not fought", async () => {
    const before = await runningServer(folder);
    const again = await startServer(folder);
    expect(again).toEqual({ ...before, adopted: true });
  });

  test("after kill -9 it comes back on the same port with what was committed", async () => {
    const before = await startServer(folder);
    process.kill(before.pid, "SIGKILL");
    const after = await startServer(folder);
    expect(after.adopted).toBe(false);
    expect(after.port).toBe(before.port);
    expect(await ask(after.url, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  test("stopping leaves no process and no note of one", async () => {
    await stopServer(folder);
    expect(readPidFile(placeOf(folder))).toBeNull();
    expect(await runningServer(folder)).toBeNull();
    await stopServer(folder);
  });
});
