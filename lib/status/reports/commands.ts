import type { SourceWithScopes } from "../../access/keys.ts";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import { proposeEarly } from "../incidents/impacts.ts";
import { lockRaising } from "../incidents/raise.ts";
import { place, requireTimes } from "./place.ts";
import { mayReport, type ReportedService } from "./rules.ts";
import type { HandReport, ReportAnswer, SourceReport } from "./schema.ts";

/**
 * A source's report of trouble: counted under the open incident it belongs to, else it raises a suspicion. A repeat is
 * answered as the first time and changes nothing. Throws InvalidInputError by field, ConflictError `report_id_reused`.
 */
export async function takeReport(source: SourceWithScopes, report: SourceReport, now: Date): Promise<ReportAnswer> {
  const known = await prisma().report.findUnique(sameReport(source, report));
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
  const { incidentId, answer } = await takeNew(source, report, service.id, now);
  await proposeEarly(incidentId, now);
  return answer;
}

const sameReport = (source: SourceWithScopes, report: SourceReport) => ({
  where: { sourceId_externalId: { sourceId: source.id, externalId: report.id } },
  include: { service: true },
});

const takeNew = (source: SourceWithScopes, report: SourceReport, serviceId: number, now: Date) =>
  changeStatus(null, "report.take", now, async (tx) => {
    await lockRaising(tx);
    // The same report may have come twice at once; whoever waited for the lock finds the first.
    const first = await tx.report.findUnique(sameReport(source, report));
    if (first) {
      const answer = { incidentId: first.incidentId, answer: repeated(first, report) };
      return { entity: `report ${first.id}`, detail: { repeat: true }, answer };
    }
    const { id: externalId, service: _, ...said } = report;
    const by = { sourceId: source.id, externalId, organisationId: source.organisationId, serviceId };
    const made = await place(tx, { ...said, ...by }, null, now);
    const detail = { source: source.code, incidentId: made.incidentId };
    const answer = { id: report.id, receivedAt: made.receivedAt.toISOString() };
    return { entity: `report ${made.id}`, detail, answer: { incidentId: made.incidentId, answer } };
  });

/** A report by telephone or mail, written down by an operator. Throws InvalidInputError by field. */
export async function takeHandReport(viewer: Viewer, report: HandReport, now: Date): Promise<{ incidentId: number }> {
  const taken = await keepHandReport(viewer, report, now);
  await proposeEarly(taken.incidentId, now);
  return taken;
}

const keepHandReport = (viewer: Viewer, report: HandReport, now: Date): Promise<{ incidentId: number }> =>
  changeStatus(viewer, "report.hand", now, async (tx) => {
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
