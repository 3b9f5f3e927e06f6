import { sourceOfKey } from "../access/keys.ts";
import { ownerPool } from "../db/pool.ts";
import { env } from "../env.ts";
import { UnauthenticatedError } from "../errors.ts";
import type { IntakeAnswer } from "../ledger/schema.ts";
import { admission } from "./admission.ts";
import { type Body, withBatch } from "./body.ts";
import { takeEvents } from "./commands.ts";

const BODIES_IN_MEMORY_BYTES = 64 * 1024 * 1024;

/** The events door of one process: who calls, whether there is room, what is said, what is answered. */
export function eventsDoor() {
  let gate: ReturnType<typeof admission> | undefined;

  /** Throws UnauthenticatedError, BusyError, TooLargeError, InvalidInputError; bad events are told one by one. */
  return async (bearer: string | null, body: Body, now: Date): Promise<IntakeAnswer> => {
    const source = bearer === null ? null : await sourceOfKey(bearer, now.getTime());
    if (!source) throw new UnauthenticatedError("No valid key", "invalid_key");
    gate ??= admission({ bytes: BODIES_IN_MEMORY_BYTES, inbox: env().INBOX_LIMIT });
    await gate.room(ownerPool(), now.getTime());
    return withBatch(body, gate, (batch) => takeEvents(ownerPool(), source, batch, now));
  };
}
