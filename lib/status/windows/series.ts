import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { asViewer } from "../../db/viewer.ts";
import { ConflictError } from "../../errors.ts";
import { describeError, log } from "../../log.ts";
import { requireAsked } from "../../notices/sending/asked.ts";
import { tellOfSeries } from "../../signals/series.ts";
import { danishDay } from "../../time/danish.ts";
import { askingWithin } from "../ask.ts";
import { changeStatus, type StatusTx } from "../change.ts";
import { applyPatch, changedMeanwhile, STANDING, serviceIdsOf, standingOf } from "./change-window.ts";
import type * as schema from "./schema.ts";
import {
  drop,
  follow,
  makeMissing,
  missing,
  type StoredSeries,
  storedSeries,
  toCome,
  untouchedWindows,
} from "./series-windows.ts";
import { lockSeries } from "./sql.ts";
import { readTraffic } from "./traffic.ts";

/** A recurring window; its first 13 weeks are made at once. */
export async function planSeries(viewer: Viewer, input: schema.NewSeries, now: Date): Promise<{ id: number }> {
  authorise(viewer, "status:operate");
  const traffic = await trafficFor(viewer, input.services, now);
  return changeStatus(viewer, "series.plan", now, async (tx) => {
    const serviceIds = await serviceIdsOf(tx, input.services);
    const { services: _, ...about } = input;
    const { id } = await tx.windowSeries.create({
      data: { ...dated(about), services: { create: serviceIds.map((serviceId) => ({ serviceId })) } },
      select: { id: true },
    });
    await makeMissing(tx, viewer, await storedSeries(tx, id), traffic, now);
    return { entity: `window_series ${id}`, detail: { every: input.every }, answer: { id } };
  });
}

/**
 * Another rule, another text, or an end (`validTo`). Only windows that have not begun and that nobody changed follow it:
 * those of days that are its own no longer are cancelled. Where announced dates are others afterwards, that is told as one.
 * Throws ConflictError `changed_meanwhile`, and where it is told to others than was shown.
 */
export async function changeSeries(viewer: Viewer, input: schema.ChangedSeries, now: Date): Promise<void> {
  authorise(viewer, "status:operate");
  const { id, version, services, shown, recipients, ...about } = input;
  const traffic = await trafficFor(viewer, services, now);
  await changeStatus(viewer, "series.change", now, async (tx) => {
    const before = await locked(tx, id, version);
    const untouched = await untouchedWindows(tx, before, now);
    const serviceIds = await serviceIdsOf(tx, services);
    await tx.windowSeries.update({ where: { id }, data: { ...dated(about), version: { increment: 1 } } });
    await tx.seriesService.deleteMany({ where: { seriesId: id } });
    await tx.seriesService.createMany({ data: serviceIds.map((serviceId) => ({ seriesId: id, serviceId })) });
    const after = await storedSeries(tx, id);
    const wanted = new Map(toCome(after, now).map((one) => [one.day, one]));
    let other = false;
    for (const window of untouched) {
      const occurrence = wanted.get(window.day);
      const changed = occurrence
        ? await follow(tx, viewer, window, after, occurrence, traffic, now)
        : await drop(tx, viewer, window, now);
      other ||= changed;
    }
    const made = await makeMissing(tx, viewer, after, traffic, now);
    if (other || (made > 0 && after.announcedAt !== null))
      await requireAsked(askingWithin(tx), await tellOfSeries(tx, after, "changed", now), { shown, recipients });
    return { entity: `window_series ${id}`, detail: { validTo: about.validTo }, answer: undefined };
  });
}

/**
 * All its windows that are not announced are, told as one, and those still to be made will be as they are made. Throws
 * likewise.
 */
export async function announceSeries(viewer: Viewer, input: z.output<typeof schema.announcedSeries>, now: Date) {
  const { id, version, ...asked } = input;
  await changeStatus(viewer, "series.announce", now, async (tx) => {
    const series = await locked(tx, id, version);
    if (series.announcedAt !== null) throw new ConflictError("The series is announced", "wrong_phase");
    await tx.windowSeries.update({ where: { id }, data: { announcedAt: now, version: { increment: 1 } } });
    const windows = await tx.serviceWindow.findMany({
      where: { seriesId: id, phase: "planned", announcedAt: null, plannedFrom: { gt: now } },
      select: STANDING,
      orderBy: { plannedFrom: "asc" },
    });
    for (const window of windows) {
      await applyPatch(tx, viewer, standingOf(window), { data: { announcedAt: now }, kind: "announced" }, now);
    }
    await requireAsked(askingWithin(tx), await tellOfSeries(tx, series, "announced", now), asked);
    return { entity: `window_series ${id}`, detail: { windows: windows.length }, answer: undefined };
  });
}

/** Makes the windows that are missing of the next 13 weeks, of every series. Safe to run twice, also at once. */
export async function materialiseSeries(now: Date): Promise<{ series: number; made: number }> {
  const today = danishDay(now.getTime());
  const all = await prisma().windowSeries.findMany({
    where: { OR: [{ validTo: null }, { validTo: { gte: new Date(today) } }] },
    select: { id: true, services: { select: { service: { select: { code: true } } } } },
    orderBy: { id: "asc" },
  });
  let made = 0;
  for (const { id, services } of all) {
    try {
      const wanting = await missing(prisma(), await storedSeries(prisma(), id), now);
      if (wanting.length === 0) continue;
      const traffic = await readTraffic(
        ownerPool(),
        services.map(({ service }) => service.code),
        now,
      );
      made += await changeStatus(null, "series.materialise", now, async (tx) => {
        await lockSeries(tx, id);
        const windows = await makeMissing(tx, null, await storedSeries(tx, id), traffic, now);
        return { entity: `window_series ${id}`, detail: { windows }, answer: windows };
      });
    } catch (error) {
      log.error({ event: "series_failed", series: id, error: describeError(error) });
    }
  }
  return { series: all.length, made };
}

const trafficFor = (viewer: Viewer, codes: readonly string[], now: Date) =>
  asViewer(viewer, "received", (tx) => readTraffic(tx, codes, now));

async function locked(tx: StatusTx, id: number, version: number): Promise<StoredSeries> {
  await lockSeries(tx, id);
  const series = await storedSeries(tx, id);
  if (series.version !== version) throw changedMeanwhile();
  return series;
}

const dated = <R extends { validFrom: string; validTo: string | null }>({ validFrom, validTo, ...rest }: R) => ({
  ...rest,
  validFrom: new Date(validFrom),
  validTo: validTo === null ? null : new Date(validTo),
});
