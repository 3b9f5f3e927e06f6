import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { requireAsked } from "../../notices/sending/asked.ts";
import type { Asked } from "../../notices/sending/rules.ts";
import { tellOfUpdate } from "../../signals/incident.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import { endImpacts } from "./impacts.ts";
import { previewDraft } from "./previewing.ts";
import { isOpen, mayBecome, revisionsOf, stampsOf, startFault, statedFault } from "./rules.ts";
import type * as schema from "./schema.ts";
import type { DraftContent } from "./schema.ts";
import { switches } from "./sql.ts";
import { factsOf, remember, type TakenIncident, takeIncident } from "./take.ts";

export type Published = { number: string; nr: number };

/**
 * Publishes one's own draft, exactly as previewed. Throws ConflictError `changed_meanwhile` where the incident, the draft
 * or the audience is no longer what was previewed (the draft stays), `recipients_changed` where more than a few more or fewer
 * addresses are told than was shown, ForbiddenError `second_person` where another must
 * approve, InvalidInputError where it cannot be said.
 */
export const publish = (viewer: Viewer, { incidentId, ...sealed }: z.output<typeof schema.publish>, now: Date) =>
  changeStatus(viewer, "update.publish", now, async (tx) => {
    if ((await switches(askingWithin(tx))).approval)
      throw new ForbiddenError("A second person must approve", "second_person");
    return publishDraft(tx, { incidentId, writerId: viewer.personId, approvedById: null, ...sealed }, now);
  });

/** Publishes a colleague's submitted draft, likewise. Throws ForbiddenError `own_text`, ConflictError `not_submitted`. */
export const approve = (viewer: Viewer, input: z.output<typeof schema.approve>, now: Date) =>
  changeStatus(viewer, "update.approve", now, async (tx) => {
    if (input.writerId === viewer.personId) throw new ForbiddenError("Nobody approves their own text", "own_text");
    return publishDraft(tx, { ...input, approvedById: viewer.personId }, now);
  });

async function publishDraft(
  tx: StatusTx,
  given: { incidentId: number; writerId: number; approvedById: number | null; seal: string } & Asked,
  now: Date,
) {
  const { incidentId, writerId, approvedById } = given;
  const key = { incidentId, personId: writerId };
  const seen = await tx.incidentDraft.findUnique({ where: { incidentId_personId: key } });
  if (!seen) throw new NotFoundError("No draft");
  const incident = await takeIncident(tx, incidentId, seen.baseVersion);
  const { draft, preview } = await previewDraft(askingWithin(tx), { incidentId, writerId }, now);
  if (approvedById !== null && draft.submitted_at === null)
    throw new ConflictError("It does not wait for approval", "not_submitted");
  if (preview.seal !== given.seal) throw new ConflictError("It is no longer what was previewed", "changed_meanwhile");
  const [missing] = preview.missing;
  if (missing) throw new InvalidInputError(missing, "required");
  const { organisations, municipalities } = preview.audience;
  const audience = organisations.map(({ id }) => id);
  const written = { writtenById: writerId, approvedById, audience, municipalities };
  const nr = await writeUpdate(tx, incident, draft.content, written, now);
  await tx.incidentDraft.delete({ where: { incidentId_personId: key } });
  await requireAsked(askingWithin(tx), await tellOfUpdate(tx, incidentId, nr, now), given);
  const detail = { nr, phase: draft.content.phase, organisations: audience.length, writerId };
  return { entity: `incident ${incident.number}`, detail, answer: { number: incident.number, nr } satisfies Published };
}

type Written = { writtenById: number | null; approvedById: number | null; audience: number[]; municipalities: number };

async function writeUpdate(tx: StatusTx, incident: TakenIncident, content: DraftContent, by: Written, now: Date) {
  const { phase, severity, trouble, causeClass, title, titleEn, services, text, textEn } = content;
  const startedAt = new Date(content.startedAt);
  const statedAt = content.statedAt === null ? now : new Date(content.statedAt);
  const nextUpdateAt = content.nextUpdateAt === null ? null : new Date(content.nextUpdateAt);
  requireSayable(incident, { phase, startedAt, statedAt, nextUpdateAt }, now);
  const { municipalities, ...whom } = by;
  const nr = (incident.updates.at(-1)?.nr ?? 0) + 1;
  const stated = { phase, severity, trouble };
  await tx.incidentUpdate.create({
    data: { ...{ incidentId: incident.id, nr, ...stated, text, textEn, statedAt, publishedAt: now }, ...whom },
  });
  const stamps = stampsOf([...incident.updates, { phase, statedAt }]);
  if (incident.publishedAt !== null) await rememberFacts(tx, incident, content, by.writtenById, now);
  await tx.incidentService.deleteMany({ where: { incidentId: incident.id } });
  await tx.incident.update({
    where: { id: incident.id },
    data: {
      ...{ ...stated, causeClass, title, titleEn, startedAt, ...stamps },
      ...{
        nextUpdateAt: isOpen(phase) ? nextUpdateAt : null,
        municipalities: await countOf(tx, incident.id, municipalities),
      },
      ...{ publishedAt: incident.publishedAt ?? now, withdrawnAt: null, updatedAt: now },
      services: { create: [...new Set(services)].map((serviceId) => ({ serviceId })) },
    },
  });
  await endImpacts(tx, incident, stamps.resolvedAt);
  return nr;
}

/** Nobody knows how many are hit until somebody has looked. */
const countOf = async (tx: StatusTx, incidentId: number, municipalities: number) =>
  (await tx.impact.count({ where: { incidentId } })) === 0 ? null : municipalities;

type Said = { phase: DraftContent["phase"]; startedAt: Date; statedAt: Date; nextUpdateAt: Date | null };
function requireSayable(incident: TakenIncident, said: Said, now: Date): void {
  if (!mayBecome(incident.phase, said.phase)) throw new InvalidInputError("phase", "not_from_here");
  const previous = incident.updates.at(-1)?.statedAt ?? null;
  const unfit = startFault(said.startedAt, incident.updates[0]?.statedAt ?? null, now);
  if (unfit) throw new InvalidInputError("startedAt", unfit);
  const fault = statedFault(said.statedAt, { startedAt: said.startedAt, previous, next: null, now });
  if (fault) throw new InvalidInputError("statedAt", fault);
  if (said.nextUpdateAt !== null && said.nextUpdateAt <= now) throw new InvalidInputError("nextUpdateAt", "in_past");
}

/** What an update says of the severity is in the update; other facts it changes are corrections. */
async function rememberFacts(
  tx: StatusTx,
  incident: TakenIncident,
  content: DraftContent,
  by: number | null,
  now: Date,
) {
  const before = factsOf({ ...incident, services: incident.services.map(({ serviceId }) => serviceId) });
  const after = factsOf({ ...content, startedAt: new Date(content.startedAt), severity: incident.severity });
  await remember(tx, incident.id, by, now, revisionsOf(before, after));
}
