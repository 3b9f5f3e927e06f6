import pino from "pino";
import { env } from "./env.ts";
import { DomainError } from "./errors.ts";

/**
 * One JSON line per event on stdout. An error is logged by its class, our own code and where it was thrown, never by its
 * message: parsers and drivers quote what they choke on, and that may be a person's data.
 */
export const log = pino({
  level: env().LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: describeError, error: describeError },
});

/** What may be said of an error: its class, its code (ours, PostgreSQL's SQLSTATE or Node's) and its stack's places. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const places = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof DomainError ? { message: error.message } : {}),
    at: places?.slice(0, 8).map((line) => line.trim()),
  };
}
