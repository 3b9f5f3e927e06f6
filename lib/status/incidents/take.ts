import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../change.ts";
import type { Facts } from "./rules.ts";

export type TakenIncident = Awaited<ReturnType<typeof takeIncident>>;

/**
 * An incident for writing, at the version the writer saw: whoever comes second waits here, and is then told. Throws
 * NotFoundError, ConflictError `changed_meanwhile`, and `merged` or `dismissed` where it no longer stands for itself.
 */
export async function takeIncident(tx: StatusTx, incidentId: number, version: number) {
  const { count } = await tx.incident.updateMany({
    where: { id: incidentId, version },
    data: { version: { increment: 1 } },
  });
  const incident = await tx.incident.findUnique({
    where: { id: incidentId },
    include: { services: { select: { serviceId: true } }, updates: { orderBy: { nr: "asc" } } },
  });
  if (!incident) throw new NotFoundError("No such incident");
  if (count === 0) throw new ConflictError("The incident has changed meanwhile", "changed_meanwhile");
  if (incident.mergedIntoId !== null) throw new ConflictError("The incident is merged into another", "merged");
  if (incident.dismissedAt !== null) throw new ConflictError("The suspicion has been dismissed", "dismissed");
  return incident;
}

/** An incident's number, as the audit log names it. Throws NotFoundError. */
export async function numberOf(tx: StatusTx, incidentId: number): Promise<string> {
  const incident = await tx.incident.findUnique({ where: { id: incidentId }, select: { number: true } });
  if (!incident) throw new NotFoundError("No such incident");
  return incident.number;
}

/** Throws InvalidInputError where a service is none. */
export async function requireServices(tx: StatusTx, services: readonly number[]): Promise<void> {
  const known = await tx.service.count({ where: { id: { in: [...services] } } });
  if (known !== new Set(services).size) throw new InvalidInputError("services", "unknown_service");
}

/** The facts of an incident that are kept when they are corrected, as text. */
export const factsOf = (incident: {
  startedAt: Date;
  severity: string;
  causeClass: string;
  title: string;
  titleEn: string;
  services: readonly number[];
}): Facts => ({
  startedAt: incident.startedAt.toISOString(),
  severity: incident.severity,
  causeClass: incident.causeClass,
  title: incident.title,
  titleEn: incident.titleEn,
  services: [...incident.services].sort((a, b) => a - b).join(" "),
});

/** Remembers what stood there before. */
export const remember = (
  tx: StatusTx,
  incidentId: number,
  personId: number | null,
  at: Date,
  revised: readonly { field: string; before: string; after: string }[],
) => tx.incidentRevision.createMany({ data: revised.map((row) => ({ incidentId, personId, at, ...row })) });
