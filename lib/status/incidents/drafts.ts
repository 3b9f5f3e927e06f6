import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { changeStatus } from "../change.ts";
import type * as schema from "./schema.ts";
import { numberOf, requireServices } from "./take.ts";

type In<S extends z.ZodType> = z.output<S>;

/**
 * Keeps what one person has written, whatever has happened to the incident meanwhile: nobody's text is refused or written
 * over. `version` is the one it was written on. A draft that waited for approval no longer does.
 */
export const saveDraft = (viewer: Viewer, input: In<typeof schema.saveDraft>, now: Date): Promise<void> =>
  changeStatus(viewer, "draft.save", now, async (tx) => {
    const { incidentId, version, content } = input;
    const incident = await tx.incident.findUnique({ where: { id: incidentId } });
    if (!incident) throw new NotFoundError("No such incident");
    await requireServices(tx, content.services);
    const data = { baseVersion: Math.min(version, incident.version), content, savedAt: now, submittedAt: null };
    const key = { incidentId, personId: viewer.personId };
    await tx.incidentDraft.upsert({
      where: { incidentId_personId: key },
      create: { ...key, ...data },
      update: data,
    });
    return { entity: `incident ${incident.number}`, answer: undefined };
  });

/** Throws away one's own draft. */
export const discardDraft = (
  viewer: Viewer,
  { incidentId }: In<typeof schema.discardDraft>,
  now: Date,
): Promise<void> =>
  changeStatus(viewer, "draft.discard", now, async (tx) => {
    const { count } = await tx.incidentDraft.deleteMany({ where: { incidentId, personId: viewer.personId } });
    if (count === 0) throw new NotFoundError("No draft");
    return { entity: `incident ${await numberOf(tx, incidentId)}`, answer: undefined };
  });

/** Asks for a second person's approval of one's own draft. */
export const submitDraft = (viewer: Viewer, { incidentId }: In<typeof schema.submitDraft>, now: Date): Promise<void> =>
  changeStatus(viewer, "draft.submit", now, async (tx) => {
    const { count } = await tx.incidentDraft.updateMany({
      where: { incidentId, personId: viewer.personId },
      data: { submittedAt: now },
    });
    if (count === 0) throw new NotFoundError("No draft");
    return { entity: `incident ${await numberOf(tx, incidentId)}`, answer: undefined };
  });

/** Gives a submitted draft back to its writer. Throws ConflictError `not_submitted`. */
export const returnDraft = (viewer: Viewer, input: In<typeof schema.returnDraft>, now: Date): Promise<void> =>
  changeStatus(viewer, "draft.return", now, async (tx) => {
    const { count } = await tx.incidentDraft.updateMany({
      where: { incidentId: input.incidentId, personId: input.writerId, submittedAt: { not: null } },
      data: { submittedAt: null },
    });
    if (count === 0) throw new ConflictError("It does not wait for approval", "not_submitted");
    const number = await numberOf(tx, input.incidentId);
    return { entity: `incident ${number}`, detail: { writerId: input.writerId }, answer: undefined };
  });
