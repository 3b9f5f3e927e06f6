import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Pool } from "pg";
import { TooLargeError } from "../../errors.ts";
import { hidePersonNumbers } from "../person-number.ts";
import type { ReportingSource } from "../source.ts";
import { takeMessage } from "./commands.ts";
import type { ParserPool } from "./parser-pool.ts";
import type { MessageOutcome } from "./shapes.ts";

/** What became of a file. A batch in a file is refused where any entry is, and taken where any other is new. */
export type FileOutcome = { file: string; outcome: MessageOutcome["outcome"]; reason: string | null };

/** Every file at a path, in the order of their names; the path itself where it is one. Throws what the file system says. */
export async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) found.push(...(await filesAt(join(path, entry.name))));
    else if (entry.isFile()) found.push(join(path, entry.name));
  }
  return found;
}

/** Takes the message in a file, as the source of files reports it. Never throws for what the file holds. */
export async function takeFile(
  pool: Pool,
  parser: ParserPool,
  source: ReportingSource,
  file: string,
  now: Date,
): Promise<FileOutcome> {
  const name = hidePersonNumbers(file);
  try {
    const message = await parser.parse(createReadStream(file));
    return { file: name, ...inOne(await takeMessage(pool, source, message, now)) };
  } catch (error) {
    if (error instanceof TooLargeError) return { file: name, outcome: "refused", reason: error.code };
    throw error;
  }
}

function inOne(messages: readonly MessageOutcome[]): Pick<FileOutcome, "outcome" | "reason"> {
  const refused = messages.filter(({ outcome }) => outcome === "refused");
  const [first] = refused;
  if (first) {
    const where = first.position === undefined ? (first.field ?? "") : `at ${first.position}`;
    const which = messages.length === 1 ? "" : `${refused.length} of ${messages.length} entries`;
    return { outcome: "refused", reason: [first.code, where, which].filter(Boolean).join(", ") };
  }
  const has = (outcome: MessageOutcome["outcome"]) => messages.some((message) => message.outcome === outcome);
  return { outcome: has("taken") ? "taken" : has("duplicate") ? "duplicate" : "skipped", reason: null };
}
