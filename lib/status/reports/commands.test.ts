import { beforeAll, describe, expect, test } from "vitest";
import { createOrganisation, createSource } from "../../../prisma/factories/directory.ts";
import { createService, type MadeService, createIncident as makeIncident } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { createKey, type SourceWithScopes, sourceOfKey } from "../../access/keys.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError } from "../../errors.ts";
import { readDesk, readIncident } from "../incidents/queries.ts";
import { takeHandReport, takeReport } from "./commands.ts";
import { handReport, sourceReport } from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T06:21:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let world: SmallWorld;
let distributor: MadeService;
let source: SourceWithScopes;
let serial = 0;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  source = await reporter("distributor");
});

async function reporter(station: string): Promise<SourceWithScopes> {
  const owner = await createOrganisation(ownerPool(), "operator");
  const { id } = await createSource(ownerPool(), owner, [{ station, receipts: false }]);
  const known = await sourceOfKey(await createKey(id));
  if (!known) throw new Error("No such key");
  return known;
}
/** Numbered of another year, so that it takes none from the suspicions raised here. */
const createIncident: typeof makeIncident = (services, unusual) =>
  makeIncident(services, { number: `2025-${++serial}`, ...unusual });
/** A service of its own for each test, so that no incident of another test is in the way. */
async function fresh(): Promise<MadeService> {
  distributor = await createService({ station: "distributor", name: "Beskedfordeler" });
  return distributor;
}
const report = (unusual: object = {}) =>
  sourceReport.parse({
    ...{ id: `varsel-${++serial}`, service: distributor.code, trouble: "partial", startedAt: "2026-11-24T06:11:00Z" },
    ...unusual,
  });
const take = (unusual: object = {}, by = source, now = NOW) => takeReport(by, report(unusual), now);
const suspicions = async () =>
  (await readDesk(world.viewers.operator, NOW)).suspicions.filter(({ services }) =>
    services.some(({ id }) => id === distributor.id),
  );
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string; field?: string }) => [error.field, error.code].filter(Boolean).join(": "),
  );

