import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { askingWithin } from "../../status/ask.ts";
import { changeStatus } from "../../status/change.ts";
import { decide, giveUp, letGo } from "./brake-sql.ts";
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
  set(viewer, "notices_brake", brake, now);

/** How many minutes what goes out by itself to more than that waits for the desk. Throws ForbiddenError. */
export const setBrakeMinutes = (viewer: Viewer, { minutes }: z.output<typeof schema.setBrakeMinutes>, now: Date) =>
  set(viewer, "notices_brake_minutes", minutes, now);

const set = (viewer: Viewer, key: string, to: number, now: Date): Promise<void> =>
  changeStatus(viewer, "setting", now, async (tx) => {
    const value = String(to);
    await tx.meta.upsert({ where: { key }, create: { key, value }, update: { value } });
    return { entity: key, detail: { value }, answer: undefined };
  });

const DECIDED = { go: "notices.release", give_up: "notices.cancel" } as const;
/**
 * Lets go what waits for the desk, or gives it up: those hear when something new is said. Throws ForbiddenError, and
 * ConflictError `already_gone` where somebody else has decided, or its time is up.
 */
export const decideBrake = (viewer: Viewer, input: z.output<typeof schema.decideBrake>, now: Date): Promise<void> =>
  changeStatus(viewer, DECIDED[input.decision], now, async (tx) => {
    const ask = askingWithin(tx);
    const { brakeId, decision } = input;
    const thread = await decide(ask, { brakeId, letGo: decision === "go", personId: viewer.personId }, now);
    if (thread === null) throw new ConflictError("It is decided, or its time is up", "already_gone");
    const moved = decision === "go" ? await letGo(ask, brakeId, now) : await giveUp(ask, brakeId);
    return { entity: thread.replace(":", " "), detail: { addresses: moved.length, brake: brakeId }, answer: undefined };
  });
