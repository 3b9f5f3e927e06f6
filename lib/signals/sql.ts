import { z } from "zod";
import type { Ask } from "../status/ask.ts";
import { MOMENTS, type Moment } from "../subscriptions/shapes.ts";

const service = z.object({
  id: z.number(),
  code: z.string(),
  station: z.string().nullable(),
  types: z.array(z.string()),
});
const hit = z.object({
  installations: z.array(z.number()),
  municipalities: z.array(z.number()),
  regions: z.array(z.number()),
  vendors: z.array(z.number()),
  shownMunicipalities: z.array(z.number()),
  shownRegions: z.array(z.number()),
  messages: z.number().nullable(),
});
export type Hit = z.output<typeof hit>;

/** The services an incident is about. */
export const servicesOfIncident = async (ask: Ask, incidentId: number) =>
  z
    .array(service)
    .parse(await ask(servicesOf("SELECT j.service_id FROM incident_service j WHERE j.incident_id = $1"), [incidentId]));

/** Services by their ids. */
export const servicesByIds = async (ask: Ask, ids: readonly number[]) =>
  z.array(service).parse(await ask(servicesOf("SELECT unnest($1::int[])"), [ids]));

const said = z.object({ moment: z.enum(MOMENTS) });
/** What was last said of an incident; null where nobody was told of it yet. */
export const lastMomentOf = async (ask: Ask, thread: string): Promise<Moment | null> =>
  z
    .array(said)
    .parse(
      await ask(
        "SELECT moment::text AS moment FROM signal WHERE thread = $1 AND kind = 'incident' ORDER BY id DESC LIMIT 1",
        [thread],
      ),
    )[0]?.moment ?? null;

/** Two workers never look at once; whoever comes second leaves it to the first. Held until the transaction ends. */
export async function takeTurn(ask: Ask): Promise<boolean> {
  const [row] = await ask<{ got: boolean }>("SELECT pg_try_advisory_xact_lock(hashtext('growth')) AS got", []);
  return row?.got ?? false;
}

const open = z.object({ incidentId: z.number(), signalId: z.number() });
/** Incidents in public that are not over, held against change, and what was last said of each. */
export const toldOpen = async (ask: Ask): Promise<z.output<typeof open>[]> =>
  z.array(open).parse(
    await ask(
      `SELECT i.id AS "incidentId", g.id AS "signalId" FROM incident i CROSS JOIN LATERAL (
         SELECT s.id, s.moment FROM signal s WHERE s.thread = 'incident:' || i.number AND s.kind = 'incident' ORDER BY s.id DESC LIMIT 1) g
       WHERE i.published_at IS NOT NULL AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL AND i.dismissed_at IS NULL
         AND i.resolved_at IS NULL AND g.moment <> 'resolved' ORDER BY i.id FOR NO KEY UPDATE OF i`,
      [],
    ),
  );

/** The services a window takes from. */
export const servicesOfWindow = async (ask: Ask, windowId: number) =>
  z
    .array(service)
    .parse(await ask(servicesOf("SELECT j.service_id FROM window_service j WHERE j.window_id = $1"), [windowId]));

/** The services a series takes from. */
export const servicesOfSeries = async (ask: Ask, seriesId: number) =>
  z
    .array(service)
    .parse(await ask(servicesOf("SELECT j.service_id FROM series_service j WHERE j.series_id = $1"), [seriesId]));

const date = z.object({ id: z.number(), from: z.date(), to: z.date() });
/** The windows of a series that are made and have not begun, soonest first. */
export const datesToCome = async (ask: Ask, seriesId: number, now: Date) =>
  z.array(date).parse(
    await ask(
      `SELECT id, planned_from AS "from", planned_to AS "to" FROM service_window
       WHERE series_id = $1::int AND phase = 'planned' AND planned_from > $2::timestamptz ORDER BY planned_from, id`,
      [seriesId, now],
    ),
  );

