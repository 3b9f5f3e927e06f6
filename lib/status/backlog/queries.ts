import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { placesSeen, readsAsSender, sideOf } from "../../ledger/queries.ts";
import type { Side } from "../../ledger/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { curveOf, totalOf, worstFirst } from "./rules.ts";
import type { Backlog, BacklogRow } from "./shapes.ts";
import { type CountRecord, countsOf, curveSteps, incidentOf } from "./sql.ts";

/**
 * What is left after an outage, as far as the viewer sees it: to who receives by installation, to who sends by
 * municipality. Throws NotFoundError where there is no such incident to see.
 */
export async function readBacklog(
  viewer: Viewer,
  { number, side: wanted }: { number: string; side?: Side | undefined },
  now: Date,
): Promise<Backlog> {
  authorise(viewer, "backlog:read");
  const side = sideOf(viewer, wanted);
  const asSender = readsAsSender(viewer, side);
  return asViewer(viewer, side, async (tx) => {
    const incident = await incidentOf(tx, number);
    if (!incident) throw new NotFoundError();
    const counts = await countsOf(tx, incident.id);
    const places = await placesSeen(tx, asSender, [...new Set(counts.map((row) => row.installation_id))]);
    const rows = rowsOf(counts, places, asSender);
    return {
      incident: {
        number: incident.number,
        title: { da: incident.title, en: incident.title_en },
        phase: incident.phase,
        severity: incident.severity,
        startedAt: incident.started_at.toISOString(),
        resolvedAt: incident.resolved_at?.toISOString() ?? null,
        backlogClearedAt: incident.backlog_cleared_at?.toISOString() ?? null,
      },
      side,
      countedAt: incident.counted_at?.toISOString() ?? null,
      covered: incident.covered ?? false,
      total: totalOf(rows.map((row) => row.counts)),
      rows: rows.sort(worstFirst),
      curve: curveOf(await curveSteps(tx, incident.id)),
      days: daysOf(rows, now),
      asOf: now.toISOString(),
    };
  });
}

function rowsOf(
  counts: readonly CountRecord[],
  places: Awaited<ReturnType<typeof placesSeen>>,
  asSender: boolean,
): BacklogRow[] {
  const rows = new Map<string, BacklogRow>();
  for (const { installation_id, from_at, to_at, ...figures } of counts) {
    const place = places.get(installation_id);
    const key = asSender ? `m${place?.municipality?.code ?? ""}` : `i${installation_id}`;
    const row: BacklogRow = {
      key,
      installationId: asSender ? null : installation_id,
      municipality: place?.municipality ?? null,
      system: place?.system ?? null,
      from: from_at.toISOString(),
      to: to_at?.toISOString() ?? null,
      counts: figures,
    };
    const before = rows.get(key);
    rows.set(key, before ? joined(before, row) : row);
  }
  return [...rows.values()];
}

/** Two installations of one municipality, as its senders see it. */
const joined = (one: BacklogRow, other: BacklogRow): BacklogRow => ({
  ...one,
  from: [one.from, other.from].sort().at(0) ?? one.from,
  to: one.to === null || other.to === null ? null : ([one.to, other.to].sort().at(-1) ?? one.to),
  counts: totalOf([one.counts, other.counts]),
});

function daysOf(rows: readonly BacklogRow[], now: Date): Backlog["days"] {
  if (rows.length === 0) return null;
  const from = Math.min(...rows.map((row) => Date.parse(row.from)));
  const to = Math.max(...rows.map((row) => (row.to === null ? now.getTime() : Date.parse(row.to))));
  return { from: danishDay(from), to: danishDay(to) };
}
