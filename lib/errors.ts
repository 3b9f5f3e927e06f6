/**
 * The few errors `lib` throws on purpose. Only `lib/http` turns them into status codes; anything else is a 500 that says
 * nothing but its request id. `code` is for programs, from our own lists; `message` is for the log and names no value.
 */
export class DomainError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** There is no such thing for this viewer: missing and somebody else's look the same. */
export class NotFoundError extends DomainError {
  constructor(message = "Not found") {
    super("not_found", message);
  }
}

/** The viewer is known, and may not. */
export class ForbiddenError extends DomainError {
  constructor(message = "Not allowed", code = "forbidden") {
    super(code, message);
  }
}

/** Nobody is signed in, or the key is not valid. */
export class UnauthenticatedError extends DomainError {
  constructor(message = "Not signed in", code = "unauthenticated") {
    super(code, message);
  }
}

/** What must still be true no longer is. */
export class ConflictError extends DomainError {
  constructor(message: string, code = "conflict") {
    super(code, message);
  }
}

/** The input breaks a rule; `field` is its path in the input, where one field is to blame. */
export class InvalidInputError extends DomainError {
  readonly field: string | undefined;
  constructor(field: string | undefined, code: string, message = field ? `${field}: ${code}` : code) {
    super(code, message);
    this.field = field;
  }
}

/** Too much to do right now; the same call succeeds later. */
export class BusyError extends DomainError {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number, message = "Busy") {
    super("busy", message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The input is larger than anyone may send in one call. */
export class TooLargeError extends DomainError {
  constructor(message = "Too large") {
    super("too_large", message);
  }
}

/** A message that cannot be taken; `position` is the offset in the body where reading stopped, where that is known. */
export class UnreadableError extends DomainError {
  readonly position: number | undefined;
  constructor(code: string, position?: number) {
    super(code, `The message was refused: ${code}`);
    this.position = position;
  }
}
