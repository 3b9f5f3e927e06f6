import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { asking } from "../../status/ask.ts";
import type { Sending } from "./shapes.ts";
import { brakeOf, sendingOf } from "./sql.ts";

/** How far the notices of a conversation have come. Throws ForbiddenError. */
export async function readSending(viewer: Viewer, thread: string): Promise<Sending> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const { held_at, held_by, ...counts } = await sendingOf(asking(tx), thread);
    return { ...counts, heldAt: held_at?.toISOString() ?? null, heldBy: held_by };
  });
}

/** From how many addresses on their number must be typed. Throws ForbiddenError. */
export async function readBrake(viewer: Viewer): Promise<number> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", (tx) => brakeOf(asking(tx)));
}
