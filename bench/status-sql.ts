import type { Pool } from "pg";

/** Statements that fill a status of `services` services and `years` years, as an operator who has much to tell would leave it. */
const FILL: readonly string[] = [
  // As many services as asked for, no more.
  "TRUNCATE service CASCADE",
  `INSERT INTO source (code, name, organisation_id) SELECT 'bench', 'Bench', id FROM organisation ORDER BY id LIMIT 1`,
  // A fifth are chains through four stations each.
  `INSERT INTO service (code, kind, name, name_en, note, note_en, position, station, types)
   SELECT 'service-' || n, (CASE WHEN n <= $1 / 5 THEN 'chain' ELSE 'station' END)::service_kind, 'Tjeneste nummer ' || n, 'Service number ' || n,
     'med en note', 'with a note', n, CASE WHEN n > $1 / 5 THEN (ARRAY['sender', 'vans', 'agent', 'distributor', 'mailbox', 'recipient'])[1 + n % 6] END, '{}'
   FROM generate_series(1, $1::int) n WHERE $2::int > 0 AND $3::timestamptz IS NOT NULL`,
  `INSERT INTO service_dependency (chain_id, station_id, whole)
   SELECT c.id, s.id, s.position % 3 > 0 FROM service c JOIN service s ON s.kind = 'station' AND (s.position + c.position) % 12 = 0 WHERE c.kind = 'chain'`,
  `INSERT INTO service_source SELECT s.id, (SELECT id FROM source WHERE code = 'bench') FROM service s WHERE s.kind = 'station'`,
  `INSERT INTO objective (service_id, valid_from, working_target, other_target, source, assumed)
   SELECT id, $3::timestamptz - $2 * interval '1 year', 0.998, 0.985, 'Bench', id % 2 = 0 FROM service WHERE $1::int > 0`,
  // Seen all the time but for an hour each week.
  `INSERT INTO ledger.coverage SELECT (SELECT id FROM source WHERE code = 'bench'), range_agg(tstzrange(t, least(t + interval '167 hours', $3::timestamptz)))
   FROM generate_series($3::timestamptz - $2 * interval '1 year', $3::timestamptz, interval '1 week') t WHERE $1::int > 0`,
  // Two incidents a week; the newest goes on.
  `INSERT INTO incident (number, phase, severity, trouble, cause_class, title, title_en, started_at, detected_at, resolved_at, backlog_cleared_at, published_at, updated_at, municipalities,
     follow_up_cause, follow_up_cause_en, follow_up_measures, follow_up_measures_en, follow_up_at)
   SELECT extract(year FROM t)::int || '-' || n, (CASE WHEN n = 1 THEN 'confirmed' ELSE 'backlog_cleared' END)::incident_phase,
     (ARRAY['critical', 'major', 'minor', 'info'])[1 + n % 4]::severity, (ARRAY['degraded', 'partial', 'down'])[1 + n % 3]::trouble, 'connection',
     'Forsinkelse nummer ' || n || ' i en tjeneste', 'Delay number ' || n || ' in a service', t, t,
     CASE WHEN n > 1 THEN t + interval '3 hours' END, CASE WHEN n > 1 THEN t + interval '5 hours' END, t, t + interval '3 hours', n % 99,
     'Et certifikat udløb.', 'A certificate expired.', 'Certifikater overvåges.', 'Certificates are watched.', t + interval '5 days'
   FROM (SELECT n, $3::timestamptz - interval '2 hours' - (n - 1) * interval '84 hours' AS t FROM generate_series(1, $2::int * 104) n WHERE $1::int > 0) x`,
  `INSERT INTO incident_service SELECT i.id, s.id FROM incident i JOIN service s ON s.kind = 'station' AND s.position % 24 = i.id % 24`,
  `INSERT INTO incident_update (incident_id, nr, phase, severity, trouble, text, text_en, stated_at, published_at, audience)
   SELECT i.id, n, i.phase, i.severity, i.trouble, 'Advis om sygehusophold når sent frem i dele af landet. Vi undersøger årsagen, og kommuner skal ikke gøre noget. Melding ' || n,
     'Hospital notifications arrive late in parts of the country. We are looking into the cause, and municipalities need not do anything. Update ' || n,
     i.started_at + n * interval '20 minutes', i.started_at + n * interval '20 minutes', '{}'
   FROM incident i, generate_series(1, 4) n`,
  `INSERT INTO service_window (uid, title, title_en, window_class, traffic, phase, planned_from, planned_to, actual_from, actual_to, announced_at, updated_at, expected, measured)
   SELECT 'bench-' || n, 'Mindre servicevindue', 'Minor maintenance', 'minor', 'queued', (CASE WHEN t > $3 THEN 'planned' ELSE 'ended' END)::window_phase,
     t, t + interval '1 hour', CASE WHEN t < $3 THEN t END, CASE WHEN t < $3 THEN t + interval '1 hour' END, t - interval '14 days', t - interval '14 days', 40, CASE WHEN t < $3 THEN 38 END
   FROM (SELECT n, date_trunc('day', $3::timestamptz) + interval '4 hours' + (6 - n) * interval '1 week' AS t FROM generate_series(1, $2::int * 52) n WHERE $1::int > 0) x`,
  `INSERT INTO window_service SELECT w.id, s.id FROM service_window w JOIN service s ON s.kind = 'station' AND s.position % 12 = w.id % 12`,
  `INSERT INTO window_change (window_id, sequence, at, kind, planned_from, planned_to) SELECT id, 0, announced_at, 'announced', planned_from, planned_to FROM service_window`,
  `INSERT INTO month_figure SELECT s.id, m::date, b, m + interval '32 days', 0.998, 2592000000, 2590000000, 1000000, 0, 1000000, '[]'
   FROM service s, generate_series(date_trunc('month', $3::timestamptz) - $2 * interval '1 year', date_trunc('month', $3::timestamptz) - interval '1 month', interval '1 month') m,
     unnest(ARRAY['working', 'other']) b WHERE $1::int > 0`,
  `SELECT pg_notify('status', '')`,
];

/** Fills the status of an empty, migrated database. */
export async function fillStatus(pool: Pool, services: number, years: number, now: Date): Promise<void> {
  for (const statement of FILL) {
    const values = statement.includes("$1") ? [services, years, now] : [];
    await pool.query(statement, values);
  }
}
