import type { PoolClient } from "pg";
import { readOnlyAs } from "../db/read-only.ts";
import { LEG_BIN_BOUNDS, percentile } from "../ledger/latency.ts";
import { DIRECTIONS, STATIONS } from "../ledger/states.ts";
import type {
  PublicFigure,
  PublicIncident,
  PublicLine,
  PublicMerged,
  PublicService,
  PublicSnapshot,
  PublicUpdate,
  PublicWindow,
} from "./snapshot.ts";

/** Runs reads as the public does: what the operator has not published does not exist there. */
export const asPublic = <T>(run: (tx: PoolClient) => Promise<T>): Promise<T> => readOnlyAs("kvit_public", {}, run);

/** An instant as ISO 8601 in UTC with milliseconds, as `Date` writes it. */
const iso = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** A column and its English twin as one text in both languages; null where either is missing. */
const words = (column: string): string =>
  `CASE WHEN ${column} IS NULL OR ${column}_en IS NULL THEN NULL ELSE jsonb_build_object('da', ${column}, 'en', ${column}_en) END`;
const list = (query: string): string => `coalesce((SELECT jsonb_agg(to_jsonb(x)) FROM (${query}) x), '[]')`;

async function rowsOf<T>(tx: PoolClient, query: string, values: unknown[] = []): Promise<T[]> {
  const { rows } = await tx.query<{ row: T }>(`SELECT to_jsonb(x) AS row FROM (${query}) x`, values);
  return rows.map(({ row }) => row);
}

/** Chains first, then stations, each in the operator's order, with how far they were seen. */
export const serviceRows = (tx: PoolClient): Promise<PublicService[]> =>
  rowsOf(
    tx,
    `SELECT s.code, s.kind, ${words("s.name")} AS name, ${words("s.note")} AS note, s.station,
      ${list(`SELECT t.code AS service, d.whole FROM service_dependency d JOIN service t ON t.id = d.station_id
        WHERE d.chain_id = s.id ORDER BY t.position, t.id`)} AS through,
      s.types, s.valid_from AS "validFrom", s.valid_to AS "validTo",
      coalesce((SELECT jsonb_agg(jsonb_build_array((extract(epoch FROM lower(r)) * 1000)::bigint, (extract(epoch FROM upper(r)) * 1000)::bigint) ORDER BY r)
        FROM unnest(seen.seen) r WHERE NOT lower_inf(r) AND NOT upper_inf(r)), '[]') AS seen,
      ${list(`SELECT o.valid_from AS "from", o.work_from AS "workFrom", o.work_to AS "workTo",
        jsonb_build_object('working', o.working_target, 'other', o.other_target) AS target, o.source, o.assumed
        FROM objective o WHERE o.service_id = s.id ORDER BY o.valid_from, o.id`)} AS objectives
    FROM service s LEFT JOIN publication.seen() seen ON seen.service_id = s.id ORDER BY s.kind, s.position, s.id`,
  );

type IncidentRow = Omit<PublicIncident, "updates" | "impacts" | "merged"> & { id: number };

/** Published incidents, newest start first. */
export const incidentRows = (tx: PoolClient): Promise<IncidentRow[]> =>
  rowsOf(
    tx,
    `SELECT i.id, i.number, i.phase, i.severity, i.trouble, i.cause_class AS "causeClass", ${words("i.title")} AS title,
      ${iso("i.started_at")} AS "startedAt", ${iso("i.detected_at")} AS "detectedAt", ${iso("i.resolved_at")} AS "resolvedAt",
      ${iso("i.backlog_cleared_at")} AS "backlogClearedAt", ${iso("i.published_at")} AS "publishedAt",
      ${iso("i.updated_at")} AS "updatedAt", ${iso("i.next_update_at")} AS "nextUpdateAt", i.municipalities,
      CASE WHEN i.follow_up_at IS NOT NULL AND i.follow_up_cause IS NOT NULL THEN jsonb_build_object(
        'cause', jsonb_build_object('da', i.follow_up_cause, 'en', coalesce(i.follow_up_cause_en, i.follow_up_cause)),
        'measures', jsonb_build_object('da', coalesce(i.follow_up_measures, ''), 'en', coalesce(i.follow_up_measures_en, i.follow_up_measures, '')),
        'at', ${iso("i.follow_up_at")}) END AS "followUp",
      coalesce((SELECT jsonb_agg(s.code ORDER BY s.kind, s.position, s.id) FROM incident_service x JOIN service s ON s.id = x.service_id
        WHERE x.incident_id = i.id), '[]') AS services
    FROM incident i ORDER BY i.started_at DESC, i.id DESC`,
  );

