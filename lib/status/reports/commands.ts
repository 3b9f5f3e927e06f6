import type { SourceWithScopes } from "../../access/keys.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { type Actor, changeStatus, type StatusTx } from "../change.ts";
import { lockRaising, raiseSuspicion } from "../incidents/raise.ts";
import { OPEN_PHASES, severityOf, widened } from "../incidents/rules.ts";
import { incidentFor, mayReport, type ReportedService, timeFault } from "./rules.ts";
import type { HandReport, ReportAnswer, SourceReport } from "./schema.ts";

/**
 * A source's report of trouble: counted under the open incident it belongs to, else it raises a suspicion. A repeat is
 * answered as the first time and changes nothing. Throws InvalidInputError by field, ConflictError `report_id_reused`.
 */
export async function takeReport(source: SourceWithScopes, report: SourceReport, now: Date): Promise<ReportAnswer> {
  const key = { sourceId_externalId: { sourceId: source.id, externalId: report.id } };
  const known = await prisma().report.findUnique({ where: key, include: { service: true } });
  if (known) return repeated(known, report);
  const service = await prisma().service.findUnique({
    where: { code: report.service },
    include: {
      operator: { select: { organisationId: true } },
      system: { select: { vendorId: true } },
    },
  });
  if (!service || !mayReport(source, reportedService(service))) throw new InvalidInputError("service", "not_covered");
  requireTimes(report, now);
  return changeStatus(null, "report.take", now, async (tx) => {
    await lockRaising(tx);
    // The same report may have come twice at once; whoever waited for the lock finds the first.
    const first = await tx.report.findUnique({ where: key, include: { service: true } });
    if (first) return { entity: `report ${first.id}`, detail: { repeat: true }, answer: repeated(first, report) };
    const { id: externalId, service: _, ...said } = report;
    const by = { sourceId: source.id, externalId, organisationId: source.organisationId, serviceId: service.id };
    const made = await place(tx, { ...said, ...by }, null, now);
    const detail = { source: source.code, incidentId: made.incidentId };
    const answer = { id: report.id, receivedAt: made.receivedAt.toISOString() };
    return { entity: `report ${made.id}`, detail, answer };
  });
}

/** A report by telephone or mail, written down by an operator. Throws InvalidInputError by field. */
export const takeHandReport = (viewer: Viewer, report: HandReport, now: Date): Promise<{ incidentId: number }> =>
  changeStatus(viewer satisfies Actor, "report.hand", now, async (tx) => {
    requireTimes(report, now);
    const { incidentId, ...said } = report;
    if ((await tx.organisation.count({ where: { id: said.organisationId } })) === 0)
      throw new InvalidInputError("organisationId", "unknown_organisation");
    if ((await tx.service.count({ where: { id: said.serviceId } })) === 0)
      throw new InvalidInputError("serviceId", "unknown_service");
    await lockRaising(tx);
    const made = await place(tx, { ...said, personId: viewer.personId }, incidentId, now);
    const detail = { organisationId: said.organisationId, incidentId: made.incidentId };
    return { entity: `report ${made.id}`, detail, answer: { incidentId: made.incidentId } };
  });

type Placed = Pick<SourceReport, "trouble" | "severity" | "causeClass" | "startedAt" | "endedAt" | "summary"> & {
  organisationId: number;
  serviceId: number;
  sourceId?: number;
  externalId?: string;
  personId?: number;
};

/** Under `lockRaising`: keeps the report under the incident named, the one it belongs to, or a new suspicion. */
async function place(tx: StatusTx, report: Placed, named: number | null, now: Date) {
  const startedAt = new Date(report.startedAt);
  const endedAt = report.endedAt === null ? null : new Date(report.endedAt);
  const open = await tx.incident.findMany({
    where: {
      ...{ phase: { in: [...OPEN_PHASES] }, mergedIntoId: null, dismissedAt: null },
      ...(named === null ? { withdrawnAt: null } : { id: named }),
    },
    include: { services: true },
  });
  const of = { serviceId: report.serviceId, startedAt: startedAt.getTime(), endedAt: endedAt?.getTime() ?? null };
  const belongs = incidentFor(
    of,
    open.map((one) => ({
      ...{ id: one.id, startedAt: one.startedAt.getTime() },
      services: one.services.map(({ serviceId }) => serviceId),
    })),
  );
  const found = named === null ? open.find(({ id }) => id === belongs?.id) : open[0];
  if (named !== null && !found) throw new InvalidInputError("incidentId", "not_open");
  const severity = report.severity ?? severityOf(report.trouble);
  const suspected = { trouble: report.trouble, severity, causeClass: report.causeClass, startedAt };
  if (found?.phase === "suspected" && found.publishedAt === null)
    await tx.incident.update({ where: { id: found.id }, data: widened(found, suspected) });
  const incidentId =
    found?.id ?? (await raiseSuspicion(tx, { ...suspected, services: [report.serviceId], detectedAt: now }, now)).id;
  const kept = { ...report, startedAt, endedAt, receivedAt: now, incidentId, firstIncidentId: incidentId };
  return tx.report.create({ data: kept, select: { id: true, receivedAt: true, incidentId: true } });
}

function requireTimes({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }, now: Date): void {
  const times = { startedAt: Date.parse(startedAt), endedAt: endedAt === null ? null : Date.parse(endedAt) };
  const fault = timeFault(times, now.getTime());
  if (fault) throw new InvalidInputError(fault.field, fault.code);
}

type Known = Awaited<ReturnType<StatusTx["report"]["findUniqueOrThrow"]>> & { service: { code: string } };

function repeated(known: Known, report: SourceReport): ReportAnswer {
  const said = [known.trouble, known.severity, known.causeClass, known.summary, known.service.code];
  const again = [report.trouble, report.severity, report.causeClass, report.summary, report.service];
  const times = [known.startedAt.getTime(), known.endedAt?.getTime() ?? null];
  const timesAgain = [Date.parse(report.startedAt), report.endedAt === null ? null : Date.parse(report.endedAt)];
  if (JSON.stringify([said, times]) !== JSON.stringify([again, timesAgain]))
    throw new ConflictError("The id has been used for another report", "report_id_reused");
  return { id: report.id, receivedAt: known.receivedAt.toISOString() };
}

type FoundService = {
  kind: ReportedService["kind"];
  station: string | null;
  systemId: number | null;
  operator: { organisationId: number | null } | null;
  system: { vendorId: number } | null;
};
const reportedService = (service: FoundService): ReportedService => ({
  kind: service.kind,
  station: service.station,
  systemId: service.systemId,
  organisationId: service.operator?.organisationId ?? service.system?.vendorId ?? null,
});
