import { z } from "zod";
import type { Ask } from "../status/ask.ts";
import { CHANNELS, filterShape, MOMENTS, SIGNAL_KINDS } from "./shapes.ts";

const instant = z.date().transform((at) => at.toISOString());
const subscription = z.object({
  id: z.number(),
  name: z.string(),
  version: z.number(),
  createdAt: instant,
  endedAt: instant.nullable(),
  filter: filterShape,
  filteredAt: instant,
  origin: z.string(),
  quietFrom: z.string().nullable(),
  quietTo: z.string().nullable(),
  criticalPasses: z.boolean(),
  digestAt: z.string().nullable(),
  intervalMinutes: z.number(),
  capPerHour: z.number(),
  confirmMinutes: z.number().nullable(),
  endpoints: z.array(z.number()),
  second: z.number().nullable(),
  noticed: z.number(),
});
export type StoredSubscription = z.output<typeof subscription>;

/**
 * An organisation's subscriptions, each with the filter in force at an instant (the first one, where it came later) and its
 * notices of the 30 days before. `id` null: all of them that have not ended.
 */
export const subscriptionRows = async (
  ask: Ask,
  organisationId: number,
  id: number | null,
  at: Date,
): Promise<StoredSubscription[]> =>
  z.array(subscription).parse(
    await ask(
      `SELECT s.id, s.name, s.version, s.created_at AS "createdAt", s.ended_at AS "endedAt", f.filter, f.valid_from AS "filteredAt", f.origin,
         s.quiet_from AS "quietFrom", s.quiet_to AS "quietTo", s.critical_passes AS "criticalPasses", s.digest_at AS "digestAt",
         s.interval_minutes AS "intervalMinutes", s.cap_per_hour AS "capPerHour", s.confirm_minutes AS "confirmMinutes",
         ARRAY(SELECT j.endpoint_id FROM subscription_endpoint j WHERE j.subscription_id = s.id AND NOT j.second AND j.left_at IS NULL ORDER BY 1) AS endpoints,
         (SELECT min(j.endpoint_id) FROM subscription_endpoint j WHERE j.subscription_id = s.id AND j.second AND j.left_at IS NULL) AS second,
         (SELECT count(*)::int FROM notice n JOIN signal g ON g.id = n.signal_id WHERE n.subscription_id = s.id AND g.kind NOT IN ('address', 'owner') AND n.at > $3::timestamptz - interval '30 days' AND n.at <= $3) AS noticed
       FROM subscription s JOIN LATERAL (SELECT x.* FROM subscription_filter x WHERE x.subscription_id = s.id
         ORDER BY x.valid_from <= $3 DESC, CASE WHEN x.valid_from <= $3 THEN x.valid_from END DESC, x.valid_from LIMIT 1) f ON true
       WHERE s.organisation_id = $1 AND ($2::int IS NULL OR s.id = $2) ORDER BY s.name, s.id`,
      [organisationId, id, at],
    ),
  );

const already = z.object({ subscription: z.boolean(), address: z.boolean() });
/** Whether an organisation has a subscription in force, and an address that can be sent to. */
export const hasAlready = async (ask: Ask, organisationId: number): Promise<z.output<typeof already>> => {
  const [row] = await ask(
    `SELECT EXISTS (SELECT FROM subscription s WHERE s.organisation_id = $1 AND s.ended_at IS NULL) AS subscription,
       EXISTS (SELECT FROM endpoint p WHERE p.organisation_id = $1 AND NOT p.for_owner AND p.confirmed_at IS NOT NULL AND p.disabled_at IS NULL) AS address`,
    [organisationId],
  );
  return already.parse(row);
};

const filterRow = z.object({ validFrom: instant, filter: filterShape, origin: z.string() });
/** The filters a subscription has had, newest first. */
export const filterRows = async (ask: Ask, id: number) =>
  z
    .array(filterRow)
    .parse(
      await ask(
        `SELECT valid_from AS "validFrom", filter, origin FROM subscription_filter WHERE subscription_id = $1 ORDER BY valid_from DESC LIMIT 50`,
        [id],
      ),
    );

