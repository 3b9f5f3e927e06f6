import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { AXES, CHANNELS, MOMENTS, SIGNAL_KINDS } from "../shapes.ts";

const instant = z.date().transform((at) => at.toISOString());
const notice = z.object({
  subscriptionId: z.number(),
  at: instant,
  because: z.array(z.object({ axis: z.enum(AXES), value: z.string() })),
});
export type NoticeRow = z.output<typeof notice>;
/** What an organisation's subscriptions were told of a signal. */
export const noticesOfSignal = async (ask: Ask, organisationId: number, signalId: number): Promise<NoticeRow[]> =>
  z
    .array(notice)
    .parse(
      await ask(
        `SELECT subscription_id AS "subscriptionId", at, because FROM notice WHERE organisation_id = $1 AND signal_id = $2 ORDER BY id`,
        [organisationId, signalId],
      ),
    );

const address = z.object({
  subscriptionId: z.number(),
  label: z.string(),
  channel: z.enum(CHANNELS),
  confirmedAt: instant.nullable(),
  disabledAt: instant.nullable(),
  disabledWhy: z.string().nullable(),
  leftAt: instant.nullable(),
  second: z.boolean(),
  state: z.enum(["waiting", "held", "sending", "sent", "failed", "suppressed", "gathered"]).nullable(),
  held: z.boolean(),
  why: z.string().nullable(),
  notBefore: instant.nullable(),
  sentAt: instant.nullable(),
});
export type AddressRow = z.output<typeof address>;
/**
 * The addresses of an organisation's subscriptions, and what of a signal was sent to each: what gathered it stands for it, and
 * so does what another subscription sent there.
 */
export const addressesOfSignal = async (ask: Ask, organisationId: number, signalId: number): Promise<AddressRow[]> =>
  z.array(address).parse(await ask(ADDRESSES, [organisationId, signalId]));

const ADDRESSES = `
  WITH sent AS (
    SELECT n.subscription_id, d.endpoint_id, coalesce(c.state, d.state)::text AS state, coalesce(c.why, d.why) AS why,
      coalesce(c.not_before, d.not_before) AS not_before, coalesce(c.sent_at, d.sent_at) AS sent_at, g.held_at IS NOT NULL AS held
    FROM signal g JOIN notice n ON n.signal_id = g.id JOIN dispatch d ON d.notice_id = n.id LEFT JOIN dispatch c ON c.id = d.gathered_in
    WHERE g.id = $2 AND n.organisation_id = $1),
  chosen AS (
    SELECT j.subscription_id, j.endpoint_id, j.left_at, j.second FROM subscription_endpoint j JOIN subscription s ON s.id = j.subscription_id
    WHERE s.organisation_id = $1
    UNION ALL SELECT x.subscription_id, x.endpoint_id, NULL, false FROM sent x WHERE NOT EXISTS (
      SELECT FROM subscription_endpoint j WHERE j.subscription_id = x.subscription_id AND j.endpoint_id = x.endpoint_id))
  SELECT c.subscription_id AS "subscriptionId", e.label, e.channel::text AS channel, e.confirmed_at AS "confirmedAt", e.disabled_at AS "disabledAt",
    e.disabled_why AS "disabledWhy", c.left_at AS "leftAt", c.second, x.state, coalesce(x.held, false) AS held, x.why,
    x.not_before AS "notBefore", x.sent_at AS "sentAt"
  FROM chosen c JOIN endpoint e ON e.id = c.endpoint_id LEFT JOIN LATERAL (
    SELECT * FROM sent o WHERE o.endpoint_id = c.endpoint_id ORDER BY o.subscription_id = c.subscription_id DESC LIMIT 1) x ON true
  ORDER BY c.subscription_id, e.label, e.id`;

const telling = z.object({
  id: z.number(),
  at: instant,
  kind: z.enum(SIGNAL_KINDS),
  moment: z.enum(MOMENTS),
  told: z.boolean(),
});
/** Everything said in a conversation that the reader may know of, oldest first. */
export const tellingsOf = async (ask: Ask, organisationId: number, thread: string) =>
  z.array(telling).parse(
    await ask(
      `SELECT g.id, g.at, g.kind::text AS kind, g.moment::text AS moment, EXISTS (SELECT FROM notice n WHERE n.signal_id = g.id AND n.organisation_id = $1) AS told
       FROM signal g WHERE g.thread = $2 ORDER BY g.id`,
      [organisationId, thread],
    ),
  );

/** Subscriptions of an organisation that had been told of one of these conversations before a signal, and not that it was over. */
export const openBefore = async (
  ask: Ask,
  organisationId: number,
  threads: readonly string[],
  signalId: number,
): Promise<number[]> =>
  (
    await ask<{ id: number; open: boolean }>(
      `SELECT DISTINCT ON (n.subscription_id, g.thread) n.subscription_id AS id, g.moment <> 'resolved' AS open
       FROM notice n JOIN signal g ON g.id = n.signal_id WHERE n.organisation_id = $1 AND g.thread = ANY ($2::text[]) AND g.id < $3
       ORDER BY n.subscription_id, g.thread, g.id DESC`,
      [organisationId, threads, signalId],
    )
  ).flatMap(({ id, open }) => (open ? id : []));
