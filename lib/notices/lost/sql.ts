import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { CHANNELS, FETCHED } from "../../subscriptions/shapes.ts";
import type { LostWhy } from "./shapes.ts";

const disabled = z.object({
  id: z.number(),
  organisationId: z.number().nullable(),
  channel: z.enum(CHANNELS),
  label: z.string(),
  createdById: z.number().nullable(),
});
export type Disabled = z.output<typeof disabled>;

/** Nothing is sent to these any more, and what still waits for them never will be. Answers those that were in use until now. */
export async function disableEndpoints(
  ask: Ask,
  ids: readonly number[],
  why: Exclude<LostWhy, "left">,
  now: Date,
): Promise<Disabled[]> {
  const rows = await ask(
    `WITH off AS (UPDATE endpoint SET disabled_at = $3::timestamptz, disabled_why = $2 WHERE id = ANY ($1::int[]) AND disabled_at IS NULL
       RETURNING id, organisation_id, channel, label, created_by_id),
     unsent AS (UPDATE dispatch SET state = CASE WHEN sent_at IS NULL THEN 'suppressed' ELSE 'sent' END::dispatch_state, why = $2
       FROM off WHERE endpoint_id = off.id AND state = 'waiting')
     SELECT id, organisation_id AS "organisationId", channel::text AS channel, label, created_by_id AS "createdById" FROM off ORDER BY id`,
    [ids, why, now],
  );
  return z.array(disabled).parse(rows);
}

const idRow = z.object({ id: z.number() });
const idsOf = (rows: unknown[]): number[] =>
  z
    .array(idRow)
    .parse(rows)
    .map(({ id }) => id);

/**
 * Everybody's endpoints at the same e-mail address that were confirmed before a mail was sent there; what was confirmed since is
 * known to arrive.
 */
export const sameMailbox = async (ask: Ask, endpointId: number, sentAt: Date): Promise<number[]> =>
  idsOf(
    await ask(
      `SELECT o.id FROM endpoint e JOIN endpoint o ON lower(o.address) = lower(e.address) AND o.channel = e.channel
       WHERE e.id = $1::int AND (o.confirmed_at <= $2::timestamptz OR (o.id = e.id AND o.confirmed_at IS NULL)) ORDER BY o.id`,
      [endpointId, sentAt],
    ),
  );

/** Addresses of organisations that were asked before an instant, confirmed by nobody. */
export const neverConfirmed = async (ask: Ask, before: Date): Promise<number[]> =>
  idsOf(
    await ask(
      `SELECT id FROM endpoint WHERE organisation_id IS NOT NULL AND channel IN ('email', 'webhook') AND confirmed_at IS NULL
         AND disabled_at IS NULL AND coalesce(asked_at, created_at) < $1::timestamptz ORDER BY id FOR UPDATE SKIP LOCKED`,
      [before],
    ),
  );

const delivery = z.object({ at: z.date(), taken: z.boolean() });
/** What became of the deliveries to an address that came to their end, oldest first: when it was taken, or first tried. */
export const deliveriesTo = async (ask: Ask, endpointId: number): Promise<{ at: number; taken: boolean }[]> =>
  z
    .array(delivery)
    .parse(
      await ask(
        `SELECT coalesce(d.sent_at, min(t.at)) AS at, d.state = 'sent' AS taken
         FROM dispatch d JOIN dispatch_try t ON t.dispatch_id = d.id
         WHERE d.endpoint_id = $1::int AND d.state IN ('sent', 'failed') GROUP BY d.id ORDER BY 1 DESC LIMIT 200`,
        [endpointId],
      ),
    )
    .map(({ at, taken }) => ({ at: at.getTime(), taken }))
    .reverse();

const led = z.object({ id: z.number(), name: z.string(), silent: z.boolean() });
export type Led = z.output<typeof led>;
/** The subscriptions in force that an address was chosen for, and whether each reaches nobody without it. */
export const subscriptionsTo = async (ask: Ask, endpointId: number): Promise<Led[]> =>
  z.array(led).parse(
    await ask(
      `SELECT s.id, s.name, NOT EXISTS (SELECT FROM subscription_endpoint k JOIN endpoint p ON p.id = k.endpoint_id
           WHERE k.subscription_id = s.id AND ${IN_USE("k", "p")}) AS silent
       FROM subscription_endpoint j JOIN subscription s ON s.id = j.subscription_id
       WHERE j.endpoint_id = $1::int AND s.ended_at IS NULL ORDER BY s.name, s.id`,
      [endpointId],
    ),
  );

/** What is only fetched tells nobody that something is lost. */
export function REACHES(endpoint: string): string {
  return `${endpoint}.channel NOT IN (${FETCHED.map((channel) => `'${channel}'`).join(", ")})`;
}

/** Whether an address that a subscription uses is one it goes to at once. */
export function IN_USE(use: string, endpoint: string): string {
  return `${use}.left_at IS NULL AND NOT ${use}.second AND ${endpoint}.confirmed_at IS NOT NULL AND ${endpoint}.disabled_at IS NULL AND ${REACHES(endpoint)}`;
}

/** What an endpoint `p` did not get for subscription `s` since it last took something: refused, returned, or not sent at all. */
export const MISSED = (subscription: string): string => `
  SELECT n.signal_id FROM notice n JOIN signal g ON g.id = n.signal_id AND g.kind NOT IN ('address', 'owner')
    LEFT JOIN dispatch d ON d.notice_id = n.id AND d.endpoint_id = p.id
  WHERE n.subscription_id = ${subscription} AND (d.state IN ('failed', 'suppressed') OR (d.id IS NULL AND n.at >= p.disabled_at))
    AND n.at > coalesce((SELECT max(m.at) FROM dispatch o JOIN notice m ON m.id = o.notice_id
      WHERE o.endpoint_id = p.id AND o.state = 'sent'), '-infinity')`;

/** How many signals did not arrive at an address since it last took one. */
export async function missedAt(ask: Ask, endpointId: number): Promise<number> {
  const [row] = await ask<{ missed: number }>(
    `SELECT count(DISTINCT x.signal_id)::int AS missed FROM endpoint p JOIN subscription_endpoint j ON j.endpoint_id = p.id
       CROSS JOIN LATERAL (${MISSED("j.subscription_id")}) x WHERE p.id = $1::int`,
    [endpointId],
  );
  return row?.missed ?? 0;
}
