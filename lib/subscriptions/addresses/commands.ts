import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { prisma } from "../../db/prisma.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import { loseAddresses } from "../../notices/lost/tell.ts";
import { changeOwn } from "../commands.ts";
import type { oneAddress } from "../schema.ts";
import { mailOf, sendLink } from "./email.ts";
import { askOnce } from "./make.ts";
import { gatewayOf, sendSmsLink } from "./sms.ts";
import { sendTest } from "./test-message.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * Sends the link again, or a trial to a webhook or a device, which confirms it, also where it had been given up. Throws InvalidInputError
 * where it is not accepted, ConflictError `too_soon` where a link was just sent. One that says that it is gone is lost.
 */
export const confirmAgain = (
  viewer: Viewer,
  { id }: z.output<typeof oneAddress>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<void> =>
  changeOwn(viewer, "address_confirm", now, async (tx) => {
    const endpoint = await tx.endpoint.findFirst({
      where: { id, organisationId: viewer.organisationId, OR: [{ disabledAt: null }, GIVEN_UP] },
    });
    if (!endpoint) throw new NotFoundError("No such address");
    const { channel, confirmedAt } = endpoint;
    if (channel === "webhook" || channel === "push") {
      // In commits of their own: what is refused undoes the rest.
      const sent = await sendTest(prisma(), { ...endpoint, channel }, ways, now);
      if (sent.outcome === "never" && sent.disable === "revoked" && confirmedAt !== null)
        await prisma().$transaction((own) => loseAddresses(own, [id], "revoked", now));
      if (sent.outcome !== "sent")
        throw new InvalidInputError(undefined, channel === "push" ? "device_unreached" : "hook_refused");
      await tx.endpoint.updateMany({
        where: { id, OR: [{ confirmedAt: null }, GIVEN_UP] },
        data: { confirmedAt: now, disabledAt: null, disabledWhy: null },
      });
    } else if (confirmedAt === null) {
      await askOnce(tx, id, now);
      await (channel === "sms"
        ? sendSmsLink(gatewayOf(ways), viewer, endpoint)
        : sendLink(mailOf(ways), viewer, endpoint));
    }
    return { entity: `endpoint ${id}`, answer: undefined };
  });

/** A webhook that did not answer may answer again. */
const GIVEN_UP = { channel: "webhook" as const, disabledWhy: { in: ["failing", "revoked", "unconfirmed"] } };

/** Nothing more is sent there; what still waits for it is not sent either. */
export const disableAddress = (viewer: Viewer, { id }: z.output<typeof oneAddress>, now: Date): Promise<void> =>
  changeOwn(viewer, "address_disable", now, async (tx) => {
    const { count } = await tx.endpoint.updateMany({
      where: { id, organisationId: viewer.organisationId, disabledAt: null },
      data: { disabledAt: now, disabledWhy: "by_owner", secretHash: null },
    });
    if (count === 0) throw new NotFoundError("No such address");
    const waiting = { endpointId: id, state: "waiting" } as const;
    await tx.dispatch.updateMany({
      where: { ...waiting, sentAt: null },
      data: { state: "suppressed", why: "by_owner" },
    });
    // What was to be sent again had arrived.
    await tx.dispatch.updateMany({ where: waiting, data: { state: "sent", why: "by_owner" } });
    return { entity: `endpoint ${id}`, answer: undefined };
  });
