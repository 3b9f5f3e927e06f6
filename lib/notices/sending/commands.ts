import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { askingWithin } from "../../status/ask.ts";
import { changeStatus } from "../../status/change.ts";
import type * as schema from "./schema.ts";
import { cancelHeld, holdSignals, isThread, releaseSignals } from "./sql.ts";

const ACTIONS = { on: "notices.hold", off: "notices.release", cancel: "notices.cancel" } as const;

/**
 * Stops what of a conversation's notices is not sent yet, lets it go, or gives up for good what is held: those never hear of
 * it. What is said of it later is sent, to whom something is held once that is decided. Throws ForbiddenError, NotFoundError.
 */
export const holdNotices = (viewer: Viewer, { thread, hold }: z.output<typeof schema.hold>, now: Date) =>
  changeStatus(viewer, ACTIONS[hold], now, async (tx) => {
    const ask = askingWithin(tx);
    if (!(await isThread(ask, thread))) throw new NotFoundError("Nothing was told of it");
    const entity = thread.replace(":", " ");
    if (hold === "cancel")
      return { entity, detail: { addresses: (await cancelHeld(ask, thread)).length }, answer: undefined };
    const signals =
      hold === "on" ? await holdSignals(ask, thread, viewer.personId, now) : await releaseSignals(ask, thread);
    return { entity, detail: { signals: signals.length }, answer: undefined };
  });

/** From how many addresses on whoever publishes types their number. Throws ForbiddenError. */
export const setBrake = (viewer: Viewer, { brake }: z.output<typeof schema.setBrake>, now: Date): Promise<void> =>
  changeStatus(viewer, "setting", now, async (tx) => {
    const [key, value] = ["notices_brake", String(brake)];
    await tx.meta.upsert({ where: { key }, create: { key, value }, update: { value } });
    return { entity: key, detail: { value }, answer: undefined };
  });
