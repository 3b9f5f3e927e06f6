import type { Ask } from "../ask.ts";
import type { CauseClass, ImpactEffect, Phase, Severity, Trouble } from "../shapes.ts";
import type { DraftContent } from "./schema.ts";

/** What the desk and its commands read of incidents, as the database has it. */
export type StoredService = { id: number; code: string; da: string; en: string; station: string | null };
export type StoredDraft = { personId: number; name: string; savedAt: string; submittedAt: string | null };
export type StoredIncident = {
  id: number;
  number: string;
  version: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  cause_class: CauseClass;
  title: string;
  title_en: string;
  started_at: Date;
  detected_at: Date;
  confirmed_at: Date | null;
  resolved_at: Date | null;
  backlog_cleared_at: Date | null;
  published_at: Date | null;
  withdrawn_at: Date | null;
  dismissed_at: Date | null;
  merged_into_id: number | null;
  next_update_at: Date | null;
  updated_at: Date;
  last_update_at: Date | null;
  municipalities: number | null;
  follow_up_cause: string | null;
  follow_up_cause_en: string | null;
  follow_up_measures: string | null;
  follow_up_measures_en: string | null;
  follow_up_at: Date | null;
  services: StoredService[];
  hit_codes: string[];
  hit: { municipalities: number; installations: number; due: number | null; overdue: number | null; lost: number };
  reports: number;
  drafts: StoredDraft[];
};

const INCIDENTS = `
  SELECT i.id, i.number, i.version, i.phase::text, i.severity::text, i.trouble::text, i.cause_class::text, i.title, i.title_en,
    i.started_at, i.detected_at, i.confirmed_at, i.resolved_at, i.backlog_cleared_at, i.published_at, i.withdrawn_at, i.dismissed_at,
    i.merged_into_id, i.next_update_at, i.updated_at, i.municipalities,
    i.follow_up_cause, i.follow_up_cause_en, i.follow_up_measures, i.follow_up_measures_en, i.follow_up_at,
    (SELECT max(u.published_at) FROM incident_update u WHERE u.incident_id = i.id) AS last_update_at,
    (SELECT count(*)::int FROM report r WHERE r.incident_id = i.id) AS reports,
    coalesce((SELECT json_agg(json_build_object('id', s.id, 'code', s.code, 'da', s.name, 'en', s.name_en, 'station', s.station)
        ORDER BY s.position, s.id)
      FROM incident_service x JOIN service s ON s.id = x.service_id WHERE x.incident_id = i.id), '[]') AS services,
    coalesce((SELECT json_agg(json_build_object('personId', d.person_id, 'name', coalesce(p.name, ''), 'savedAt', d.saved_at,
        'submittedAt', d.submitted_at) ORDER BY d.saved_at)
      FROM incident_draft d LEFT JOIN person p ON p.id = d.person_id WHERE d.incident_id = i.id), '[]') AS drafts,
    h.hit, h.hit_codes
  FROM incident i CROSS JOIN LATERAL (
    SELECT json_build_object(
        'municipalities', count(DISTINCT o.id) FILTER (WHERE m.effect IN ('delayed', 'lost') AND o.kind = 'municipality'),
        'installations', count(*) FILTER (WHERE m.effect IN ('delayed', 'lost')),
        'due', sum(m.due), 'overdue', sum(m.overdue),
        'lost', count(*) FILTER (WHERE m.effect = 'lost')) AS hit,
      coalesce(array_agg(DISTINCT o.code) FILTER (WHERE m.effect IN ('delayed', 'lost') AND o.kind = 'municipality' AND o.code IS NOT NULL),
        '{}') AS hit_codes
    FROM impact m JOIN installation n ON n.id = m.installation_id LEFT JOIN organisation o ON o.id = n.organisation_id
    WHERE m.incident_id = i.id) h`;

/** Everything under way, everything that waits for its backlog, and what was cleared since. */
export const deskIncidents = (ask: Ask, clearedSince: Date) =>
  ask<StoredIncident>(
    `${INCIDENTS} WHERE i.merged_into_id IS NULL AND i.dismissed_at IS NULL
       AND (i.phase <> 'backlog_cleared' OR i.backlog_cleared_at >= $1::timestamptz)
     ORDER BY i.started_at DESC, i.id DESC LIMIT 500`,
    [clearedSince],
  );

export const incidentByNumber = async (ask: Ask, number: string) =>
  (await ask<StoredIncident>(`${INCIDENTS} WHERE i.number = $1`, [number]))[0];
export const incidentById = async (ask: Ask, id: number) =>
  (await ask<StoredIncident>(`${INCIDENTS} WHERE i.id = $1::int`, [id]))[0];

export const dismissedBetween = async (ask: Ask, from: Date, to: Date) =>
  (
    await ask<{ n: number }>(
      "SELECT count(*)::int AS n FROM incident WHERE dismissed_at >= $1::timestamptz AND dismissed_at < $2::timestamptz",
      [from, to],
    )
  )[0]?.n ?? 0;

export const allServices = (ask: Ask) =>
  ask<StoredService & { kind: "chain" | "station" }>(
    "SELECT id, code, kind::text, name AS da, name_en AS en, station FROM service ORDER BY kind, position, id",
    [],
  );

