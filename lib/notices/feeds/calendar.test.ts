import ical, { type VEvent } from "node-ical";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createGrant, createOrganisation, createPerson } from "../../../prisma/factories/directory.ts";
import { aSignal, createSubscription } from "../../../prisma/factories/notices.ts";
import { createService } from "../../../prisma/factories/status.ts";
import { viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { parsed } from "../../http/parse.ts";
import type { StatusTx } from "../../status/change.ts";
import {
  announceWindow,
  cancelWindow,
  endWindow,
  moveWindow,
  planWindow,
  startWindow,
} from "../../status/windows/commands.ts";
import { movedWindow, newWindow } from "../../status/windows/schema.ts";
import { addFeed } from "../../subscriptions/addresses/feed.ts";
import { feedDriver } from "../channels/feed.ts";
import { type Dispatcher, startDispatcher } from "../dispatch/dispatcher.ts";
import { recordSignal } from "../outbox.ts";
import { calendarUpdatedAt, personalCalendar } from "./calendar.ts";
import { readCalendar } from "./queries.ts";

useFreshDatabase();

const DAY_MS = 86_400_000;
let operator: Viewer;
let service: { code: string };
let holder: Viewer;
let secret: string;
let subscription: number;
let dispatcher: Dispatcher;

const SERIES = {
  ...{ title: "Hver tirsdag", titleEn: "Every Tuesday", every: "week" },
  ...({ windowClass: "minor", traffic: "queued" } as const),
  ...{ weekday: 2, fromTime: "05:00", toTime: "06:00", validFrom: new Date("2026-01-01") },
};

const onDay = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);
const versionOf = async (uid: string) => {
  const { version } = await prisma().serviceWindow.findUniqueOrThrow({ where: { uid } });
  return { uid, version };
};
async function announced(ahead = 10, title = "Opdatering af databasen"): Promise<string> {
  const input = parsed(newWindow, {
    ...{ title, titleEn: "Database update", windowClass: "minor", traffic: "queued", services: [service.code] },
    ...{ from: `${onDay(ahead)}T05:00`, to: `${onDay(ahead)}T06:00` },
  });
  const { uid } = await planWindow(operator, input, new Date());
  await announceWindow(operator, await versionOf(uid), new Date());
  return uid;
}
async function calendar(now = new Date()) {
  const found = await readCalendar(secret, now);
  if (!found) throw new Error("Nothing was opened");
  const text = personalCalendar(found, "https://status.example.dk");
  const events = Object.values(ical.sync.parseICS(text)).filter((part): part is VEvent => part?.type === "VEVENT");
  return { text, events, modified: calendarUpdatedAt(found) };
}
const only = async () => {
  const { events } = await calendar();
  const [event] = events;
  if (!event || events.length > 1) throw new Error(`${events.length} events`);
  return event;
};
/** A busy machine takes its time. */
const told = (windows: number) => {
  dispatcher.wake();
  return vi.waitFor(async () => expect((await calendar()).events).toHaveLength(windows), {
    timeout: 15_000,
    interval: 50,
  });
};

