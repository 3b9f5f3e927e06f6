import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useFreshDatabase } from "../lib/db/testing.ts";
import { childEnvironment, databaseUrl } from "../lib/env.ts";
import { acknowledgementJson, CITIZEN, edifact, notificationJson, notificationXml } from "../lib/medcom/fixtures.ts";

useFreshDatabase();

const folder = mkdtempSync(join(tmpdir(), "kvittering-ingest-"));
beforeAll(() => {
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, "inner"));
  file("1-letter.edi", notificationJson({ id: "ingest-1", bundle: "ingest-1" }));
  file("2-twin.txt", notificationXml({ id: "ingest-1", bundle: "ingest-1" }));
  file("3-note", `Til ${CITIZEN.name}`);
  file("inner/4-old.json", edifact({ letter: "Ingest4" }));
  file("inner/5-broken.xml", `<Emessage><Patient>${CITIZEN.number}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command until it ends, and answers with its exit code and its lines, a path as it begins below the folder. */
function ingest(...paths: string[]): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((done) => {
    const env = childEnvironment({ DATABASE_URL: databaseUrl() });
    const child = spawn(process.execPath, ["scripts/ingest.ts", ...paths.map((path) => join(folder, path))], { env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    child.on("exit", (code) => done({ code, lines: said.trim().replaceAll(`${folder}/`, "").split("\n") }));
  });
}

describe("npm run ingest", () => {
  test("tells the fate of each file, by its content and not its name, totals last, and ends with 1 as one was refused", async () => {
    expect(await ingest("")).toEqual({
      code: 1,
      lines: [
        "taken     1-letter.edi",
        "duplicate 2-twin.txt",
        "skipped   3-note",
        "taken     inner/4-old.json",
        expect.stringMatching(/^refused {3}inner\/5-broken\.xml \(.*not_xml.*\)$/),
        "5 files: 2 taken, 1 duplicate, 1 skipped, 1 refused",
      ],
    });
  });

  test("again takes nothing; without a refused file it ends with 0", async () => {
    expect(await ingest("1-letter.edi", "3-note")).toEqual({
      code: 0,
      lines: ["duplicate 1-letter.edi", "skipped   3-note", "2 files: 0 taken, 1 duplicate, 1 skipped, 0 refused"],
    });
  });

  test("takes a receipt that comes alone", async () => {
    writeFileSync(join(folder, "6-receipt"), acknowledgementJson({ answers: "ingest-1" }));
    expect(await ingest("6-receipt")).toMatchObject({ code: 0, lines: ["taken     6-receipt", expect.any(String)] });
  });

  test("a path that is not there is told, and nothing is taken", async () => {
    expect(await ingest("1-letter.edi", "nowhere")).toEqual({ code: 1, lines: ["A path cannot be read (ENOENT)"] });
  });
});
