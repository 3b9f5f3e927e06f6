import { beforeAll, beforeEach, expect, test } from "vitest";
import { NOON } from "../../../prisma/factories/ledger.ts";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError } from "../../errors.ts";
import { readUnreached } from "./queries.ts";

useFreshDatabase();

let world: SmallWorld;
/** Those of the small world; every municipality of the country is there too. */
const names = async (viewer: Viewer) => {
  const made = new Set(Object.values(world.viewers).map(({ organisationId }) => organisationId));
  return (await readUnreached(viewer, NOON)).rows.flatMap(({ id, name }) => (made.has(id) ? [name] : []));
};

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE subscription, endpoint, contact_list CASCADE`;
});

test("the operator sees everybody who is not reached, a region its own; others are not asked", async () => {
  const all = ["Bostedsdata", "Nordby", "Omsorgsdata", "Region Nord", "Region Syd", "Sydby"];
  for (const viewer of [world.viewers.operator, world.viewers.auditor]) expect(await names(viewer)).toEqual(all);
  expect(await names(world.viewers.northRegion)).toEqual(["Nordby", "Region Nord"]);
  for (const viewer of [world.viewers.north, world.viewers.vendor])
    await expect(readUnreached(viewer, NOON)).rejects.toThrow(ForbiddenError);
});

test("a subscription reaches only over an address that is confirmed, in use and not left", async () => {
  const { north, northRegion } = world;
  await createSubscription(northRegion, [await createEndpoint(northRegion)]);
  expect(await readUnreached(world.viewers.northRegion, NOON)).toMatchObject({
    total: 2,
    rows: [{ name: "Nordby", asked: false }],
  });
  await createSubscription(north, [await createEndpoint(north, { confirmedAt: null })]);
  const address = await createEndpoint(north);
  const { id } = await createSubscription(north, [address]);
  expect(await names(world.viewers.northRegion)).toEqual([]);
  const use = (data: { leftAt?: Date | null; second?: boolean }) =>
    prisma().subscriptionEndpoint.updateMany({ where: { subscriptionId: id }, data });
  const unreached = async () =>
    expect((await readUnreached(world.viewers.northRegion, NOON)).rows).toMatchObject([
      { name: "Nordby", asked: true },
    ]);
  await use({ leftAt: NOON });
  await unreached();
  await use({ leftAt: null, second: true });
  await unreached();
  await use({ second: false });
  await prisma().endpoint.update({ where: { id: address.id }, data: { disabledAt: NOON, disabledWhy: "hard_bounce" } });
  await unreached();
  await prisma().endpoint.update({ where: { id: address.id }, data: { disabledAt: null } });
  expect(await names(world.viewers.northRegion)).toEqual([]);
  await prisma().subscription.update({ where: { id }, data: { endedAt: NOON } });
  await unreached();
});

test("whoever can be called is said to be, and stands after those who cannot", async () => {
  const { north, northRegion } = world;
  const contact = { function: "Vagten", phone: "+45 12 34 56 78", hours: "always", reviewedAt: NOON };
  await prisma().contactList.create({
    data: {
      organisationId: northRegion.id,
      name: "Liste",
      contacts: { create: { ...contact, organisationId: north.id } },
    },
  });
  const { rows } = await readUnreached(world.viewers.northRegion, NOON);
  expect(rows.map(({ name, listed }) => [name, listed])).toEqual([
    ["Region Nord", false],
    ["Nordby", true],
  ]);
});
