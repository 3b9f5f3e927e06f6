import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { CHANNELS } from "../../subscriptions/shapes.ts";
import { LOST_WHYS } from "./shapes.ts";
import { IN_USE, MISSED } from "./sql.ts";

const lost = z.object({
  signalId: z.number(),
  endpointId: z.number(),
  why: z.enum(LOST_WHYS),
  channel: z.enum(CHANNELS),
  label: z.string(),
  address: z.string().nullable(),
  at: z.date().transform((at) => at.toISOString()),
  subscriptions: z.array(z.object({ id: z.number(), name: z.string() })),
  silent: z.number(),
  missed: z.number(),
  told: z.array(z.object({ label: z.string(), state: z.string(), sentAt: z.string().nullable() })),
});

/**
 * What an organisation has lost and nobody has acted on: nobody said "set" to it, the subscription is in force, and it still
 * leads to the address, or to none that could be confirmed; of who left, that they have not been put back. Oldest first.
 */
export const lostRows = async (ask: Ask, organisationId: number, shown: boolean): Promise<z.output<typeof lost>[]> =>
  z.array(lost).parse(
    await ask(
      `WITH said AS (
         SELECT n.id AS notice, n.subscription_id, s.name, g.id AS signal, g.at, n.because->0->>'value' AS why, split_part(g.thread, ':', 2)::int AS endpoint
         FROM notice n JOIN signal g ON g.id = n.signal_id AND g.thread LIKE 'address:%'
           JOIN subscription s ON s.id = n.subscription_id AND s.ended_at IS NULL
         WHERE n.organisation_id = $1::int AND n.confirmed_at IS NULL),
       open AS (
         SELECT x.*, NOT EXISTS (SELECT FROM subscription_endpoint k JOIN endpoint q ON q.id = k.endpoint_id
             WHERE k.subscription_id = x.subscription_id AND ${IN_USE("k", "q")}) AS silent,
           EXISTS (SELECT FROM subscription_endpoint k JOIN endpoint q ON q.id = k.endpoint_id
             WHERE k.subscription_id = x.subscription_id AND k.left_at IS NULL AND q.disabled_at IS NULL) AS chosen,
           j.endpoint_id IS NOT NULL AS leads, j.left_at
         FROM said x LEFT JOIN subscription_endpoint j ON j.subscription_id = x.subscription_id AND j.endpoint_id = x.endpoint)
       SELECT x.signal AS "signalId", p.id AS "endpointId", x.why, p.channel::text AS channel, p.label, ${shown ? "access.shown_address(p.channel, p.address)" : "NULL::text"} AS address, x.at,
         jsonb_agg(jsonb_build_object('id', x.subscription_id, 'name', x.name) ORDER BY x.name) AS subscriptions,
         count(*) FILTER (WHERE x.silent)::int AS silent,
         (SELECT count(DISTINCT y.signal_id)::int FROM unnest(array_agg(x.subscription_id)) AS s (id) CROSS JOIN LATERAL (${MISSED("s.id")}) y) AS missed,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('label', e.label, 'state', coalesce(c.state, d.state),
             'sentAt', to_char(coalesce(c.sent_at, d.sent_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY e.label), '[]')
           FROM notice n JOIN dispatch d ON d.notice_id = n.id LEFT JOIN dispatch c ON c.id = d.gathered_in JOIN endpoint e ON e.id = d.endpoint_id
           WHERE n.signal_id = x.signal) AS told
       FROM open x JOIN endpoint p ON p.id = x.endpoint
       WHERE CASE WHEN x.why = 'left' THEN x.left_at = x.at ELSE p.disabled_at = x.at AND (x.leads OR NOT x.chosen) END
       GROUP BY x.signal, x.at, x.why, p.id, p.channel, p.label, p.disabled_at${shown ? ", p.address" : ""} ORDER BY x.at, x.signal`,
      [organisationId],
    ),
  );
