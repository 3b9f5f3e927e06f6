import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { readSnapshot } from "../../publication/queries.ts";
import type { PublicSnapshot } from "../../publication/snapshot.ts";
import { monthSpan } from "../../time/month.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import { availability, countedIntervals } from "../uptime.ts";
import { endedMonths, type Promised, sealOf } from "./rules.ts";
import type * as schema from "./schema.ts";
import type { FrozenInterval } from "./shapes.ts";

type In<S extends z.ZodType> = z.output<S>;
const firstOf = (month: string) => new Date(`${month}-01`);

/**
 * From a month on a service is promised this. What is frozen stays; an ended month whose promise changes is shown restated
 * beside it. Answers the service's code. Throws ConflictError `changed_meanwhile` where the month promises something else than the writer saw.
 */
export const setObjective = (viewer: Viewer, input: In<typeof schema.setObjective>, now: Date): Promise<string> =>
  changeStatus(viewer, "objective.set", now, async (tx) => {
    const { serviceId, month, working, other, seen, ...rest } = input;
    const service = await lockService(tx, serviceId);
    await expectSeen(tx, serviceId, month, seen);
    const promised = { ...rest, workingTarget: working, otherTarget: other };
    await tx.objective.upsert({
      where: { serviceId_validFrom: { serviceId, validFrom: firstOf(month) } },
      create: { serviceId, validFrom: firstOf(month), ...promised },
      update: promised,
    });
    return {
      entity: `service ${service}`,
      detail: { month, working, other, ...rest, before: seen },
      answer: service,
    };
  });

/** The promise of a month goes, and the one before it holds on. Throws NotFoundError, ConflictError `changed_meanwhile`. */
export const removeObjective = (viewer: Viewer, input: In<typeof schema.removeObjective>, now: Date): Promise<string> =>
  changeStatus(viewer, "objective.remove", now, async (tx) => {
    const { serviceId, month, seen } = input;
    const service = await lockService(tx, serviceId);
    await expectSeen(tx, serviceId, month, seen);
    const { count } = await tx.objective.deleteMany({ where: { serviceId, validFrom: firstOf(month) } });
    if (count === 0) throw new NotFoundError("Nothing is promised from that month");
    return { entity: `service ${service}`, detail: { month, before: seen }, answer: service };
  });

/** Whoever edits a service's promises does so alone, until the change is made. */
async function lockService(tx: StatusTx, id: number): Promise<string> {
  // An update that changes nothing holds the row.
  const { count } = await tx.service.updateMany({ where: { id }, data: { id } });
  if (count === 0) throw new NotFoundError("No such service");
  return (await tx.service.findUniqueOrThrow({ where: { id }, select: { code: true } })).code;
}

async function expectSeen(tx: StatusTx, serviceId: number, month: string, seen: string): Promise<void> {
  const row = await tx.objective.findUnique({
    where: { serviceId_validFrom: { serviceId, validFrom: firstOf(month) } },
  });
  const { workingTarget, otherTarget, ...rest } = row ?? { workingTarget: 0, otherTarget: 0 };
  const promised = row && ({ ...rest, working: Number(workingTarget), other: Number(otherTarget) } as Promised);
  if (sealOf(promised) !== seen) throw new ConflictError("Somebody changed it meanwhile", "changed_meanwhile");
}

/**
 * Freezes every month that has ended and is not frozen yet, of each service with a promise, with the intervals that made
 * its figures. Safe to run twice, also at once: a frozen month is never written again.
 */
export async function freezeMonth(now: Date): Promise<{ frozen: number }> {
  const snapshot = await readSnapshot(now);
  const known = new Set(snapshot.figures.map(({ service, month }) => `${service} ${month}`));
  const ended = endedMonths(snapshot, now.getTime()).filter(({ service, month }) => !known.has(`${service} ${month}`));
  if (ended.length === 0) return { frozen: 0 };
  return changeStatus(null, "month.freeze", now, async (tx) => {
    const services = await tx.service.findMany({ select: { id: true, code: true } });
    const ids = new Map(services.map(({ id, code }) => [code, id]));
    const data = ended.flatMap(({ service, month }) => {
      const serviceId = ids.get(service);
      if (serviceId === undefined) return [];
      return figuresOf(snapshot, service, month).map((figure) => ({ serviceId, frozenAt: now, ...figure }));
    });
    const { count } = await tx.monthFigure.createMany({ data, skipDuplicates: true });
    const months = [...new Set(ended.map(({ month }) => month))].join(" ");
    return { entity: `months ${months}`, detail: { figures: count }, answer: { frozen: count } };
  });
}

function figuresOf(snapshot: PublicSnapshot, service: string, month: string) {
  const { from, to } = monthSpan(month);
  const counted = countedIntervals(snapshot, service, from, to);
  return availability(snapshot, service, from, to).map((figure) => ({
    ...{ month: firstOf(month), band: figure.band, target: figure.target },
    ...{ totalMs: figure.totalMs, measuredMs: figure.measuredMs },
    ...{ downMs: figure.downMs, windowMs: figure.windowMs, downOutsideMs: figure.downOutsideMs },
    intervals: counted
      .filter(({ band }) => band === figure.band)
      .map(
        (part): FrozenInterval => ({
          ...{ from: new Date(part.from).toISOString(), to: new Date(part.to).toISOString() },
          ...{ state: part.state, because: part.because, announced: part.announced },
        }),
      ),
  }));
}
