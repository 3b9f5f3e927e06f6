import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { changeOwn } from "../commands.ts";
import type { oneAddress } from "../schema.ts";

/** How long the old secret of a webhook signs beside a new one (hours). */
export const OVERLAP_HOURS = 24;

/** A secret as Standard Webhooks writes it. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

type One = z.output<typeof oneAddress>;
/**
 * A new secret for a webhook, told this once. The old one signs beside it for `OVERLAP_HOURS`; so does it still where another
 * new one is made meanwhile, since nobody knows whether the first of them was ever taken into use. Throws NotFoundError.
 */
export const renewSecret = (viewer: Viewer, { id }: One, now: Date): Promise<{ secret: string }> =>
  changeOwn(viewer, "secret_renew", now, async (tx) => {
    const { organisationId } = viewer;
    const endpoint = await tx.endpoint.findFirst({
      where: { id, organisationId, channel: "webhook", disabledAt: null },
    });
    if (!endpoint) throw new NotFoundError("No such webhook");
    const still = endpoint.oldSecretUntil !== null && endpoint.oldSecretUntil > now;
    const secret = newSecret();
    await tx.endpoint.update({
      where: { id },
      data: {
        ...{ secret, secretAt: now, oldSecret: still ? endpoint.oldSecret : endpoint.secret },
        oldSecretUntil: new Date(now.getTime() + OVERLAP_HOURS * 3_600_000),
      },
    });
    return { entity: `endpoint ${id}`, answer: { secret } };
  });

/** The old secret holds no longer: for one that somebody else may know. Throws NotFoundError. */
export const dropOldSecret = (viewer: Viewer, { id }: One, now: Date): Promise<void> =>
  changeOwn(viewer, "secret_drop", now, async (tx) => {
    const { count } = await tx.endpoint.updateMany({
      where: { id, organisationId: viewer.organisationId, oldSecret: { not: null } },
      data: { oldSecret: null, oldSecretUntil: null },
    });
    if (count === 0) throw new NotFoundError("No old secret");
    return { entity: `endpoint ${id}`, answer: undefined };
  });