beforeAll(async () => {
  operator = viewerOf(await createOrganisation(ownerPool(), "operator"), "operator");
  service = await createService();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, service_window CASCADE`;
  const [organisation, person] = [
    await createOrganisation(ownerPool(), "municipality"),
    await createPerson(ownerPool()),
  ];
  await createGrant(ownerPool(), person, organisation, "municipality");
  holder = { ...viewerOf(organisation, "municipality"), personId: person.id };
  const { id, path } = await addFeed(holder, { channel: "calendar", label: "Vagten", locale: "da" }, new Date());
  secret = path.slice("/calendar/personal/".length, -".ics".length);
  subscription = (await createSubscription(organisation, [{ id }], { name: "Servicevinduer" })).id;
  dispatcher = startDispatcher(ownerPool(), [feedDriver("calendar")]);
});
afterEach(() => dispatcher.stop());

test("a window that was told is one event, at its time, with why it is here", async () => {
  const uid = await announced();
  await told(1);
  const event = await only();
  expect(event).toMatchObject({ uid: `${uid}@kvitteringsoverblik`, status: "CONFIRMED" });
  expect(event.summary).toBe("Opdatering af databasen");
  expect(event.start.toISOString().slice(0, 10)).toBe(onDay(10));
  expect(event.description).toContain("Beskeder står i kø imens");
  expect(event.description).toMatch(/Servicevinduer/);
});

test("moved and cancelled, it is the same event in a later revision, as it stands now", async () => {
  const uid = await announced();
  await told(1);
  const before = await only();
  const to = { from: `${onDay(11)}T07:00`, to: `${onDay(11)}T09:00` };
  await moveWindow(operator, parsed(movedWindow, { ...(await versionOf(uid)), ...to }), new Date());
  const moved = await only();
  expect(moved.uid).toBe(before.uid);
  expect(Number(moved.sequence)).toBeGreaterThan(Number(before.sequence));
  expect(moved.start.toISOString().slice(0, 10)).toBe(onDay(11));
  expect(Number(moved.end) - Number(moved.start)).toBe(2 * 3_600_000);
  await cancelWindow(operator, await versionOf(uid), new Date());
  const cancelled = await only();
  expect(cancelled).toMatchObject({ uid: before.uid, status: "CANCELLED" });
  expect(Number(cancelled.sequence)).toBeGreaterThan(Number(moved.sequence));
});

test("begun and ended, it stands at the time it took", async () => {
  const uid = await announced();
  await told(1);
  const [begun, ended] = [new Date(Date.now() + 1_000), new Date(Date.now() + 60_000)];
  await startWindow(operator, await versionOf(uid), begun);
  await endWindow(operator, await versionOf(uid), ended);
  const event = await only();
  expect([event.start, event.end].map((at) => Math.floor(Number(at) / 1000))).toEqual(
    [begun, ended].map((at) => Math.floor(Number(at) / 1000)),
  );
});

test("what was not told here is not here: another's window, one not announced, one from after the subscription ended", async () => {
  await announced();
  await told(1);
  const input = parsed(newWindow, {
    ...{ title: "Kladde", titleEn: "Draft", windowClass: "minor", traffic: "queued", services: [service.code] },
    ...{ from: `${onDay(12)}T05:00`, to: `${onDay(12)}T06:00` },
  });
  await planWindow(operator, input, new Date());
  await prisma().subscription.update({ where: { id: subscription }, data: { endedAt: new Date() } });
  await announced(13, "Senere");
  expect((await only()).summary).toBe("Opdatering af databasen");
});

test("a series that was told brings its windows that are announced, and no draft of it", async () => {
  const [known, draft] = [await announced(10, "Første"), await announced(11, "Anden")];
  const { id } = await prisma().windowSeries.create({ data: SERIES });
  await prisma().$executeRaw`TRUNCATE signal CASCADE`;
  await prisma().serviceWindow.updateMany({ where: { uid: { in: [known, draft] } }, data: { seriesId: id } });
  await prisma().serviceWindow.update({ where: { uid: draft }, data: { announcedAt: null } });
  await prisma().$transaction((tx) =>
    recordSignal(tx as StatusTx, aSignal({ kind: "window", thread: `series:${id}` }), new Date()),
  );
  await told(1);
  expect((await only()).uid).toBe(`${known}@kvitteringsoverblik`);
});

test("a window that lies far ahead stays, and one that was over 90 days ago does not", async () => {
  await announced(10, "Snart");
  await announced(200, "Til sommer");
  await told(2);
  const later = await calendar(new Date(Date.now() + 150 * DAY_MS));
  expect(later.events.map(({ summary }) => summary)).toEqual(["Til sommer"]);
});

test("the file is the same until something is said, and says when that was", async () => {
  const uid = await announced();
  await told(1);
  const first = await calendar();
  expect((await calendar(new Date(Date.now() + DAY_MS))).text).toBe(first.text);
  const at = new Date(Date.now() + 5_000);
  await cancelWindow(operator, await versionOf(uid), at);
  expect((await calendar()).modified).toBe(at.toISOString());
});
