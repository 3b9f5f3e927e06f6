import { beforeAll, describe, expect, test } from "vitest";
import { createIncident, createService, withoutServices } from "../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { readStanding } from "./standing.ts";

useFreshDatabase();

const FROM = new Date("2026-11-24T05:11:00Z");
const NOW = new Date("2026-11-24T06:42:00Z");
let world: SmallWorld;
const number: Record<string, string> = {};

async function incident(
  name: string,
  station: string,
  unusual: Parameters<typeof createIncident>[1],
  hit: readonly { id: number }[] = [],
  shown = false,
) {
  const made = await createIncident([await createService({ station })], { startedAt: FROM, ...unusual });
  await prisma().impact.createMany({
    data: hit.map(({ id }) => ({
      ...{ incidentId: made.id, installationId: id, effect: "delayed" as const, fromAt: FROM, isPublic: shown },
    })),
  });
  number[name] = made.number;
  return made;
}

beforeAll(async () => {
  await withoutServices();
  world = await createSmallWorld(ownerPool());
  const { northCare, northHome, southCare } = world;
  await ownerPool().query("UPDATE organisation SET code = 'R1' WHERE id = $1", [world.northRegion.id]);
  await incident("north", "distributor", { severity: "critical", trouble: "partial" }, [northCare, northHome], true);
  await incident("south", "vans", { severity: "minor", trouble: "degraded" }, [southCare], true);
  await incident("whole", "agent", { severity: "major", trouble: "down" });
  await incident("over", "agent", { phase: "resolved", resolvedAt: NOW }, [northCare]);
  await incident("hidden", "mailbox", { publishedAt: null }, [northCare, southCare]);
  await createService({ station: "vans" });
});

const concerns = async (viewer: Viewer) =>
  (await readStanding(viewer, NOW)).concerns.map((concern) => [
    Object.keys(number).find((name) => number[name] === concern.number),
    concern.hit?.count ?? null,
  ]);

describe("what concerns somebody", () => {
  test("are to who receives the published incidents that hit its own, the gravest first, those over last", async () => {
    const { viewers, care } = world;
    expect(await concerns(viewers.north)).toEqual([
      ["north", 2],
      ["over", 1],
    ]);
    expect(await concerns(viewers.vendor)).toEqual([
      ["north", 1],
      ["over", 1],
    ]);
    expect(await concerns(viewers.otherVendor)).toEqual([["north", 1]]);
    expect(await concerns(viewers.south)).toEqual([["south", 1]]);
    const [own] = (await readStanding(viewers.south, NOW)).concerns;
    expect(own?.hit).toEqual({ count: 1, of: "systems", names: [care.name], effect: "delayed", lasts: true });
  });

  test("are to a region what is published of its municipalities, and what is not said of whom it hits", async () => {
    expect(await concerns(world.viewers.northRegion)).toEqual([
      ["north", 1],
      ["whole", null],
      ["over", null],
    ]);
    const [own] = (await readStanding(world.viewers.northRegion, NOW)).concerns;
    expect(own?.hit).toMatchObject({ of: "municipalities", names: ["Nordby"] });
  });

  test("are to operator and auditor every published incident", async () => {
    for (const viewer of [world.viewers.operator, world.viewers.auditor]) {
      expect(await concerns(viewer)).toEqual([
        ["north", 1],
        ["whole", null],
        ["south", 1],
        ["over", 1],
      ]);
    }
  });

  test("end with the time one's own are hit", async () => {
    const lasts = async () => (await readStanding(world.viewers.south, NOW)).concerns.map(({ hit }) => hit?.lasts);
    expect(await lasts()).toEqual([true]);
    await prisma().impact.updateMany({ where: { installationId: world.southCare.id }, data: { toAt: FROM } });
    expect(await lasts()).toEqual([false]);
  });
});

test("a station stands as its worst service does, says how many stand so, and is unknown where none stands there", async () => {
  const { stations } = await readStanding(world.viewers.north, NOW);
  expect(stations.map(({ station, state, alike, of }) => [station, state, alike, of])).toEqual([
    ["sender", "unknown", 0, 0],
    ["vans", "degraded", 1, 2],
    ["agent", "partial", 1, 2],
    ["distributor", "partial", 1, 1],
    ["mailbox", "unknown", 1, 1],
    ["recipient", "unknown", 0, 0],
  ]);
});

test("what was published a moment ago is in the answer of whoever asks next", async () => {
  const soon = new Date(NOW.getTime() + 1_000);
  await incident("new", "recipient", { startedAt: NOW, publishedAt: soon, trouble: "down" });
  const { stations } = await readStanding(world.viewers.north, soon);
  expect(stations.at(-1)).toMatchObject({ station: "recipient", state: "down" });
});
