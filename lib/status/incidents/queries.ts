import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { toBeTold } from "../../notices/sending/asked.ts";
import type { ToBeTold } from "../../notices/sending/shapes.ts";
import { recipientsOfWithdrawal } from "../../signals/incident.ts";
import { addDays, danishDay, danishMidnight } from "../../time/danish.ts";
import { type Ask, asking } from "../ask.ts";
import { progressOf, suggestedFor } from "../runbooks/queries.ts";
import type { Phase } from "../shapes.ts";
import { previewDraft } from "./previewing.ts";
import {
  candidatesFor,
  draftRow,
  impactRow,
  incidentRow,
  reportRow,
  revisionRow,
  serviceRow,
  updateRow,
} from "./rows.ts";
import { isOpen, NEXT_PHASES } from "./rules.ts";
import type { Desk, IncidentDesk, Preview, Suspicion } from "./shapes.ts";
import {
  allServices,
  deskIncidents,
  dismissedBetween,
  draftsOf,
  impactsOf,
  incidentById,
  incidentByNumber,
  mergedInto,
  reportsOf,
  revisionsOf,
  type StoredIncident,
  switches,
  updatesOf,
} from "./sql.ts";

/** What was cleared stays on the desk this many days. */
const DAYS_KEPT = 7;
const since = (now: Date) => new Date(danishMidnight(addDays(danishDay(now.getTime()), -DAYS_KEPT)));

/** The desk's front. Throws ForbiddenError. */
export async function readDesk(viewer: Viewer, now: Date): Promise<Desk> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const all = await deskIncidents(ask, since(now));
    // What was withdrawn is nobody's to update; it stays in sight for as long as what is over.
    const found = all.filter(({ withdrawn_at }) => withdrawn_at === null);
    const rows = (which: (phase: Phase) => boolean) => found.filter(({ phase }) => which(phase));
    const withdrawn = all.filter(({ withdrawn_at }) => withdrawn_at !== null && withdrawn_at >= since(now));
    const { approval, publicLine } = await switches(ask);
    const today = danishDay(now.getTime());
    const [from, to] = [addDays(today, -1), today].map((day) => new Date(danishMidnight(day)));
    return {
      suspicions: await suspicionsOf(ask, found, now),
      incidents: rows((phase) => phase !== "suspected" && isOpen(phase)).map((one) => incidentRow(one, now)),
      over: [...withdrawn, ...rows((phase) => !isOpen(phase))].map((one) => incidentRow(one, now)),
      dismissedYesterday: from && to ? await dismissedBetween(ask, from, to) : 0,
      services: (await allServices(ask)).map(serviceRow),
      ...{ approval, publicLine },
      asOf: now.toISOString(),
    };
  });
}

async function suspicionsOf(ask: Ask, found: readonly StoredIncident[], now: Date): Promise<Suspicion[]> {
  const suspicions: Suspicion[] = [];
  for (const one of found.filter(({ phase }) => phase === "suspected")) {
    const reportRows = (await reportsOf(ask, one.id)).map(reportRow);
    suspicions.push({ ...incidentRow(one, now), candidates: candidatesFor(one, found), reportRows });
  }
  return suspicions;
}

/** One incident whole, by its number. Throws ForbiddenError, NotFoundError. */
export async function readIncident(viewer: Viewer, number: string, now: Date): Promise<IncidentDesk> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const found = await incidentByNumber(ask, number);
    if (!found) throw new NotFoundError("No such incident");
    const drafts = (await draftsOf(ask, found.id)).map((draft) => draftRow(draft, found.version));
    return {
      ...incidentRow(found, now),
      ...(await relations(ask, found)),
      dismissed: found.dismissed_at !== null,
      confirmedAt: found.confirmed_at?.toISOString() ?? null,
      municipalities: found.municipalities,
      followUp: followUpOf(found),
      mine: drafts.find(({ personId }) => personId === viewer.personId) ?? null,
      others: drafts.filter(({ personId }) => personId !== viewer.personId),
      nextPhases: [...NEXT_PHASES[found.phase]],
      updates: (await updatesOf(ask, found.id)).map(updateRow),
      revisions: (await revisionsOf(ask, found.id)).map(revisionRow),
      reportRows: (await reportsOf(ask, found.id)).map(reportRow),
      impacts: (await impactsOf(ask, found.id)).map(impactRow),
      runbooks: await progressOf(ask, found.id),
      suggestedRunbooks: await suggestedFor(ask, found.id),
      candidates: candidatesFor(found, await deskIncidents(ask, since(now))),
      approval: (await switches(ask)).approval,
    };
  });
}

/** What would go out with somebody's draft, and to whom. Throws ForbiddenError, NotFoundError. */
export async function readPreview(
  viewer: Viewer,
  of: { incidentId: number; writerId: number },
  now: Date,
): Promise<Preview> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => (await previewDraft(asking(tx), of, now)).preview);
}

/** Whom it would be told to if an incident were taken back; null for one that is not public. Throws ForbiddenError. */
export async function readWithdrawal(viewer: Viewer, incidentId: number, now: Date): Promise<ToBeTold | null> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const ask = asking(tx);
    const found = await incidentById(ask, incidentId);
    if (!found || found.published_at === null || found.withdrawn_at !== null) return null;
    return toBeTold(ask, await recipientsOfWithdrawal(ask, { ...found, titleEn: found.title_en }, now));
  });
}

async function relations(ask: ReturnType<typeof asking>, found: StoredIncident) {
  const merged = (await mergedInto(ask, found.id)).map(({ id, number, title, title_en }) => ({
    ...{ id, number },
    title: { da: title, en: title_en },
  }));
  if (found.merged_into_id === null) return { merged, mergedInto: null };
  const into = await incidentById(ask, found.merged_into_id);
  return { merged, mergedInto: into ? { id: into.id, number: into.number } : null };
}

function followUpOf(found: StoredIncident): IncidentDesk["followUp"] {
  if (found.follow_up_at === null) return null;
  return {
    cause: { da: found.follow_up_cause ?? "", en: found.follow_up_cause_en ?? "" },
    measures: { da: found.follow_up_measures ?? "", en: found.follow_up_measures_en ?? "" },
    at: found.follow_up_at.toISOString(),
  };
}
