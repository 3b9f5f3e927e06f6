import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { requireShown } from "../../notices/sending/asked.ts";
import { type Heard, reachedBy } from "../../notices/sending/rules.ts";
import { tellOfEnd } from "../../signals/incident.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import type { Words } from "../shapes.ts";
import { widest } from "./impact-rules.ts";
import { lockRaising, type Raised, raiseSuspicion } from "./raise.ts";
import { severityOf, widened } from "./rules.ts";
import type * as schema from "./schema.ts";
import { remember, type TakenIncident, takeIncident } from "./take.ts";
import { inBoth } from "./texts.ts";

/**
 * Makes several incidents one: their reports are counted under it and what they hit widens its impact; each keeps its own
 * record and points at it. A suspicion nobody has read yet takes over the worst of them. Whoever follows one that is put
 * under what is over is told: throws ConflictError `tells_others` where it was not shown whom, and as publishing does where
 * others are told than was shown; `changed_meanwhile`, InvalidInputError.
 */
export const merge = (viewer: Viewer, input: z.output<typeof schema.merge>, now: Date): Promise<void> =>
  changeStatus(viewer, "incident.merge", now, async (tx) => {
    const { intoId, version, from, ...asked } = input;
    const ids = from.map(({ incidentId }) => incidentId);
    if (ids.includes(intoId) || new Set(ids).size !== ids.length) throw new InvalidInputError("from", "repeated");
    await lockRaising(tx);
    const into = await takeIncident(tx, intoId, version);
    const heard: Heard[number][] = [];
    for (const one of from) {
      const other = await takeIncident(tx, one.incidentId, one.version);
      heard.push(...(await joinInto(tx, into, other, now)));
      await remember(tx, other.id, viewer.personId, now, [{ field: "mergedInto", before: "", after: into.number }]);
    }
    await remember(tx, into.id, viewer.personId, now, [
      { field: "merged", before: "", after: from.map(({ incidentId }) => incidentId).join(" ") },
    ]);
    await requireShown(askingWithin(tx), reachedBy(heard), asked);
    return { entity: `incident ${into.number}`, detail: { merged: from.length }, answer: undefined };
  });

/** Puts one under the other. Answers who was told that it is over. */
async function joinInto(tx: StatusTx, into: TakenIncident, other: TakenIncident, now: Date): Promise<Heard> {
  await tx.report.updateMany({ where: { incidentId: other.id }, data: { incidentId: into.id } });
  const heard = isOver(into) ? await tellOfEnd(tx, other, mergedOver(into.number), now) : [];
  await widenImpacts(tx, into.id, other.id);
  // Whatever was merged into it stands for the same trouble now.
  await tx.incident.updateMany({ where: { mergedIntoId: other.id }, data: { mergedIntoId: into.id, updatedAt: now } });
  await tx.incident.update({ where: { id: other.id }, data: { mergedIntoId: into.id, updatedAt: now } });
  const known = await tx.incidentService.findMany({ where: { incidentId: into.id } });
  const more = other.services.filter(({ serviceId }) => !known.some((row) => row.serviceId === serviceId));
  await tx.incidentService.createMany({ data: more.map(({ serviceId }) => ({ incidentId: into.id, serviceId })) });
  const unread = into.phase === "suspected" && into.publishedAt === null;
  const current = await tx.incident.findUniqueOrThrow({ where: { id: into.id } });
  await tx.incident.update({
    where: { id: into.id },
    data: { ...(unread ? widened(current, other) : {}), updatedAt: now },
  });
  return heard;
}

/** Nobody will say of it any more that it is over: whoever follows what is put under it is told at once. */
export const isOver = ({ resolvedAt, withdrawnAt }: Pick<TakenIncident, "resolvedAt" | "withdrawnAt">): boolean =>
  resolvedAt !== null || withdrawnAt !== null;

/** What they are told. */
export const mergedOver = (number: string): Words =>
  inBoth((locale) => texts(locale)("notices")("mergedOver", { number }));

