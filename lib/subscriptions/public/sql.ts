import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { filterShape } from "../shapes.ts";
import { wishShape } from "./schema.ts";

const used = z.object({ used: z.number(), since: z.date() });
/** Counts one more under a key, and answers how many that makes since its span began. A span that is over begins anew. */
export const countUse = async (ask: Ask, key: Buffer, spanMs: number, now: Date): Promise<z.output<typeof used>> => {
  const [row] = await ask(
    `INSERT INTO allowance AS a (key, since, used) VALUES ($1::bytea, $2::timestamptz, 1)
     ON CONFLICT (key) DO UPDATE SET
       since = CASE WHEN a.since <= $2::timestamptz - $3::bigint * interval '1 ms' THEN excluded.since ELSE a.since END,
       used = CASE WHEN a.since <= $2::timestamptz - $3::bigint * interval '1 ms' THEN 1 ELSE a.used + 1 END
     RETURNING used, since`,
    [key, now, spanMs],
  );
  return used.parse(row);
};

/** Whom a mail that waits goes to. */
const TO = (mail: string) =>
  `lower(coalesce(${mail}.address, (SELECT e.address FROM endpoint e WHERE e.id = ${mail}.endpoint_id)))`;

const mail = z.object({
  id: z.string(),
  address: z.string().nullable(),
  locale: z.string().nullable(),
  wish: wishShape.nullable(),
  endpointId: z.number().nullable(),
  attempts: z.number(),
});
export type WaitingMail = z.output<typeof mail>;

/**
 * Takes the mail that has been due for longest, and nobody else takes it until `untilThen`; null where none is due. Of several
 * to an address only the oldest, so that they go one by one and in order.
 */
export const takeMail = async (ask: Ask, now: Date, untilThen: Date): Promise<WaitingMail | null> => {
  const [row] = await ask(
    `UPDATE subscriber_mail SET attempts = attempts + 1, not_before = $2
     WHERE id = (SELECT m.id FROM subscriber_mail m
       WHERE m.not_before <= $1 AND NOT EXISTS (SELECT FROM subscriber_mail o WHERE (o.at, o.id) < (m.at, m.id) AND ${TO("o")} = ${TO("m")})
       ORDER BY m.not_before, m.id LIMIT 1 FOR UPDATE OF m SKIP LOCKED)
     RETURNING id, address, locale, wish, endpoint_id AS "endpointId", attempts`,
    [now, untilThen],
  );
  return row === undefined ? null : mail.parse(row);
};

const subscriber = z.object({
  subscriptionId: z.number(),
  endpointId: z.number(),
  version: z.number(),
  address: z.string(),
  locale: z.string(),
  askedAt: z.date(),
  confirmedAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  leftAt: z.date().nullable(),
  filter: filterShape,
});
export type Subscriber = z.output<typeof subscriber>;

const SUBSCRIBER = `
  SELECT s.id AS "subscriptionId", e.id AS "endpointId", s.version, e.address, e.locale, coalesce(e.asked_at, e.created_at) AS "askedAt",
    e.confirmed_at AS "confirmedAt", e.disabled_at AS "disabledAt", j.left_at AS "leftAt",
    (SELECT f.filter FROM subscription_filter f WHERE f.subscription_id = s.id ORDER BY f.valid_from DESC LIMIT 1) AS filter
  FROM endpoint e JOIN subscription_endpoint j ON j.endpoint_id = e.id JOIN subscription s ON s.id = j.subscription_id
  WHERE e.organisation_id IS NULL AND s.organisation_id IS NULL AND e.address <> ''`;
const first = (rows: unknown[]): Subscriber | null => z.array(subscriber).parse(rows)[0] ?? null;

/** Who subscribes by an address without an account, written in whatever case. */
export const subscriberBy = async (ask: Ask, address: string): Promise<Subscriber | null> =>
  first(await ask(`${SUBSCRIBER} AND e.channel = 'email' AND lower(e.address) = lower($1)`, [address]));

