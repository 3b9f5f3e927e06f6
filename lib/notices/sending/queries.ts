import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { asking } from "../../status/ask.ts";
import type { Sending } from "./shapes.ts";
import { sendingOf } from "./sql.ts";

/** How far the notices of an incident have come. Throws ForbiddenError. */
export async function readSending(viewer: Viewer, incidentId: number): Promise<Sending> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const { held_at, ...counts } = await sendingOf(asking(tx), incidentId);
    return { ...counts, heldAt: held_at?.toISOString() ?? null };
  });
}
