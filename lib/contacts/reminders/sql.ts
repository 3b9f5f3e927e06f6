import { z } from "zod";
import type { Ask } from "../../status/ask.ts";

const late = z.object({
  organisationId: z.number(),
  name: z.string(),
  oldest: z.date(),
  due: z.number(),
  owners: z.array(z.number()),
  sent: z.array(z.object({ step: z.number(), at: z.number() })),
});
export type Late = z.output<typeof late>;
/** Organisations with contacts that were last looked at before an instant: how many, on whose lists, and how often reminded. */
export const lateOrganisations = async (ask: Ask, before: Date): Promise<Late[]> =>
  z.array(late).parse(
    await ask(
      `SELECT o.id AS "organisationId", o.name, min(c.reviewed_at) AS oldest, count(*)::int AS due,
         array_agg(DISTINCT l.organisation_id) AS owners,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('step', r.step, 'at', (extract(epoch FROM r.at) * 1000)::bigint) ORDER BY r.at), '[]')
           FROM contact_reminder r WHERE r.organisation_id = o.id) AS sent
       FROM contact c JOIN contact_list l ON l.id = c.list_id JOIN organisation o ON o.id = c.organisation_id
       WHERE c.reviewed_at <= $1::timestamptz GROUP BY o.id, o.name ORDER BY o.id`,
      [before],
    ),
  );

const idRow = z.object({ id: z.number() });
/** E-mail addresses in use by an organisation's subscriptions. */
export const subscribedMailboxes = async (ask: Ask, organisationId: number): Promise<number[]> =>
  z
    .array(idRow)
    .parse(
      await ask(
        `SELECT DISTINCT p.id FROM subscription s JOIN subscription_endpoint j ON j.subscription_id = s.id JOIN endpoint p ON p.id = j.endpoint_id
         WHERE s.organisation_id = $1::int AND s.ended_at IS NULL AND j.left_at IS NULL AND NOT j.second AND p.channel = 'email'
           AND p.confirmed_at IS NOT NULL AND p.disabled_at IS NULL ORDER BY p.id`,
        [organisationId],
      ),
    )
    .map(({ id }) => id);
