import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { describeError, log } from "../../log.ts";
import { addDays, danishDay } from "../../time/danish.ts";
import { type Actor, changeStatus, type StatusTx } from "../change.ts";
import { applyPatch, changedMeanwhile, STANDING, serviceIdsOf, standingOf, writeHistory } from "./change-window.ts";
import { whole } from "./queries.ts";
import { type Occurrence, occurrencesOf } from "./recurrence.ts";
import type * as schema from "./schema.ts";
import type { SeriesRule } from "./shapes.ts";
import { lockSeries } from "./sql.ts";
import { readTraffic, type Traffic, totalOf } from "./traffic.ts";

/** How far ahead a series has its windows: a quarter, so that every class's notice can be kept. */
export const DAYS_AHEAD = 13 * 7;

type Stored = Awaited<ReturnType<typeof storedSeries>>;

/** A recurring window; its first 13 weeks are made at once. */
export async function planSeries(viewer: Viewer, input: schema.NewSeries, now: Date): Promise<{ id: number }> {
  authorise(viewer, "status:operate");
  const traffic = await readTraffic(ownerPool(), input.services, now);
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
 * those of days that are its own no longer are cancelled. Throws ConflictError `changed_meanwhile`.
 */
export async function changeSeries(viewer: Viewer, input: schema.ChangedSeries, now: Date): Promise<void> {
  authorise(viewer, "status:operate");
  const { id, version, services, ...about } = input;
  const traffic = await readTraffic(ownerPool(), services, now);
  await changeStatus(viewer, "series.change", now, async (tx) => {
    const before = await locked(tx, id, version);
    const untouched = await untouchedWindows(tx, before, now);
    const serviceIds = await serviceIdsOf(tx, services);
    await tx.windowSeries.update({ where: { id }, data: { ...dated(about), version: { increment: 1 } } });
    await tx.seriesService.deleteMany({ where: { seriesId: id } });
    await tx.seriesService.createMany({ data: serviceIds.map((serviceId) => ({ seriesId: id, serviceId })) });
    const after = await storedSeries(tx, id);
    const wanted = new Map(toCome(after, now).map((one) => [one.day, one]));
    for (const window of untouched) {
      const occurrence = wanted.get(window.day);
      if (occurrence) await follow(tx, viewer, window, after, occurrence, traffic, now);
      else await drop(tx, viewer, window, now);
    }
    await makeMissing(tx, viewer, after, traffic, now);
    return { entity: `window_series ${id}`, detail: { validTo: about.validTo }, answer: undefined };
  });
}

/** All its windows that are not announced are, and those still to be made will be as they are made. */
export async function announceSeries(viewer: Viewer, { id, version }: z.output<typeof schema.oneSeries>, now: Date) {
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

async function storedSeries(tx: Pick<StatusTx, "windowSeries">, id: number) {
  const found = await tx.windowSeries.findUnique({ where: { id }, include: { services: true } });
  if (!found) throw new NotFoundError("No such series");
  const { validFrom, validTo, services, every, onHoliday, ...rest } = found;
  return {
    ...rest,
    // The database holds these to the words of SeriesRule (constraint series_rule).
    every: every as SeriesRule["every"],
    onHoliday: onHoliday as SeriesRule["onHoliday"],
    validFrom: dayOf(validFrom),
    validTo: validTo && dayOf(validTo),
    serviceIds: services.map(({ serviceId }) => serviceId).sort((a, b) => a - b),
  };
}

async function locked(tx: StatusTx, id: number, version: number): Promise<Stored> {
  await lockSeries(tx, id);
  const series = await storedSeries(tx, id);
  if (series.version !== version) throw changedMeanwhile();
  return series;
}

function toCome(series: SeriesRule, now: Date): Occurrence[] {
  const today = danishDay(now.getTime());
  // A holiday may put yesterday's window off to a day that is still to come.
  return occurrencesOf(series, addDays(today, -7), addDays(today, DAYS_AHEAD)).filter(
    ({ from }) => from > now.getTime(),
  );
}

async function missing(tx: Pick<StatusTx, "serviceWindow">, series: Stored, now: Date): Promise<Occurrence[]> {
  const made = await tx.serviceWindow.findMany({
    where: { seriesId: series.id, seriesDay: { not: null } },
    select: { seriesDay: true },
  });
  const days = new Set(made.map(({ seriesDay }) => seriesDay && dayOf(seriesDay)));
  return toCome(series, now).filter(({ day }) => !days.has(day));
}

/** A day that has a window keeps it, moved or cancelled as it may be; the others get theirs. */
async function makeMissing(tx: StatusTx, actor: Actor, series: Stored, traffic: Traffic, now: Date): Promise<number> {
  const occurrences = await missing(tx, series, now);
  for (const occurrence of occurrences) {
    const { title, titleEn, windowClass, traffic: messages, serviceIds, announcedAt } = series;
    const times = timesOf(occurrence);
    const { id } = await tx.serviceWindow.create({
      data: {
        ...{ uid: randomUUID(), title, titleEn, windowClass, traffic: messages, ...times, updatedAt: now },
        ...{ seriesId: series.id, seriesDay: new Date(occurrence.day), announcedAt: announcedAt && now },
        expected: whole(totalOf(traffic, occurrence).messages),
        services: { create: serviceIds.map((serviceId) => ({ serviceId })) },
      },
      select: { id: true },
    });
    if (announcedAt) {
      await writeHistory(tx, actor, { id, sequence: 0, windowClass, ...times, serviceIds }, "announced", now);
    }
  }
  return occurrences.length;
}

/** Windows that have not begun and are still as their series made them. */
async function untouchedWindows(tx: StatusTx, series: Stored, now: Date) {
  const found = await tx.serviceWindow.findMany({
    where: { seriesId: series.id, seriesDay: { not: null }, phase: "planned", heldAt: null, plannedFrom: { gt: now } },
    select: { ...STANDING, seriesDay: true, title: true, titleEn: true, traffic: true, note: true, noteEn: true },
  });
  return found.flatMap((window) => {
    const day = window.seriesDay ? dayOf(window.seriesDay) : "";
    const [made] = occurrencesOf({ ...series, validTo: null }, day, day);
    const one = { ...standingOf(window), day };
    const as =
      made?.from === window.plannedFrom.getTime() &&
      made.to === window.plannedTo.getTime() &&
      window.title === series.title &&
      window.titleEn === series.titleEn &&
      window.windowClass === series.windowClass &&
      window.traffic === series.traffic &&
      window.note === null &&
      window.noteEn === null &&
      String(one.serviceIds.sort((a, b) => a - b)) === String(series.serviceIds);
    return as ? [one] : [];
  });
}
type Untouched = Awaited<ReturnType<typeof untouchedWindows>>[number];

async function follow(
  tx: StatusTx,
  viewer: Viewer,
  window: Untouched,
  series: Stored,
  occurrence: Occurrence,
  traffic: Traffic,
  now: Date,
): Promise<void> {
  const times = timesOf(occurrence);
  const moved = times.plannedFrom.getTime() !== window.plannedFrom.getTime();
  const longer = times.plannedTo > window.plannedTo;
  const other = times.plannedTo.getTime() !== window.plannedTo.getTime();
  const kind = moved ? "moved" : longer ? "prolonged" : "shortened";
  const { title, titleEn, windowClass, traffic: messages, serviceIds } = series;
  const expected = whole(totalOf(traffic, occurrence).messages);
  const data = { ...times, title, titleEn, windowClass, traffic: messages, expected };
  await applyPatch(
    tx,
    viewer,
    window,
    { data, serviceIds, inCalendars: true, ...(moved || other ? { kind } : {}) },
    now,
  );
}

/** What nobody was told of goes; what was announced is cancelled. Its day is free again, should the rule come back to it. */
async function drop(tx: StatusTx, viewer: Viewer, window: Untouched, now: Date): Promise<void> {
  if (window.announcedAt !== null) {
    const data = { phase: "cancelled", seriesDay: null } as const;
    await applyPatch(tx, viewer, window, { data, kind: "cancelled", inCalendars: true }, now);
    return;
  }
  await tx.windowService.deleteMany({ where: { windowId: window.id } });
  await tx.serviceWindow.delete({ where: { id: window.id } });
}

const dated = <R extends { validFrom: string; validTo: string | null }>({ validFrom, validTo, ...rest }: R) => ({
  ...rest,
  validFrom: new Date(validFrom),
  validTo: validTo === null ? null : new Date(validTo),
});
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const timesOf = ({ from, to }: Occurrence) => ({ plannedFrom: new Date(from), plannedTo: new Date(to) });
