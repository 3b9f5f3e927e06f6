import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOrganisation, createSource, unique } from "../../../prisma/factories/directory.ts";
import { createService as makeService } from "../../../prisma/factories/status.ts";
import { viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import { readSnapshot } from "../../publication/queries.ts";
import { createService, setService } from "./commands.ts";
import { readService, readServices } from "./queries.ts";
import * as schema from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T12:00:00Z");
let operator: Viewer;
let source: { id: number };
let vans: { id: number; code: string };
let code: string;
beforeAll(async () => {
  const organisation = await createOrganisation(ownerPool(), "operator");
  operator = viewerOf(organisation, "operator");
  source = await createSource(ownerPool(), organisation);
});
beforeEach(async () => {
  vans = await makeService({ station: "vans" });
  code = unique("tjeneste");
});

const named = { name: "Henvisninger", nameEn: "Referrals", note: null, noteEn: null, position: "50" };
const always = { validFrom: null, validTo: null };
const chainFields = (unusual: Record<string, unknown> = {}) => ({
  ...{ kind: "chain", code, ...named, ...always, types: ["XREF15"], through: [{ stationId: vans.id, whole: true }] },
  ...unusual,
});
const stationFields = (unusual: Record<string, unknown> = {}) => ({
  ...{ kind: "station", code, ...named, ...always, station: "agent", operatorId: null, systemId: null },
  ...{ sources: [String(source.id)], ...unusual },
});
const create = (fields: Record<string, unknown>, viewer = operator) =>
  createService(viewer, parsed(schema.createService, fields), NOW);
const set = (fields: Record<string, unknown>, viewer = operator) =>
  setService(viewer, parsed(schema.setService, fields), NOW);
const kept = async () => (await readService(operator, code, NOW)).service;

test("every database has the services that everybody has, and what is assumed to be promised of them", async () => {
  const { services } = await readSnapshot(NOW);
  const known = new Map(services.map((service) => [service.code, service]));
  expect(known.get("advis")).toMatchObject({ types: ["FDIS20"], note: { da: "egen kanal", en: "its own channel" } });
  expect(known.get("advis")?.through).toEqual([
    { service: "vans-kmd", whole: false },
    { service: "sundhedsagent", whole: true },
    { service: "beskedfordeler", whole: false },
    { service: "postkasser", whole: true },
    { service: "modtagersystemer", whole: true },
  ]);
  for (const station of ["vans-kmd", "vans-multimed", "vans-truecommerce", "sundhedsagent", "beskedfordeler"])
    expect(known.get(station)).toMatchObject({
      kind: "station",
      seen: [],
      objectives: [{ target: { working: 0.998, other: 0.985 }, source: "KOM SF2900 2.4 §1.3.1", assumed: true }],
    });
});

describe("a service", () => {
  test("that is added is shown to everybody, and the audit log keeps who and what", async () => {
    expect(await create(chainFields())).toBe(code);
    const { services } = await readSnapshot(NOW);
    expect(services.find((service) => service.code === code)).toMatchObject({
      ...{ kind: "chain", name: { da: "Henvisninger", en: "Referrals" }, types: ["XREF15"] },
      through: [{ service: vans.code, whole: true }],
    });
    const entry = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(entry).toMatchObject({ action: "status.service.create", entity: `service ${code}` });
    expect(entry.detail).toMatchObject({ nameEn: "Referrals", types: "XREF15", through: `${vans.id} whole` });
  });

  test("that is changed is exactly what was written, and who wrote on an older one is told", async () => {
    await create(stationFields());
    const before = await kept();
    expect(before).toMatchObject({ station: "agent", sources: [source.id], note: null, version: 1 });
    const fields = stationFields({
      station: "mailbox",
      note: "nyt",
      noteEn: "new",
      sources: [],
      validTo: "2026-12-31",
    });
    const both = await Promise.allSettled([set({ ...fields, version: "1" }), set({ ...fields, version: "1" })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "changed_meanwhile" });
    expect(await kept()).toMatchObject({
      ...{ station: "mailbox", note: { da: "nyt", en: "new" }, sources: [], validTo: "2026-12-31", version: 2 },
    });
  });

  test("that is a chain runs through what was chosen, wholly or in part, and no longer through the rest", async () => {
    const agent = await makeService({ station: "agent" });
    await create(chainFields());
    await set(chainFields({ version: 1, types: [], through: [{ stationId: agent.id, whole: false }] }));
    expect(await kept()).toMatchObject({ types: [], through: [{ stationId: agent.id, whole: false }] });
  });

  test("is the operator's to change, the auditor's to read, and nobody else's", async () => {
    await create(stationFields());
    for (const role of ["auditor", "vendor", "region", "municipality"] as const) {
      await expect(create(stationFields({ code: unique("anden") }), { ...operator, role })).rejects.toThrow(
        ForbiddenError,
      );
      await expect(set(stationFields({ version: 1 }), { ...operator, role })).rejects.toThrow(ForbiddenError);
    }
    const { services, choices } = await readServices({ ...operator, role: "auditor" }, NOW);
    expect(services.map((service) => service.code)).toContain(code);
    expect(choices.sources.map(({ id }) => id)).toContain(source.id);
    expect(choices.operators.map(({ id }) => id)).not.toContain(0);
    await expect(readServices({ ...operator, role: "vendor" }, NOW)).rejects.toThrow(ForbiddenError);
  });

  test("nobody knows is not found", async () => {
    await expect(readService(operator, "nothing", NOW)).rejects.toThrow(NotFoundError);
    await expect(set(stationFields({ version: 1 }))).rejects.toThrow(NotFoundError);
  });
});

describe("what is refused is said at its field", () => {
  test.each<[string, string, Record<string, unknown>]>([
    ["code", "invalid_format", { code: "Ny Tjeneste" }],
    ["name", "too_small", { name: " " }],
    ["nameEn", "person_number", { nameEn: "Asked by 010190-1234" }],
    ["noteEn", "both_languages", { note: "kun dansk" }],
    ["note", "both_languages", { noteEn: "English only" }],
    ["position", "no_position", { position: "1,5" }],
    ["position", "no_position", { position: "10000" }],
    ["validTo", "before_start", { validFrom: "2026-12-01", validTo: "2026-11-30" }],
    ["validTo", "invalid_format", { validTo: "31.12.2026" }],
    ["station", "invalid_value", { station: "nowhere" }],
    ["sources", "repeated", { sources: ["7", "7"] }],
    ["kind", "invalid_union", { kind: "bridge" }],
  ])("%s: %s, by what was typed", (field, code, unusual) => {
    expect(() => parsed(schema.createService, stationFields(unusual))).toThrow(
      expect.objectContaining({ field, code }),
    );
  });

  test("a chain through a chain, and what is no longer there to choose", async () => {
    const chain = await makeService({ kind: "chain" });
    const through = (stationId: number) => chainFields({ through: [{ stationId, whole: true }] });
    await expect(create(through(chain.id))).rejects.toMatchObject({
      ...{ field: `through.${chain.id}`, code: "chain_in_chain" },
    });
    await expect(create(through(2_000_000))).rejects.toMatchObject({ code: "unknown_service" });
    await expect(create(chainFields({ types: ["NIX01"] }))).rejects.toMatchObject({ field: "types" });
    await expect(create(stationFields({ operatorId: "2000000" }))).rejects.toMatchObject({ field: "operatorId" });
    await expect(create(stationFields({ systemId: "2000000" }))).rejects.toMatchObject({ field: "systemId" });
    await expect(create(stationFields({ sources: ["2000000"] }))).rejects.toMatchObject({ field: "sources" });
    expect(await prisma().service.count({ where: { code } })).toBe(0);
  });

  test("a code that is taken, and a station that would become a chain", async () => {
    await create(stationFields());
    await expect(create(chainFields())).rejects.toMatchObject({ field: "code", code: "code_taken" });
    await expect(set(chainFields({ version: 1 }))).rejects.toMatchObject({ field: "kind", code: "kind_stays" });
    expect(await kept()).toMatchObject({ kind: "station", sources: [source.id] });
  });
});
