import { beforeAll, beforeEach, expect, test } from "vitest";
import {
  createInstallation,
  createMembership,
  createOrganisation,
  type Organisation,
} from "../../prisma/factories/directory.ts";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createIncident, createService } from "../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { tellOfUpdate } from "../signals/incident.ts";
import type { StatusTx } from "../status/change.ts";
import type { Filter } from "./shapes.ts";
import { carryOver } from "./turn.ts";

useFreshDatabase();

let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`);

/** Whether a subscription that was made before anything changed is told of an incident that hits an installation on a day. */
async function isTold(subscription: { id: number }, installation: { id: number }, day: string): Promise<boolean> {
  const startedAt = new Date(`${day}T10:00:00Z`);
  const { id: incidentId } = await createIncident([await createService({ station: "distributor" })], { startedAt });
  await prisma().impact.create({
    data: { incidentId, installationId: installation.id, effect: "delayed", fromAt: startedAt },
  });
  await prisma().$transaction((tx) => tellOfUpdate(tx as StatusTx, incidentId, 1, startedAt));
  return (await prisma().notice.count({ where: { subscriptionId: subscription.id, signal: { incidentId } } })) > 0;
}
const asks = async (organisation: { id: number }, filter: Partial<Filter>) =>
  createSubscription(organisation, [await createEndpoint(organisation)], { filter });

test("a municipality that joins a region is in every filter that names the region, or is the region's own, from its day", async () => {
  const named = await asks(world.vendor, { regions: [world.northRegion.id] });
  const own = await asks(world.northRegion, { mine: true });
  const joining = await createOrganisation(ownerPool(), "municipality", { name: "Nykøb" });
  const installation = await createInstallation(ownerPool(), world.care, joining);
  await createMembership(ownerPool(), joining, world.northRegion, { from: "2026-12-01" });
  for (const subscription of [named, own]) {
    expect(await isTold(subscription, installation, "2026-11-30")).toBe(false);
    expect(await isTold(subscription, installation, "2026-12-01")).toBe(true);
  }
});

test("a system that is added is in the filters that name its vendor or its municipality, and in its municipality's own", async () => {
  const vendor = await asks(world.northRegion, { vendors: [world.vendor.id] });
  const place = await asks(world.northRegion, { municipalities: [world.south.id] });
  const own = await asks(world.south, { mine: true });
  const added = await createInstallation(ownerPool(), world.care, world.south);
  for (const subscription of [vendor, place, own]) expect(await isTold(subscription, added, "2026-11-30")).toBe(true);
  expect(await isTold(vendor, world.northHome, "2026-11-30")).toBe(false);
});

test("whoever named the two regions that become Region Østdanmark hears of it from its first day, and of who joins it then", async () => {
  const [capital, zealand, east] = [
    await createOrganisation(ownerPool(), "region", { name: "Region Hovedstaden" }),
    await createOrganisation(ownerPool(), "region", { name: "Region Sjælland" }),
    await createOrganisation(ownerPool(), "region", { name: "Region Østdanmark" }),
  ];
  const place = async (name: string, region: Organisation | null) => {
    const municipality = await createOrganisation(ownerPool(), "municipality", { name });
    if (region) await createMembership(ownerPool(), municipality, region, { from: "2007-01-01", to: "2026-12-31" });
    await createMembership(ownerPool(), municipality, east, { from: "2027-01-01" });
    return createInstallation(ownerPool(), world.care, municipality);
  };
  const [city, island] = [await place("Storby", capital), await place("Øby", zealand)];
  const both = await asks(world.vendor, { regions: [capital.id, zealand.id] });
  const one = await asks(world.vendor, { regions: [zealand.id] });
  expect(await isTold(both, city, "2026-12-31")).toBe(true);
  expect(await isTold(one, city, "2026-12-31")).toBe(false);
  await carryOver(new Date("2027-01-01T00:10:00+01:00"));
  expect([await isTold(both, city, "2027-01-01"), await isTold(both, island, "2027-01-01")]).toEqual([true, true]);
  expect([await isTold(one, city, "2027-01-01"), await isTold(one, island, "2027-01-01")]).toEqual([false, true]);
  const late = await place("Tilflyttet", null);
  expect([await isTold(both, late, "2027-01-02"), await isTold(one, late, "2027-01-02")]).toEqual([true, false]);
});