/** One subscriber without an account; null where there is none, or it is forgotten. */
export const subscriberOf = async (
  ask: Ask,
  { subscriptionId, endpointId }: { subscriptionId: number; endpointId: number },
): Promise<Subscriber | null> =>
  first(await ask(`${SUBSCRIBER} AND s.id = $1 AND e.id = $2`, [subscriptionId, endpointId]));

const received = z.object({
  at: z.date(),
  title: z.string(),
  titleEn: z.string(),
  moment: z.string(),
  kind: z.string(),
  thread: z.string(),
});
/** What was sent to an address last, newest first: of what was gathered each on its own. */
export const receivedBy = async (ask: Ask, endpointId: number, limit: number) =>
  z.array(received).parse(
    await ask(
      `SELECT coalesce(c.sent_at, d.sent_at) AS at, g.title, g.title_en AS "titleEn", g.moment::text AS moment, g.kind::text AS kind, g.thread
       FROM dispatch d LEFT JOIN dispatch c ON c.id = d.gathered_in JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = n.signal_id
       WHERE d.endpoint_id = $1 AND coalesce(c.state, d.state) = 'sent' ORDER BY 1 DESC, g.id DESC LIMIT $2`,
      [endpointId, limit],
    ),
  );

/**
 * Forgets whoever did not confirm, left or cannot be reached since the instants given: the wish and the address are deleted.
 * What was counted as sent stays counted, under a number that names nobody. Answers how many.
 */
export async function forget(
  ask: Ask,
  { unconfirmed, left, now }: { unconfirmed: Date; left: Date; now: Date },
): Promise<number> {
  const gone = await ask<{ endpoint: number; subscription: number }>(
    `SELECT e.id AS endpoint, j.subscription_id AS subscription FROM endpoint e JOIN subscription_endpoint j ON j.endpoint_id = e.id
     WHERE e.organisation_id IS NULL AND e.address <> '' AND (
       (e.confirmed_at IS NULL AND coalesce(e.asked_at, e.created_at) <= $1) OR (e.confirmed_at IS NOT NULL AND least(j.left_at, e.disabled_at) <= $2))
     ORDER BY e.id FOR UPDATE OF e`,
    [unconfirmed, left],
  );
  const endpoints = gone.map(({ endpoint }) => endpoint);
  const subscriptions = gone.map(({ subscription }) => subscription);
  for (const table of ["subscription_filter", "subscription_endpoint"])
    await ask(`DELETE FROM ${table} WHERE subscription_id = ANY ($1::int[])`, [subscriptions]);
  await ask(
    "DELETE FROM endpoint e WHERE e.id = ANY ($1::int[]) AND NOT EXISTS (SELECT FROM dispatch d WHERE d.endpoint_id = e.id)",
    [endpoints],
  );
  await ask(
    "DELETE FROM subscription s WHERE s.id = ANY ($1::int[]) AND NOT EXISTS (SELECT FROM notice n WHERE n.subscription_id = s.id)",
    [subscriptions],
  );
  await ask("UPDATE subscription SET ended_at = coalesce(ended_at, $2) WHERE id = ANY ($1::int[])", [
    subscriptions,
    now,
  ]);
  await ask(
    "UPDATE endpoint SET address = '', disabled_at = coalesce(disabled_at, $2), disabled_why = coalesce(disabled_why, 'revoked') WHERE id = ANY ($1::int[])",
    [endpoints, now],
  );
  await ask("DELETE FROM subscriber_mail WHERE at <= $1 OR endpoint_id = ANY ($2::int[])", [unconfirmed, endpoints]);
  return gone.length;
}

/** Takes away what has been counted since before an instant. */
export const pruneAllowances = (ask: Ask, before: Date): Promise<unknown[]> =>
  ask("DELETE FROM allowance WHERE since <= $1", [before]);
