import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import type { DraftContent } from "./schema.ts";

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
