import { randomUUID } from "node:crypto";
import {
  BusyError,
  ConflictError,
  DomainError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooLargeError,
  UnauthenticatedError,
  UnreadableError,
} from "../errors.ts";
import { log } from "../log.ts";

const STATUSES: readonly [
  typeof DomainError | typeof BusyError | typeof InvalidInputError | typeof NotFoundError | typeof UnreadableError,
  number,
  string,
][] = [
  [InvalidInputError, 400, "The request is not as agreed"],
  [UnauthenticatedError, 401, "Sign in, or send a valid key"],
  [ForbiddenError, 403, "Not allowed"],
  [NotFoundError, 404, "There is no such thing"],
  [ConflictError, 409, "Something else has changed meanwhile"],
  [TooLargeError, 413, "Too large"],
  [UnreadableError, 422, "The message cannot be taken"],
  [BusyError, 429, "Too much to do right now; try again later"],
];

/** An id to find one request by in the log. */
export const newRequestId = (): string => randomUUID();

/** What an error says to whoever called: its status, its title, a code of ours and what else is known of the place. */
export type Told = { status: number; title: string; code: string; field?: string; position?: number };

/**
 * An error as it is told. One that is not one of ours is a 500 that says nothing but its request id, and is logged by its
 * name and code: messages of drivers and parsers quote what they choke on.
 */
export function told(error: unknown, requestId: string): Told {
  const [, status, title] = STATUSES.find(([kind]) => error instanceof kind) ?? [
    null,
    500,
    "Something went wrong here",
  ];
  if (status === 500) log.error({ event: "request_failed", requestId, name: nameOf(error), code: codeOf(error) });
  return {
    status,
    title,
    code: error instanceof DomainError ? error.code : "internal",
    ...(error instanceof InvalidInputError && error.field !== undefined ? { field: error.field } : {}),
    ...(error instanceof UnreadableError && error.position !== undefined ? { position: error.position } : {}),
  };
}

/** The headers every answer to an error bears. */
export function errorHeaders(error: unknown, status: number, requestId: string): Record<string, string> {
  return {
    "x-request-id": requestId,
    "cache-control": "no-store",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(error instanceof BusyError ? { "retry-after": String(error.retryAfterSeconds) } : {}),
  };
}

/** The answer to an error, as application/problem+json (RFC 9457). */
export function problem(error: unknown, requestId: string): Response {
  const { status, title, ...rest } = told(error, requestId);
  const headers = { ...errorHeaders(error, status, requestId), "content-type": "application/problem+json" };
  return Response.json({ type: "about:blank", title, status, ...rest, requestId }, { status, headers });
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");
const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? "none");
