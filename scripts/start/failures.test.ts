import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../lib/db/embedded/place.ts";
import { childEnvironment } from "../../lib/env.ts";

const folder = mkdtempSync(join(tmpdir(), "kvittering-start-"));

/** Runs the starter until it ends, and answers with its exit code and what it said on stderr. */
function start(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const env = childEnvironment({ DATABASE_URL: "", DATA_DIR: join(folder, "data"), DEMO: "off", ...settings });
    const child = spawn(process.execPath, ["scripts/start.ts"], { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on("exit", (code) => done({ code, said }));
  });
}

const aFreePort = async () => String(await freePort(0));

describe("a start that cannot go on says so in one line and exits with 1", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the port is in use", async () => {
    const taken = createServer();
    const port = await new Promise<number>((done) => {
      taken.listen(0, "127.0.0.1", () => done((taken.address() as { port: number }).port));
    });
    const { code, said } = await start({ PORT: String(port) });
    taken.close();
    expect(code).toBe(1);
    expect(said).toBe(`Cannot start. Port ${port} is in use: end what runs there, or choose another with PORT\n`);
  });

  test("the data folder cannot be written, be it a file or a place that takes none", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    for (const place of [file, ...(process.platform === "linux" ? ["/proc/nowhere"] : [])]) {
      const { code, said } = await start({ PORT: await aFreePort(), DATA_DIR: place });
      expect(code).toBe(1);
      expect(said).toMatch(/^Cannot start\. Cannot write in the data folder [^\n]*\n$/);
    }
  });

  test("the database that settings name does not answer, and its password is not told", async () => {
    const nobody = `postgresql://kvittering:hunter2@127.0.0.1:${await aFreePort()}/kvittering`;
    const { code, said } = await start({ PORT: await aFreePort(), DATABASE_URL: nobody });
    expect(code).toBe(1);
    expect(said).toBe("Cannot start. The database that DATABASE_URL names does not answer (ECONNREFUSED)\n");
  });

  test("settings are wrong", async () => {
    const { code, said } = await start({ PORT: "harbour" });
    expect(code).toBe(1);
    expect(said).toMatch(/^Cannot start\. Settings are wrong\. PORT: [^\n]*\n$/);
  });
});
