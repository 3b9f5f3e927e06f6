import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { type Mailing, mailboxIsFailing } from "../failing.ts";
import { hasFailed, TELLING_CODES } from "../fault.ts";

/** Whether a mailbox is given up, by what became of the mails to it up to an instant: refused at once or returned, they count together. */
export const isFailing = async (ask: Ask, endpointId: number, upTo: Date): Promise<boolean> =>
  mailboxIsFailing(await mailingsUpTo(ask, endpointId, upTo));

const mailing = z.object({ at: z.date(), code: z.string() });
/** The mails to an address that came to their end, newest first. What says nothing of the mailbox is left out. */
const mailingsUpTo = async (ask: Ask, endpointId: number, upTo: Date): Promise<Mailing[]> =>
  z
    .array(mailing)
    .parse(
      await ask(
        `SELECT m.at, m.code FROM (
           SELECT max(t.at) FILTER (WHERE t.code NOT LIKE 'returned%') AS at, (array_agg(t.code ORDER BY t.nr DESC))[1] AS code
           FROM dispatch d JOIN dispatch_try t ON t.dispatch_id = d.id
           WHERE d.endpoint_id = $1::int AND d.state IN ('sent', 'failed') GROUP BY d.id) m
         WHERE m.at <= $2::timestamptz AND m.code = ANY ($3::text[]) ORDER BY m.at DESC LIMIT 200`,
        [endpointId, upTo, TELLING_CODES],
      ),
    )
    .map(({ at, code }) => ({ at: at.getTime(), failed: hasFailed(code) }));
