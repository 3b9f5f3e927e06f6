import { randomUUID } from "node:crypto";
import type { Viewer } from "../../access/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { addDays, danishDay } from "../../time/danish.ts";
import type { Actor, StatusTx } from "../change.ts";
import type { WindowClass, WindowTraffic } from "../shapes.ts";
import { applyPatch, STANDING, standingOf, writeHistory } from "./change-window.ts";
import { whole } from "./queries.ts";
import { type Occurrence, occurrencesOf } from "./recurrence.ts";
import type { SeriesRule } from "./shapes.ts";
import { type Traffic, totalOf } from "./traffic.ts";

/** How far ahead a series has its windows: a quarter, so that every class's notice can be kept. */
const DAYS_AHEAD = 13 * 7;

export type StoredSeries = Awaited<ReturnType<typeof storedSeries>>;

/** A series with the ids of its services, sorted. Throws NotFoundError. */
export async function storedSeries(tx: Pick<StatusTx, "windowSeries">, id: number) {
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

export function toCome(series: SeriesRule, now: Date): Occurrence[] {
  const today = danishDay(now.getTime());
  // A holiday may put yesterday's window off to a day that is still to come.
  return occurrencesOf(series, addDays(today, -7), addDays(today, DAYS_AHEAD)).filter(
    ({ from }) => from > now.getTime(),
  );
}

export async function missing(
  tx: Pick<StatusTx, "serviceWindow">,
  series: StoredSeries,
  now: Date,
): Promise<Occurrence[]> {
  const made = await tx.serviceWindow.findMany({
    where: { seriesId: series.id, seriesDay: { not: null } },
    select: { seriesDay: true },
  });
  const days = new Set(made.map(({ seriesDay }) => seriesDay && dayOf(seriesDay)));
  return toCome(series, now).filter(({ day }) => !days.has(day));
}

/** A day that has a window keeps it, moved or cancelled as it may be; the others get theirs. */
export async function makeMissing(
  tx: StatusTx,
  actor: Actor,
  series: StoredSeries,
  traffic: Traffic,
  now: Date,
): Promise<number> {
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
export async function untouchedWindows(tx: StatusTx, series: StoredSeries, now: Date) {
  const found = await tx.serviceWindow.findMany({
    where: { seriesId: series.id, seriesDay: { not: null }, phase: "planned", heldAt: null, plannedFrom: { gt: now } },
    select: { ...STANDING, seriesDay: true, title: true, titleEn: true, traffic: true, note: true, noteEn: true },
  });
  return found.flatMap((window) => {
    const day = window.seriesDay ? dayOf(window.seriesDay) : "";
    const [made] = occurrencesOf({ ...series, validTo: null }, day, day);
    const one = { ...standingOf(window), day };
    const noted = window.note !== null || window.noteEn !== null;
    return made && !noted && isAs(one, series, made) ? [one] : [];
  });
}
type Untouched = Awaited<ReturnType<typeof untouchedWindows>>[number];

type Said = { title: string; titleEn: string; windowClass: WindowClass; traffic: WindowTraffic; serviceIds: number[] };
const isAs = (window: Said & { plannedFrom: Date; plannedTo: Date }, series: Said, { from, to }: Occurrence): boolean =>
  window.plannedFrom.getTime() === from &&
  window.plannedTo.getTime() === to &&
  window.title === series.title &&
  window.titleEn === series.titleEn &&
  window.windowClass === series.windowClass &&
  window.traffic === series.traffic &&
  String(window.serviceIds.toSorted((a, b) => a - b)) === String(series.serviceIds);

/** The window as the changed series has it. Answers whether its time is another, and it was announced. */
export async function follow(
  tx: StatusTx,
  viewer: Viewer,
  window: Untouched,
  series: StoredSeries,
  occurrence: Occurrence,
  traffic: Traffic,
  now: Date,
): Promise<boolean> {
  if (isAs(window, series, occurrence)) return false;
  const { title, titleEn, windowClass, traffic: messages, serviceIds } = series;
  const expected = whole(totalOf(traffic, occurrence).messages);
  const times = timesOf(occurrence);
  const kind = kindOf(window, times);
  const data = { ...times, title, titleEn, windowClass, traffic: messages, expected };
  await applyPatch(tx, viewer, window, { data, serviceIds, inCalendars: true, ...(kind ? { kind } : {}) }, now);
  return kind !== null && window.announcedAt !== null;
}

type Times = { plannedFrom: Date; plannedTo: Date };
function kindOf(before: Times, after: Times) {
  if (before.plannedFrom.getTime() !== after.plannedFrom.getTime()) return "moved";
  if (before.plannedTo.getTime() === after.plannedTo.getTime()) return null;
  return after.plannedTo > before.plannedTo ? "prolonged" : "shortened";
}

/**
 * What nobody was told of goes; what was announced is cancelled. Its day is free again, should the rule come back to it.
 * Answers whether it was announced.
 */
export async function drop(tx: StatusTx, viewer: Viewer, window: Untouched, now: Date): Promise<boolean> {
  if (window.announcedAt !== null) {
    const data = { phase: "cancelled", seriesDay: null } as const;
    await applyPatch(tx, viewer, window, { data, kind: "cancelled", inCalendars: true }, now);
    return true;
  }
  await tx.windowService.deleteMany({ where: { windowId: window.id } });
  await tx.serviceWindow.delete({ where: { id: window.id } });
  return false;
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const timesOf = ({ from, to }: Occurrence) => ({ plannedFrom: new Date(from), plannedTo: new Date(to) });
