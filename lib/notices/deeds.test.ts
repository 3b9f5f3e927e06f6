import { beforeAll, beforeEach, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { NotFoundError } from "../errors.ts";
import type { StatusTx } from "../status/change.ts";
import { doDeed, linkPage } from "./deeds.ts";
import { linkToken } from "./links.ts";
import { recordSignal } from "./outbox.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
let world: SmallWorld;
const say = () => prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(), NOW));

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
});

test("looking at a link changes nothing; its deed is done once", async () => {
  const endpoint = await createEndpoint(world.north);
  const { id } = await createSubscription(world.north, [endpoint], { name: "Vagtens" });
  const token = linkToken({ deed: "leave", subscriptionId: id, endpointId: endpoint.id });
  expect(await linkPage(token)).toEqual({ deed: "leave", about: "Vagtens", done: false });
  expect(await linkPage(token)).toMatchObject({ done: false });
  expect(await doDeed(token, NOW)).toMatchObject({ done: true });
  expect(await doDeed(token, NOW)).toMatchObject({ done: true });
  expect(await prisma().auditEntry.count({ where: { action: "subscription.left" } })).toBe(1);
  expect((await say()).dispatches).toBe(0);
});

test("leaving is of one subscription at one address: the mailbox next to it still hears, and the owner sees who left", async () => {
  const [one, other] = [await createEndpoint(world.north), await createEndpoint(world.north)];
  const { id } = await createSubscription(world.north, [one, other]);
  await doDeed(linkToken({ deed: "leave", subscriptionId: id, endpointId: one.id }), NOW);
  const { signalId } = await say();
  const sent = await prisma().dispatch.findMany({ where: { notice: { signalId } } });
  expect(sent.map(({ endpointId }) => endpointId)).toEqual([other.id]);
  expect(await prisma().subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({ endedAt: null });
  const entry = await prisma().auditEntry.findFirstOrThrow();
  expect(entry).toMatchObject({ organisationId: world.north.id, entity: `subscription ${id}` });
});

test("whoever leaves hears nothing of what still waited for them; what another subscription brings there comes", async () => {
  const endpoint = await createEndpoint(world.north);
  const digest = { calm: { digestAt: "16:00" } };
  const [left, kept] = [
    await createSubscription(world.north, [endpoint], digest),
    await createSubscription(world.north, [endpoint], digest),
  ];
  await say();
  const of = ({ id }: { id: number }) => ({ where: { notice: { subscriptionId: id } } });
  const carrier = await prisma().dispatch.findFirstOrThrow(of(left));
  // As after an attempt that failed for now: one went along in the other.
  await prisma().dispatch.updateMany({ ...of(kept), data: { state: "gathered", gatheredIn: carrier.id } });
  await doDeed(linkToken({ deed: "leave", subscriptionId: left.id, endpointId: endpoint.id }), NOW);
  expect(await prisma().dispatch.findMany(of(left))).toMatchObject([{ state: "suppressed", why: "left" }]);
  expect(await prisma().dispatch.findMany(of(kept))).toMatchObject([{ state: "waiting", gatheredIn: null }]);
});

test("whoever has no account ends what they had", async () => {
  const endpoint = await createEndpoint(null);
  const { id } = await createSubscription(null, [endpoint]);
  await doDeed(linkToken({ deed: "leave", subscriptionId: id, endpointId: endpoint.id }), NOW);
  expect(await prisma().subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({ endedAt: NOW });
  expect(await prisma().subscriberMail.count({ where: { endpointId: endpoint.id } })).toBe(1);
});

test("set og håndteret is said once, and the first to say it stands", async () => {
  const endpoint = await createEndpoint(world.north);
  await createSubscription(world.north, [endpoint]);
  const { signalId } = await say();
  const { id } = await prisma().notice.findFirstOrThrow({ where: { signalId } });
  const token = linkToken({ deed: "confirm", noticeId: id, endpointId: endpoint.id });
  expect(await linkPage(token)).toMatchObject({ deed: "confirm", about: "Forsinkelse i Beskedfordeler", done: false });
  await doDeed(token, NOW);
  await doDeed(token, new Date(NOW.getTime() + 60_000));
  expect(await prisma().notice.findUniqueOrThrow({ where: { id } })).toMatchObject({ confirmedAt: NOW });
});

test("a link that is none of ours, or about what is no more, does not exist", async () => {
  const gone = linkToken({ deed: "leave", subscriptionId: 1_000_000, endpointId: 1 });
  for (const token of ["", "l.1.1.x", gone]) {
    await expect(linkPage(token)).rejects.toThrow(NotFoundError);
    await expect(doDeed(token, NOW)).rejects.toThrow(NotFoundError);
  }
});