export const updateRows = (tx: PoolClient): Promise<(PublicUpdate & { incident: number })[]> =>
  rowsOf(
    tx,
    `SELECT u.incident_id AS incident, u.nr, u.phase, u.severity, u.trouble, ${words("u.text")} AS text,
      ${iso("u.stated_at")} AS "statedAt", ${iso("u.published_at")} AS "publishedAt", ${iso("u.corrected_at")} AS "correctedAt"
    FROM incident_update u ORDER BY u.incident_id, u.stated_at, u.nr`,
  );

export const impactRows = (tx: PoolClient): Promise<(PublicIncident["impacts"][number] & { incident: number })[]> =>
  rowsOf(
    tx,
    `SELECT p.incident_id AS incident, p.municipality, p.effect, ${iso("p.from_at")} AS "from", ${iso("p.to_at")} AS "to"
    FROM publication.impacts() p ORDER BY p.incident_id, p.municipality, p.from_at`,
  );

export const mergedRows = (tx: PoolClient): Promise<(PublicMerged & { incident: number })[]> =>
  rowsOf(
    tx,
    `SELECT m.incident_id AS incident, m.number, ${words("m.title")} AS title, m.severity, m.services, ${iso("m.started_at")} AS "startedAt",
      ${iso("m.published_at")} AS "publishedAt", ${iso("m.merged_at")} AS "mergedAt" FROM publication.merged() m ORDER BY m.number`,
  );

/** Announced windows, by planned start: those with these uids, or all. */
export const windowRows = (tx: PoolClient, uids: readonly string[] | null = null): Promise<PublicWindow[]> =>
  rowsOf(
    tx,
    `SELECT w.uid, w.sequence, ${words("w.title")} AS title, w.window_class AS "windowClass", w.traffic, w.phase,
      ${iso("w.planned_from")} AS "plannedFrom", ${iso("w.planned_to")} AS "plannedTo", ${iso("w.actual_from")} AS "actualFrom",
      ${iso("w.actual_to")} AS "actualTo", ${iso("w.announced_at")} AS "announcedAt", ${iso("w.updated_at")} AS "updatedAt",
      ${words("w.note")} AS note, w.expected, w.measured, w.delivered_in AS "deliveredIn", w.delivered_after AS "deliveredAfter",
      coalesce((SELECT jsonb_agg(s.code ORDER BY s.kind, s.position, s.id) FROM window_service x JOIN service s ON s.id = x.service_id
        WHERE x.window_id = w.id), '[]') AS services,
      ${list(`SELECT c.sequence, ${iso("c.at")} AS at, c.kind, ${iso("c.planned_from")} AS "plannedFrom", ${iso("c.planned_to")} AS "plannedTo"
        FROM window_change c WHERE c.window_id = w.id ORDER BY c.at, c.id`)} AS changes
    FROM service_window w WHERE $1::text[] IS NULL OR w.uid = ANY ($1::text[]) ORDER BY w.planned_from, w.id`,
    [uids],
  );

/** Months as they were frozen, oldest first. */
export const figureRows = (tx: PoolClient): Promise<PublicFigure[]> =>
  rowsOf(
    tx,
    `SELECT s.code AS service, to_char(f.month, 'YYYY-MM') AS month, f.band, ${iso("f.frozen_at")} AS "frozenAt", f.target,
      f.total_ms AS "totalMs", f.measured_ms AS "measuredMs", f.down_ms AS "downMs", f.window_ms AS "windowMs",
      f.down_outside_ms AS "downOutsideMs"
    FROM month_figure f JOIN service s ON s.id = f.service_id ORDER BY f.month, s.kind, s.position, s.id, f.band DESC`,
  );

