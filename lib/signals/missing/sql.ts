import { z } from "zod";
import { SLACK_MS } from "../../ledger/reads/coverage.ts";
import { RECEIPT_STATES, type ReceiptState, STATIONS, type Station } from "../../ledger/states.ts";
import type { Ask } from "../../status/ask.ts";
import { filterShape } from "../../subscriptions/shapes.ts";
import type { Threshold } from "./rules.ts";

/** Two workers never watch at once; whoever comes second leaves it to the first. Held until the transaction ends. */
export async function takeTurn(ask: Ask): Promise<boolean> {
  const [row] = await ask<{ got: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtext('missing_receipts')) AS got",
    [],
  );
  return row?.got ?? false;
}

const watch = z.object({
  subscriptionId: z.number(),
  organisationId: z.number().nullable(),
  /** It is in force and asks for missing receipts; one that no longer does may still have an open episode. */
  asks: z.boolean(),
  filter: filterShape,
  episodeId: z.number().nullable(),
  installations: z.array(z.number()).nullable(),
  /** When something of the episode was said last. */
  saidAt: z.date().nullable(),
});
export type Watch = z.output<typeof watch>;

/** Every subscription that asks for missing receipts, or has an episode that is not over. */
export const watches = async (ask: Ask, now: Date): Promise<Watch[]> => z.array(watch).parse(await ask(WATCHES, [now]));

const WATCHES = `
  SELECT s.id AS "subscriptionId", s.organisation_id AS "organisationId", a.asks, f.filter, e.id AS "episodeId", e.installations,
    (SELECT max(g.at) FROM signal g WHERE g.thread = 'missing:' || e.id) AS "saidAt"
  FROM subscription s
  JOIN LATERAL (SELECT x.filter FROM subscription_filter x WHERE x.subscription_id = s.id AND x.valid_from <= $1::timestamptz
    ORDER BY x.valid_from DESC LIMIT 1) f ON true
  LEFT JOIN episode e ON e.subscription_id = s.id AND e.ended_at IS NULL
  CROSS JOIN LATERAL (SELECT (s.ended_at IS NULL OR s.ended_at > $1::timestamptz) AND s.organisation_id IS NOT NULL
    AND f.filter->'kinds' @> '"missing_receipts"' AND jsonb_typeof(f.filter->'missing') = 'object' AS asks) a
  WHERE a.asks OR e.id IS NOT NULL
  ORDER BY s.id`;

const codeOf = (state: ReceiptState) => RECEIPT_STATES.indexOf(state);
const codes = (...states: ReceiptState[]) => states.map(codeOf).join(", ");
const NEGATIVES = ["fatal", "late_negative", "repudiated"] as const;
const NEGATIVE = codes(...NEGATIVES);
/** The states each choice of what counts as missing counts. */
export const BAD_STATES: Record<Threshold["counts"], readonly ReceiptState[]> = {
  both: ["overdue", "lost", ...NEGATIVES],
  overdue: ["overdue", "lost"],
  negative: NEGATIVES,
};
const OPEN = codes("pending", "transient", "unknown");

/** What is counted for one subscription: `region` is set where only what its members sent and are to get an answer to counts. */
export type Asked = {
  nr: number;
  installations: readonly number[];
  minutes: number;
  counts: Threshold["counts"];
  region: number | null;
  types: readonly string[] | null;
  services: readonly string[] | null;
  stations: readonly string[] | null;
};

const counted = z.object({
  nr: z.number(),
  installationId: z.number(),
  system: z.string().nullable(),
  vendorId: z.number().nullable(),
  municipalityId: z.number().nullable(),
  municipality: z.string().nullable(),
  regionId: z.number().nullable(),
  covered: z.boolean(),
  from: z.date(),
  to: z.date(),
  due: z.number(),
  bad: z.number(),
  negative: z.number(),
  open: z.number(),
  first: z.date().nullable(),
  types: z.array(z.string()),
  /** Of those bad, how many came no further than each station. */
  reached: z.record(z.string(), z.number()),
});
export type CountedRow = z.output<typeof counted>;