const endpoint = z.object({
  id: z.number(),
  channel: z.enum(CHANNELS),
  label: z.string(),
  address: z.string().nullable(),
  askedAt: instant.nullable(),
  /** Of a browser: by which it knows its own address, SHA-256 in hexadecimal. */
  device: z.string().nullable(),
  confirmedAt: instant.nullable(),
  disabledAt: instant.nullable(),
  disabledWhy: z.string().nullable(),
  /** The Danish day it was last fetched, of what is. */
  readOn: z.string().nullable(),
  uses: z.number(),
  left: z.array(z.object({ name: z.string(), at: z.string() })),
});
export type StoredEndpoint = z.output<typeof endpoint>;
const SHOWN = `access.shown_address(p.channel, p.address) AS address,
         CASE WHEN p.channel = 'push' THEN encode(sha256(convert_to(p.address, 'UTF8')), 'hex') END AS device`;
const HIDDEN = "NULL::text AS address, NULL::text AS device";
/**
 * An organisation's addresses; of a browser's only the host of its push service. `shown`: whether the reader's role may read
 * the addresses themselves.
 */
export const endpointRows = async (ask: Ask, organisationId: number, shown: boolean): Promise<StoredEndpoint[]> =>
  z.array(endpoint).parse(
    await ask(
      `SELECT p.id, p.channel::text AS channel, p.label, ${shown ? SHOWN : HIDDEN}, p.asked_at AS "askedAt", p.confirmed_at AS "confirmedAt",
         p.disabled_at AS "disabledAt", p.disabled_why AS "disabledWhy", to_char(p.read_on, 'YYYY-MM-DD') AS "readOn",
         (SELECT count(*)::int FROM subscription_endpoint j JOIN subscription s ON s.id = j.subscription_id
           WHERE j.endpoint_id = p.id AND j.left_at IS NULL AND s.ended_at IS NULL) AS uses,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'at', to_char(j.left_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY j.left_at), '[]')
           FROM subscription_endpoint j JOIN subscription s ON s.id = j.subscription_id
           WHERE j.endpoint_id = p.id AND j.left_at IS NOT NULL AND s.ended_at IS NULL) AS left
       FROM endpoint p WHERE p.organisation_id = $1 AND NOT p.for_owner ORDER BY p.disabled_at NULLS FIRST, p.label, p.id`,
      [organisationId],
    ),
  );

const told = z.object({
  id: z.number(),
  signalId: z.number(),
  subscriptionId: z.number(),
  at: instant,
  because: z.array(z.object({ axis: z.string(), value: z.string() })),
  to: z.array(z.object({ label: z.string(), state: z.string(), sentAt: z.string().nullable() })),
});
export type StoredNotice = z.output<typeof told>;
const NOTICES = `
  SELECT n.id, n.signal_id AS "signalId", n.subscription_id AS "subscriptionId", n.at, n.because,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('label', p.label, 'state', d.state,
      'sentAt', to_char(d.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY p.label), '[]')
      FROM dispatch d JOIN endpoint p ON p.id = d.endpoint_id WHERE d.notice_id = n.id) AS to
  FROM notice n JOIN signal g ON g.id = n.signal_id AND g.kind NOT IN ('address', 'owner') WHERE n.organisation_id = $1`;
/** The newest notices of a subscription. */
export const noticesOfSubscription = async (ask: Ask, organisationId: number, id: number): Promise<StoredNotice[]> =>
  z
    .array(told)
    .parse(await ask(`${NOTICES} AND n.subscription_id = $2 ORDER BY n.id DESC LIMIT 20`, [organisationId, id]));
/** The signal a notice is about; null where the notice is nobody's or somebody else's. */
export const signalOfNotice = async (ask: Ask, organisationId: number, id: number): Promise<number | null> => {
  const [row] = await ask<{ id: number }>(
    "SELECT n.signal_id AS id FROM notice n WHERE n.organisation_id = $1 AND n.id = $2",
    [organisationId, id],
  );
  return row?.id ?? null;
};

