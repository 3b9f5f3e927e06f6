import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { askingWithin } from "../../status/ask.ts";
import { changeStatus } from "../../status/change.ts";
import type * as schema from "./schema.ts";
import { holdSignals, releaseSignals } from "./sql.ts";

/**
 * Stops what of an incident's notices is not sent yet, or lets it go. What is said of it later is sent. Throws
 * ForbiddenError, NotFoundError.
 */
export const holdNotices = (viewer: Viewer, { incidentId, hold }: z.output<typeof schema.hold>, now: Date) =>
  changeStatus(viewer, hold === "on" ? "notices.hold" : "notices.release", now, async (tx) => {
    const incident = await tx.incident.findUnique({ where: { id: incidentId }, select: { number: true } });
    if (!incident) throw new NotFoundError("No incident");
    const ask = askingWithin(tx);
    const signals = hold === "on" ? await holdSignals(ask, incidentId, now) : await releaseSignals(ask, incidentId);
    return { entity: `incident ${incident.number}`, detail: { signals: signals.length }, answer: undefined };
  });