/**
 * The receipts that fell due within each subscription's minutes, by installation. The minutes end where its sources have
 * come to; where they lag behind, or left something out, it is not covered and they end now.
 */
export const countDue = async (ask: Ask, asked: readonly Asked[], now: Date): Promise<CountedRow[]> =>
  asked.length === 0
    ? []
    : z
        .array(counted)
        .parse(
          await ask(COUNT_DUE, [
            JSON.stringify(asked.map(({ counts, ...one }) => ({ ...one, bad: BAD_STATES[counts].map(codeOf) }))),
            ...[now, new Date(now.getTime() - SLACK_MS), [...STATIONS]],
          ]),
        );

// A delivery is found by when it was sent: no deadline is longer than the longest policy.
const COUNT_DUE = `
  WITH w AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb)
    AS x (nr int, installations int[], minutes int, bad int[], region int, types text[], services text[], stations text[])),
  chosen AS MATERIALIZED (
    SELECT w.nr, array_agg(y.id) AS types FROM w JOIN message_type y ON (w.types IS NULL OR y.code = ANY (w.types))
      AND ((w.services IS NULL AND w.stations IS NULL) OR EXISTS (
        SELECT FROM service c LEFT JOIN service_dependency d ON d.chain_id = c.id LEFT JOIN service s ON s.id = d.station_id
        WHERE y.code = ANY (c.types) AND (w.services IS NULL OR c.code = ANY (w.services) OR s.code = ANY (w.services))
          AND (w.stations IS NULL OR s.station = ANY (w.stations))))
    WHERE w.types IS NOT NULL OR w.services IS NOT NULL OR w.stations IS NOT NULL GROUP BY 1),
  seen AS MATERIALIZED (
    SELECT installation_id, range_agg(seen) AS seen
    FROM access.coverage_of(ARRAY(SELECT DISTINCT unnest(installations) FROM w)) GROUP BY 1),
  place AS MATERIALIZED (
    SELECT w.nr, i.id, w.bad, w.region, w.types IS NULL AND w.services IS NULL AND w.stations IS NULL AS any_type, t.covered,
      CASE WHEN t.covered THEN t.ends ELSE $2::timestamptz END AS ends, w.minutes * interval '1 minute' AS span
    FROM w JOIN installation i ON i.id = ANY (w.installations) LEFT JOIN seen e ON e.installation_id = i.id
    CROSS JOIN LATERAL (SELECT least($2::timestamptz, upper(e.seen)) AS ends) u
    CROSS JOIN LATERAL (SELECT u.ends, coalesce(u.ends >= $3::timestamptz
      AND e.seen @> tstzrange(u.ends - w.minutes * interval '1 minute', u.ends), false) AS covered) t)
  SELECT p.nr, p.id AS "installationId", y.name AS system, y.vendor_id AS "vendorId", o.id AS "municipalityId",
    o.name AS municipality, m.region_id AS "regionId", p.covered, p.ends - p.span AS "from", p.ends AS "to", f.due, f.bad, f.negative,
    f.open, f.first, r.reached, ARRAY(SELECT k.code FROM message_type k WHERE k.id = ANY (f.types) ORDER BY 1) AS types
  FROM place p JOIN installation i ON i.id = p.id LEFT JOIN system y ON y.id = i.system_id
  LEFT JOIN organisation o ON o.id = i.organisation_id
  LEFT JOIN LATERAL (SELECT b.region_id FROM membership b, (SELECT ($2::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date AS day) t
    WHERE b.member_id = o.id AND b.valid_from <= t.day AND (b.valid_to IS NULL OR b.valid_to >= t.day) LIMIT 1) m ON true
  LEFT JOIN chosen c ON c.nr = p.nr
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE d.state NOT IN (${OPEN}))::int AS due, count(*) FILTER (WHERE d.state = ANY (p.bad))::int AS bad,
      count(*) FILTER (WHERE d.state IN (${NEGATIVE}))::int AS negative, count(*) FILTER (WHERE d.state IN (${OPEN}))::int AS open,
      min(d.due_at) FILTER (WHERE d.state = ANY (p.bad)) AS first,
      coalesce(array_agg(DISTINCT d.type_id) FILTER (WHERE d.state = ANY (p.bad)), '{}') AS types,
      coalesce(array_agg(d.last_station) FILTER (WHERE d.state = ANY (p.bad)), '{}') AS last
    FROM ledger.delivery d
    WHERE d.installation_id = p.id AND d.sent_at < p.ends
      AND d.sent_at > p.ends - p.span - coalesce((SELECT max(overdue_minutes) FROM deadline_policy), 30) * interval '1 minute' - interval '1 hour'
      AND d.due_at > p.ends - p.span AND d.due_at <= p.ends AND NOT d.copy AND d.state <> ${codes("not_due")}
      AND (p.any_type OR d.type_id = ANY (c.types))
      AND (p.region IS NULL OR (d.receipt_role = 1 AND (d.sender_organisation_id = p.region OR EXISTS (
        SELECT FROM membership b WHERE b.region_id = p.region AND b.member_id = d.sender_organisation_id
          AND d.sent_at >= access.danish_midnight(b.valid_from)
          AND (b.valid_to IS NULL OR d.sent_at < access.danish_midnight(b.valid_to + 1))))))) f
  CROSS JOIN LATERAL (SELECT coalesce(jsonb_object_agg(x.station, x.n), '{}') AS reached FROM (
    SELECT ($4::text[])[l.station + 1] AS station, count(*)::int AS n FROM unnest(f.last) AS l (station) WHERE l.station IS NOT NULL GROUP BY 1) x) r
  ORDER BY p.nr, f.bad DESC, p.id`;

