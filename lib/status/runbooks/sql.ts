import type { Ask } from "../ask.ts";
import type { CauseClass, Words } from "../shapes.ts";

export type StoredRunbook = {
  id: number;
  code: string;
  cause_class: CauseClass | null;
  station: string | null;
  version: number;
  title: string;
  title_en: string;
  steps: Words[];
  at: Date;
  uses: number;
};
/** Each runbook in its current version; all of them, or one by id. */
export const currentRunbooks = (ask: Ask, id: number | null) =>
  ask<StoredRunbook>(
    `SELECT r.id, r.code, r.cause_class::text, r.station, v.version, v.title, v.title_en, v.steps, v.at,
       (SELECT count(*)::int FROM runbook_use u JOIN runbook_version w ON w.id = u.runbook_version_id WHERE w.runbook_id = r.id) AS uses
     FROM runbook r CROSS JOIN LATERAL (SELECT * FROM runbook_version v WHERE v.runbook_id = r.id ORDER BY v.version DESC LIMIT 1) v
     WHERE $1::int IS NULL OR r.id = $1::int ORDER BY v.title, r.id`,
    [id],
  );

export type StoredVersion = {
  version: number;
  title: string;
  title_en: string;
  steps: Words[];
  at: Date;
  written_by_id: number | null;
  name: string | null;
};
export const versionsOf = (ask: Ask, runbookId: number) =>
  ask<StoredVersion>(
    `SELECT v.version, v.title, v.title_en, v.steps, v.at, v.written_by_id, p.name
     FROM runbook_version v LEFT JOIN person p ON p.id = v.written_by_id WHERE v.runbook_id = $1::int ORDER BY v.version DESC`,
    [runbookId],
  );

export type StoredUse = {
  id: number;
  runbook_id: number;
  code: string;
  version: number;
  newest: number;
  title: string;
  title_en: string;
  steps: Words[];
};
export const usesOn = (ask: Ask, incidentId: number) =>
  ask<StoredUse>(
    `SELECT u.id, r.id AS runbook_id, r.code, v.version, v.title, v.title_en, v.steps,
       (SELECT max(n.version) FROM runbook_version n WHERE n.runbook_id = r.id) AS newest
     FROM runbook_use u JOIN runbook_version v ON v.id = u.runbook_version_id JOIN runbook r ON r.id = v.runbook_id
     WHERE u.incident_id = $1::int ORDER BY u.at, u.id`,
    [incidentId],
  );

export type StoredTick = { use_id: number; step: number; at: Date; person_id: number | null; name: string | null };
export const ticksOn = (ask: Ask, incidentId: number) =>
  ask<StoredTick>(
    `SELECT t.use_id, t.step, t.at, t.person_id, p.name FROM runbook_tick t JOIN runbook_use u ON u.id = t.use_id
       LEFT JOIN person p ON p.id = t.person_id WHERE u.incident_id = $1::int`,
    [incidentId],
  );

/** Runbooks not begun on an incident that are for its cause and a station of its, for either, or for any incident. */
export const fittingRunbooks = (ask: Ask, incidentId: number) =>
  ask<{ id: number; code: string; title: string; title_en: string }>(
    `SELECT r.id, r.code, v.title, v.title_en
     FROM incident i CROSS JOIN runbook r
       CROSS JOIN LATERAL (SELECT * FROM runbook_version v WHERE v.runbook_id = r.id ORDER BY v.version DESC LIMIT 1) v
     WHERE i.id = $1::int AND (r.cause_class IS NULL OR r.cause_class = i.cause_class)
       AND (r.station IS NULL OR r.station IN (SELECT s.station FROM incident_service x JOIN service s ON s.id = x.service_id WHERE x.incident_id = i.id))
       AND NOT EXISTS (SELECT FROM runbook_use u JOIN runbook_version w ON w.id = u.runbook_version_id WHERE u.incident_id = i.id AND w.runbook_id = r.id)
     ORDER BY (r.cause_class IS NULL)::int + (r.station IS NULL)::int, v.title, r.id`,
    [incidentId],
  );
