import { beforeAll, describe, expect, test } from "vitest";
import {
  createIncident,
  createService,
  createWindow,
  STARTED,
  withoutServices,
} from "../../prisma/factories/status.ts";
import { createSmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { readSnapshot } from "./queries.ts";
import { snapshotSchema } from "./schema.ts";
import type { PublicSnapshot } from "./snapshot.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T06:42:08Z");
const SECRET_WORD = "FORTROLIGT";
let snapshot: PublicSnapshot;
let world: Awaited<ReturnType<typeof createSmallWorld>>;

beforeAll(async () => {
  await withoutServices();
  world = await createSmallWorld(ownerPool());
  const station = await createService({ code: "distributor", station: "distributor", sources: [world.source] });
  const chain = await createService({ code: "advis", kind: "chain", through: [{ service: station, whole: true }] });
  await ownerPool().query("INSERT INTO ledger.coverage VALUES ($1, $2)", [
    world.source.id,
    "{[2026-11-01 00:00+00,2026-11-02 00:00+00),[2026-11-03 00:00+00,2026-11-24 06:42+00)}",
  ]);
  await prisma().objective.create({
    data: {
      ...{ serviceId: station.id, validFrom: new Date("2026-01-01"), source: "Aftale", assumed: true },
      ...{ workingTarget: 0.998, otherTarget: 0.985 },
    },
  });
  const published = await createIncident([station, chain], {
    number: "2026-118",
    title: "Forsinkelse",
    municipalities: 2,
  });
  await createIncident([station], { number: "2026-119", title: SECRET_WORD, publishedAt: null });
  const withdrawn = await createIncident([station], { number: "2026-120", title: SECRET_WORD });
  await prisma().incident.update({ where: { id: withdrawn.id }, data: { withdrawnAt: NOW } });
  const merged = await createIncident([station], { number: "2026-121", title: "Samme sag" });
  await prisma().incident.update({ where: { id: merged.id }, data: { mergedIntoId: published.id, updatedAt: NOW } });
  const unsaid = await createIncident([station], { number: "2026-122", title: SECRET_WORD, publishedAt: null });
  await prisma().incident.update({ where: { id: unsaid.id }, data: { mergedIntoId: published.id } });
  const impact = { incidentId: published.id, effect: "delayed" as const, fromAt: STARTED };
  await prisma().impact.createMany({
    data: [
      { ...impact, installationId: world.northCare.id, isPublic: true },
      { ...impact, installationId: world.southCare.id, isPublic: false },
    ],
  });
  const person = await prisma().person.create({ data: { name: SECRET_WORD, email: `${SECRET_WORD}@x.example` } });
  await prisma().incidentUpdate.updateMany({ data: { writtenById: person.id, audience: [world.north.id] } });
  await prisma().incidentDraft.create({
    data: {
      ...{ incidentId: published.id, personId: person.id, baseVersion: 1, savedAt: NOW },
      content: { text: SECRET_WORD },
    },
  });
  await createWindow([station], { title: "Mindre servicevindue" });
  await createWindow([station], { title: SECRET_WORD, announcedAt: null });
  snapshot = await readSnapshot(NOW);
});

describe("the public snapshot", () => {
  test("has what was published, and is what is kept on disk", () => {
    expect(snapshot.incidents.map(({ number }) => number)).toEqual(["2026-118"]);
    expect(snapshot.incidents[0]).toMatchObject({
      title: { da: "Forsinkelse", en: "Incident 2026-118" },
      startedAt: "2026-11-24T05:11:00.000Z",
      services: ["advis", "distributor"],
      updates: [{ nr: 1, text: { da: "Vi undersøger årsagen.", en: "We are looking into it." } }],
      merged: [
        { number: "2026-121", title: { da: "Samme sag" }, services: ["distributor"], mergedAt: NOW.toISOString() },
      ],
    });
    expect(snapshot.windows.map(({ title }) => title.da)).toEqual(["Mindre servicevindue"]);
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
  });

  test("says how far a station was seen, what a chain runs through, and what was promised", () => {
    const [chain, station] = snapshot.services;
    expect(chain).toMatchObject({ kind: "chain", through: [{ service: "distributor", whole: true }], seen: [] });
    expect(station?.seen).toEqual([
      [Date.parse("2026-11-01T00:00Z"), Date.parse("2026-11-02T00:00Z")],
      [Date.parse("2026-11-03T00:00Z"), Date.parse("2026-11-24T06:42Z")],
    ]);
    expect(station?.objectives).toEqual([
      {
        ...{ from: "2026-01-01", workFrom: 6, workTo: 18, source: "Aftale", assumed: true },
        target: { working: 0.998, other: 0.985 },
      },
    ]);
  });

  test("shows the impact the operator chose, by municipality, and no other", () => {
    expect(snapshot.incidents[0]?.impacts).toEqual([
      { municipality: "9001", effect: "delayed", from: "2026-11-24T05:11:00.000Z", to: null },
    ]);
  });

  test("holds nothing unpublished, no person and no system", () => {
    const text = JSON.stringify(snapshot);
    expect(text).not.toContain(SECRET_WORD);
    for (const name of ["Omsorg", "Bosted", "Omsorgsdata", "Nordsygehuset", "Vagthavende"])
      expect(text).not.toContain(name);
  });

  test("knows every municipality with its region, in Danish order", () => {
    const names = snapshot.municipalities.map(({ name }) => name);
    expect(names.indexOf("Ærø")).toBeLessThan(names.indexOf("Aabenraa"));
    expect(names.indexOf("Nordby")).toBeLessThan(names.indexOf("Sydby"));
    const region = snapshot.municipalities.find(({ name }) => name === "Aalborg")?.region;
    expect(snapshot.regions.find(({ code }) => code === region)?.name).toBe("Region Nordjylland");
  });

  test("a municipality turns to its new region at Danish midnight, and its old one is not forgotten", async () => {
    const at = async (moment: string) => {
      const { municipalities, regions } = await readSnapshot(new Date(moment));
      const copenhagen = municipalities.find(({ code }) => code === "0101");
      return [copenhagen?.region, copenhagen?.formerRegion, regions.some(({ code }) => code === "ostdanmark")];
    };
    expect(await at("2026-12-31T22:59:59Z")).toEqual(["1084", null, false]);
    expect(await at("2026-12-31T23:00:00Z")).toEqual(["ostdanmark", "1084", true]);
  });

  test("has the line with its delays only where the operator has switched that on", async () => {
    expect(snapshot.line).toBeNull();
    await ownerPool().query("INSERT INTO meta VALUES ('status_public_line', 'on')");
    expect((await readSnapshot(NOW)).line).toEqual({ legs: [], returnMs: null });
  });
});
