import { spawn } from "node:child_process";
import { childEnvironment } from "../lib/env.ts";
import type { Board } from "../lib/ledger/shapes.ts";
import { expect, test } from "./fixtures.ts";
import { APP } from "./place.ts";

test("npm run simulate sends traffic that is taken to the last event, also while a station stands still", async ({
  page,
  signInAs,
}) => {
  const settings = { DATA_DIR: APP.dataDir, DATABASE_URL: "" };
  const wanted = ["--rate", "200", "--minutes", "0.15", "--outage", "distributor"];
  const simulating = spawn(process.execPath, ["scripts/simulate.ts", ...wanted], { env: childEnvironment(settings) });
  let said = "";
  for (const stream of [simulating.stdout, simulating.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  expect(await new Promise((done) => simulating.once("exit", done)), said).toBe(0);
  const [, accepted, rejected] = /Done: \d+ letters, (\d+) accepted, \d+ duplicates, (\d+) rejected/.exec(said) ?? [];
  expect(Number(accepted)).toBeGreaterThan(200);
  expect(rejected).toBe("0");
  await signInAs({ role: "operator" });
  const board = (await (await page.request.get("/api/v1/board")).json()) as Board;
  expect(board.legs.length).toBeGreaterThan(4);
});
