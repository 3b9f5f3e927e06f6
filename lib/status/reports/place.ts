import { InvalidInputError } from "../../errors.ts";
import type { StatusTx } from "../change.ts";
import { raiseSuspicion } from "../incidents/raise.ts";
import { OPEN_PHASES, severityOf, widened } from "../incidents/rules.ts";
import { incidentFor, timeFault } from "./rules.ts";
import type { SourceReport } from "./schema.ts";

type Placed = Pick<SourceReport, "trouble" | "severity" | "causeClass" | "startedAt" | "endedAt" | "summary"> & {
  organisationId: number;
  serviceId: number;
  sourceId?: number;
  externalId?: string;
  personId?: number;
};

/** Under `lockRaising`: keeps the report under the incident named, the one it belongs to, or a new suspicion. */
export async function place(tx: StatusTx, report: Placed, named: number | null, now: Date) {
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

/** Throws InvalidInputError, naming the field. */
export function requireTimes({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }, now: Date): void {
  const times = { startedAt: Date.parse(startedAt), endedAt: endedAt === null ? null : Date.parse(endedAt) };
  const fault = timeFault(times, now.getTime());
  if (fault) throw new InvalidInputError(fault.field, fault.code);
}
