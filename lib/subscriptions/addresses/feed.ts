import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { newPersonal } from "../../notices/feeds/secret.ts";
import { changeOwn } from "../commands.ts";
import type { newFeed, oneAddress } from "../schema.ts";
import { isFetched } from "../shapes.ts";
import { make } from "./make.ts";

/**
 * A personal feed or calendar of the viewer's organisation, in use at once: who makes it holds it. Answers its path, whose
 * secret is told this once.
 */
export const addFeed = (
  viewer: Viewer,
  { channel, label, locale }: z.output<typeof newFeed>,
  now: Date,
): Promise<{ id: number; path: string }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const { path, ...kept } = newPersonal(channel);
    const id = await make(tx, viewer, { channel, label, locale, secret: null, confirmedAt: now, ...kept }, now);
    return { entity: `endpoint ${id}`, answer: { id, path } };
  });

/**
 * The same feed at a new address, which is told this once; the old one opens nothing from now on. Whoever asks for it holds
 * it. Throws NotFoundError.
 */
export const renewFeed = (viewer: Viewer, { id }: z.output<typeof oneAddress>, now: Date): Promise<{ path: string }> =>
  changeOwn(viewer, "address_renew", now, async (tx) => {
    const where = { id, organisationId: viewer.organisationId, disabledAt: null };
    const endpoint = await tx.endpoint.findFirst({ where, select: { channel: true } });
    if (!endpoint || !isFetched(endpoint.channel)) throw new NotFoundError("No such address");
    const { path, ...kept } = newPersonal(endpoint.channel);
    const data = { ...kept, createdById: viewer.personId, confirmedAt: now, readOn: null };
    const { count } = await tx.endpoint.updateMany({ where, data });
    if (count === 0) throw new NotFoundError("No such address");
    return { entity: `endpoint ${id}`, answer: { path } };
  });
