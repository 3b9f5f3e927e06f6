import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { InvalidInputError } from "../../errors.ts";
import { changeOwn } from "../commands.ts";
import { make } from "./make.ts";
import type { newDevice } from "./schema.ts";
import { sendTest } from "./test-message.ts";
import { type Ways, waysOf } from "./ways.ts";

/**
 * A browser that asked to be told, and at once a trial to it, which confirms it. Where its push service cannot be reached now
 * it stays unconfirmed, to be tried again. Throws ConflictError `already_there`, InvalidInputError `device_refused` where it
 * never will be.
 */
export const addDevice = (
  viewer: Viewer,
  { label, locale, url, keys }: z.output<typeof newDevice>,
  now: Date,
  ways: Ways = waysOf(),
): Promise<{ id: number; reached: boolean }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const device = { channel: "push" as const, label, locale, address: url, secret: JSON.stringify(keys) };
    const id = await make(tx, viewer, device, now);
    const { outcome } = await sendTest(tx, { id, ...device, oldSecret: null, oldSecretUntil: null }, ways, now);
    if (outcome === "never") throw new InvalidInputError(undefined, "device_refused");
    const reached = outcome === "sent";
    if (reached) await tx.endpoint.update({ where: { id }, data: { confirmedAt: now } });
    return { entity: `endpoint ${id}`, answer: { id, reached } };
  });
