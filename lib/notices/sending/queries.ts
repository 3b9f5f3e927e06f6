import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { asking, askingAsOwner } from "../../status/ask.ts";
import { addressesByChannel, organisationNames } from "../sql.ts";
import { brakeMinutesOf, openBrakes, waitingUnder } from "./brake-sql.ts";
import type { Braked, Sending } from "./shapes.ts";
import { brakeOf, sendingOf } from "./sql.ts";

/** How far the notices of a conversation have come. Throws ForbiddenError. */
export async function readSending(viewer: Viewer, thread: string): Promise<Sending> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const { held_at, held_by, ...counts } = await sendingOf(asking(tx), thread);
    return { ...counts, heldAt: held_at?.toISOString() ?? null, heldBy: held_by };
  });
}

/** How many minutes what goes out by itself to many waits for the desk. Throws ForbiddenError. */
export async function readBrakeMinutes(viewer: Viewer): Promise<number> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", (tx) => brakeMinutesOf(asking(tx)));
}

/** From how many addresses on their number must be typed. Throws ForbiddenError. */
export async function readBrake(viewer: Viewer): Promise<number> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", (tx) => brakeOf(asking(tx)));
}

/** What waits for the desk, of every conversation or one, and for whom it is. Throws ForbiddenError. */
export async function readBraked(viewer: Viewer, thread: string | null, now: Date): Promise<Braked[]> {
  authorise(viewer, "status:desk");
  const found = await asViewer(viewer, "received", (tx) => openBrakes(asking(tx), thread, now));
  return Promise.all(
    found.map(async ({ id, thread: of, kind, title, title_en, at, until }) => ({
      ...{ id, thread: of, kind, title: { da: title, en: title_en }, at: at.toISOString(), until: until.toISOString() },
      told: await toldUnder(id),
    })),
  );
}

async function toldUnder(brakeId: number): Promise<Braked["told"]> {
  const { endpoints, organisations, ...open } = await waitingUnder(askingAsOwner, brakeId);
  const channels = await addressesByChannel(askingAsOwner, endpoints);
  return {
    ...{ organisations: await organisationNames(askingAsOwner, organisations), channels, ...open },
    total: channels.reduce((sum, { count }) => sum + count, 0),
  };
}
