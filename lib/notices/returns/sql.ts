import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import type { Fault } from "./rules.ts";

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

/** What was sent did not arrive, and is known as not sent: its log says that it was, and whose fault it is. */
export const recordReturn = (ask: Ask, id: string, fault: Fault, now: Date): Promise<unknown[]> =>
  ask(
    `WITH back AS (UPDATE dispatch SET state = 'failed', why = 'returned', sent_at = NULL, attempts = attempts + 1 WHERE id = $1::uuid RETURNING id, attempts)
     INSERT INTO dispatch_try (dispatch_id, nr, at, code) SELECT id, attempts, $3::timestamptz, 'returned_' || $2::text FROM back`,
    [id, fault, now],
  );

const mailing = z.object({ at: z.date(), returned: z.boolean() });
/**
 * The mails to an address up to one of them, newest first, and whether each came back. One that came back for what it was says
 * nothing of the mailbox, and is left out.
 */
export const mailingsUpTo = async (
  ask: Ask,
  endpointId: number,
  sentAt: Date,
): Promise<{ at: number; returned: boolean }[]> =>
  z
    .array(mailing)
    .parse(
      await ask(
        `SELECT max(t.at) FILTER (WHERE t.code = 'sent') AS at, d.sent_at IS NULL AS returned
         FROM dispatch d JOIN dispatch_try t ON t.dispatch_id = d.id WHERE d.endpoint_id = $1::int AND d.state IN ('sent', 'failed')
         GROUP BY d.id HAVING max(t.at) FILTER (WHERE t.code = 'sent') <= $2::timestamptz
           AND count(*) FILTER (WHERE t.code = 'returned_policy') = 0
         ORDER BY 1 DESC LIMIT 200`,
        [endpointId, sentAt],
      ),
    )
    .map(({ at, returned }) => ({ at: at.getTime(), returned }));