export type StoredUpdate = {
  nr: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  text: string;
  text_en: string;
  stated_at: Date;
  published_at: Date;
  corrected_at: Date | null;
  written_by_id: number | null;
  written_by: string | null;
  approved_by_id: number | null;
  approved_by: string | null;
  organisations: number;
};
export const updatesOf = (ask: Ask, incidentId: number) =>
  ask<StoredUpdate>(
    `SELECT u.nr, u.phase::text, u.severity::text, u.trouble::text, u.text, u.text_en, u.stated_at, u.published_at, u.corrected_at,
       u.written_by_id, w.name AS written_by, u.approved_by_id, a.name AS approved_by, cardinality(u.audience) AS organisations
     FROM incident_update u LEFT JOIN person w ON w.id = u.written_by_id LEFT JOIN person a ON a.id = u.approved_by_id
     WHERE u.incident_id = $1::int ORDER BY u.nr`,
    [incidentId],
  );

export type StoredRevision = {
  at: Date;
  person_id: number | null;
  name: string | null;
  field: string;
  before: string;
  after: string;
};
export const revisionsOf = (ask: Ask, incidentId: number) =>
  ask<StoredRevision>(
    `SELECT r.at, r.person_id, p.name, r.field, r.before, r.after FROM incident_revision r LEFT JOIN person p ON p.id = r.person_id
     WHERE r.incident_id = $1::int ORDER BY r.id DESC`,
    [incidentId],
  );

export type WholeDraft = {
  person_id: number;
  name: string | null;
  base_version: number;
  content: DraftContent;
  saved_at: Date;
  submitted_at: Date | null;
};
export const draftsOf = (ask: Ask, incidentId: number) =>
  ask<WholeDraft>(
    `SELECT d.person_id, p.name, d.base_version, d.content, d.saved_at, d.submitted_at
     FROM incident_draft d LEFT JOIN person p ON p.id = d.person_id WHERE d.incident_id = $1::int ORDER BY d.saved_at DESC`,
    [incidentId],
  );

export type StoredReport = {
  id: number;
  organisation: string;
  source: string | null;
  person_id: number | null;
  received_at: Date;
  service: StoredService;
  trouble: Trouble;
  severity: Severity | null;
  cause_class: CauseClass;
  started_at: Date;
  ended_at: Date | null;
  summary: string | null;
  first_id: number;
  first_number: string;
};
export const reportsOf = (ask: Ask, incidentId: number) =>
  ask<StoredReport>(
    `SELECT r.id, o.name AS organisation, c.name AS source, r.person_id, r.received_at, r.trouble::text, r.severity::text,
       r.cause_class::text, r.started_at, r.ended_at, r.summary, f.id AS first_id, f.number AS first_number,
       json_build_object('id', s.id, 'code', s.code, 'da', s.name, 'en', s.name_en, 'station', s.station) AS service
     FROM report r JOIN organisation o ON o.id = r.organisation_id LEFT JOIN source c ON c.id = r.source_id
       JOIN service s ON s.id = r.service_id JOIN incident f ON f.id = r.first_incident_id
     WHERE r.incident_id = $1::int ORDER BY r.received_at, r.id`,
    [incidentId],
  );

export type StoredImpact = {
  installation_id: number;
  code: string | null;
  municipality: string | null;
  system: string | null;
  effect: ImpactEffect;
  from_at: Date;
  to_at: Date | null;
  is_public: boolean;
  due: number | null;
  overdue: number | null;
  adjusted_by_id: number | null;
  adjusted_by: string | null;
  adjusted_at: Date | null;
};
export const impactsOf = (ask: Ask, incidentId: number) =>
  ask<StoredImpact>(
    `SELECT m.installation_id, o.code, o.name AS municipality, y.name AS system, m.effect::text, m.from_at, m.to_at, m.is_public,
       m.due, m.overdue, m.adjusted_by_id, p.name AS adjusted_by, m.adjusted_at
     FROM impact m JOIN installation n ON n.id = m.installation_id LEFT JOIN organisation o ON o.id = n.organisation_id
       LEFT JOIN system y ON y.id = n.system_id LEFT JOIN person p ON p.id = m.adjusted_by_id
     WHERE m.incident_id = $1::int
     ORDER BY (m.effect = 'unknown'), (m.effect = 'none'), m.overdue DESC NULLS LAST, o.name, m.installation_id`,
    [incidentId],
  );

export const mergedInto = (ask: Ask, incidentId: number) =>
  ask<{ id: number; number: string; title: string; title_en: string }>(
    "SELECT id, number, title, title_en FROM incident WHERE merged_into_id = $1::int ORDER BY id",
    [incidentId],
  );

type Switches = { approval: boolean; publicLine: boolean; demo: boolean };

/** What the operator has switched on (`status_approval`: a second person's approval), and whether this is a demo. */
export async function switches(ask: Ask): Promise<Switches> {
  const rows = await ask<{ key: string; value: string }>(
    "SELECT key, value FROM meta WHERE key IN ('status_approval', 'status_public_line', 'demo')",
    [],
  );
  const is = (key: string, value: string) => rows.some((row) => row.key === key && row.value === value);
  return {
    approval: is("status_approval", "on"),
    publicLine: is("status_public_line", "on"),
    demo: is("demo", "true"),
  };
}
