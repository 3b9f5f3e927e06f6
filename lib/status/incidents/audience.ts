import type { Ask } from "../ask.ts";
import type { AudienceRow } from "./shapes.ts";

/**
 * Who an incident's update concerns: the municipalities that are hit or may be, the vendors of those systems where an
 * agreement held when it began, and the regions the municipalities were in.
 */
export const audienceOf = (ask: Ask, incidentId: number) =>
  ask<AudienceRow>(
    `WITH hit AS (
       SELECT n.organisation_id, y.vendor_id, (i.started_at AT TIME ZONE 'Europe/Copenhagen')::date AS day
       FROM impact m JOIN incident i ON i.id = m.incident_id JOIN installation n ON n.id = m.installation_id
         LEFT JOIN system y ON y.id = n.system_id
       WHERE m.incident_id = $1::int AND m.effect <> 'none')
     SELECT o.id, o.name, o.kind::text FROM organisation o WHERE o.kind IN ('municipality', 'vendor', 'region') AND (
       o.id IN (SELECT organisation_id FROM hit)
       OR o.id IN (SELECT a.vendor_id FROM hit h JOIN agreement a ON a.municipality_id = h.organisation_id AND a.vendor_id = h.vendor_id
           AND a.valid_from <= h.day AND (a.valid_to IS NULL OR a.valid_to >= h.day))
       OR o.id IN (SELECT b.region_id FROM hit h JOIN membership b ON b.member_id = h.organisation_id
           AND b.valid_from <= h.day AND (b.valid_to IS NULL OR b.valid_to >= h.day)))
     ORDER BY o.kind, o.name, o.id`,
    [incidentId],
  );
