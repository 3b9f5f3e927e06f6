import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import type { Verdict } from "./rules.ts";

const dispatch = z.object({
  endpointId: z.number(),
  address: z.string(),
  state: z.string(),
  sentAt: z.date().nullable(),
});
export type Returning = z.output<typeof dispatch>;
/** A dispatch by mail that something is said of, held until the end of the change; null where there is none. */
export async function dispatchOf(ask: Ask, id: string): Promise<Returning | null> {
  const [row] = await ask(
    `SELECT d.endpoint_id AS "endpointId", e.address, d.state::text AS state, d.sent_at AS "sentAt"
     FROM dispatch d JOIN endpoint e ON e.id = d.endpoint_id WHERE d.id = $1::uuid AND e.channel = 'email' FOR UPDATE OF d`,
    [id],
  );
  return dispatch.nullable().parse(row ?? null);
}

/** What was sent did not arrive, and is known as not sent: its log says that it was, and why it came back. */
export const recordReturn = (ask: Ask, id: string, verdict: Verdict, now: Date): Promise<unknown[]> =>
  ask(
    `WITH back AS (UPDATE dispatch SET state = 'failed', why = 'returned', sent_at = NULL, attempts = attempts + 1 WHERE id = $1::uuid RETURNING id, attempts)
     INSERT INTO dispatch_try (dispatch_id, nr, at, code) SELECT id, attempts, $3::timestamptz, 'returned_' || $2::text FROM back`,
    [id, verdict, now],
  );
