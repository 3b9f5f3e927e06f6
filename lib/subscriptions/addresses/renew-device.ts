import { timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { deviceKeys } from "../../notices/channels/push.ts";
import type { renewedDevice } from "./schema.ts";

/**
 * A browser's new address in the place of its old one, wherever that was used. Whoever knows the old one and its `auth` is the
 * browser: nobody else but us was ever told it, the push service included. One that the push service called gone meanwhile is
 * in use again; one that its owner turned off stays off. Throws NotFoundError, the same for an address that nobody has and for
 * one of another secret, and ConflictError `already_there` where the new one was added by hand already.
 */
export const renewDevice = ({ before, now: { url, keys } }: z.output<typeof renewedDevice>, now: Date): Promise<void> =>
  prisma().$transaction(async (tx) => {
    const found = await tx.endpoint.findMany({
      where: { channel: "push", address: before.url, OR: [{ disabledAt: null }, { disabledWhy: "revoked" }] },
      orderBy: { id: "asc" },
    });
    const own = found.filter(({ secret }) => knows(before.auth, secret));
    if (own.length === 0) throw new NotFoundError("No such device");
    if ((await tx.endpoint.count({ where: { channel: "push", address: url, disabledAt: null } })) > 0)
      throw new ConflictError("The device is there already", "already_there");
    for (const { id, organisationId } of own) {
      const data = { address: url, secret: JSON.stringify(keys), secretAt: now, disabledAt: null, disabledWhy: null };
      // Of two that come at once only the first finds it as it was.
      const { count } = await tx.endpoint.updateMany({ where: { id, address: before.url }, data });
      if (count === 0) throw new NotFoundError("No such device");
      await tx.auditEntry.create({
        data: {
          ...{ at: now, personId: null, organisationId },
          ...{ action: "subscription.device_renewed", entity: `endpoint ${id}` },
        },
      });
    }
  });

function knows(auth: string, secret: string | null): boolean {
  const kept = deviceKeys.safeParse(secret === null ? null : JSON.parse(secret)).data?.auth ?? "";
  const [given, ours] = [auth, kept].map((text) => Buffer.from(text, "base64url"));
  return given !== undefined && ours?.length === given.length && timingSafeEqual(given, ours);
}
