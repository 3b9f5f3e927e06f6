import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import type { WindowChangeKind, WindowClass, WindowPhase, WindowTraffic, Words } from "../status/shapes.ts";
import { measureWindows } from "../status/windows/job.ts";
import { breachesOf } from "../status/windows/rules.ts";
import { readTraffic, type Traffic, totalOf } from "../status/windows/traffic.ts";
import { addDays, danishDay, danishInstant } from "../time/danish.ts";
import { lastWeekday } from "./calendar.ts";
import { type Ids, need } from "./ids.ts";
import { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOTICE_MS = 14 * DAY_MS;
const MONDAY = 1;
const SUNDAY = 0;
const THURSDAY = 4;

type Change = { kind: WindowChangeKind; at: number; from: number; to: number };
type DemoWindow = {
  services: readonly string[];
  windowClass: WindowClass;
  traffic: WindowTraffic;
  title: Words;
  note?: Words;
  /** From the announcement on; what is planned is what the last of them says. */
  changes: readonly Change[];
  cancelled?: true;
  /** When it really ended, where that is not as planned. */
  ended?: number;
  series?: { id: number; day: string };
};

/** The demo's announced work: every week, by night, moved, cancelled, prolonged, and a change of the platform ahead. */
export async function makeWindows(services: Ids, timeline: Timeline, now: Date): Promise<void> {
  const nights = timeline.works.filter(({ operator }) => operator === "fordeler-ydby");
  const seriesId = await makeSeries(services, nights);
  const weekly = nights
    // Further ahead the product makes them itself from the series; nothing is announced in the future.
    .filter(({ from }) => from - NOTICE_MS <= now.getTime())
    .map(({ from, to }): DemoWindow => {
      const announced = { kind: "announced" as const, at: from - NOTICE_MS, from, to };
      return { ...WEEKLY, changes: [announced], series: { id: seriesId, day: danishDay(from) } };
    });
  const traffic = new Map<string, Traffic>();
  for (const window of [...weekly, ...singles(timeline, now.getTime())]) {
    const key = String(window.services);
    const usual = traffic.get(key) ?? (await readTraffic(ownerPool(), window.services, now));
    traffic.set(key, usual);
    await make(window, usual, services, now.getTime());
  }
  // As of the first of them, so that each one since is counted.
  await measureWindows(new Date(nights[0]?.to ?? now));
}

const WEEKLY: Omit<DemoWindow, "changes"> = {
  ...{ services: ["fordeler-ydby"], windowClass: "minor", traffic: "queued" },
  title: { da: "Mindre servicevindue: Fordelernode Ydby", en: "Minor maintenance: Distributor node Ydby" },
};

async function makeSeries(services: Ids, nights: Timeline["works"]): Promise<number> {
  const { title, windowClass, traffic } = WEEKLY;
  const { id } = await prisma().windowSeries.create({
    data: {
      ...{ title: title.da, titleEn: title.en, windowClass, traffic },
      ...{
        every: "week",
        announcedAt: new Date(nights[0]?.from ?? 0),
        weekday: THURSDAY,
        nth: null,
        fromTime: "05:00",
        toTime: "06:00",
        onHoliday: "keep",
      },
      validFrom: new Date(danishDay(nights[0]?.from ?? 0)),
      services: { create: WEEKLY.services.map((code) => ({ serviceId: need(services, code) })) },
    },
    select: { id: true },
  });
  return id;
}

function singles({ anchor, works }: Timeline, now: number): DemoWindow[] {
  const prolonged = works.find(({ operator }) => operator === "strandby-vans");
  if (!prolonged) throw new Error("The timeline has a night that took longer than planned");
  const next = (weekday: number, atLeast: number) => lastWeekday(addDays(anchor, atLeast + 6), weekday);
  const night = (day: string) => ({ from: danishInstant(day, "03:00"), to: danishInstant(day, "06:00") });
  const sunday = next(SUNDAY, 16);
  const platform = { from: danishInstant(sunday, "22:00"), to: danishInstant(addDays(sunday, 1), "06:00") };
  const soon = night(next(MONDAY, 3));
  const later = night(next(MONDAY, 10));
  const off = night(next(MONDAY, 4));
  const held = { from: prolonged.from, to: prolonged.plannedTo };
  const overrun = { from: prolonged.from, to: prolonged.to };
  return [
    {
      ...{ services: ["vans-strandby"], windowClass: "major", traffic: "queued", ended: prolonged.to },
      title: { da: "Større servicevindue: Strandby VANS", en: "Major maintenance: Strandby VANS" },
      note: {
        da: "Forlænget, fordi den sidste server skulle startes om.",
        en: "Prolonged because the last server had to be restarted.",
      },
      changes: [
        { kind: "announced", at: prolonged.from - 11 * DAY_MS, ...held },
        { kind: "prolonged", at: prolonged.plannedTo - 12 * MINUTE_MS, ...overrun },
      ],
    },
    {
      ...{ services: ["vans-strandby"], windowClass: "major", traffic: "queued" },
      title: { da: "Større servicevindue: Strandby VANS", en: "Major maintenance: Strandby VANS" },
      note: {
        da: "Flyttet en uge, så det ikke falder sammen med regionernes eget arbejde.",
        en: "Moved by a week so as not to coincide with the regions' own work.",
      },
      changes: [
        { kind: "announced", at: soon.from - 21 * DAY_MS, ...soon },
        { kind: "moved", at: now - 2 * DAY_MS, ...later },
      ],
    },
    {
      ...{ services: ["fordeler-ydby"], windowClass: "major", traffic: "stopped", cancelled: true },
      title: { da: "Større servicevindue: Fordelernode Ydby", en: "Major maintenance: Distributor node Ydby" },
      note: { da: "Aflyst: den nye version er ikke klar.", en: "Cancelled: the new version is not ready." },
      changes: [
        { kind: "announced", at: off.from - 15 * DAY_MS, ...off },
        { kind: "cancelled", at: now - DAY_MS, ...off },
      ],
    },
    {
      ...{ services: ["fordeler-ydby", "postkasser"], windowClass: "platform", traffic: "queued" },
      title: {
        da: "Platformsændring: Fordelernode Ydby og postkasser",
        en: "Change of the platform: Distributor node Ydby and mailboxes",
      },
      note: {
        da: "Beskeder til kommuner, der modtager gennem Ydby, står i kø og sendes bagefter.",
        en: "Messages to municipalities that receive through Ydby are queued and sent afterwards.",
      },
      changes: [{ kind: "announced", at: platform.from - 35 * DAY_MS, ...platform }],
    },
  ];
}

async function make(window: DemoWindow, usual: Traffic, services: Ids, now: number): Promise<void> {
  const [first] = window.changes;
  const last = window.changes.at(-1);
  if (!first || !last) throw new Error("A window is announced first");
  const { from, to } = last;
  const phase: WindowPhase = window.cancelled
    ? "cancelled"
    : now < from
      ? "planned"
      : now < to
        ? "in_progress"
        : "ended";
  const begun = phase === "in_progress" || phase === "ended";
  const changes: Change[] = [
    ...window.changes,
    ...(begun ? [{ kind: "started" as const, at: from, from, to }] : []),
    ...(phase === "ended" ? [{ kind: "ended" as const, at: window.ended ?? to, from, to }] : []),
  ].sort((a, b) => a.at - b.at);
  // Readers of calendars are told of each change after the first.
  const sequenceOf = (upTo: number) => changes.slice(0, upTo + 1).filter(({ kind }) => TELLS.has(kind)).length;
  const date = (ms: number) => new Date(ms);
  const expected = totalOf(usual, last).messages;
  const { windowClass } = window;
  await prisma().serviceWindow.create({
    data: {
      uid: new Random(`window ${window.title.en} ${first.from}`).uuid(),
      ...{ sequence: sequenceOf(changes.length), version: changes.length, phase },
      ...{ title: window.title.da, titleEn: window.title.en },
      ...(window.note ? { note: window.note.da, noteEn: window.note.en } : {}),
      ...{ windowClass, traffic: window.traffic, expected: expected === null ? null : Math.round(expected) },
      ...{ plannedFrom: date(from), plannedTo: date(to) },
      ...(begun ? { actualFrom: date(from) } : {}),
      ...(phase === "ended" ? { actualTo: date(window.ended ?? to) } : {}),
      ...{ announcedAt: date(first.at), updatedAt: date(changes.at(-1)?.at ?? first.at) },
      ...(window.series ? { seriesId: window.series.id, seriesDay: new Date(window.series.day) } : {}),
      services: { create: window.services.map((code) => ({ serviceId: need(services, code) })) },
      changes: {
        create: changes.map((change, n) => ({
          ...{ sequence: sequenceOf(n), at: date(change.at), kind: change.kind },
          ...{ plannedFrom: date(change.from), plannedTo: date(change.to) },
          breaches: breachesOf({ windowClass, ...change, noticedAt: first.at, others: [] }),
        })),
      },
    },
  });
}

const TELLS: ReadonlySet<WindowChangeKind> = new Set<WindowChangeKind>([
  "moved",
  "prolonged",
  "shortened",
  "cancelled",
]);
