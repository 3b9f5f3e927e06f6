import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { changeOwn } from "../commands.ts";
import type { newHook } from "../schema.ts";
import { make } from "./make.ts";
import { newSecret } from "./secret.ts";

/** A webhook of the viewer's organisation; answers its secret, which is told this once. It is confirmed by a trial. */
export const addHook = (
  viewer: Viewer,
  { label, url }: z.output<typeof newHook>,
  now: Date,
): Promise<{ id: number; secret: string }> =>
  changeOwn(viewer, "address_add", now, async (tx) => {
    const secret = newSecret();
    const id = await make(tx, viewer, { channel: "webhook", label, address: url, locale: "da", secret }, now);
    return { entity: `endpoint ${id}`, answer: { id, secret } };
  });
