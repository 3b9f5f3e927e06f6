import { ownerPool } from "../db/pool.ts";
import { env } from "../env.ts";
import { counters } from "../health/counters.ts";
import type { IntakeAnswer } from "../ledger/schema.ts";
import { type Admission, admission } from "./admission.ts";
import { type Body, withBatch } from "./body.ts";
import { takeEvents } from "./commands.ts";
import type { ReportingSource } from "./source.ts";

const BODIES_IN_MEMORY_BYTES = 64 * 1024 * 1024;

/** The events door of one process: whether there is room, what is said, what is answered. */
export function eventsDoor() {
  let gate: Admission | undefined;

  /** Throws BusyError, TooLargeError, InvalidInputError; bad events are told one by one. */
  return async (source: ReportingSource, body: Body, now: Date): Promise<IntakeAnswer> => {
    gate ??= admission({ bytes: BODIES_IN_MEMORY_BYTES, inbox: env().INBOX_LIMIT });
    await gate.room(ownerPool(), now.getTime());
    const answer = await withBatch(body, gate, (batch) => takeEvents(ownerPool(), source, batch, now));
    const counted = counters();
    counted.eventsAccepted += answer.accepted;
    counted.eventsDuplicate += answer.duplicates;
    counted.eventsRejected += answer.rejected.length;
    return answer;
  };
}

/** A request's body and what its headers say of it. */
export function bodyOf(request: Request): Body {
  const length = request.headers.get("content-length");
  return {
    bytes: request.body as AsyncIterable<Uint8Array> | null,
    contentType: request.headers.get("content-type"),
    length: length === null ? null : Number(length),
    coverage: request.headers.get("x-coverage"),
  };
}
