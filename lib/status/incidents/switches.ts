import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { changeStatus } from "../change.ts";
import type * as schema from "./schema.ts";

const setMeta = (viewer: Viewer, key: string, value: "on" | "off", now: Date): Promise<void> =>
  changeStatus(viewer, "setting", now, async (tx) => {
    await tx.meta.upsert({ where: { key }, create: { key, value }, update: { value } });
    return { entity: key, detail: { value }, answer: undefined };
  });

/** Whether every update needs a second person's approval. */
export const setApproval = (viewer: Viewer, { value }: z.output<typeof schema.setApproval>, now: Date) =>
  setMeta(viewer, "status_approval", value, now);

/** Whether the national line with its leg delays is public. */
export const setPublicLine = (viewer: Viewer, { value }: z.output<typeof schema.setPublicLine>, now: Date) =>
  setMeta(viewer, "status_public_line", value, now);
