import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { danishDay } from "../../time/danish.ts";
import { REACHES } from "./sql.ts";

const hearer = z.object({ id: z.number(), subscriptionId: z.number() });
/**
 * The other addresses in use by these subscriptions, else by any of the organisation's, each with one of the given
 * subscriptions that it is told for.
 */
export const otherAddresses = async (
  ask: Ask,
  organisationId: number,
  endpointId: number,
  subscriptionIds: readonly number[],
): Promise<z.output<typeof hearer>[]> =>
  z.array(hearer).parse(
    await ask(
      `WITH other AS (
         SELECT p.id, min(j.subscription_id) FILTER (WHERE j.subscription_id = ANY ($3::int[])) AS subscription
         FROM subscription_endpoint j JOIN subscription s ON s.id = j.subscription_id AND s.ended_at IS NULL
           JOIN endpoint p ON p.id = j.endpoint_id
         WHERE s.organisation_id = $1::int AND p.id <> $2::int AND j.left_at IS NULL AND p.confirmed_at IS NOT NULL AND p.disabled_at IS NULL
           AND ${REACHES("p")}
         GROUP BY p.id)
       SELECT id, coalesce(subscription, ($3::int[])[1]) AS "subscriptionId" FROM other
       WHERE subscription IS NOT NULL OR NOT EXISTS (SELECT FROM other WHERE subscription IS NOT NULL) ORDER BY id`,
      [organisationId, endpointId, subscriptionIds],
    ),
  );

const mailbox = z.object({ address: z.string(), label: z.string().nullable() });
export type Mailbox = z.output<typeof mailbox>;
/**
 * Whom an organisation without another address is told by: the account that made the address, while it may still sign in
 * there (`label` null), else its contacts. Never a mailbox that is known not to exist.
 */
export const ownersMailboxes = async (
  ask: Ask,
  organisationId: number,
  personId: number | null,
  now: Date,
): Promise<Mailbox[]> =>
  z.array(mailbox).parse(
    await ask(
      `WITH maker AS (SELECT p.email AS address FROM person p JOIN "grant" r ON r.person_id = p.id AND r.organisation_id = $1::int
           AND r.valid_from <= $3::date AND (r.valid_to IS NULL OR r.valid_to >= $3::date)
         WHERE p.id = $2::int LIMIT 1),
       known AS (SELECT m.address, NULL AS label, 1 AS turn FROM maker m
         UNION ALL SELECT c.email, min(c.function), 2 FROM contact c WHERE c.organisation_id = $1::int AND c.email IS NOT NULL GROUP BY c.email),
       able AS (SELECT k.* FROM known k WHERE NOT EXISTS (SELECT FROM endpoint e WHERE e.channel = 'email'
         AND lower(e.address) = lower(k.address) AND e.disabled_why = 'hard_bounce'
         AND NOT EXISTS (SELECT FROM endpoint o WHERE o.channel = 'email' AND lower(o.address) = lower(e.address)
           AND o.confirmed_at > e.disabled_at AND o.disabled_at IS NULL)))
       SELECT address, label FROM able WHERE turn = (SELECT min(turn) FROM able) ORDER BY address`,
      [organisationId, personId, danishDay(now.getTime())],
    ),
  );

/** The endpoint by which an owner is told at a mailbox; the same one each time. */
export async function ownersEndpoint(
  ask: Ask,
  organisationId: number,
  { address, label }: { address: string; label: string },
  now: Date,
): Promise<number> {
  const [row] = await ask<{ id: number }>(
    `INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at, for_owner)
     VALUES ($1::int, 'email', $2, $3, $4::timestamptz, $4::timestamptz, true)
     ON CONFLICT (organisation_id, lower(address)) WHERE for_owner DO UPDATE SET label = excluded.label, disabled_at = NULL, disabled_why = NULL
     RETURNING id`,
    [organisationId, label, address, now],
  );
  if (!row) throw new Error("An owner's endpoint was not written");
  return row.id;
}
