import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import type { StatusTx } from "../status/change.ts";
import { dispatchId } from "./dispatch/id.ts";
import { escalate } from "./escalate.ts";
import { recordSignal } from "./outbox.ts";
import type { NewSignal } from "./signal.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const minute = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let world: SmallWorld;
const say = (unusual: Partial<NewSignal> = {}, now = NOW) =>
  prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(unusual), now));

/** A subscription that wants an answer within ten minutes, with a first and a second contact. */
async function subscribed(calm: Parameters<typeof createSubscription>[2] = {}) {
  const [first, second] = [await createEndpoint(world.north), await createEndpoint(world.north)];
  const both = [{ id: first.id }, { id: second.id, second: true }];
  const { id } = await createSubscription(world.north, both, { ...calm, calm: { confirmMinutes: 10, ...calm.calm } });
  return { id, first, second };
}
const to = (endpointId: number) =>
  prisma().dispatch.findMany({ where: { endpointId }, orderBy: { notice: { signalId: "asc" } } });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
});

test("the second contact hears nothing until the minutes are gone, and then once", async () => {
  const { first, second } = await subscribed();
  await say();
  expect(await to(first.id)).toHaveLength(1);
  expect(await escalate(minute(9))).toBe(0);
  expect(await to(second.id)).toEqual([]);
  expect(await escalate(minute(10))).toBe(1);
  expect(await escalate(minute(30))).toBe(0);
  expect(await to(second.id)).toMatchObject([{ state: "waiting", notBefore: minute(10) }]);
  expect(await prisma().notice.findFirstOrThrow()).toMatchObject({ escalatedAt: minute(10), confirmedAt: null });
});

test("two workers at once tell the second contact once", async () => {
  const { second } = await subscribed();
  for (let nr = 1; nr <= 20; nr++) await say({ thread: `incident:2026-${nr}` });
  const taken = await Promise.all([escalate(minute(11)), escalate(minute(11)), escalate(minute(11))]);
  expect(taken.reduce((sum, one) => sum + one)).toBe(20);
  expect(await to(second.id)).toHaveLength(20);
});

describe("nobody else is told where", () => {
  test("somebody has answered", async () => {
    const { second } = await subscribed();
    await say();
    await prisma().notice.updateMany({ data: { confirmedAt: minute(5) } });
    expect(await escalate(minute(60))).toBe(0);
    expect(await to(second.id)).toEqual([]);
  });
  test("something newer of it was answered", async () => {
    await subscribed();
    await say();
    const { signalId } = await say({ moment: "updated" }, minute(2));
    await prisma().notice.updateMany({ where: { signalId }, data: { confirmedAt: minute(5) } });
    expect(await escalate(minute(60))).toBe(0);
  });
  test("it is over", async () => {
    await subscribed();
    await say();
    await say({ moment: "resolved" }, minute(5));
    expect(await escalate(minute(60))).toBe(0);
  });
  test("it is held", async () => {
    await subscribed();
    await say();
    await prisma().signal.updateMany({ data: { heldAt: minute(1) } });
    expect(await escalate(minute(60))).toBe(0);
  });
  test("it was given up before it reached anybody", async () => {
    const { second } = await subscribed();
    await say();
    await prisma().dispatch.updateMany({ data: { state: "suppressed", why: "cancelled" } });
    expect(await escalate(minute(60))).toBe(0);
    const [third] = [await createEndpoint(world.north)];
    await prisma().dispatch.create({
      data: {
        ...{ id: dispatchId(1, third.id), state: "sent", sentAt: NOW, notBefore: NOW, endpointId: third.id },
        ...(await prisma().dispatch.findFirstOrThrow({ select: { noticeId: true, signalId: true } })),
      },
    });
    expect(await escalate(minute(60))).toBe(1);
    expect(await to(second.id)).toHaveLength(1);
  });
  test("no answer is asked for", async () => {
    await createSubscription(world.north, [await createEndpoint(world.north)]);
    await say();
    expect(await escalate(minute(60))).toBe(0);
  });
});

test("the minutes count from when it goes out: quiet hours are not a missing answer", async () => {
  await subscribed({ calm: { quietFrom: "08:00", quietTo: "15:00", criticalPasses: false } });
  await say({ severity: "minor" });
  const [waiting] = await prisma().dispatch.findMany();
  expect(waiting?.why).toBe("quiet");
  expect(await escalate(minute(60))).toBe(0);
  expect(await escalate(new Date((waiting?.notBefore.getTime() ?? 0) + 10 * 60_000))).toBe(1);
});

test("a first contact that cannot be reached does not hold it up", async () => {
  const { second } = await subscribed();
  await say();
  await prisma().dispatch.updateMany({ data: { state: "failed", why: "refused" } });
  expect(await escalate(minute(10))).toBe(1);
  expect(await to(second.id)).toHaveLength(1);
});

test("a second contact that was told hears how it goes on and ends; one that was not stays in peace", async () => {
  const { second } = await subscribed();
  await say();
  await escalate(minute(10));
  await say({ moment: "updated" }, minute(20));
  await say({ moment: "resolved" }, minute(30));
  await say({ thread: "incident:2026-999" }, minute(31));
  const signals = await prisma().signal.findMany({ where: { thread: "incident:2026-118" }, orderBy: { id: "asc" } });
  const told = await prisma().notice.findMany({
    where: { dispatches: { some: { endpointId: second.id } } },
    orderBy: { id: "asc" },
  });
  expect(told.map(({ signalId }) => signalId)).toEqual(signals.map(({ id }) => id));
});
