import { z } from "zod";
import type { ReceiptState } from "../../ledger/states.ts";
import type { Ask } from "../../status/ask.ts";
import type { Threshold } from "./rules.ts";

/** What of the past is counted: `place` says what is one, `region` whose letters alone count, `hours` the threshold's span. */
export type AskedPast = {
  installations: readonly number[];
  place: "installation" | "municipality" | "all";
  region: number | null;
  types: readonly string[] | null;
  services: readonly string[] | null;
  stations: readonly string[] | null;
  threshold: Threshold;
  hours: number;
  from: Date;
  to: Date;
};

const hour = z.object({ hour: z.number(), installationId: z.number(), bad: z.number(), due: z.number() });
export type PastHour = z.output<typeof hour>;
/**
 * Hours in which a place may have been past half of its threshold, by when messages were sent (ms), oldest first: what was due,
 * and what was missing then or was answered late or negatively. All other hours were under it.
 */
export const pastHours = async (ask: Ask, asked: AskedPast): Promise<PastHour[]> => {
  const { threshold, hours, ...of } = asked;
  return z
    .array(hour)
    .parse(
      await ask(pastHoursOf(threshold.counts), [
        ...[of.installations, of.place, of.region, of.types, of.services, of.stations],
        ...[threshold.count, threshold.percent, hours, of.from, of.to],
      ]),
    );
};

/** Who was late was missing when its deadline passed. */
const BAD_THEN: Record<Threshold["counts"], readonly ReceiptState[]> = {
  both: ["overdue", "lost", "late_ok", "late_negative", "fatal", "repudiated"],
  overdue: ["overdue", "lost", "late_ok", "late_negative"],
  negative: ["late_negative", "fatal", "repudiated"],
};
const DECIDED: readonly ReceiptState[] = [...BAD_THEN.both, "ok"];
const sumOf = (states: readonly ReceiptState[], row: string) =>
  `sum(${states.map((state) => `${row}.n_${state}`).join(" + ")})::int`;

// Days first: where a whole day was under half of a count, so was each of its hours, and of these there are 24 times more.
const pastHoursOf = (counts: Threshold["counts"]): string => `
  WITH w AS MATERIALIZED (SELECT i.id, CASE $2 WHEN 'all' THEN 0 WHEN 'municipality' THEN coalesce(i.organisation_id, -i.id) ELSE i.id END AS place
    FROM installation i WHERE i.id = ANY ($1::int[])),
  y AS MATERIALIZED (SELECT y.id FROM message_type y WHERE ($4::text[] IS NULL OR y.code = ANY ($4))
    AND (($5::text[] IS NULL AND $6::text[] IS NULL) OR EXISTS (
      SELECT FROM service c LEFT JOIN service_dependency d ON d.chain_id = c.id LEFT JOIN service s ON s.id = d.station_id
      WHERE y.code = ANY (c.types) AND ($5::text[] IS NULL OR c.code = ANY ($5) OR s.code = ANY ($5))
        AND ($6::text[] IS NULL OR s.station = ANY ($6))))),
  busy AS MATERIALIZED (
    SELECT w.place, t.bucket AS day FROM ledger.rollup_day_total t JOIN w ON w.id = t.installation_id
    WHERE t.bucket >= ($10::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date AND t.bucket <= ($11::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date
      AND t.type_id IN (SELECT id FROM y)
    GROUP BY 1, 2 HAVING ${sumOf(BAD_THEN[counts], "t")} > 0 AND ($8::float IS NOT NULL OR 2 * ${sumOf(BAD_THEN[counts], "t")} >= $7::int)),
  days AS (SELECT DISTINCT b.place, b.day + n AS day FROM busy b, generate_series(-1, 1) n),
  h AS (
    SELECT d.place, r.bucket, r.installation_id, ${sumOf(BAD_THEN[counts], "r")} AS bad, ${sumOf(DECIDED, "r")} AS due
    FROM days d JOIN w ON w.place = d.place JOIN ledger.rollup_hour r ON r.installation_id = w.id
      AND r.bucket >= access.danish_midnight(d.day) AND r.bucket < access.danish_midnight(d.day + 1)
    WHERE r.bucket >= $10 AND r.bucket < $11 AND r.type_id IN (SELECT id FROM y)
      AND ($3::int IS NULL OR (r.receipt_role = 1 AND (r.sender_organisation_id = $3 OR EXISTS (
        SELECT FROM membership b WHERE b.region_id = $3 AND b.member_id = r.sender_organisation_id
          AND r.bucket >= access.danish_midnight(b.valid_from) AND (b.valid_to IS NULL OR r.bucket < access.danish_midnight(b.valid_to + 1))))))
    GROUP BY 1, 2, 3),
  x AS (SELECT h.*, sum(bad) OVER p AS all_bad, sum(due) OVER p AS all_due FROM h WINDOW p AS (PARTITION BY place, bucket))
  SELECT (extract(epoch FROM bucket) * 1000)::float AS hour, installation_id AS "installationId", bad, due FROM x
  WHERE all_bad > 0 AND ($9::int > 1 OR 2 * all_bad >= $7::int OR 200 * all_bad >= $8::float * all_due)
  ORDER BY bucket, installation_id`;

const home = z.object({
  installationId: z.number(),
  system: z.string().nullable(),
  vendorId: z.number().nullable(),
  municipalityId: z.number().nullable(),
  municipality: z.string().nullable(),
  regionId: z.number().nullable(),
});
export type Home = z.output<typeof home>;
/** Where installations are, and whose they are, as of a Danish day. */
export const homesOf = async (ask: Ask, installations: readonly number[], day: string): Promise<Home[]> =>
  z.array(home).parse(
    await ask(
      `SELECT i.id AS "installationId", y.name AS system, y.vendor_id AS "vendorId", o.id AS "municipalityId", o.name AS municipality,
         (SELECT b.region_id FROM membership b WHERE b.member_id = o.id AND b.valid_from <= $2::date
           AND (b.valid_to IS NULL OR b.valid_to >= $2::date) LIMIT 1) AS "regionId"
       FROM installation i LEFT JOIN system y ON y.id = i.system_id LEFT JOIN organisation o ON o.id = i.organisation_id
       WHERE i.id = ANY ($1::int[]) ORDER BY i.id`,
      [installations, day],
    ),
  );

const seen = z.object({ installationId: z.number(), from: z.number(), to: z.number() });
export type Seen = z.output<typeof seen>;
/** When the sources of installations have reported everything (ms), within a span. */
export const seenOf = async (ask: Ask, installations: readonly number[], from: Date, to: Date): Promise<Seen[]> =>
  z.array(seen).parse(
    await ask(
      `SELECT c.installation_id AS "installationId", (extract(epoch FROM lower(r)) * 1000)::float AS "from", (extract(epoch FROM upper(r)) * 1000)::float AS "to"
       FROM (SELECT installation_id, range_agg(seen) AS seen FROM access.coverage_of($1::int[]) GROUP BY 1) c,
         unnest(c.seen * tstzmultirange(tstzrange($2, $3))) r ORDER BY 1, 2`,
      [installations, from, to],
    ),
  );
