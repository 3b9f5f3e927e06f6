import { z } from "zod";
import type { Ask } from "../status/ask.ts";
import { CHANNELS, filterShape, type SignalKind } from "../subscriptions/shapes.ts";

const calm = {
  quietFrom: z.string().nullable(),
  quietTo: z.string().nullable(),
  criticalPasses: z.boolean(),
  digestAt: z.string().nullable(),
  intervalMinutes: z.number(),
  capPerHour: z.number(),
};
const subscriber = z.object({
  id: z.number(),
  organisationId: z.number().nullable(),
  filter: filterShape,
  ...calm,
  /** Addresses it goes to at once. Second contacts come later, and follow what they were once told of. */
  endpoints: z.array(z.number()),
  /** It was told of one of the threads before, and not that this one is over: at an address then, and not given up by hand. */
  told: z.boolean(),
  /** Of which of them it was told anything. */
  heardOf: z.array(z.string()),
});
export type Subscriber = z.output<typeof subscriber>;

/**
 * Every subscription in force with its filter of now (the first it has, where another machine's clock was ahead), the addresses that can be sent to, and whether it knows the threads. A
 * calendar holds windows and nothing else.
 */
export const subscribers = async (
  ask: Ask,
  { kind, threads }: { kind: SignalKind; threads: readonly string[] },
  now: Date,
): Promise<Subscriber[]> => z.array(subscriber).parse(await ask(SUBSCRIBERS, [now, threads, kind]));

const NOT_GIVEN_UP = "(d.state <> 'suppressed' OR d.why IS DISTINCT FROM 'cancelled')";
// Where another subscription had told an address before, that stands for what was not told there again.
const SUBSCRIBERS = `
  WITH present AS (
    SELECT DISTINCT ON (subscription_id) subscription_id, filter FROM subscription_filter
    ORDER BY subscription_id, valid_from <= $1::timestamptz DESC, CASE WHEN valid_from <= $1::timestamptz THEN valid_from END DESC, valid_from),
  said AS (
    SELECT DISTINCT ON (n.subscription_id, t.thread) n.subscription_id, t.thread, g.moment <> 'resolved' AS open
    FROM signal g JOIN notice n ON n.signal_id = g.id CROSS JOIN LATERAL unnest(g.thread || g.also_of) AS t (thread)
    WHERE g.thread = ANY ($2::text[]) AND t.thread = ANY ($2::text[])
      AND (EXISTS (SELECT FROM dispatch d WHERE d.notice_id = n.id AND ${NOT_GIVEN_UP})
        OR EXISTS (SELECT FROM subscription_endpoint j JOIN dispatch d ON d.endpoint_id = j.endpoint_id AND d.signal_id = n.signal_id
          WHERE j.subscription_id = n.subscription_id AND ${NOT_GIVEN_UP}))
    ORDER BY n.subscription_id, t.thread, g.id DESC),
  told AS (SELECT subscription_id, bool_or(open) AS open, array_agg(thread ORDER BY thread) AS threads FROM said GROUP BY 1),
  reach AS (
    SELECT j.subscription_id, array_agg(p.id ORDER BY p.id) AS endpoints
    FROM subscription_endpoint j JOIN endpoint p ON p.id = j.endpoint_id
    WHERE (NOT j.second OR EXISTS (SELECT FROM dispatch d JOIN signal g ON g.id = d.signal_id
      WHERE d.endpoint_id = j.endpoint_id AND g.thread = ANY ($2::text[]))) AND j.left_at IS NULL AND p.confirmed_at IS NOT NULL AND p.disabled_at IS NULL
      AND (p.channel <> 'calendar' OR $3::text = 'window')
    GROUP BY 1)
  SELECT s.id, s.organisation_id AS "organisationId", f.filter, s.quiet_from AS "quietFrom", s.quiet_to AS "quietTo",
    s.critical_passes AS "criticalPasses", s.digest_at AS "digestAt", s.interval_minutes AS "intervalMinutes",
    s.cap_per_hour AS "capPerHour", coalesce(e.endpoints, '{}') AS endpoints, coalesce(t.open, false) AS told,
    coalesce(t.threads, '{}') AS "heardOf"
  FROM subscription s JOIN present f ON f.subscription_id = s.id
    LEFT JOIN reach e ON e.subscription_id = s.id LEFT JOIN told t ON t.subscription_id = s.id
  WHERE s.ended_at IS NULL OR s.ended_at > $1::timestamptz
  ORDER BY s.id`;

