import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { requireAsked } from "../../notices/sending/asked.ts";
import { tellOfWithdrawal } from "../../signals/incident.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus } from "../change.ts";
import { endImpacts } from "./impacts.ts";
import { revisionsOf, stampsOf, startFault, statedFault } from "./rules.ts";
import type * as schema from "./schema.ts";
import { factsOf, remember, takeIncident } from "./take.ts";
import { inBoth } from "./texts.ts";

type In<S extends z.ZodType> = z.output<S>;

/**
 * Corrects what an update said or the time it speaks of; readers see that it was, and what stood there is kept. Throws
 * NotFoundError, ConflictError `changed_meanwhile`, InvalidInputError.
 */
export const correctUpdate = (viewer: Viewer, input: In<typeof schema.correctUpdate>, now: Date): Promise<void> =>
  changeStatus(viewer, "update.correct", now, async (tx) => {
    const { incidentId, version, nr, text, textEn } = input;
    const incident = await takeIncident(tx, incidentId, version);
    const place = incident.updates.findIndex((update) => update.nr === nr);
    const update = incident.updates[place];
    if (!update) throw new NotFoundError("No such update");
    const statedAt = new Date(input.statedAt);
    const previous = incident.updates[place - 1]?.statedAt ?? null;
    const next = incident.updates[place + 1]?.statedAt ?? null;
    const fault = statedFault(statedAt, { startedAt: incident.startedAt, previous, next, now });
    if (fault) throw new InvalidInputError("statedAt", fault);
    const revised = [
      { field: `update ${nr} text`, before: update.text, after: text },
      { field: `update ${nr} textEn`, before: update.textEn, after: textEn },
      { field: `update ${nr} statedAt`, before: update.statedAt.toISOString(), after: statedAt.toISOString() },
    ].filter(({ before, after }) => before !== after);
    await remember(tx, incidentId, viewer.personId, now, revised);
    if (revised.length > 0)
      await tx.incidentUpdate.update({ where: { id: update.id }, data: { text, textEn, statedAt, correctedAt: now } });
    const stamps = stampsOf(incident.updates.map((one) => (one.nr === nr ? { ...one, statedAt } : one)));
    await tx.incident.update({ where: { id: incidentId }, data: { ...stamps, updatedAt: now } });
    await endImpacts(tx, incident, stamps.resolvedAt);
    return { entity: `incident ${incident.number}`, detail: { nr, fields: revised.length }, answer: undefined };
  });

/** Corrects when a trouble began, how grave it is or what it is called; what stood there is kept. Throws likewise. */
export const correctIncident = (viewer: Viewer, input: In<typeof schema.correctIncident>, now: Date): Promise<void> =>
  changeStatus(viewer, "incident.correct", now, async (tx) => {
    const { incidentId, version, severity, causeClass, title, titleEn } = input;
    const incident = await takeIncident(tx, incidentId, version);
    const startedAt = new Date(input.startedAt);
    const fault = startFault(startedAt, incident.updates[0]?.statedAt ?? null, now);
    if (fault) throw new InvalidInputError("startedAt", fault);
    const facts = { startedAt, severity, causeClass, title, titleEn };
    const services = incident.services.map(({ serviceId }) => serviceId);
    const revised = revisionsOf(factsOf({ ...incident, services }), factsOf({ ...facts, services }));
    await remember(tx, incidentId, viewer.personId, now, revised);
    await tx.incident.update({ where: { id: incidentId }, data: { ...facts, updatedAt: now } });
    return { entity: `incident ${incident.number}`, detail: { fields: revised.length }, answer: undefined };
  });

/**
 * Takes an incident off every public channel at once, and tells those who were told of it; another update publishes it again.
 * Throws likewise, and as publishing does where others are told than was shown.
 */
export const withdraw = (viewer: Viewer, input: In<typeof schema.withdraw>, now: Date): Promise<void> =>
  changeStatus(viewer, "incident.withdraw", now, async (tx) => {
    const incident = await takeIncident(tx, input.incidentId, input.version);
    if (incident.publishedAt === null || incident.withdrawnAt !== null)
      throw new ConflictError("It is not published", "not_published");
    await tx.incident.update({ where: { id: incident.id }, data: { withdrawnAt: now, updatedAt: now } });
    await remember(tx, incident.id, viewer.personId, now, [
      { field: "withdrawnAt", before: "", after: now.toISOString() },
    ]);
    const text = inBoth((locale) => texts(locale)("notices")("withdrawn"));
    await requireAsked(askingWithin(tx), await tellOfWithdrawal(tx, incident.id, text, now), input);
    return { entity: `incident ${incident.number}`, answer: undefined };
  });

/** The report afterwards: the cause and the measures, in both languages. Throws ConflictError `not_resolved`. */
export const writeFollowUp = (viewer: Viewer, input: In<typeof schema.followUp>, now: Date): Promise<void> =>
  changeStatus(viewer, "incident.follow_up", now, async (tx) => {
    const { incidentId, version, cause, causeEn, measures, measuresEn } = input;
    const incident = await takeIncident(tx, incidentId, version);
    if (incident.resolvedAt === null) throw new ConflictError("It is not resolved", "not_resolved");
    const revised = [
      { field: "followUp cause", before: incident.followUpCause ?? "", after: cause },
      { field: "followUp causeEn", before: incident.followUpCauseEn ?? "", after: causeEn },
      { field: "followUp measures", before: incident.followUpMeasures ?? "", after: measures },
      { field: "followUp measuresEn", before: incident.followUpMeasuresEn ?? "", after: measuresEn },
    ].filter(({ before, after }) => before !== after);
    if (incident.followUpAt !== null) await remember(tx, incidentId, viewer.personId, now, revised);
    await tx.incident.update({
      where: { id: incidentId },
      data: {
        ...{ followUpCause: cause, followUpCauseEn: causeEn, followUpMeasures: measures },
        ...{ followUpMeasuresEn: measuresEn, followUpAt: now, updatedAt: now },
      },
    });
    return { entity: `incident ${incident.number}`, detail: { fields: revised.length }, answer: undefined };
  });
