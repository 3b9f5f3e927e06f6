import type { PoolClient } from "pg";
import { authorise } from "../../access/permissions.ts";
import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { NotFoundError } from "../../errors.ts";
import { toBeTold } from "../../notices/sending/asked.ts";
import { recipientsOfSeries } from "../../signals/series.ts";
import { recipientsOfWindow } from "../../signals/window.ts";
import type { Moment } from "../../subscriptions/shapes.ts";
import { addDays, danishDay } from "../../time/danish.ts";
import { asking } from "../ask.ts";
import type { Span } from "../shapes.ts";
import { clashesOf, hoursToMs, planSlots, type Standing, shares, spanOf } from "./planner.ts";
import { breachesOf } from "./rules.ts";
import type { PlanQuery } from "./schema.ts";
import type { Plan, SeriesDetail, SeriesRow, ServiceChoice, WindowDetail, WindowRow, WindowsPage } from "./shapes.ts";
import {
  changesOf,
  type StoredSeries,
  type StoredWindow,
  seriesRows,
  serviceChoices,
  windowByUid,
  windowsSince,
} from "./sql.ts";
import { readTraffic, totalOf } from "./traffic.ts";
import type { Reader } from "./traffic-sql.ts";
import { wallOf, wallSpan } from "./wall.ts";

const DAY_MS = 86_400_000;
const PAST_MS = 13 * 7 * DAY_MS;
/** A quarter and some: what the rules of the classes look back on. */
const LOOK_BACK_MS = 100 * DAY_MS;
const DAYS_AHEAD = 14;
const MOST_DAYS = 62;
const LONGEST_WISH_MS = 3 * 3_600_000;

/** Every window in progress and to come, what is past of 13 weeks, and the series. */
export function readWindows(viewer: Viewer, now: Date): Promise<WindowsPage> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const stored = await windowsSince(tx, new Date(now.getTime() - LOOK_BACK_MS));
    const rows = stored.map((window) => rowOf(window, stored, now));
    const over = (row: WindowRow) => row.phase === "ended" || row.phase === "cancelled";
    const recent = (row: WindowRow) => Date.parse(row.plannedTo) > now.getTime() - PAST_MS;
    return {
      inProgress: rows.filter(({ phase }) => phase === "in_progress"),
      planned: rows.filter(({ phase }) => phase === "planned"),
      past: rows.filter((row) => over(row) && recent(row)).reverse(),
      series: (await seriesRows(tx, danishDay(now.getTime()), now, null)).map(seriesOf),
      asOf: now.toISOString(),
    };
  });
}

/** One window with its history; of one not yet over also whom its time hits. Throws NotFoundError. */
export function readWindow(viewer: Viewer, uid: string, now: Date): Promise<WindowDetail> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const window = await windowByUid(tx, uid);
    if (window === null) throw new NotFoundError("No such window");
    const since = Math.min(now.getTime(), window.plannedFrom.getTime()) - LOOK_BACK_MS;
    const stored = await windowsSince(tx, new Date(since));
    const row = rowOf(window, stored, now);
    // It is no clash with itself.
    const others = stored.filter((other) => other.uid !== uid);
    const history = await changesOf(tx, window.id);
    const over = row.phase === "ended" || row.phase === "cancelled";
    return {
      ...row,
      history: history.map((change) => ({
        ...change,
        at: change.at.toISOString(),
        plannedFrom: change.plannedFrom.toISOString(),
        plannedTo: change.plannedTo.toISOString(),
      })),
      plan: over ? null : await planOf(tx, wishOf(row, now), others, now),
      told: over ? {} : await toldOf(tx, window, now),
      asOf: now.toISOString(),
    };
  });
}

/** The best slots for services in a stretch of days, and what the one in mind hits; null until services are chosen. */
export function readPlan(viewer: Viewer, query: PlanQuery, now: Date): Promise<Plan | null> {
  authorise(viewer, "status:desk");
  if (query.services.length === 0) return Promise.resolve(null);
  const today = danishDay(now.getTime());
  const firstDay = later(query.firstDay ?? today, today);
  const end = query.lastDay && query.lastDay >= firstDay ? query.lastDay : addDays(firstDay, DAYS_AHEAD);
  const furthest = addDays(firstDay, MOST_DAYS - 1);
  const chosen = query.from && query.to ? wallSpan(query.from, query.to) : null;
  const { services, windowClass, hours } = query;
  const days = { firstDay, lastDay: end.localeCompare(furthest) < 0 ? end : furthest };
  return asViewer(viewer, "received", async (tx) => {
    const stored = await windowsSince(tx, new Date(now.getTime() - LOOK_BACK_MS));
    return planOf(tx, { ...days, services, windowClass, lengthMs: hoursToMs(hours), chosen }, stored, now);
  });
}

/** What may be chosen on a form about windows. */
export const readServiceChoices = (viewer: Viewer, now: Date): Promise<ServiceChoice[]> => {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", (tx) => serviceChoices(tx, danishDay(now.getTime())));
};