const addresses = z.object({ channel: z.enum(CHANNELS), count: z.number() });
/** How many of these addresses are on each channel. */
export const addressesByChannel = async (ask: Ask, endpointIds: readonly number[]) =>
  z
    .array(addresses)
    .parse(
      await ask(
        "SELECT channel::text AS channel, count(*)::int AS count FROM endpoint WHERE id = ANY ($1::int[]) GROUP BY endpoint.channel ORDER BY endpoint.channel",
        [endpointIds],
      ),
    );

const named = z.object({ id: z.number(), name: z.string() });
/** What organisations are called, by name. */
export const organisationNames = async (ask: Ask, ids: readonly number[]) =>
  z
    .array(named)
    .parse(await ask("SELECT id, name FROM organisation WHERE id = ANY ($1::int[]) ORDER BY name, id", [ids]));

const planned = z.object({
  endpointId: z.number(),
  lastOfThread: z.date().nullable(),
  lastHour: z.array(z.date()),
});
/**
 * What was sent or planned for these addresses: the latest of the threads, and of what was said since `since` all from the hour
 * before now on. What went along in another's message went with it.
 */
export const plannedBefore = async (
  ask: Ask,
  endpointIds: readonly number[],
  threads: readonly string[],
  since: Date,
  now: Date,
): Promise<Map<number, { lastOfThread: number | null; lastHour: number[] }>> => {
  const rows = z.array(planned).parse(await ask(PLANNED, [endpointIds, threads, now, since]));
  return new Map(
    rows.map(({ endpointId, lastOfThread, lastHour }) => [
      endpointId,
      {
        lastOfThread: lastOfThread?.getTime() ?? null,
        lastHour: lastHour.map((at) => at.getTime()),
      },
    ]),
  );
};

const PLANNED = `
  SELECT d.endpoint_id AS "endpointId",
    max(d.at) FILTER (WHERE g.thread = ANY ($2::text[])) AS "lastOfThread",
    coalesce(array_agg(d.at ORDER BY d.at) FILTER (WHERE d.at > $3::timestamptz - interval '1 hour'), '{}') AS "lastHour"
  FROM signal g CROSS JOIN LATERAL (
    SELECT o.endpoint_id, min(coalesce(c.sent_at, c.not_before, o.sent_at, o.not_before)) AS at
    FROM dispatch o LEFT JOIN dispatch c ON c.id = o.gathered_in
    WHERE o.signal_id = g.id AND o.endpoint_id = ANY ($1::int[]) AND coalesce(c.state, o.state) IN ('waiting', 'sending', 'sent') GROUP BY 1) d
  WHERE g.thread = ANY ($2::text[]) OR g.at > $4::timestamptz
  GROUP BY 1`;

export type NewNotice = { subscriptionId: number; organisationId: number | null; because: unknown };
/** Writes the notices of a signal; answers their ids by subscription. */
export async function insertNotices(
  ask: Ask,
  signalId: number,
  notices: readonly NewNotice[],
  now: Date,
): Promise<Map<number, number>> {
  const rows = await ask<{ id: number; subscription_id: number }>(
    `INSERT INTO notice (signal_id, subscription_id, organisation_id, at, because)
     SELECT $1, x.subscription, x.organisation, $2, x.because
     FROM unnest($3::int[], $4::int[], $5::jsonb[]) AS x (subscription, organisation, because)
     RETURNING id, subscription_id`,
    [
      signalId,
      now,
      notices.map(({ subscriptionId }) => subscriptionId),
      notices.map(({ organisationId }) => organisationId),
      notices.map(({ because }) => JSON.stringify(because)),
    ],
  );
  return new Map(rows.map((row) => [row.subscription_id, row.id]));
}

export type NewDispatch = { id: string; noticeId: number; endpointId: number; notBefore: Date; why: string | null };
/** Writes dispatches, of a notice to an address each; not to where the same signal was told already. */
export const insertDispatches = (ask: Ask, dispatches: readonly NewDispatch[]): Promise<unknown[]> =>
  ask(
    `INSERT INTO dispatch (id, notice_id, signal_id, endpoint_id, state, not_before, why)
     SELECT x.id, n.id, n.signal_id, x.endpoint, 'waiting', x.at, x.why
     FROM unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::text[]) AS x (id, notice, endpoint, at, why)
       JOIN notice n ON n.id = x.notice
     WHERE NOT EXISTS (SELECT FROM dispatch d WHERE d.endpoint_id = x.endpoint AND d.signal_id = n.signal_id
       AND (d.state IN ('sending', 'sent', 'gathered') OR d.sent_at IS NOT NULL))
     ON CONFLICT DO NOTHING`,
    [
      dispatches.map(({ id }) => id),
      dispatches.map(({ noticeId }) => noticeId),
      dispatches.map(({ endpointId }) => endpointId),
      dispatches.map(({ notBefore }) => notBefore),
      dispatches.map(({ why }) => why),
    ],
  );

