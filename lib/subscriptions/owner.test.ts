import { beforeAll, expect, test } from "vitest";
import { createMembership, createOrganisation } from "../../prisma/factories/directory.ts";
import { createService } from "../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { ownersOf } from "./owner.ts";

useFreshDatabase();

const NOW = new Date("2026-11-27T12:00:00Z");
let world: SmallWorld;
const ask = async <T>(text: string, values: unknown[]) => (await ownerPool().query(text, values)).rows as T[];
const owned = async (organisation: { id: number }, at = NOW) => {
  const owner = (await ownersOf(ask, [organisation.id], at)).get(organisation.id);
  return {
    installations: [...(owner?.installations ?? [])],
    municipalities: [...(owner?.municipalities ?? [])],
    services: [...(owner?.services ?? [])],
  };
};

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const hub = await createService({ code: "hub", station: "distributor" });
  await createService({ code: "advis-1", kind: "chain", types: ["TST20"], through: [{ service: hub, whole: true }] });
  await createService({ code: "letters", kind: "chain", types: ["TST91"] });
});

test("a municipality owns its installations and itself, and is concerned by what its messages pass", async () => {
  const { north, northCare, northHome } = world;
  expect(await owned(north)).toEqual({
    installations: [northCare.id, northHome.id],
    municipalities: [north.id],
    services: ["advis-1", "hub"],
  });
});

test("a vendor owns its installations where an agreement holds, and no municipality", async () => {
  const { vendor, northCare } = world;
  expect(await owned(vendor)).toEqual({
    installations: [northCare.id],
    municipalities: [],
    services: ["advis-1", "hub"],
  });
});

test("a region owns what its municipalities own, from the day they are its own and no longer", async () => {
  const { northRegion, southRegion, north, south, southCare } = world;
  expect((await owned(southRegion)).installations).toEqual([southCare.id]);
  expect((await owned(northRegion)).municipalities).toEqual([north.id]);
  const joint = await createOrganisation(ownerPool(), "region", { name: "Fællesregionen" });
  await ownerPool().query("UPDATE membership SET valid_to = '2026-12-31' WHERE member_id = $1", [south.id]);
  await createMembership(ownerPool(), south, joint, { from: "2027-01-01" });
  const lastMinute = new Date("2026-12-31T22:59:00Z");
  const midnight = new Date("2026-12-31T23:00:00Z");
  expect((await owned(southRegion, lastMinute)).municipalities).toEqual([south.id]);
  expect((await owned(joint, lastMinute)).municipalities).toEqual([]);
  expect((await owned(southRegion, midnight)).municipalities).toEqual([]);
  expect((await owned(joint, midnight)).installations).toEqual([southCare.id]);
});

test("whoever runs a station is concerned by it", async () => {
  const carrier = await createOrganisation(ownerPool(), "vans", { name: "Nordnet" });
  const { rows } = await ownerPool().query<{ id: number }>(
    "INSERT INTO station_operator (code, name, organisation_id) VALUES ('nordnet', 'Nordnet', $1) RETURNING id",
    [carrier.id],
  );
  await createService({ code: "nordnet", station: "vans", operatorId: rows[0]?.id ?? 0 });
  expect(await owned(carrier)).toEqual({ installations: [], municipalities: [], services: ["nordnet"] });
  const runs = async ({ id }: { id: number }) => [...((await ownersOf(ask, [id], NOW)).get(id)?.runs ?? [])];
  expect(await runs(carrier)).toEqual(["nordnet"]);
  expect(await runs(world.north)).toEqual([]);
});

test("an organisation that is none is absent", async () => {
  expect((await ownersOf(ask, [2_000_000], NOW)).size).toBe(0);
});
