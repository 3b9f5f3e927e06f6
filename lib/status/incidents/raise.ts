import type { z } from "zod";
import type { Viewer } from "../../access/viewer.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { texts } from "../../i18n/texts.ts";
import { requireShown } from "../../notices/sending/asked.ts";
import { reachedBy } from "../../notices/sending/rules.ts";
import { tellOfDismissal, tellOfSuspicion } from "../../signals/incident.ts";
import { danishDay } from "../../time/danish.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import type { Words } from "../shapes.ts";
import { proposeEarly } from "./impacts.ts";
import { type Suspected, startFault } from "./rules.ts";
import type * as schema from "./schema.ts";
import { remember, requireServices, takeIncident } from "./take.ts";
import { inBoth } from "./texts.ts";

export type Raised = { id: number; number: string };

const RAISING_LOCK = 141_421_356;

/**
 * To be called before anything that raises incidents or moves reports between them: one at a time, so that two reports of
 * one trouble raise one suspicion, and numbers have no gaps.
 */
export const lockRaising = (tx: StatusTx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(${RAISING_LOCK}::bigint)`;

/** A suspicion with the next number of the Danish year, under `lockRaising`. Without a title it names its first service. */
export async function raiseSuspicion(
  tx: StatusTx,
  suspected: Suspected & { services: readonly number[]; title?: Words | null; detectedAt: Date },
  now: Date,
): Promise<Raised> {
  const { services, title, ...rest } = suspected;
  const named = title ?? (await titleOf(tx, services[0]));
  const number = await nextNumber(tx, now);
  const raised = await tx.incident.create({
    data: {
      ...rest,
      ...{ number, phase: "suspected", title: named.da, titleEn: named.en, updatedAt: now },
      services: { create: services.map((serviceId) => ({ serviceId })) },
    },
    select: { id: true, number: true },
  });
  await tellOfSuspicion(
    tx,
    raised.id,
    inBoth((locale) => texts(locale)("notices")("suspected")),
    now,
  );
  return raised;
}

/** `2026-118`: the Danish year, and one more than the greatest number in it. */
async function nextNumber(tx: StatusTx, now: Date): Promise<string> {
  const year = danishDay(now.getTime()).slice(0, 4);
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT coalesce(max(split_part(number, '-', 2)::int), 0) + 1 AS n FROM incident WHERE number LIKE ${`${year}-%`}`;
  return `${year}-${row?.n ?? 1}`;
}

async function titleOf(tx: StatusTx, serviceId: number | undefined): Promise<Words> {
  const { name, nameEn } = await tx.service.findUniqueOrThrow({ where: { id: serviceId ?? 0 } });
  return { da: `Formodet fejl i ${name}`, en: `Suspected trouble in ${nameEn}` };
}

/** Raises a suspicion by hand, with a first proposal of whom it hits. Throws InvalidInputError. */
export async function raise(viewer: Viewer, input: z.output<typeof schema.raise>, now: Date): Promise<Raised> {
  const raised = await raiseByHand(viewer, input, now);
  await proposeEarly(raised.id, now);
  return raised;
}

const raiseByHand = (viewer: Viewer, input: z.output<typeof schema.raise>, now: Date): Promise<Raised> =>
  changeStatus(viewer, "incident.raise", now, async (tx) => {
    const { title, titleEn, startedAt, detectedAt, ...rest } = input;
    await requireServices(tx, input.services);
    const times = { startedAt: new Date(startedAt), detectedAt: detectedAt === null ? now : new Date(detectedAt) };
    if (times.detectedAt > now) throw new InvalidInputError("detectedAt", "in_future");
    const fault = startFault(times.startedAt, null, now);
    if (fault) throw new InvalidInputError("startedAt", fault);
    if (title === null && titleEn !== null) throw new InvalidInputError("title", "required");
    if (title !== null && titleEn === null) throw new InvalidInputError("titleEn", "required");
    await lockRaising(tx);
    const words = title !== null && titleEn !== null ? { da: title, en: titleEn } : null;
    const raised = await raiseSuspicion(tx, { ...rest, ...times, title: words }, now);
    return { entity: `incident ${raised.number}`, detail: { severity: rest.severity }, answer: raised };
  });

/**
 * Judges a suspicion to be none; its reports stay with it, and the reason is kept. What the public has been told must be
 * withdrawn or resolved instead: throws ConflictError `published`, or `confirmed`. Whoever follows what was merged into it is
 * told: throws `tells_others` where it was not shown whom, and as publishing does where others are told than was shown.
 */
export const dismiss = (viewer: Viewer, input: z.output<typeof schema.dismiss>, now: Date): Promise<void> =>
  changeStatus(viewer, "incident.dismiss", now, async (tx) => {
    const incident = await takeIncident(tx, input.incidentId, input.version);
    if (incident.phase !== "suspected") throw new ConflictError("It has been confirmed", "confirmed");
    if (incident.publishedAt !== null && incident.withdrawnAt === null)
      throw new ConflictError("The public has been told", "published");
    await tx.incident.update({ where: { id: incident.id }, data: { dismissedAt: now, updatedAt: now } });
    await remember(tx, incident.id, viewer.personId, now, [{ field: "dismissed", before: "", after: input.reason }]);
    const say = (name: string) => inBoth((locale) => texts(locale)("notices")(name));
    const said = { suspicion: say("dismissed"), merged: say("withdrawn") };
    const { shown, recipients } = input;
    const reached = reachedBy(await tellOfDismissal(tx, incident.id, said, now));
    await requireShown(askingWithin(tx), reached, { shown, recipients });
    return { entity: `incident ${incident.number}`, detail: { reason: input.reason }, answer: undefined };
  });