const last = z.object({ last: z.boolean() });
/** Whether a series is to end and nothing of it is still to come or under way, beside the window given. */
export async function isLastOfSeries(ask: Ask, seriesId: number, beside: number): Promise<boolean> {
  const [row] = await ask(
    `SELECT valid_to IS NOT NULL AND NOT EXISTS (SELECT FROM service_window w
       WHERE w.series_id = s.id AND w.id <> $2::int AND w.phase IN ('planned', 'in_progress')) AS last
     FROM window_series s WHERE s.id = $1::int`,
    [seriesId, beside],
  );
  return last.parse(row).last;
}

/** The services messages of these types pass: their chains, and the stations those run through. */
export const servicesOfTypes = async (ask: Ask, types: readonly string[]) =>
  z.array(service).parse(
    await ask(
      `${SERVICES} WHERE s.types && $1::text[] OR s.id IN (
         SELECT d.station_id FROM service_dependency d JOIN service c ON c.id = d.chain_id WHERE c.types && $1::text[])
       ORDER BY s.position`,
      [types],
    ),
  );

const SERVICES = "SELECT s.id, s.code, s.station, s.types FROM service s";

/** What is named, and the chains that pass it: who asks for a chain hears of a station on its way. */
const servicesOf = (named: string): string => `
  SELECT s.id, s.code, s.station, s.types FROM service s
  WHERE s.id IN (${named}) OR EXISTS (SELECT FROM service_dependency d WHERE d.chain_id = s.id AND d.station_id IN (${named}))
  ORDER BY s.position, s.id`;

/**
 * Whom an incident hits as its impact rows say now: installations, their municipalities and regions, the vendors of their
 * systems; which municipalities and regions of it the operator chose to show; and how many deliveries were over their
 * deadline, null where nobody has counted.
 */
export async function hitOf(ask: Ask, incidentId: number): Promise<Hit> {
  const [row] = await ask(HIT, [incidentId]);
  return hit.parse(row);
}

const HIT = `
  WITH h AS (
    SELECT m.installation_id AS installation, n.organisation_id AS municipality, y.vendor_id AS vendor, m.overdue, m.is_public,
      (i.started_at AT TIME ZONE 'Europe/Copenhagen')::date AS day
    FROM impact m JOIN incident i ON i.id = m.incident_id JOIN installation n ON n.id = m.installation_id
      LEFT JOIN system y ON y.id = n.system_id WHERE m.incident_id = $1 AND m.effect <> 'none')
  SELECT
    ARRAY(SELECT installation FROM h ORDER BY 1) AS installations,
    ARRAY(SELECT DISTINCT o.id FROM h JOIN organisation o ON o.id = h.municipality AND o.kind = 'municipality' ORDER BY 1) AS municipalities,
    ARRAY(SELECT DISTINCT b.region_id FROM h JOIN membership b ON b.member_id = h.municipality
      AND b.valid_from <= h.day AND (b.valid_to IS NULL OR b.valid_to >= h.day) ORDER BY 1) AS regions,
    ARRAY(SELECT DISTINCT vendor FROM h WHERE vendor IS NOT NULL ORDER BY 1) AS vendors,
    ARRAY(SELECT DISTINCT o.id FROM h JOIN organisation o ON o.id = h.municipality AND o.kind = 'municipality'
      WHERE h.is_public ORDER BY 1) AS "shownMunicipalities",
    ARRAY(SELECT DISTINCT b.region_id FROM h JOIN membership b ON b.member_id = h.municipality
      AND b.valid_from <= h.day AND (b.valid_to IS NULL OR b.valid_to >= h.day) WHERE h.is_public ORDER BY 1) AS "shownRegions",
    (SELECT sum(overdue)::int FROM h) AS messages`;

const merged = z.object({ number: z.string() });
/** Numbers of the incidents that were merged into this one, also by way of another. */
export const mergedInto = async (ask: Ask, incidentId: number): Promise<string[]> =>
  z
    .array(merged)
    .parse(
      await ask(
        `WITH RECURSIVE m AS (SELECT id, number FROM incident WHERE merged_into_id = $1
           UNION SELECT i.id, i.number FROM incident i JOIN m ON i.merged_into_id = m.id) SELECT number FROM m`,
        [incidentId],
      ),
    )
    .map(({ number }) => number);