/** One series. Throws NotFoundError. */
export function readSeries(viewer: Viewer, id: number, now: Date): Promise<SeriesDetail> {
  authorise(viewer, "status:desk");
  return asViewer(viewer, "received", async (tx) => {
    const [series] = await seriesRows(tx, danishDay(now.getTime()), now, id);
    if (!series) throw new NotFoundError("No such series");
    const stored = await windowsSince(tx, new Date(now.getTime() - LOOK_BACK_MS));
    const windows = stored
      .filter(({ seriesId, plannedTo }) => seriesId === id && plannedTo > now)
      .map((window) => rowOf(window, stored, now));
    const ask = asking(tx);
    const about = { ...series, title: series.title.da, titleEn: series.title.en };
    const happens = series.announcedAt === null ? "announced" : "changed";
    const told = await toBeTold(ask, await recipientsOfSeries(ask, about, happens, now));
    return { ...seriesOf(series), windows, told, asOf: now.toISOString() };
  });
}

/** Of one that is not announced only that it is; of an announced one that it changes, begins or is over. */
async function toldOf(tx: PoolClient, window: StoredWindow, now: Date): Promise<WindowDetail["told"]> {
  const ask = asking(tx);
  const about = { ...window, title: window.title.da, titleEn: window.title.en };
  const moments: Moment[] = window.announcedAt === null ? ["opened"] : ["updated", "resolved"];
  const told: WindowDetail["told"] = {};
  for (const moment of moments) told[moment] = await toBeTold(ask, await recipientsOfWindow(ask, about, moment, now));
  return told;
}

/** How many messages a span is expected to hit, in whole messages; null where there were no data. */
export const expectedOf = (viewer: Viewer, codes: readonly string[], span: Span, now: Date): Promise<number | null> =>
  asViewer(viewer, "received", (tx) => expectedIn(tx, codes, span, now));

export async function expectedIn(tx: Reader, codes: readonly string[], span: Span, now: Date): Promise<number | null> {
  return whole(totalOf(await readTraffic(tx, codes, now), span).messages);
}

/** The same for a window as it will stand: with other services, another time or another end. */
export const expectedOfWindow = (
  viewer: Viewer,
  uid: string,
  changed: { services?: readonly string[]; span?: Span; to?: number },
  now: Date,
): Promise<number | null> =>
  asViewer(viewer, "received", async (tx) => {
    const window = await windowByUid(tx, uid);
    if (window === null) throw new NotFoundError("No such window");
    const codes = changed.services ?? window.services.map(({ code }) => code);
    const from = window.plannedFrom.getTime();
    const span = changed.span ?? { from, to: changed.to ?? window.plannedTo.getTime() };
    return span.to > span.from ? expectedIn(tx, codes, span, now) : null;
  });

export const whole = (messages: number | null): number | null => (messages === null ? null : Math.round(messages));

async function planOf(tx: Reader, wish: Parameters<typeof planSlots>[0], stored: readonly StoredWindow[], now: Date) {
  const standing = stored.filter(({ phase }) => phase !== "cancelled").map(standingOf);
  return planSlots(wish, await readTraffic(tx, wish.services, now), standing, now.getTime());
}

/** A window's own time among the days around it. */
function wishOf(row: WindowRow, now: Date) {
  const span = spanOf(row);
  const day = wallOf(span.from).slice(0, 10);
  const today = danishDay(now.getTime());
  return {
    ...{ services: row.services.map(({ code }) => code), windowClass: row.windowClass, chosen: span },
    ...{ firstDay: later(addDays(day, -7), today), lastDay: addDays(later(day, today), 7) },
    lengthMs: Math.min(span.to - span.from, LONGEST_WISH_MS),
  };
}

const later = (a: string, b: string): string => (a.localeCompare(b) < 0 ? b : a);
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function rowOf(window: StoredWindow, all: readonly StoredWindow[], now: Date): WindowRow {
  const { id, noticedAt, note, noteEn, ...rest } = window;
  const others = all.filter((other) => other.uid !== window.uid && other.phase !== "cancelled").map(standingOf);
  const codes = window.services.map(({ code }) => code);
  const same = others.filter((one) => one.windowClass === window.windowClass && shares(one.services, codes));
  const cancelled = window.phase === "cancelled";
  const times = { plannedFrom: window.plannedFrom.toISOString(), plannedTo: window.plannedTo.toISOString() };
  const span = spanOf(times);
  return {
    ...rest,
    ...times,
    ...{ actualFrom: iso(window.actualFrom), actualTo: iso(window.actualTo) },
    ...{ heldAt: iso(window.heldAt), announcedAt: iso(window.announcedAt) },
    note: note === null && noteEn === null ? null : { da: note ?? noteEn ?? "", en: noteEn ?? note ?? "" },
    breaches: cancelled
      ? []
      : breachesOf({
          ...{ ...span, windowClass: window.windowClass, others: same.map(spanOf) },
          noticedAt: (noticedAt ?? now).getTime(),
        }),
    clashes: cancelled ? [] : clashesOf(span, others),
  };
}

const standingOf = (window: StoredWindow): Standing => ({
  ...{ uid: window.uid, title: window.title, windowClass: window.windowClass },
  ...{ plannedFrom: window.plannedFrom.toISOString(), plannedTo: window.plannedTo.toISOString() },
  services: window.services.map(({ code }) => code),
});

const seriesOf = (series: StoredSeries): SeriesRow => ({ ...series, announcedAt: iso(series.announcedAt) });