describe("a source's report", () => {
  test("raises a suspicion that says what it says, and is kept as it came", async () => {
    await fresh();
    await take({ trouble: "down", causeClass: "connection", summary: "To af tre noder svarer ikke." });
    const [suspicion] = await suspicions();
    expect(suspicion).toMatchObject({
      phase: "suspected",
      trouble: "down",
      severity: "major",
      causeClass: "connection",
    });
    expect(suspicion).toMatchObject({
      startedAt: "2026-11-24T06:11:00.000Z",
      detectedAt: NOW.toISOString(),
      reports: 1,
    });
    const { reportRows } = await readIncident(world.viewers.operator, suspicion?.number ?? "", NOW);
    expect(reportRows).toMatchObject([{ summary: "To af tre noder svarer ikke.", from: { byHand: false } }]);
  });

  test("joins the open incident about its service; of a suspicion nobody has read it can make things worse", async () => {
    await fresh();
    await take({ trouble: "degraded", startedAt: "2026-11-24T06:15:00Z" });
    await take({ trouble: "down", severity: "critical" }, await reporter("distributor"), later(3));
    const found = await suspicions();
    expect(found).toMatchObject([
      { trouble: "down", severity: "critical", startedAt: "2026-11-24T06:11:00.000Z", reports: 2 },
    ]);
  });

  test("joins what is published without changing what the public was told", async () => {
    await fresh();
    const { id } = await createIncident([distributor], { startedAt: new Date("2026-11-24T06:00:00Z") });
    await take({ trouble: "down", severity: "critical" });
    const incident = await prisma().incident.findUniqueOrThrow({ where: { id }, include: { reports: true } });
    expect(incident).toMatchObject({ trouble: "partial", severity: "major", version: 1, reports: [{}] });
  });

  test("raises a new suspicion where the last incident is over", async () => {
    await fresh();
    const startedAt = new Date("2026-11-24T05:00:00Z");
    await createIncident([distributor], { startedAt, phase: "resolved", resolvedAt: new Date("2026-11-24T06:00:00Z") });
    await take();
    expect(await suspicions()).toHaveLength(1);
  });

  test("two at once about one trouble make one suspicion, and the same one twice at once is one report", async () => {
    await fresh();
    const others = await Promise.all([reporter("distributor"), reporter("distributor")]);
    const same = report();
    await Promise.all([
      takeReport(source, same, NOW),
      takeReport(source, same, NOW),
      ...others.map((by) => take({}, by)),
    ]);
    expect(await suspicions()).toMatchObject([{ reports: 3 }]);
  });

  test("a repeat is answered as the first time and changes nothing; the same id for something else is refused", async () => {
    await fresh();
    const first = report();
    const answer = await takeReport(source, first, NOW);
    const before = [await prisma().report.count(), await prisma().auditEntry.count()];
    expect(await takeReport(source, first, later(60))).toEqual(answer);
    expect(await code(takeReport(source, { ...first, trouble: "down" }, NOW))).toBe("report_id_reused");
    expect([await prisma().report.count(), await prisma().auditEntry.count()]).toEqual(before);
    // Another source's ids are its own.
    await takeReport(await reporter("distributor"), first, NOW);
    expect(await suspicions()).toMatchObject([{ reports: 2 }]);
  });

  test.each<[string, object, string]>([
    ["a service of somebody else", { service: "theirs" }, "service: not_covered"],
    ["a service that is none", { service: "made-up" }, "service: not_covered"],
    ["a trouble that lies ahead", { startedAt: "2026-11-24T06:40:00Z" }, "startedAt: in_future"],
    ["a trouble of last summer", { startedAt: "2026-07-01T00:00:00Z" }, "startedAt: too_old"],
  ])("is refused for %s", async (_, unusual, expected) => {
    await fresh();
    if (!(await prisma().service.findUnique({ where: { code: "theirs" } })))
      await createService({ code: "theirs", station: "agent" });
    expect(await code(take(unusual))).toBe(expected);
    expect(await suspicions()).toEqual([]);
  });
});

describe("a report by hand", () => {
  const byHand = (unusual: object = {}) =>
    handReport.parse({
      ...{ organisationId: world.vendor.id, serviceId: distributor.id, trouble: "partial" },
      ...{ startedAt: "2026-11-24T06:11:00Z", summary: "Ringede kl. 07.20.", ...unusual },
    });
  test("is kept for the organisation that rang, under the incident named or where it belongs", async () => {
    await fresh();
    const { incidentId } = await takeHandReport(world.viewers.operator, byHand(), NOW);
    expect(await takeHandReport(world.viewers.operator, byHand({ incidentId }), NOW)).toEqual({ incidentId });
    const [suspicion] = await suspicions();
    const { reportRows } = await readIncident(world.viewers.operator, suspicion?.number ?? "", NOW);
    expect(reportRows).toHaveLength(2);
    expect(reportRows[0]).toMatchObject({ from: { organisation: "Omsorgsdata", source: null, byHand: true } });
  });

  test("is refused for others than operators, for nobody's organisation and for an incident that is over", async () => {
    await fresh();
    for (const name of ["auditor", "vendor", "north"] as const)
      await expect(takeHandReport(world.viewers[name], byHand(), NOW)).rejects.toThrow(ForbiddenError);
    const { id } = await createIncident([distributor], { phase: "resolved", resolvedAt: NOW });
    const refused = (unusual: object) => code(takeHandReport(world.viewers.operator, byHand(unusual), NOW));
    expect(await refused({ incidentId: id })).toBe("incidentId: not_open");
    expect(await refused({ organisationId: 999_999 })).toBe("organisationId: unknown_organisation");
    expect(await refused({ serviceId: 999_999 })).toBe("serviceId: unknown_service");
  });
});