/**
 * What still waits for a subscription, at one address or (null) at all of its own, is never sent; what arrived before stays so.
 * What went along in it for other subscriptions goes on by itself.
 */
export const dropWaiting = (
  ask: Ask,
  { subscriptionId, endpointId }: { subscriptionId: number; endpointId: number | null },
  why: "left" | "ended",
): Promise<unknown[]> =>
  ask(
    `WITH dropped AS (
       UPDATE dispatch d SET state = CASE WHEN d.sent_at IS NULL THEN 'suppressed' ELSE 'sent' END::dispatch_state, why = $3
       FROM notice n WHERE n.id = d.notice_id AND n.subscription_id = $1::int AND ($2::int IS NULL OR d.endpoint_id = $2::int) AND d.state = 'waiting'
       RETURNING d.id)
     UPDATE dispatch d SET state = 'waiting', gathered_in = NULL FROM dropped x, notice n
     WHERE d.gathered_in = x.id AND n.id = d.notice_id AND n.subscription_id IS DISTINCT FROM $1::int RETURNING d.id`,
    [subscriptionId, endpointId, why],
  );

const unconfirmed = z.object({ noticeId: z.number(), second: z.array(z.number()) });
/**
 * Takes the notices whose confirmation is overdue and marks them as gone on, with the second contacts to tell. The minutes
 * count from when it was sent, or is to be after quiet hours and the like; else from when it was said. An answer to something
 * newer of the same conversation answers it too, and what is over, held or given up by hand needs none. Workers take each once.
 */
export const takeUnconfirmed = async (ask: Ask, now: Date): Promise<z.output<typeof unconfirmed>[]> =>
  z.array(unconfirmed).parse(await ask(TAKE_UNCONFIRMED, [now]));

const TAKE_UNCONFIRMED = `
  WITH late AS (
    SELECT n.id FROM notice n JOIN subscription s ON s.id = n.subscription_id JOIN signal g ON g.id = n.signal_id
      CROSS JOIN LATERAL (SELECT coalesce(min(coalesce(d.sent_at, CASE WHEN d.state = 'waiting'
        AND d.why IN ('quiet', 'digest', 'interval', 'cap', 'brake') THEN d.not_before END)), n.at) AS at FROM dispatch d WHERE d.notice_id = n.id) told
    WHERE n.confirmed_at IS NULL AND n.escalated_at IS NULL AND s.confirm_minutes IS NOT NULL AND g.moment <> 'resolved' AND g.kind NOT IN ('address', 'owner') AND g.held_at IS NULL
      AND n.at > $1::timestamptz - interval '3 days' AND told.at + s.confirm_minutes * interval '1 minute' <= $1::timestamptz
      AND NOT EXISTS (SELECT FROM notice m JOIN signal h ON h.id = m.signal_id
        WHERE m.subscription_id = n.subscription_id AND h.thread = g.thread AND h.id > g.id
          AND (m.confirmed_at IS NOT NULL OR h.moment = 'resolved'))
      AND (EXISTS (SELECT FROM dispatch d WHERE d.notice_id = n.id AND d.sent_at IS NOT NULL)
        OR NOT EXISTS (SELECT FROM dispatch d WHERE d.notice_id = n.id AND d.state = 'suppressed' AND d.why = 'cancelled'))
    ORDER BY n.id LIMIT 500 FOR UPDATE OF n SKIP LOCKED)
  UPDATE notice SET escalated_at = $1::timestamptz FROM late WHERE notice.id = late.id
  RETURNING notice.id AS "noticeId",
    ARRAY(SELECT p.id FROM subscription_endpoint j JOIN endpoint p ON p.id = j.endpoint_id
      WHERE j.subscription_id = notice.subscription_id AND j.second AND j.left_at IS NULL AND p.confirmed_at IS NOT NULL
        AND p.disabled_at IS NULL ORDER BY p.id) AS second`;