/** The other's rows stay with it, for the day it is split off again. */
async function widenImpacts(tx: StatusTx, intoId: number, otherId: number): Promise<void> {
  const rows = await tx.impact.findMany({ where: { incidentId: { in: [intoId, otherId] } } });
  const own = new Map(rows.filter((row) => row.incidentId === intoId).map((row) => [row.installationId, row]));
  for (const row of rows.filter(({ incidentId }) => incidentId === otherId)) {
    const { installationId } = row;
    const mine = own.get(installationId);
    const reach = mine ? widest(reachOf(mine), reachOf(row)) : reachOf(row);
    const kept = mine?.adjustedAt ? mine : row;
    const data = {
      ...{ effect: reach.effect, fromAt: reach.from, toAt: reach.to, isPublic: reach.isPublic },
      ...{ due: (mine ?? row).due, overdue: (mine ?? row).overdue },
      ...{ adjustedById: kept.adjustedById, adjustedAt: kept.adjustedAt },
    };
    const key = { incidentId: intoId, installationId };
    await tx.impact.upsert({
      where: { incidentId_installationId: key },
      create: { ...key, ...data },
      update: data,
    });
  }
}
type ImpactRecord = Awaited<ReturnType<StatusTx["impact"]["findMany"]>>[number];
const reachOf = ({ effect, fromAt, toAt, isPublic }: ImpactRecord) => ({ effect, from: fromAt, to: toAt, isPublic });

/**
 * Takes reports out of an incident: back to the incidents they first raised or joined, which stand for themselves again, or
 * together into a new suspicion. Every report stays as it came. Answers where they are now. Throws ConflictError
 * `changed_meanwhile`, InvalidInputError `reportIds`.
 */
export const split = (viewer: Viewer, input: z.output<typeof schema.split>, now: Date): Promise<Raised[]> =>
  changeStatus(viewer, "incident.split", now, async (tx) => {
    await lockRaising(tx);
    const incident = await takeIncident(tx, input.incidentId, input.version);
    const reports = await tx.report.findMany({
      where: { id: { in: input.reportIds }, incidentId: incident.id },
      orderBy: { id: "asc" },
    });
    if (reports.length !== new Set(input.reportIds).size) throw new InvalidInputError("reportIds", "not_here");
    const targets =
      input.to === "new"
        ? [await newSuspicion(tx, reports, now)]
        : await originals(tx, incident, [...new Set(reports.map((report) => report.firstIncidentId))], now);
    for (const report of reports) {
      const target = input.to === "new" ? targets[0] : targets.find(({ id }) => id === report.firstIncidentId);
      if (target) await tx.report.update({ where: { id: report.id }, data: { incidentId: target.id } });
    }
    await remember(tx, incident.id, viewer.personId, now, [
      { field: "split", before: "", after: targets.map(({ number }) => number).join(" ") },
    ]);
    await tx.incident.update({ where: { id: incident.id }, data: { updatedAt: now } });
    const detail = { reports: reports.length, to: input.to };
    return { entity: `incident ${incident.number}`, detail, answer: targets };
  });

type ReportRecord = Awaited<ReturnType<StatusTx["report"]["findMany"]>>[number];
async function newSuspicion(tx: StatusTx, reports: readonly ReportRecord[], now: Date): Promise<Raised> {
  const suspected = reports
    .map((report) => ({ ...report, severity: report.severity ?? severityOf(report.trouble) }))
    .map(({ trouble, severity, causeClass, startedAt }) => ({ trouble, severity, causeClass, startedAt }))
    .reduce(widened);
  const services = [...new Set(reports.map((report) => report.serviceId))];
  return raiseSuspicion(tx, { ...suspected, services, detectedAt: now }, now);
}

async function originals(tx: StatusTx, incident: TakenIncident, ids: readonly number[], now: Date): Promise<Raised[]> {
  if (ids.includes(incident.id)) throw new InvalidInputError("reportIds", "first_here");
  const found = await tx.incident.findMany({ where: { id: { in: [...ids] } } });
  if (found.some(({ dismissedAt }) => dismissedAt !== null)) throw new ConflictError("It was dismissed", "dismissed");
  for (const { id } of found) {
    await tx.incident.update({
      where: { id },
      data: { mergedIntoId: null, updatedAt: now, version: { increment: 1 } },
    });
  }
  return found.map(({ id, number }) => ({ id, number }));
}
