import type { Pool } from "pg";
import { prisma } from "../../lib/db/prisma.ts";
import { NOON } from "./ledger.ts";
import { createIncident, createService, createWindow, type MadeService, STARTED } from "./status.ts";
import type { SmallWorld } from "./world.ts";

const MINUTE = 60_000;
/** When the installations of these worlds are hit. */
export const HIT = { from: STARTED, to: new Date(STARTED.getTime() + 90 * MINUTE) };

/** A count of what is left after an outage, of one installation's deliveries from one sender, and its curve of one point. */
export async function createBacklog(
  db: Pool,
  incident: { id: number },
  installation: { id: number },
  sender: { id: number },
  unusual: { role?: number; from?: Date; to?: Date | null } = {},
): Promise<void> {
  const key = [incident.id, installation.id, sender.id, unusual.role ?? 1];
  const { from = HIT.from, to = HIT.to } = unusual;
  await db.query(
    `INSERT INTO ledger.backlog (incident_id, installation_id, sender_organisation_id, receipt_role, from_at, to_at, n, late, pending, missing, unknown, lost)
     VALUES ($1, $2, $3, $4, $5, $6, 9, 4, 0, 3, 0, 2)`,
    [...key, from, to],
  );
  await db.query("INSERT INTO ledger.backlog_curve VALUES ($1, $2, $3, $4, $5, 5)", [...key, from]);
  await db.query("INSERT INTO ledger.backlog_round VALUES ($1, $2, false) ON CONFLICT DO NOTHING", [incident.id, NOON]);
}

/** Everything status can hold, on a small world: of each kind something published and something that is not. */
export async function createStatusWorld(db: Pool, world: SmallWorld) {
  const { northCare, northHome, southCare, northHospital, southHospital, source, operator, vendor } = world;
  const vans = await createService({ station: "vans", systemId: world.care.id, sources: [source] });
  const chain = await createService({ kind: "chain", through: [{ service: vans, whole: true }] });
  const published = await createIncident([vans], { text: "Offentlig tekst." });
  const hidden = await hiddenIncidents(vans, published.id);
  for (const incident of [published, ...Object.values(hidden)]) {
    await prisma().impact.createMany({
      data: [northCare, northHome, southCare].map(({ id }) => ({
        ...{ incidentId: incident.id, installationId: id, effect: "delayed" as const },
        ...{ fromAt: HIT.from, toAt: HIT.to, isPublic: id === northCare.id },
      })),
    });
    await createBacklog(db, incident, northCare, northHospital);
    await createBacklog(db, incident, northHome, northHospital, { role: 2 });
    await createBacklog(db, incident, southCare, northHospital);
    await createBacklog(db, incident, southCare, southHospital);
    const record = { incidentId: incident.id, personId: 1, at: NOON };
    await prisma().incidentRevision.create({ data: { ...record, field: "title", before: "x", after: "y" } });
    await prisma().incidentDraft.create({
      data: { incidentId: incident.id, personId: 1, baseVersion: 1, content: {}, savedAt: NOON },
    });
  }
  const windows = {
    announced: await createWindow([vans]),
    unannounced: await createWindow([vans], { announcedAt: null }),
  };
  for (const window of Object.values(windows)) {
    for (const at of ["2026-11-19T09:00:00Z", "2026-11-20T09:00:00Z"]) {
      const planned = { plannedFrom: NOON, plannedTo: new Date(NOON.getTime() + 60 * MINUTE) };
      await prisma().windowChange.create({
        data: { windowId: window.id, sequence: 0, at: new Date(at), kind: "moved", personId: 1, ...planned },
      });
    }
  }
  for (const organisation of [operator, vendor]) {
    await prisma().report.create({
      data: {
        ...{ organisationId: organisation.id, sourceId: source.id, externalId: `r${organisation.id}`, personId: 1 },
        ...{ receivedAt: NOON, serviceId: vans.id, trouble: "down", startedAt: STARTED, summary: "Kun til vagten" },
        ...{ incidentId: published.id, firstIncidentId: published.id },
      },
    });
  }
  await promisesAndRunbooks(vans, published.id);
  return { vans, chain, published, hidden, windows };
}

async function hiddenIncidents(service: MadeService, master: number) {
  const incident = (set: { withdrawnAt?: Date; dismissedAt?: Date; mergedIntoId?: number }) =>
    createIncident([service]).then(async (made) => {
      await prisma().incident.update({ where: { id: made.id }, data: set });
      return made;
    });
  return {
    suspected: await createIncident([service], { phase: "suspected", publishedAt: null }),
    withdrawn: await incident({ withdrawnAt: NOON }),
    dismissed: await incident({ dismissedAt: NOON }),
    merged: await incident({ mergedIntoId: master }),
  };
}

async function promisesAndRunbooks(service: MadeService, incidentId: number): Promise<void> {
  const db = prisma();
  await db.objective.create({
    data: {
      ...{ serviceId: service.id, validFrom: new Date("2026-01-01"), workingTarget: 0.998, otherTarget: 0.985 },
      source: "Serviceplatformen",
    },
  });
  await db.monthFigure.create({
    data: {
      ...{ serviceId: service.id, month: new Date("2026-10-01"), band: "working", frozenAt: NOON, target: 0.998 },
      ...{ totalMs: 1, measuredMs: 1, downMs: 0, windowMs: 0, downOutsideMs: 0, intervals: [] },
    },
  });
  const runbook = await db.runbook.create({
    data: {
      code: "vans",
      versions: { create: { version: 1, title: "VANS nede", titleEn: "VANS down", steps: [], at: NOON } },
    },
    select: { versions: { select: { id: true } } },
  });
  await db.runbookUse.create({
    data: {
      ...{ incidentId, runbookVersionId: runbook.versions[0]?.id ?? 0, at: NOON, personId: 1 },
      ticks: { create: { step: 0, at: NOON, personId: 1 } },
    },
  });
  await db.windowSeries.create({
    data: {
      ...{ title: "Hver onsdag", titleEn: "Wednesdays", windowClass: "minor", traffic: "queued", every: "week" },
      ...{ weekday: 3, fromTime: "05:00", toTime: "06:00", validFrom: new Date("2026-01-01") },
      services: { create: { serviceId: service.id } },
    },
  });
}
