import type { Pool } from "pg";
import { EVERYTHING } from "../prisma/factories/notices.ts";

/**
 * So many subscriptions to everything, each with an address of its own: a fifth of organisations, the rest of people without
 * an account.
 */
export async function subscribe(pool: Pool, subscriptions: number, at: Date): Promise<void> {
  await pool.query(
    `WITH owner AS (SELECT array_agg(id ORDER BY id) AS ids FROM organisation WHERE kind IN ('region', 'municipality', 'vendor'))
     INSERT INTO endpoint (organisation_id, channel, label, address, created_at, confirmed_at)
     SELECT CASE WHEN n % 5 = 0 THEN o.ids[1 + n % array_length(o.ids, 1)] END, 'email', 'Vagten', 'reader-' || n || '@example.org', $2, $2
     FROM owner o, generate_series(1, $1::int) n`,
    [subscriptions, at],
  );
  await pool.query(
    `INSERT INTO subscription (organisation_id, name, cap_per_hour, created_at)
     SELECT organisation_id, 'Abonnement ' || id, 1000, $1 FROM endpoint ORDER BY id`,
    [at],
  );
  await pool.query(
    "INSERT INTO subscription_filter (subscription_id, valid_from, filter) SELECT id, created_at, $1 FROM subscription",
    [JSON.stringify(EVERYTHING)],
  );
  await pool.query(
    `INSERT INTO subscription_endpoint (subscription_id, endpoint_id)
     SELECT s.id, e.id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM subscription) s
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM endpoint) e USING (n)`,
  );
}

/** Years of published incidents, each opened, updated and resolved: so many signals a day, hitting some of everybody. */
export async function fillSignals(pool: Pool, years: number, perDay: number, now: Date): Promise<void> {
  await pool.query(
    `INSERT INTO incident (number, phase, severity, trouble, title, title_en, started_at, detected_at, resolved_at, published_at, updated_at)
     SELECT extract(year FROM t)::int || '-' || n, 'resolved', (ARRAY['critical', 'major', 'minor', 'info'])[1 + n % 4]::severity, 'partial',
       'Forsinkelse nummer ' || n, 'Delay number ' || n, t, t, t + interval '2 hours', t, t + interval '2 hours'
     FROM (SELECT n, $3::timestamptz - n * 3 * interval '1 day' / $2 AS t FROM generate_series(1, $1::int * 365 * $2::int / 3) n) x`,
    [years, perDay, now],
  );
  await pool.query(
    `INSERT INTO signal (at, kind, moment, thread, incident_id, severity, trouble, service_ids, stations, types, installation_ids, municipality_ids,
       region_ids, vendor_ids, messages, title, title_en, text, text_en)
     SELECT i.started_at + m.nr * interval '1 hour', 'incident', m.moment::signal_moment, 'incident:' || i.number, i.id, i.severity, i.trouble,
       ARRAY(SELECT id FROM service ORDER BY (id + i.id) % 7 LIMIT 1), ARRAY['distributor'], '{}',
       ARRAY(SELECT id FROM installation ORDER BY hashint4(id # i.id) LIMIT i.id % 30), ARRAY(SELECT id FROM organisation WHERE kind = 'municipality' ORDER BY hashint4(id # i.id) LIMIT i.id % 20),
       ARRAY(SELECT id FROM organisation WHERE kind = 'region' LIMIT 2), ARRAY(SELECT id FROM organisation WHERE kind = 'vendor' LIMIT 1), i.id % 500,
       i.title, i.title_en, repeat('Vi undersøger årsagen. ', 5), repeat('We are looking into it. ', 5)
     FROM incident i, (VALUES (0, 'opened'), (1, 'updated'), (2, 'resolved')) AS m (nr, moment) ORDER BY 1`,
  );
}
