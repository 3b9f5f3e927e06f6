import { InvalidInputError, TooLargeError } from "../errors.ts";
import { MAX_EVENTS } from "../ledger/schema.ts";
import type { Admission } from "./admission.ts";
import { fitsBatch } from "./bounds.ts";
import type { RawBatch } from "./commands.ts";

/** 10,000 events of a kilobyte and a half. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export type Body = {
  bytes: AsyncIterable<Uint8Array> | null;
  contentType: string | null;
  length: number | null;
  coverage: string | null;
};

/**
 * Reads a batch from a body: `{events, coverage?}` as JSON, or an event per line as NDJSON with coverage in the header
 * `X-Coverage: from/to`. A line that is not JSON is refused by itself, like any other bad event. `use` has the batch as
 * long as its memory is set aside. Throws InvalidInputError, TooLargeError, BusyError.
 */
export async function withBatch<T>(body: Body, admission: Admission, use: (batch: RawBatch) => Promise<T>): Promise<T> {
  if ((body.length ?? 0) > MAX_BODY_BYTES) throw new TooLargeError();
  const release = admission.reserve(body.length ?? MAX_BODY_BYTES);
  try {
    const text = await readText(body.bytes);
    const lines = /^application\/(x-)?ndjson\b/.test(body.contentType ?? "");
    return await use(lines ? linesOf(text, body.coverage) : batchOf(text));
  } finally {
    release();
  }
}

async function readText(bytes: Body["bytes"]): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new TooLargeError();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (!fitsBatch(body)) throw new InvalidInputError(undefined, "too_many_values");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new InvalidInputError(undefined, "not_utf8");
  }
}

function batchOf(text: string): RawBatch {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidInputError(undefined, "not_json");
  const { events, coverage, ...rest } = value as Record<string, unknown>;
  if (Object.keys(rest).length > 0) throw new InvalidInputError(undefined, "unknown_field");
  if (!Array.isArray(events)) throw new InvalidInputError("events", "array_required");
  if (events.length > MAX_EVENTS) throw new InvalidInputError("events", "too_many_events");
  return coverage === undefined ? { events } : { events, coverage };
}

function linesOf(text: string, coverage: string | null): RawBatch {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > MAX_EVENTS) throw new InvalidInputError("events", "too_many_events");
  const events = lines.map((line) => parsed(line) ?? null);
  if (coverage === null) return { events };
  const [from, to] = coverage.split("/");
  return { events, coverage: { from, to } };
}

/** What JSON says, or undefined where it is none. The parser's own words would quote what it choked on. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
