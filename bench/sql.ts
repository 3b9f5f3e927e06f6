import type { PoolClient } from "pg";
import { RECEIPT_STATES } from "../lib/ledger/states.ts";

/** How many deliveries each of the quiet vendor's installation and of the rare state there are, whatever the total. */
const QUIET = 40;
const RARE = 20;

/** An operator, a vendor with four installations in each municipality, a quiet one with a single installation. */
export async function benchDirectory(db: PoolClient): Promise<{ operator: number; vendor: number; quiet: number }> {
  await db.query(`
    INSERT INTO organisation (kind, name) VALUES ('operator', 'Bench operator'), ('vendor', 'Bench vendor'), ('vendor', 'Quiet vendor');
    INSERT INTO system (code, name, vendor_id) SELECT 'bench', 'Bench', id FROM organisation WHERE name = 'Bench vendor';
    INSERT INTO system (code, name, vendor_id) SELECT 'quiet', 'Quiet', id FROM organisation WHERE name = 'Quiet vendor';
    INSERT INTO location (name, organisation_id) SELECT name, id FROM organisation WHERE kind = 'municipality';
    INSERT INTO installation (system_id, organisation_id, location_id)
      SELECT s.id, l.organisation_id, l.id FROM location l JOIN system s ON s.code = 'bench', generate_series(1, 4);
    INSERT INTO installation (system_id, organisation_id, location_id)
      SELECT s.id, l.organisation_id, l.id FROM location l JOIN system s ON s.code = 'quiet' ORDER BY l.id LIMIT 1;
    INSERT INTO agreement (vendor_id, municipality_id, valid_from)
      SELECT v.id, m.id, '1990-01-01' FROM organisation v, organisation m WHERE v.name IN ('Bench vendor', 'Quiet vendor') AND m.kind = 'municipality';
    INSERT INTO person (email, name) VALUES ('operator@bench.example', 'Operator'), ('vendor@bench.example', 'Vendor'), ('quiet@bench.example', 'Quiet');
    INSERT INTO "grant" (person_id, organisation_id, role, valid_from)
      SELECT p.id, o.id, CASE o.kind WHEN 'operator' THEN 'operator' ELSE 'vendor' END::viewer_role, '2000-01-01'
      FROM (VALUES ('operator', 'Bench operator'), ('vendor', 'Bench vendor'), ('quiet', 'Quiet vendor')) x (who, name)
      JOIN person p ON p.email = x.who || '@bench.example' JOIN organisation o ON o.name = x.name`);
  const { rows } = await db.query<{ email: string; id: number }>("SELECT email, id FROM person");
  const idOf = (who: string) => rows.find((row) => row.email.startsWith(who))?.id ?? 0;
  return { operator: idOf("operator"), vendor: idOf("vendor"), quiet: idOf("quiet") };
}

/** Adds deliveries spread evenly over the 30 days before `now`: 97 % ok, the rest of every other state but the rare one. */
export async function addDeliveries(db: PoolClient, from: number, to: number, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO ledger.delivery (installation_id, sent_at, letter_key, type_id, sender_organisation_id, receipt_role, role_assumed, copy, receipt_expected,
       state, due_at, decided_at, latency_ms, conflicting, clock, transport, attempts, resends_allowed, last_station, codes, leg_slot, leg_at, leg_ms)
     SELECT i.ids[1 + n % array_length(i.ids, 1)], s.at, md5(n::text)::uuid, 0, 0, 1, true, false, true, s.state, s.at + interval '30 minutes',
       CASE WHEN s.state = 2 THEN s.at + s.took END, CASE WHEN s.state = 2 THEN extract(epoch FROM s.took) * 1000 END,
       false, false, 1, 1, 2, 6, '{}', '{}', '{}', '{}'
     FROM generate_series($1::int, $2::int - 1) AS n,
       (SELECT array_agg(i.id ORDER BY i.id) AS ids FROM installation i JOIN system s ON s.id = i.system_id WHERE s.code = 'bench') AS i,
       LATERAL (SELECT $3::timestamptz - interval '1 hour' - (hashint4(n) & 2147483647) % 2500000 * interval '1 second' AS at,
         CASE WHEN n % 33 = 0 THEN (ARRAY[3, 4, 5, 6, 7, 8, 10])[1 + n / 33 % 7] ELSE 2 END::smallint AS state,
         (1 + n % 90) * interval '1 second' AS took) AS s`,
    [from, to, now],
  );
}

/** The few deliveries of the quiet vendor, and the few lost ones of the busy one. */
export async function addQuietAndRare(db: PoolClient, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO ledger.delivery (installation_id, sent_at, letter_key, type_id, sender_organisation_id, receipt_role, role_assumed, copy, receipt_expected,
       state, due_at, conflicting, clock, transport, attempts, resends_allowed, codes, leg_slot, leg_at, leg_ms)
     SELECT i.id, $1::timestamptz - n * interval '10 hours', md5(s.code || n)::uuid, 0, 0, 1, true, false, true,
       CASE s.code WHEN 'quiet' THEN 2 ELSE 9 END, $1, false, false, 0, 1, 2, '{}', '{}', '{}', '{}'
     FROM system s JOIN LATERAL (SELECT id FROM installation WHERE system_id = s.id ORDER BY id LIMIT 1) i ON true,
       generate_series(1, CASE s.code WHEN 'quiet' THEN $2::int ELSE $3::int END) AS n`,
    [now, QUIET, RARE],
  );
}

/** Counts every rollup anew from the deliveries, as the applier would have left them: in the order of their time. */
export async function recountRollups(db: PoolClient): Promise<void> {
  const states = RECEIPT_STATES.map((state, code) => ({
    column: `n_${state}`,
    sum: `count(*) FILTER (WHERE state = ${code})`,
  }));
  const columns = [...states.map(({ column }) => column), "lat_6"].join(", ");
  const sums = [...states.map(({ sum }) => sum), "count(latency_ms)"].join(", ");
  const day = "(sent_at AT TIME ZONE 'Europe/Copenhagen')::date";
  const dimensions = "installation_id, type_id, sender_organisation_id, receipt_role";
  const fill = (table: string, bucket: string, keys: string) =>
    `TRUNCATE ${table}; INSERT INTO ${table} (bucket, ${keys}, ${columns}) SELECT ${bucket}, ${keys}, ${sums} FROM ledger.delivery GROUP BY 1, ${keys} ORDER BY 1`;
  await db.query(fill("ledger.rollup_hour", "date_trunc('hour', sent_at)", dimensions));
  await db.query(fill("ledger.rollup_day", day, dimensions));
  await db.query(fill("ledger.rollup_day_total", day, "installation_id, type_id, receipt_role"));
  await db.query("VACUUM ANALYZE");
}
