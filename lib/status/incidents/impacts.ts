import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import { log } from "../../log.ts";
import { danishDay } from "../../time/danish.ts";
import { askingWithin } from "../ask.ts";
import { type Actor, changeStatus, type StatusTx } from "../change.ts";
import { proposedEffect } from "./impact-rules.ts";
import { countedInstallations } from "./impact-sql.ts";
import { later } from "./rules.ts";
import type * as schema from "./schema.ts";
import { numberOf } from "./take.ts";

type In<S extends z.ZodType> = z.output<S>;

/**
 * Proposes whom an incident hits, out of the ledger: the installations whose answers are abnormally late or lost in its
 * time, and those that mostly cannot be seen. What a person has adjusted or shown stays as it is and gets the new figures;
 * a proposal that no longer holds goes. Answers how many are proposed. Throws NotFoundError.
 */
export const proposeImpacts = (actor: Actor, { incidentId }: In<typeof schema.proposeImpacts>, now: Date) =>
  changeStatus(actor, "impact.propose", now, async (tx) => {
    const incident = await tx.incident.findUnique({
      where: { id: incidentId },
      include: { services: { select: { service: { select: { systemId: true, types: true } } } } },
    });
    if (!incident) throw new NotFoundError("No such incident");
    const services = incident.services.map(({ service }) => service);
    const counted = await countedInstallations(askingWithin(tx), {
      ...{ from: incident.startedAt, to: incident.resolvedAt ?? now, day: danishDay(incident.startedAt.getTime()) },
      ...narrowed(services),
    });
    // Counting may take a while; only the writing keeps others out.
    await lockImpacts(tx, incidentId);
    await tx.impact.deleteMany({ where: { incidentId, adjustedAt: null } });
    const kept = new Set((await tx.impact.findMany({ where: { incidentId } })).map((row) => row.installationId));
    let proposed = 0;
    for (const { installationId, firstOver, ...row } of counted) {
      const effect = proposedEffect(row);
      const figures = effect === "unknown" ? { due: null, overdue: null } : { due: row.due, overdue: row.overdue };
      if (kept.has(installationId)) {
        const key = { incidentId, installationId };
        await tx.impact.update({ where: { incidentId_installationId: key }, data: figures });
      } else if (effect) {
        const fromAt = firstOver ? later(firstOver, incident.startedAt) : incident.startedAt;
        const toAt = incident.resolvedAt && later(fromAt, incident.resolvedAt);
        await tx.impact.create({ data: { incidentId, installationId, effect, fromAt, toAt, ...figures } });
        proposed += 1;
      }
    }
    return { entity: `incident ${incident.number}`, detail: { proposed, kept: kept.size }, answer: proposed };
  });

/** One at a time changes whom an incident hits, or publishes it. */
const lockImpacts = (tx: StatusTx, incidentId: number) =>
  tx.$executeRaw`SELECT FROM incident WHERE id = ${incidentId} FOR NO KEY UPDATE`;

/** A trouble that began longer ago has too many deliveries to count while somebody waits for an answer. */
const EARLY_MS = 24 * 3_600_000;

/**
 * The first proposal for a suspicion that has just been raised or reported again, so that the desk sees at once whom it may
 * hit and what it looks like. It can be asked for later, so its failing fails nothing else.
 */
export async function proposeEarly(incidentId: number, now: Date): Promise<void> {
  const { phase, startedAt } = await prisma().incident.findUniqueOrThrow({ where: { id: incidentId } });
  if (phase !== "suspected" || now.getTime() - startedAt.getTime() > EARLY_MS) return;
  await proposeImpacts(null, { incidentId }, now).catch((error: unknown) =>
    log.warn({ event: "impact_not_proposed", incidentId, name: error instanceof Error ? error.name : "unknown" }),
  );
}

/** One service that is a whole station or a chain of every type concerns everything; else only its system or types. */
function narrowed(services: readonly { systemId: number | null; types: readonly string[] }[]) {
  const systems = services.flatMap(({ systemId }) => systemId ?? []);
  const types = services.flatMap((service) => service.types);
  return {
    systems: systems.length === services.length ? systems : [],
    types: services.every((service) => service.types.length > 0) ? types : [],
  };
}

/** What a person says of installations hit, proposed before or not: it stands until a person says otherwise. */
export const adjustImpacts = (viewer: Viewer, input: In<typeof schema.adjustImpacts>, now: Date): Promise<void> =>
  changeStatus(viewer, "impact.adjust", now, async (tx) => {
    const { incidentId, rows } = input;
    const number = await numberOf(tx, incidentId);
    await lockImpacts(tx, incidentId);
    const known = new Map(
      (await tx.impact.findMany({ where: { incidentId } })).map((row) => [row.installationId, row]),
    );
    const installations = await tx.installation.count({ where: { id: { in: rows.map((row) => row.installationId) } } });
    if (installations !== new Set(rows.map((row) => row.installationId)).size)
      throw new InvalidInputError("rows", "unknown_installation");
    let changed = 0;
    for (const { installationId, effect, from, to } of rows) {
      const said = { effect, fromAt: new Date(from), toAt: to === null ? null : new Date(to) };
      const row = known.get(installationId);
      // A form sends every row back; only what it changes is a person's word.
      if (row && row.effect === effect && same(row.fromAt, said.fromAt) && same(row.toAt, said.toAt)) continue;
      const key = { incidentId, installationId };
      const by = { adjustedById: viewer.personId, adjustedAt: now };
      await tx.impact.upsert({
        where: { incidentId_installationId: key },
        create: { ...key, ...said, ...by },
        update: { ...said, ...by },
      });
      changed += 1;
    }
    return { entity: `incident ${number}`, detail: { changed }, answer: undefined };
  });

/** A form knows minutes only: the same minute is the same time. */
const minute = (at: Date | null) => (at === null ? null : Math.floor(at.getTime() / 60_000));
const same = (one: Date | null, other: Date | null) => minute(one) === minute(other);

/** Shows impact rows to the public, by municipality and never by system, or hides them again. */
export const showImpacts = (viewer: Viewer, input: In<typeof schema.showImpacts>, now: Date): Promise<void> =>
  changeStatus(viewer, "impact.show", now, async (tx) => {
    const { incidentId, installationIds, show } = input;
    const number = await numberOf(tx, incidentId);
    await lockImpacts(tx, incidentId);
    const { count } = await tx.impact.updateMany({
      where: { incidentId, ...(installationIds === "all" ? {} : { installationId: { in: installationIds } }) },
      data: { isPublic: show === "on", adjustedById: viewer.personId, adjustedAt: now },
    });
    await tx.incident.update({ where: { id: incidentId }, data: { updatedAt: now } });
    return { entity: `incident ${number}`, detail: { show, rows: count }, answer: undefined };
  });

/**
 * What is over hits nobody any longer: rows end when the incident does, and move with its end where that is corrected. What
 * comes back hits those again that were hit until it was called over.
 */
export async function endImpacts(
  tx: StatusTx,
  before: { id: number; resolvedAt: Date | null },
  resolvedAt: Date | null,
): Promise<void> {
  const { id: incidentId, resolvedAt: ended } = before;
  if (resolvedAt) {
    await tx.$executeRaw`UPDATE impact SET to_at = greatest(from_at, ${resolvedAt}::timestamptz)
      WHERE incident_id = ${incidentId} AND (to_at IS NULL OR to_at = ${ended}::timestamptz)`;
  } else if (ended) {
    await tx.impact.updateMany({ where: { incidentId, toAt: ended }, data: { toAt: null } });
  }
}
