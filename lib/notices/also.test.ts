import { beforeAll, beforeEach, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import type { StatusTx } from "../status/change.ts";
import { alsoTold } from "./also.ts";
import { doDeed, linkPage } from "./deeds.ts";
import { linkToken } from "./links.ts";
import { alsoText } from "./message.ts";
import { recordSignal } from "./outbox.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
let world: SmallWorld;
let signalId: number;
const also = async (organisationId: number | null) => {
  const reader = { signalId, organisationId };
  return (await alsoTold(ownerPool(), [reader]))(reader);
};

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, contact_list CASCADE`;
  const { operator, north, south, northRegion, vendor, otherVendor } = world;
  for (const organisation of [operator, north, south, northRegion, vendor])
    await createSubscription(organisation, [await createEndpoint(organisation)]);
  await createSubscription(null, [await createEndpoint(null)]);
  // It asked, but has no address in use: it is not told.
  await createSubscription(otherVendor, [await createEndpoint(otherVendor, { confirmedAt: null })]);
  ({ signalId } = await prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(), NOW)));
});

test("a notice says how many others were told, and names those its reader may see, the region first", async () => {
  expect(await also(world.north.id)).toEqual({ count: 4, names: ["Region Nord"] });
  expect(await also(world.northRegion.id)).toEqual({ count: 4, names: ["Nordby"] });
  expect(await also(world.south.id)).toEqual({ count: 4, names: [] });
  expect(await also(world.vendor.id)).toEqual({ count: 4, names: [] });
  expect(await also(world.operator.id)).toEqual({ count: 4, names: ["Region Nord", "Nordby", "Omsorgsdata", "Sydby"] });
  expect(await also(null)).toBeNull();
});

test("whoever shares a contact list names each other", async () => {
  const contact = { function: "Vagten", phone: "+45 12 34 56 78", hours: "always", reviewedAt: NOW };
  await prisma().contactList.create({
    data: {
      ...{ organisationId: world.northRegion.id, name: "Liste" },
      contacts: { create: [world.north, world.vendor].map(({ id }) => ({ ...contact, organisationId: id })) },
    },
  });
  expect((await also(world.vendor.id))?.names).toEqual(["Region Nord", "Nordby"]);
  expect((await also(world.south.id))?.names).toEqual([]);
});

test("the page of a notice says the same as its message, before and after it is confirmed", async () => {
  const { id: noticeId } = await prisma().notice.findFirstOrThrow({ where: { organisationId: world.north.id } });
  const { endpointId } = await prisma().dispatch.findFirstOrThrow({ where: { noticeId } });
  const token = linkToken({ deed: "confirm", noticeId, endpointId });
  const told = { also: { count: 4, names: ["Region Nord"] }, href: "/told/incident/2026-118" };
  expect(await linkPage(token)).toMatchObject({ done: false, told });
  await doDeed(token, NOW);
  expect(await linkPage(token)).toMatchObject({ done: true, told });
});

test.each([
  [0, [], "0 organisationer"],
  [1, [], "1 organisation"],
  [1, ["Region Nord"], "Region Nord"],
  [2, ["Region Nord"], "Region Nord og 1 anden organisation"],
  [12, Array.from({ length: 10 }, (_, nr) => `K${nr}`), "K0, K1, K2, K3, K4, K5, K6, K7 og 4 andre organisationer"],
])("of %s, of whom %j may be seen", (count, names, said) => {
  expect(alsoText({ count, names }, "da")).toBe(`Også varslet: ${said}`);
});
