import { ownerPool } from "../../db/pool.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { describeError, log } from "../../log.ts";
import { changeStatus } from "../change.ts";
import { changeWindow } from "./change-window.ts";
import { dueWindows, unsettledWindows } from "./sql.ts";
import { measuredIn, scopeOf } from "./traffic-sql.ts";

const HOUR_MS = 3_600_000;
/** Facts of a window's time still come in for a while, and a queue may hold its messages for 7 days (SF1461 D.09). */
const FACTS_COME_MS = HOUR_MS;
const GIVE_UP_MS = 7 * 24 * HOUR_MS;

/**
 * Begins and ends the announced windows whose minute has come, unless a person holds them, and counts what those that
 * ended did. What a worker was too late for began and ended when it was planned to. Safe to run twice, also at once.
 */
export async function tickWindows(now: Date): Promise<{ started: number; ended: number }> {
  const counts = { started: 0, ended: 0 };
  for (const window of await dueWindows(ownerPool(), now)) {
    const { uid } = window;
    // One that was held past its minute begins, or ends, when it is let go.
    const since = (planned: Date) => (window.releasedAt && window.releasedAt > planned ? window.releasedAt : planned);
    if (window.phase === "planned" && (await step(uid, "start", now, since(window.plannedFrom)))) counts.started += 1;
    if (window.plannedTo <= now && (await step(uid, "end", now, since(window.plannedTo)))) counts.ended += 1;
  }
  if (counts.ended > 0) await measureWindows(now);
  return counts;
}

/** False where somebody, or another worker, was there first. */
async function step(uid: string, what: "start" | "end", now: Date, at: Date): Promise<boolean> {
  try {
    await changeWindow(null, what, { uid, version: null }, now, ({ phase, heldAt, plannedFrom, plannedTo }) => {
      const due =
        what === "start" ? phase === "planned" && plannedFrom <= now : phase === "in_progress" && plannedTo <= now;
      if (!due || heldAt !== null) return null;
      return what === "start"
        ? { data: { phase: "in_progress", actualFrom: at }, kind: "started" }
        : { data: { phase: "ended", actualTo: at }, kind: "ended" };
    });
    return true;
  } catch (error) {
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) {
      log.error({ event: "window_failed", step: what, error: describeError(error) });
    }
    return false;
  }
}

/**
 * Counts what became of the messages sent in windows that are over, until each has reached its recipient and no more facts
 * are to be expected of that time. Writes only what changed.
 */
export async function measureWindows(now: Date): Promise<{ measured: number }> {
  let changed = 0;
  for (const window of await unsettledWindows(ownerPool(), new Date(now.getTime() - GIVE_UP_MS))) {
    const { uid, measured, deliveredIn, deliveredAfter } = window;
    const all = measured !== null && measured === (deliveredIn ?? 0) + (deliveredAfter ?? 0);
    if (all && window.to.getTime() < now.getTime() - FACTS_COME_MS) continue;
    const span = { from: window.from.getTime(), to: window.to.getTime() };
    const found = await measuredIn(ownerPool(), await scopeOf(ownerPool(), window.codes), span);
    if (found === null) continue;
    const same =
      found.measured === measured && found.deliveredIn === deliveredIn && found.deliveredAfter === deliveredAfter;
    if (same) continue;
    await changeStatus(null, "window.measure", now, async (tx) => {
      // The figures are nobody's to edit, so a person's version is left alone.
      await tx.serviceWindow.update({ where: { uid }, data: found });
      return { entity: `window ${uid}`, detail: found, answer: undefined };
    });
    changed += 1;
  }
  return { measured: changed };
}
