import type { Pool } from "pg";
import { BusyError } from "../errors.ts";
import { inboxDepth } from "./sql.ts";

const RETRY_SECONDS = 2;
const DEPTH_KNOWN_FOR_MS = 1_000;

/**
 * Bounds what intake holds at once: bytes of bodies in memory, and touches waiting for the appliers. Beyond either the
 * caller hears BusyError (429) before anything is read, and loses nothing by trying again.
 */
export function admission(limits: { bytes: number; inbox: number }) {
  let held = 0;
  let depth = { at: Number.NEGATIVE_INFINITY, full: false };

  return {
    /** Bytes held right now. */
    held: () => held,
    /** Sets bytes aside until the returned function is called. Throws BusyError. */
    reserve(bytes: number): () => void {
      if (held + bytes > limits.bytes) throw new BusyError(RETRY_SECONDS);
      held += bytes;
      let reserved = true;
      return () => {
        if (reserved) held -= bytes;
        reserved = false;
      };
    },
    /** Throws BusyError where the appliers are too far behind; asked of the database once a second at most. */
    async room(pool: Pool, now: number): Promise<void> {
      if (now - depth.at > DEPTH_KNOWN_FOR_MS) {
        depth = { at: now, full: depth.full };
        depth = { at: now, full: (await inboxDepth(pool, limits.inbox)) >= limits.inbox };
      }
      if (depth.full) throw new BusyError(RETRY_SECONDS);
    },
  };
}
export type Admission = ReturnType<typeof admission>;
