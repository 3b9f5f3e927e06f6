import type { PoolClient } from "pg";
import type { ImpactEffect, Phase, Severity, Trouble } from "./shapes.ts";

export type OwnRecord = {
  number: string;
  title: string;
  title_en: string;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  started_at: Date;
  resolved_at: Date | null;
  updated_at: Date;
  installations: number;
  municipalities: number;
  effects: ImpactEffect[];
  names: string[];
  lasts: boolean;
};

/**
 * Published incidents that are not over for good, with how they hit what the viewer sees. `own` leaves out those that hit
 * nothing of it; `bySystem` names systems instead of municipalities. One resolved over a month ago is history.
 */
export async function ownIncidents(
  tx: PoolClient,
  { own, bySystem }: { own: boolean; bySystem: boolean },
  now: Date,
): Promise<OwnRecord[]> {
  const { rows } = await tx.query<OwnRecord>(
    `SELECT i.number, i.title, i.title_en, i.phase::text, i.severity::text, i.trouble::text, i.started_at, i.resolved_at, i.updated_at, hit.*
     FROM incident i CROSS JOIN LATERAL (
       SELECT count(*)::int AS installations, count(DISTINCT n.organisation_id)::int AS municipalities,
         array_agg(DISTINCT m.effect::text) AS effects, coalesce(bool_or(m.to_at IS NULL OR m.to_at > $1), false) AS lasts,
         array_agg(DISTINCT CASE WHEN $3 THEN s.name ELSE o.name END ORDER BY CASE WHEN $3 THEN s.name ELSE o.name END) AS names
       FROM impact m JOIN installation n ON n.id = m.installation_id
         LEFT JOIN organisation o ON o.id = n.organisation_id LEFT JOIN system s ON s.id = n.system_id
       WHERE m.incident_id = i.id AND m.effect <> 'none') hit
     WHERE i.phase <> 'backlog_cleared' AND access.incident_is_public(i.id) AND i.started_at <= $1
       AND coalesce(i.resolved_at > $1::timestamptz - interval '31 days', true) AND (NOT $2 OR hit.installations > 0)`,
    [now, own, bySystem],
  );
  return rows;
}

/** When something published last changed, as far as the viewer sees it; null where nothing ever was. */
export async function newestChange(tx: PoolClient): Promise<Date | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    "SELECT greatest((SELECT max(updated_at) FROM incident), (SELECT max(updated_at) FROM service_window)) AS at",
  );
  return rows[0]?.at ?? null;
}

export async function codeOf(tx: PoolClient, organisation: number): Promise<string | null> {
  const { rows } = await tx.query<{ code: string | null }>("SELECT code FROM organisation WHERE id = $1", [
    organisation,
  ]);
  return rows[0]?.code ?? null;
}