const stood = z.object({ subscriptionId: z.number(), installationId: z.number(), over: z.date().nullable() });
/**
 * Installations that are hit by a published incident that the subscription was told of (or of one merged into it), or were within the day, and when each was
 * over there; null where it is not.
 */
export const stoodFor = async (
  ask: Ask,
  subscriptionIds: readonly number[],
  now: Date,
): Promise<z.output<typeof stood>[]> =>
  z.array(stood).parse(
    await ask(
      `SELECT DISTINCT n.subscription_id AS "subscriptionId", m.installation_id AS "installationId", o.over
       FROM incident i JOIN impact m ON m.incident_id = i.id AND m.effect <> 'none'
         CROSS JOIN LATERAL (SELECT least(m.to_at, i.resolved_at) AS over) o
         JOIN incident k ON k.id = i.id OR k.merged_into_id = i.id
         JOIN signal g ON g.thread = 'incident:' || k.number JOIN notice n ON n.signal_id = g.id
       WHERE (o.over IS NULL OR o.over > $2::timestamptz - interval '1 day')
         AND access.incident_is_public(i.id) AND n.subscription_id = ANY ($1::int[])`,
      [subscriptionIds, now],
    ),
  );

const named = z.object({ number: z.string(), title: z.string(), titleEn: z.string() });
/** Incidents in public that are not over, about a station. */
export const openAt = async (ask: Ask, station: Station): Promise<z.output<typeof named>[]> =>
  z.array(named).parse(
    await ask(
      `SELECT DISTINCT i.number, i.title, i.title_en AS "titleEn" FROM incident i JOIN incident_service j ON j.incident_id = i.id
         JOIN service s ON s.id = j.service_id AND s.station = $1
       WHERE i.resolved_at IS NULL AND access.incident_is_public(i.id) ORDER BY i.number`,
      [station],
    ),
  );

/** Every installation there is: the operator's own are all of them. */
export const allInstallations = async (ask: Ask): Promise<number[]> =>
  (await ask<{ id: number }>("SELECT id FROM installation ORDER BY id", [])).map(({ id }) => id);
