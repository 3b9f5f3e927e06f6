import { ownerPool } from "../../db/pool.ts";
import { retrying } from "../../db/retry.ts";
import { ConflictError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { announce } from "../../ledger/sql.ts";
import { tellOfUpdate } from "../../signals/incident.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus } from "../change.ts";
import { audienceOf } from "../incidents/audience.ts";
import { closesItself } from "./rules.ts";
import { type DueIncident, dueIncidents, isCovered, recount, takeTurn, writeRound } from "./sql.ts";

/** One round counts no more than these; the rest come in the next, a few seconds later. */
const AT_ONCE = 3;
/** A count that takes longer than this is of a long national outage: it then rests, so that it costs a twentieth of a core. */
const LONG_MS = 1_000;
const REST = 20;
const restingUntil = new Map<number, number>();

/**
 * One round: what is left after each outage is counted anew, pages that show it are told, and a list where every delivery
 * has got its answer is closed. Safe to run in any number of workers. Answers how many were counted and closed.
 */
export async function countBacklogs(now: Date): Promise<{ counted: number; closed: number }> {
  const { counted, empty } = await retrying(ownerPool(), async (tx) => {
    const done = { counted: 0, empty: [] as number[] };
    if (!(await takeTurn(tx))) return done;
    for (const { id, phase } of await dueIncidents(tx, now, resting(now.getTime()), AT_ONCE)) {
      const begun = performance.now();
      const { hit, installations, senders, ...total } = await recount(tx, id, now);
      const covered = await isCovered(tx, id, now);
      await writeRound(tx, id, covered, now);
      if (installations.length > 0) await announce(tx, installations, senders);
      if (closesItself({ phase, hit, covered }, total)) done.empty.push(id);
      done.counted += 1;
      const took = performance.now() - begun;
      if (took > LONG_MS) restingUntil.set(id, now.getTime() + REST * took);
    }
    return done;
  });
  const closings = await Promise.all(empty.map((id) => closeBacklog(id, now)));
  return { counted, closed: closings.filter(Boolean).length };
}

function resting(now: number): number[] {
  for (const [id, until] of restingUntil) if (until <= now) restingUntil.delete(id);
  return [...restingUntil.keys()];
}

/**
 * The list is empty: says so once, in both languages, to all who were hit; where they are many it waits a while for the desk. Answers whether it was this call that did.
 * A person who reopened the incident meanwhile is not overruled.
 */
async function closeBacklog(incident: DueIncident["id"], now: Date): Promise<boolean> {
  try {
    await changeStatus(null, "incident.backlog_cleared", now, async (tx) => {
      const { count } = await tx.incident.updateMany({
        where: { id: incident, phase: "resolved", dismissedAt: null, withdrawnAt: null, mergedIntoId: null },
        data: {
          ...{ phase: "backlog_cleared", backlogClearedAt: now, updatedAt: now, nextUpdateAt: null },
          version: { increment: 1 },
        },
      });
      if (count === 0) throw new ConflictError("The list is already closed, or the incident is no longer resolved");
      const { number, severity, trouble } = await tx.incident.findUniqueOrThrow({
        where: { id: incident },
        select: { number: true, severity: true, trouble: true },
      });
      const last = await tx.incidentUpdate.aggregate({ where: { incidentId: incident }, _max: { nr: true } });
      const audience = (await audienceOf(askingWithin(tx), incident)).map(({ id }) => id);
      const nr = (last._max.nr ?? 0) + 1;
      await tx.incidentUpdate.create({
        data: {
          ...{ incidentId: incident, nr, phase: "backlog_cleared", severity, trouble },
          ...{ text: texts("da")("backlog")("cleared"), textEn: texts("en")("backlog")("cleared") },
          ...{ statedAt: now, publishedAt: now, audience },
        },
      });
      await tellOfUpdate(tx, incident, nr, now, true);
      return { entity: `incident ${number}`, detail: { organisations: audience.length }, answer: undefined };
    });
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
