import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createService } from "../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { parsed } from "../http/parse.ts";
import { setBrake } from "../notices/sending/commands.ts";
import {
  announceWindow,
  cancelWindow,
  changeEnd,
  endWindow,
  holdWindow,
  moveWindow,
  planWindow,
  releaseWindow,
  startWindow,
} from "../status/windows/commands.ts";
import { tickWindows } from "../status/windows/job.ts";
import { readWindow } from "../status/windows/queries.ts";
import { newWindow } from "../status/windows/schema.ts";
import type { Moment } from "../subscriptions/shapes.ts";

useFreshDatabase();

const NOW = new Date("2026-11-26T03:00:00Z");
let world: SmallWorld;
let service: { code: string };
const subscribed = async (organisation: { id: number } | null, moments: Moment[]) =>
  createSubscription(organisation, [await createEndpoint(organisation)], { filter: { moments } });
const planned = async () => {
  const input = parsed(newWindow, {
    ...{ title: "Opdatering af databasen", titleEn: "Database update", windowClass: "minor", traffic: "queued" },
    ...{ services: [service.code], from: "2026-12-03T05:00", to: "2026-12-03T06:00" },
  });
  return (await planWindow(world.viewers.operator, input, NOW)).uid;
};
const keyOf = async (uid: string) => ({
  uid,
  version: (await prisma().serviceWindow.findUniqueOrThrow({ where: { uid } })).version,
});
const told = async (uid: string, now = NOW) => (await readWindow(world.viewers.auditor, uid, now)).told;
const heard = async () =>
  (await prisma().signal.findMany({ orderBy: { id: "asc" }, include: { notices: true } })).map(
    ({ moment, text, notices }) => [moment, text.split(/[.:]/)[0], notices.length],
  );

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  service = await createService();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
  await setBrake(world.viewers.operator, { brake: 100 }, NOW);
});

test("a window is told of when it is announced, changed, begun and over, to those who ask; held is nobody's to hear", async () => {
  await subscribed(world.north, ["opened", "updated", "resolved"]);
  await subscribed(world.south, ["opened"]);
  const { operator } = world.viewers;
  const uid = await planned();
  await moveWindow(operator, { ...(await keyOf(uid)), from: "2026-12-03T04:00", to: "2026-12-03T05:00" }, NOW);
  expect(await heard()).toEqual([]);
  await announceWindow(operator, await keyOf(uid), NOW);
  await moveWindow(operator, { ...(await keyOf(uid)), from: "2026-12-03T05:00", to: "2026-12-03T06:00" }, NOW);
  await changeEnd(operator, { ...(await keyOf(uid)), to: "2026-12-03T07:00" }, NOW);
  await holdWindow(operator, await keyOf(uid), NOW);
  await releaseWindow(operator, await keyOf(uid), NOW);
  await tickWindows(new Date("2026-12-03T04:00:10Z"));
  await tickWindows(new Date("2026-12-03T06:00:10Z"));
  expect(await heard()).toEqual([
    ["opened", "Servicevindue fra 3", 2],
    ["updated", "Flyttet", 1],
    ["updated", "Forlænget", 1],
    ["updated", "Arbejdet er begyndt", 1],
    // Whoever heard that it was to be hears that it is over.
    ["resolved", "Arbejdet er slut", 2],
  ]);
});

describe("before anything of a window is published", () => {
  test("exactly those are named who are told then, for each of what may happen to it", async () => {
    await subscribed(world.north, ["opened", "updated", "resolved"]);
    await subscribed(world.vendor, ["opened"]);
    await subscribed(null, ["opened", "updated", "resolved"]);
    const { operator } = world.viewers;
    const uid = await planned();
    const before = await told(uid);
    expect(Object.keys(before)).toEqual(["opened"]);
    expect(before.opened).toMatchObject({ total: 3, withoutAccount: 1, channels: [{ channel: "email", count: 3 }] });
    expect(before.opened?.organisations.map(({ name }) => name)).toEqual(["Nordby", "Omsorgsdata"]);
    await announceWindow(operator, { ...(await keyOf(uid)), shown: 3 }, NOW);
    const { updated, resolved } = await told(uid);
    expect([updated?.total, resolved?.total]).toEqual([2, 3]);
    const end = { ...(await keyOf(uid)), to: "2026-12-03T07:00" };
    await changeEnd(operator, { ...end, shown: updated?.total }, NOW);
    await cancelWindow(operator, { ...(await keyOf(uid)), shown: resolved?.total }, NOW);
    expect((await heard()).map(([moment, , notices]) => [moment, notices])).toEqual([
      ["opened", 3],
      ["updated", 2],
      ["resolved", 3],
    ]);
    expect(await told(uid)).toEqual({});
  });
  test("others than was shown, or a number not typed where they are many, are told nothing and nothing has happened", async () => {
    await subscribed(world.north, ["opened", "updated", "resolved"]);
    await subscribed(world.south, ["opened", "updated", "resolved"]);
    const { operator } = world.viewers;
    const uid = await planned();
    await setBrake(operator, { brake: 1 }, NOW);
    const key = await keyOf(uid);
    const announce = (asked: object) => announceWindow(operator, { ...key, ...asked }, NOW);
    await expect(announce({ shown: 1 })).rejects.toMatchObject({ code: "recipients_changed" });
    for (const recipients of [undefined, 1, 3])
      await expect(announce({ shown: 2, recipients })).rejects.toMatchObject({
        ...{ field: "recipients", code: "not_the_number" },
      });
    expect(await heard()).toEqual([]);
    expect(await keyOf(uid)).toEqual(key);
    await announce({ shown: 2, recipients: 2 });
    const start = new Date("2026-12-03T04:30:00Z");
    await expect(startWindow(operator, await keyOf(uid), start)).rejects.toMatchObject({ code: "not_the_number" });
    // What is told to nobody needs no number, and the clock types none.
    await holdWindow(operator, await keyOf(uid), NOW);
    await releaseWindow(operator, await keyOf(uid), NOW);
    expect(await tickWindows(start)).toMatchObject({ started: 1 });
    await expect(endWindow(operator, await keyOf(uid), start)).rejects.toMatchObject({ code: "not_the_number" });
    await endWindow(operator, { ...(await keyOf(uid)), recipients: 2 }, start);
  });
});
