import { createPerson } from "../../../prisma/factories/directory.ts";
import { createService } from "../../../prisma/factories/status.ts";
import { createSmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { DomainError, InvalidInputError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import * as commands from "./commands.ts";
import { readIncident, readPreview } from "./queries.ts";
import type { DraftContent } from "./schema.ts";
import * as schema from "./schema.ts";

/** For tests: what an update to an incident says unless told otherwise, with the facts it has. */
export async function contentFor(incidentId: number, unusual: Partial<DraftContent> = {}): Promise<DraftContent> {
  const incident = await prisma().incident.findUniqueOrThrow({
    where: { id: incidentId },
    include: { services: true },
  });
  const { phase, severity, trouble, causeClass, title, titleEn } = incident;
  return {
    ...{ phase: phase === "suspected" ? "confirmed" : phase, severity, trouble, causeClass, title, titleEn },
    services: incident.services.map(({ serviceId }) => serviceId),
    ...{
      text: "Beskeder kommer for sent. Vi undersøger årsagen.",
      textEn: "Messages arrive late. We are looking into it.",
    },
    ...{ startedAt: incident.startedAt.toISOString(), statedAt: null, nextUpdateAt: null, ...unusual },
  };
}

/** The same operator's organisation, another person. */
export const colleagueOf = (viewer: Viewer, personId: number): Viewer => ({ ...viewer, personId });

export const NOW = new Date("2026-11-24T05:20:00Z");
export const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
export const STARTED = "2026-11-24T05:11:00.000Z";

/** A small world in which Anna and Bo work at the operator's desk, and what they do there, in few words. */
export async function twoAtTheDesk() {
  const world = await createSmallWorld(ownerPool());
  const [one, other] = [
    await createPerson(ownerPool(), { name: "Anna" }),
    await createPerson(ownerPool(), { name: "Bo" }),
  ];
  const anna = colleagueOf(world.viewers.operator, one.id);
  const bo = colleagueOf(world.viewers.operator, other.id);
  const service = await createService({ name: "Beskedfordeler", station: "distributor" });
  const facts = { services: [service.id], trouble: "partial", severity: "major", startedAt: STARTED };
  const raised = async (unusual: object = {}, viewer = anna, now = NOW) =>
    commands.raise(viewer, parsed(schema.raise, { ...facts, ...unusual }), now);
  const versionOf = async (id: number) => (await prisma().incident.findUniqueOrThrow({ where: { id } })).version;
  const draft = async (viewer: Viewer, incidentId: number, unusual: Partial<DraftContent> = {}, now = NOW) => {
    const content = await contentFor(incidentId, unusual);
    await commands.saveDraft(viewer, { incidentId, version: await versionOf(incidentId), content }, now);
  };
  const sealed = async (viewer: Viewer, incidentId: number, now = NOW) => {
    const { seal } = await readPreview(viewer, { incidentId, writerId: viewer.personId }, now);
    return { incidentId, seal };
  };
  /** Anna writes it, looks at the preview and publishes. */
  const said = async (incidentId: number, unusual: Partial<DraftContent> = {}, now = NOW) => {
    await draft(anna, incidentId, unusual, now);
    return commands.publish(anna, await sealed(anna, incidentId, now), now);
  };
  const read = (number: string, viewer = anna) => readIncident(viewer, number, NOW);
  return { world, anna, bo, service, raised, versionOf, draft, sealed, said, read };
}
export type Desk = Awaited<ReturnType<typeof twoAtTheDesk>>;

/** How something fails on purpose: its code, after the field where one is to blame. Any other failure is thrown on. */
export async function fails(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error("It did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw error;
  return error instanceof InvalidInputError ? `${error.field}: ${error.code}` : error.code;
}
