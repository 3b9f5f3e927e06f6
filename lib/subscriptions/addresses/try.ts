import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import type { oneAddress } from "../schema.ts";
import { confirmAgain } from "./commands.ts";
import { sendTrial } from "./trial.ts";
import { isTriedByAnswer } from "./tryable.ts";
import { type Ways, waysOf } from "./ways.ts";

/** A trial to an address of the viewer's organisation, the way its channel has one. Throws as `confirmAgain` and `sendTrial` do. */
export async function tryAddress(
  viewer: Viewer,
  one: z.output<typeof oneAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<void> {
  const where = { id: one.id, organisationId: viewer.organisationId };
  const found = await prisma().endpoint.findFirst({ where, select: { channel: true } });
  const send = found && isTriedByAnswer(found.channel) ? confirmAgain : sendTrial;
  await send(viewer, one, now, ways);
}