/** A region's code; of one whose code is not known yet its name as it can stand in an address. */
const regionCode = (row: string): string =>
  `coalesce(${row}.code, regexp_replace(translate(lower(${row}.name), 'æøå ', 'aoa-'), '^region-', ''))`;
const regionOf = (membership: string): string =>
  `(SELECT ${regionCode("r")} FROM membership m JOIN organisation r ON r.id = m.region_id
    WHERE m.member_id = o.id AND ${membership} ORDER BY m.valid_from DESC NULLS LAST LIMIT 1)`;

/** Municipalities that exist on a Danish day, by name, with the region each is in and the one it was in before. */
export const municipalityRows = (tx: PoolClient, day: string): Promise<PublicSnapshot["municipalities"]> =>
  rowsOf(
    tx,
    `SELECT o.code, o.name, ${regionOf(inForce("m"))} AS region, ${regionOf("m.valid_to < $1::date")} AS "formerRegion"
    FROM organisation o WHERE o.kind = 'municipality' AND o.code IS NOT NULL AND ${inForce("o")} ORDER BY o.name COLLATE "da-x-icu"`,
    [day],
  );

/** Regions that have begun by a Danish day. */
export const regionRows = (tx: PoolClient, day: string): Promise<PublicSnapshot["regions"]> =>
  rowsOf(
    tx,
    `SELECT ${regionCode("o")} AS code, o.name FROM organisation o
    WHERE o.kind = 'region' AND (o.valid_from IS NULL OR o.valid_from <= $1::date) ORDER BY o.name COLLATE "da-x-icu"`,
    [day],
  );

/** Every region and municipality there is or was, as a page names it: `r:1081`, `m:0851`. */
export async function placeRows(tx: PoolClient): Promise<{ value: string; id: number; name: string }[]> {
  const { rows } = await tx.query<{ value: string; id: number; name: string }>(
    `SELECT o.id, o.name, CASE WHEN o.kind = 'region' THEN 'r:' || ${regionCode("o")} ELSE 'm:' || o.code END AS value
     FROM organisation o WHERE o.kind = 'region' OR (o.kind = 'municipality' AND o.code IS NOT NULL)
     ORDER BY o.valid_from DESC NULLS LAST, o.id`,
  );
  return rows;
}

const inForce = (row: string): string =>
  `(${row}.valid_from IS NULL OR ${row}.valid_from <= $1::date) AND (${row}.valid_to IS NULL OR ${row}.valid_to >= $1::date)`;

/** What the operator has switched on, and whether this is a demo. */
export async function switches(tx: PoolClient): Promise<{ demo: boolean; line: boolean }> {
  const { rows } = await tx.query<{ key: string; value: string }>(
    "SELECT key, value FROM meta WHERE key IN ('demo', 'status_public_line')",
  );
  const found = new Map(rows.map(({ key, value }) => [key, value]));
  return { demo: found.get("demo") === "true", line: found.get("status_public_line") === "on" };
}

/** The national medians of each leg since an instant, and of the receipt's way back. */
export async function lineRows(tx: PoolClient, since: Date): Promise<PublicLine> {
  const { rows } = await tx.query<{ station: number; direction: number; n: number; bins: (number | string)[] }>(
    "SELECT direction, station, n, bins FROM publication.legs($1)",
    [since],
  );
  const legs = rows.flatMap(({ station, direction, n, bins }) => {
    const leg = { station: STATIONS[station], direction: DIRECTIONS[direction] };
    if (!leg.station || !leg.direction) return [];
    const medianMs = percentile(bins.map(Number), 0.5, LEG_BIN_BOUNDS);
    return [{ station: leg.station, direction: leg.direction, medianMs, count: n }];
  });
  const back = legs.flatMap((leg) =>
    leg.direction === "back" && leg.station !== "recipient" && leg.medianMs !== null ? [leg.medianMs] : [],
  );
  return { legs, returnMs: back.length === 0 ? null : back.reduce((sum, ms) => sum + ms, 0) };
}
