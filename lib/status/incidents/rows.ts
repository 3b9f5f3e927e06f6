import { clocksOf } from "./clocks.ts";
import { type Comparable, likenessOf } from "./likeness.ts";
import type {
  Colleague,
  DraftRow,
  ImpactRow,
  IncidentRow,
  MergeCandidate,
  NamedService,
  ReportRow,
  RevisionRow,
  UpdateRow,
} from "./shapes.ts";
import type {
  StoredImpact,
  StoredIncident,
  StoredReport,
  StoredRevision,
  StoredService,
  StoredUpdate,
  WholeDraft,
} from "./sql.ts";

/** What the database says of incidents, as the desk reads it. */
const iso = (at: Date) => at.toISOString();
const isoOrNone = (at: Date | null) => at?.toISOString() ?? null;
const jsonTime = (text: string | null) => (text === null ? null : new Date(text).toISOString());
const colleague = (personId: number | null, name: string | null): Colleague | null =>
  personId === null ? null : { personId, name: name ?? "" };

export const serviceRow = ({ id, code, da, en, station }: StoredService): NamedService => ({
  ...{ id, code, station },
  name: { da, en },
});

/** Nobody waits for word of what is withdrawn, dismissed or part of another. */
const standsForItself = ({ withdrawn_at, dismissed_at, merged_into_id }: StoredIncident) =>
  withdrawn_at === null && dismissed_at === null && merged_into_id === null;

export function incidentRow(found: StoredIncident, now: Date): IncidentRow {
  const { id, number, version, phase, severity, trouble, reports, hit } = found;
  const times = {
    startedAt: iso(found.started_at),
    detectedAt: iso(found.detected_at),
    resolvedAt: isoOrNone(found.resolved_at),
    backlogClearedAt: isoOrNone(found.backlog_cleared_at),
    publishedAt: isoOrNone(found.published_at),
    withdrawnAt: isoOrNone(found.withdrawn_at),
    nextUpdateAt: isoOrNone(found.next_update_at),
    updatedAt: iso(found.updated_at),
    lastUpdateAt: isoOrNone(found.last_update_at),
  };
  return {
    ...{ id, number, version, phase, severity, trouble, reports, hit, ...times },
    causeClass: found.cause_class,
    title: { da: found.title, en: found.title_en },
    services: found.services.map(serviceRow),
    clocks: standsForItself(found) ? clocksOf({ phase, ...times }, now.getTime()) : [],
    drafts: found.drafts.map(({ personId, name, savedAt, submittedAt }) => ({
      ...{ personId, name, savedAt: new Date(savedAt).toISOString(), submittedAt: jsonTime(submittedAt) },
    })),
  };
}

const comparable = (found: StoredIncident): Comparable => ({
  services: found.services,
  from: found.started_at.getTime(),
  to: found.resolved_at?.getTime() ?? null,
  municipalities: found.hit_codes,
});

/** Which of the others may be the same as this one, the most alike first. */
export const candidatesFor = (found: StoredIncident, others: readonly StoredIncident[]): MergeCandidate[] =>
  others
    .flatMap((other) => {
      const likeness = other.id === found.id ? null : likenessOf(comparable(found), comparable(other));
      const title = { da: other.title, en: other.title_en };
      return likeness ? [{ id: other.id, number: other.number, version: other.version, title, likeness }] : [];
    })
    .sort((a, b) => b.likeness.shared - a.likeness.shared || a.id - b.id);

export const draftRow = (draft: WholeDraft, version: number): DraftRow => ({
  ...{ personId: draft.person_id, name: draft.name ?? "", baseVersion: draft.base_version },
  outdated: draft.base_version !== version,
  ...{ savedAt: iso(draft.saved_at), submittedAt: isoOrNone(draft.submitted_at), content: draft.content },
});

export const updateRow = (update: StoredUpdate): UpdateRow => ({
  ...{ nr: update.nr, phase: update.phase, severity: update.severity, trouble: update.trouble },
  text: { da: update.text, en: update.text_en },
  ...{ statedAt: iso(update.stated_at), publishedAt: iso(update.published_at) },
  correctedAt: isoOrNone(update.corrected_at),
  writtenBy: colleague(update.written_by_id, update.written_by),
  approvedBy: colleague(update.approved_by_id, update.approved_by),
  organisations: update.organisations,
});

export const revisionRow = ({ at, person_id, name, field, before, after }: StoredRevision): RevisionRow => ({
  ...{ at: iso(at), by: colleague(person_id, name), field, before, after },
});

export const reportRow = (report: StoredReport): ReportRow => ({
  id: report.id,
  from: { organisation: report.organisation, source: report.source, byHand: report.person_id !== null },
  receivedAt: iso(report.received_at),
  service: serviceRow(report.service),
  ...{ trouble: report.trouble, severity: report.severity, causeClass: report.cause_class },
  ...{ startedAt: iso(report.started_at), endedAt: isoOrNone(report.ended_at), summary: report.summary },
  first: { id: report.first_id, number: report.first_number },
});

export function impactRow(row: StoredImpact): ImpactRow {
  const by = colleague(row.adjusted_by_id, row.adjusted_by);
  return {
    installationId: row.installation_id,
    municipality: row.municipality === null ? null : { code: row.code, name: row.municipality },
    ...{ system: row.system, effect: row.effect, from: iso(row.from_at), to: isoOrNone(row.to_at) },
    ...{ isPublic: row.is_public, due: row.due, overdue: row.overdue },
    adjusted: by && row.adjusted_at ? { ...by, at: iso(row.adjusted_at) } : null,
  };
}
