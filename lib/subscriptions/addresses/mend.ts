import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { answer } from "../../notices/answer.ts";
import { addressThread } from "../../notices/thread.ts";
import { changeOwn } from "../commands.ts";
import type { leftAddress, lostAddress, mendedAddress } from "../schema.ts";
import { mailOf, sendLink } from "./email.ts";
import { make } from "./make.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * A mailbox in the place of one that was lost, the same or another, wherever that was used: it is to be confirmed, and only
 * that lets anything be sent there. Throws NotFoundError, ConflictError `already_there` or `too_soon`, InvalidInputError.
 */
export const mendAddress = (
  viewer: Viewer,
  { id, address }: z.output<typeof mendedAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<{ id: number }> =>
  changeOwn(viewer, "address_mend", now, async (tx) => {
    const settings = mailOf(ways);
    const { organisationId } = viewer;
    const lost = await tx.endpoint.findFirst({
      where: { id, organisationId, channel: "email", disabledAt: { not: null }, forOwner: false },
    });
    if (!lost) throw new NotFoundError("No such address");
    const { label, locale } = lost;
    // A new one, so that no link of the old one confirms it.
    const mended = await make(tx, viewer, { channel: "email", label, address, locale, secret: null }, now);
    await tx.subscriptionEndpoint.updateMany({
      where: { endpointId: id, leftAt: null },
      data: { endpointId: mended },
    });
    await sendLink(settings, viewer, { id: mended, label, address, locale });
    return { entity: `endpoint ${mended}`, answer: { id: mended } };
  });

/** Undoes that a reader left a subscription at an address. Throws NotFoundError where nobody has. */
export const putBack = (viewer: Viewer, { id, subscription }: z.output<typeof leftAddress>, now: Date): Promise<void> =>
  changeOwn(viewer, "address_put_back", now, async (tx) => {
    const { count } = await tx.subscriptionEndpoint.updateMany({
      where: {
        ...{ endpointId: id, subscriptionId: subscription, leftAt: { not: null } },
        subscription: { organisationId: viewer.organisationId, endedAt: null },
      },
      data: { leftAt: null },
    });
    if (count === 0) throw new NotFoundError("Nobody left");
    return { entity: `subscription ${subscription}`, answer: undefined };
  });

/** Somebody has seen that an address was lost, and leaves it so. Throws NotFoundError. */
export const leaveLost = (viewer: Viewer, { id, signal }: z.output<typeof lostAddress>, now: Date): Promise<void> =>
  changeOwn(viewer, "address_lost_seen", now, async (tx) => {
    const { organisationId, personId } = viewer;
    const given = { organisationId, thread: addressThread(id), signalId: signal, confirmed: true, by: { personId } };
    if (!(await answer(tx, given, now))) throw new NotFoundError("Nothing was lost");
    return { entity: `endpoint ${id}`, answer: undefined };
  });
