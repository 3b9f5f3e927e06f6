import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../errors.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import type * as schema from "./schema.ts";
import { writtenSteps } from "./schema.ts";

type In<S extends z.ZodType> = z.output<S>;

/** Writes a new runbook. Throws ConflictError `code_taken`. */
export const createRunbook = (viewer: Viewer, input: In<typeof schema.createRunbook>, now: Date): Promise<number> =>
  changeStatus(viewer, "runbook.create", now, async (tx) => {
    const { code, causeClass, station, ...written } = input;
    const taken = await tx.runbook.createMany({ data: { code, causeClass, station }, skipDuplicates: true });
    if (taken.count === 0) throw new ConflictError("There is a runbook of that name", "code_taken");
    const { id } = await tx.runbook.findUniqueOrThrow({ where: { code } });
    await tx.runbookVersion.create({
      data: { runbookId: id, version: 1, ...written, writtenById: viewer.personId, at: now },
    });
    return { entity: `runbook ${code}`, answer: id };
  });

/** Writes another version; incidents keep the one they began with. Throws ConflictError `changed_meanwhile`. */
export const reviseRunbook = (viewer: Viewer, input: In<typeof schema.reviseRunbook>, now: Date): Promise<number> =>
  changeStatus(viewer, "runbook.revise", now, async (tx) => {
    const { runbookId, version: from, ...written } = input;
    const { code, newest } = await newestOf(tx, runbookId);
    if (newest.version !== from) throw new ConflictError("Somebody has written another version", "changed_meanwhile");
    const version = from + 1;
    await tx.runbookVersion.create({
      data: { runbookId, version, ...written, writtenById: viewer.personId, at: now },
    });
    return { entity: `runbook ${code}`, detail: { version }, answer: version };
  });

/** Begins a runbook on an incident; one that is begun already goes on. Answers the use. Throws NotFoundError. */
export const beginRunbook = (viewer: Viewer, input: In<typeof schema.beginRunbook>, now: Date): Promise<number> =>
  changeStatus(viewer, "runbook.begin", now, async (tx) => {
    const { incidentId, runbookId } = input;
    if ((await tx.incident.count({ where: { id: incidentId } })) === 0) throw new NotFoundError("No such incident");
    const { code, newest } = await newestOf(tx, runbookId);
    const begun = await tx.runbookUse.findFirst({ where: { incidentId, version: { runbookId } } });
    const use =
      begun ??
      (await tx.runbookUse.create({
        data: { incidentId, runbookVersionId: newest.id, at: now, personId: viewer.personId },
      }));
    return { entity: `runbook ${code}`, detail: { incidentId, version: newest.version }, answer: use.id };
  });

/** Ticks a step off, or takes the tick back; who did it first and when stands. Throws NotFoundError, InvalidInputError. */
export const tickStep = (viewer: Viewer, { useId, step, done }: In<typeof schema.tickStep>, now: Date): Promise<void> =>
  changeStatus(viewer, done === "on" ? "runbook.tick" : "runbook.untick", now, async (tx) => {
    const use = await tx.runbookUse.findUnique({ where: { id: useId }, include: { version: true, incident: true } });
    if (!use) throw new NotFoundError("No such runbook");
    if (step >= writtenSteps.parse(use.version.steps).length) throw new InvalidInputError("step", "no_such_step");
    if (done === "on")
      await tx.runbookTick.createMany({
        data: { useId, step, at: now, personId: viewer.personId },
        skipDuplicates: true,
      });
    else await tx.runbookTick.deleteMany({ where: { useId, step } });
    return { entity: `incident ${use.incident.number}`, detail: { useId, step }, answer: undefined };
  });

/** The current version, locked so that two writers come one after the other. */
async function newestOf(tx: StatusTx, runbookId: number) {
  await tx.$executeRaw`SELECT FROM runbook WHERE id = ${runbookId} FOR UPDATE`;
  const runbook = await tx.runbook.findUnique({
    where: { id: runbookId },
    include: { versions: { orderBy: { version: "desc" }, take: 1 } },
  });
  const newest = runbook?.versions[0];
  if (!runbook || !newest) throw new NotFoundError("No such runbook");
  return { code: runbook.code, newest };
}