const said = z.object({
  id: z.number(),
  at: instant,
  kind: z.enum(SIGNAL_KINDS),
  moment: z.enum(MOMENTS),
  title: z.string(),
  titleEn: z.string(),
  told: z.boolean(),
});
const SAID = `
  SELECT g.id, g.at, g.kind::text AS kind, g.moment::text AS moment, g.title, g.title_en AS "titleEn",
    EXISTS (SELECT FROM notice n WHERE n.signal_id = g.id AND n.organisation_id = $1) AS told FROM signal g`;
const asWords = ({ title, titleEn, ...row }: z.output<typeof said>) => ({ ...row, title: { da: title, en: titleEn } });
export type SaidRow = ReturnType<typeof asWords>;
/** What the reader may know of these signals. */
export const saidByIds = async (ask: Ask, organisationId: number, ids: readonly number[]): Promise<SaidRow[]> =>
  z
    .array(said)
    .parse(
      await ask(`${SAID} WHERE g.id = ANY ($2::int[]) AND g.kind NOT IN ('address', 'owner')`, [organisationId, ids]),
    )
    .map(asWords);
/** The newest of what was said since, openings only: one line a case. */
export const saidSince = async (ask: Ask, organisationId: number, since: Date): Promise<SaidRow[]> =>
  z
    .array(said)
    .parse(
      await ask(
        `${SAID} WHERE g.at > $2 AND g.kind NOT IN ('address', 'owner') AND g.moment = 'opened' ORDER BY g.at DESC, g.id DESC LIMIT 60`,
        [organisationId, since],
      ),
    )
    .map(asWords);

const choices = z.object({
  chains: z.array(z.object({ code: z.string(), da: z.string(), en: z.string() })),
  services: z.array(z.object({ code: z.string(), da: z.string(), en: z.string() })),
  stations: z.array(z.string()),
  types: z.array(z.object({ code: z.string(), da: z.string(), en: z.string() })),
  organisations: z.array(
    z.object({ id: z.number(), kind: z.string(), name: z.string(), now: z.boolean(), members: z.number() }),
  ),
});
export type StoredChoices = z.output<typeof choices>;
/** What a filter may name, on a Danish day. Organisations of the past are in it, so that they have a name. */
export async function choiceRows(ask: Ask, day: string): Promise<StoredChoices> {
  const [row] = await ask(CHOICES, [day]);
  return choices.parse(row);
}
const CHOICES = `
  WITH named AS (SELECT s.code, s.name AS da, s.name_en AS en, s.kind::text AS kind, s.station, s.position FROM service s)
  SELECT
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', n.code, 'da', n.da, 'en', n.en) ORDER BY n.position), '[]') FROM named n WHERE n.kind = 'chain') AS chains,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', n.code, 'da', n.da, 'en', n.en) ORDER BY n.position), '[]') FROM named n) AS services,
    ARRAY(SELECT n.station FROM named n WHERE n.station IS NOT NULL GROUP BY 1 ORDER BY min(n.position)) AS stations,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', y.code, 'da', y.name, 'en', y.name_en) ORDER BY y.code), '[]') FROM message_type y WHERE NOT y.provisional) AS types,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name,
      'now', coalesce(o.valid_from <= $1::date, true) AND coalesce(o.valid_to >= $1::date, true),
      'members', (SELECT count(*) FROM membership m JOIN organisation k ON k.id = m.member_id AND k.kind = 'municipality'
        WHERE m.region_id = o.id AND m.valid_from <= $1::date AND (m.valid_to IS NULL OR m.valid_to >= $1::date))) ORDER BY o.name), '[]')
      FROM organisation o WHERE o.kind IN ('region', 'municipality', 'vendor')) AS organisations`;

const installation = z.object({ id: z.number(), name: z.string() });
/** The reader's own installations by name, as row security lets them be seen. */
export const ownInstallations = async (ask: Ask, ids: readonly number[]) =>
  z.array(installation).parse(
    await ask(
      `SELECT i.id, concat_ws(', ', o.name, coalesce(y.name, i.mailbox, '#' || i.id)) AS name
         FROM installation i LEFT JOIN system y ON y.id = i.system_id LEFT JOIN organisation o ON o.id = i.organisation_id
         WHERE i.id = ANY ($1::int[]) ORDER BY 2`,
      [ids],
    ),
  );
