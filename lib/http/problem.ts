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
} from "../errors.ts";
import { log } from "../log.ts";

const STATUSES: readonly [
  typeof DomainError | typeof BusyError | typeof InvalidInputError | typeof NotFoundError,
  number,
  string,
][] = [
  [InvalidInputError, 400, "The request is not as agreed"],
  [UnauthenticatedError, 401, "Sign in, or send a valid key"],
  [ForbiddenError, 403, "Not allowed"],
  [NotFoundError, 404, "There is no such thing"],
  [ConflictError, 409, "Something else has changed meanwhile"],
  [TooLargeError, 413, "Too large"],
  [BusyError, 429, "Too much to do right now; try again later"],
];

/** An id to find one request by in the log. */
export const newRequestId = (): string => randomUUID();

/**
 * The answer to an error, as application/problem+json. An error that is not one of ours is a 500 that says nothing but its
 * request id, and is logged by its name and code: messages of drivers and parsers quote what they choke on.
 */
export function problem(error: unknown, requestId: string): Response {
  const [, status, title] = STATUSES.find(([kind]) => error instanceof kind) ?? [
    null,
    500,
    "Something went wrong here",
  ];
  if (status === 500) log.error({ event: "request_failed", requestId, name: nameOf(error), code: codeOf(error) });
  const code = error instanceof DomainError ? error.code : "internal";
  const field = error instanceof InvalidInputError && error.field !== undefined ? { field: error.field } : {};
  const challenge = status === 401 ? { "www-authenticate": "Bearer" } : {};
  const retry = error instanceof BusyError ? { "retry-after": String(error.retryAfterSeconds) } : {};
  return Response.json(
    { type: "about:blank", title, status, code, ...field, requestId },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        "x-request-id": requestId,
        "cache-control": "no-store",
        ...challenge,
        ...retry,
      },
    },
  );
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");
const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? "none");
