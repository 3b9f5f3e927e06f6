import { beforeEach, describe, expect, test } from "vitest";
import { createOrganisation, createSource } from "../../../prisma/factories/directory.ts";
import { createIncident, createService, createWindow } from "../../../prisma/factories/status.ts";
import { viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../../errors.ts";
import { parsed } from "../../http/parse.ts";
import { freezeMonth, removeObjective, setObjective } from "./commands.ts";
import { readObjective, readObjectives } from "./queries.ts";
import { sealOf } from "./rules.ts";
import * as schema from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-05T12:00:00Z");
const HOUR = 3_600_000;
let operator: Viewer;
let service: { id: number; code: string };
beforeEach(async () => {
  const organisation = await createOrganisation(ownerPool(), "operator");
  operator = viewerOf(organisation, "operator");
  const source = await createSource(ownerPool(), organisation);
  await ownerPool().query(
    "INSERT INTO ledger.coverage (source_id, seen) VALUES ($1, '{[2026-08-31T22:00:00Z,2026-11-05T12:00:00Z)}')",
    [source.id],
  );
  service = await createService({ sources: [source] });
});

const fields = (unusual: Record<string, unknown> = {}) => ({
  ...{ serviceId: service.id, month: "2026-09", workFrom: "6", workTo: "18", working: "99,8", other: "98.5 %" },
  ...{ source: "KOM SF2900 2.4 §1.3.1", assumed: true, seen: "" },
  ...unusual,
});
const set = (unusual: Record<string, unknown> = {}, viewer = operator) =>
  setObjective(viewer, parsed(schema.setObjective, fields(unusual)), NOW);
const promises = async () => (await readObjective(operator, service.code, NOW)).service.promises;
const sealNow = async () => (await promises())[0]?.seal ?? "";

describe("a promise", () => {
  test("is set for a month on, typed with a comma or a point, and the audit log keeps who and what", async () => {
    await set();
    expect(await promises()).toMatchObject([
      { month: "2026-09", workFrom: 6, workTo: 18, working: 0.998, other: 0.985, assumed: true },
    ]);
    const entry = await prisma().auditEntry.findFirstOrThrow({
      where: { action: "status.objective.set" },
      orderBy: { id: "desc" },
    });
    expect(entry).toMatchObject({ entity: `service ${service.code}`, personId: operator.personId });
    expect(entry.detail).toMatchObject({ month: "2026-09", working: 0.998 });
  });

  test("of a later month stands beside the earlier one, and which is in force follows the month", async () => {
    await set();
    await set({ month: "2026-12", working: "99,9", assumed: false, source: "Driftsaftale" });
    const { service: row } = await readObjective(operator, service.code, NOW);
    expect(row.promises.map(({ month, working }) => [month, working])).toEqual([
      ["2026-12", 0.999],
      ["2026-09", 0.998],
    ]);
    expect(row.inForce?.month).toBe("2026-09");
  });

  test("two who edit it at once: the second is told, and nothing is lost", async () => {
    await set();
    const seen = await sealNow();
    const both = await Promise.allSettled([set({ working: "99,5", seen }), set({ other: "97", seen })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "changed_meanwhile" });
    await expect(set({ working: "99,4" })).rejects.toThrow(ConflictError);
  });

  test("goes again, and what held before it holds on", async () => {
    await set();
    await set({ month: "2026-11", working: "99,9" });
    const seen = await sealNow();
    await removeObjective(operator, { serviceId: service.id, month: "2026-11", seen }, NOW);
    expect((await promises()).map(({ month }) => month)).toEqual(["2026-09"]);
    const gone = removeObjective(operator, { serviceId: service.id, month: "2026-11", seen: sealOf(null) }, NOW);
    await expect(gone).rejects.toThrow(NotFoundError);
  });

  test("is the operator's to change, and nobody else's", async () => {
    await set();
    for (const role of ["auditor", "vendor", "region", "municipality"] as const)
      await expect(set({ seen: await sealNow() }, { ...operator, role })).rejects.toThrow(ForbiddenError);
    await expect(readObjectives({ ...operator, role: "vendor" }, NOW)).rejects.toThrow(ForbiddenError);
    expect((await readObjectives({ ...operator, role: "auditor" }, NOW)).services.length).toBeGreaterThan(0);
  });

  test.each([
    ["month", { month: "2026-13" }, "no_month"],
    ["working", { working: "100,1" }, "too_big"],
    ["working", { working: "" }, "invalid_type"],
    ["other", { other: "halvfems" }, "invalid_type"],
    ["workTo", { workFrom: "18", workTo: "6" }, "before_start"],
    ["workTo", { workTo: "25" }, "too_big"],
    ["source", { source: "Aftalt med 010190-1234" }, "person_number"],
    ["source", { source: " " }, "too_small"],
  ])("names the field at fault: %s %j", (field, unusual, code) => {
    expect(() => parsed(schema.setObjective, fields(unusual))).toThrow(expect.objectContaining({ field, code }));
  });
});

describe("freezing", () => {
  test("each ended month once, with the intervals that made it, also where two workers do it at once", async () => {
    await set();
    await createIncident([service], {
      trouble: "down",
      startedAt: new Date("2026-10-05T06:00:00Z"),
      resolvedAt: new Date("2026-10-05T07:00:00Z"),
      phase: "resolved",
    });
    await createWindow([service], {
      plannedFrom: new Date("2026-10-08T03:00:00Z"),
      announcedAt: new Date("2026-09-20T03:00:00Z"),
      phase: "ended",
    });
    const before = await prisma().monthFigure.count({ where: { serviceId: service.id } });
    await Promise.all([freezeMonth(NOW), freezeMonth(NOW)]);
    expect(before).toBe(0);
    const { months } = await readObjective(operator, service.code, NOW);
    expect(months.map(({ month, band, restated }) => [month, band, restated])).toEqual([
      ["2026-10", "working", false],
      ["2026-10", "other", false],
      ["2026-09", "working", false],
      ["2026-09", "other", false],
    ]);
    const [working, other] = months;
    expect(working?.frozen).toMatchObject({
      totalMs: 264 * HOUR,
      measuredMs: 264 * HOUR,
      downMs: HOUR,
      downOutsideMs: HOUR,
    });
    expect(working?.intervals).toMatchObject([
      { from: "2026-10-05T06:00:00.000Z", to: "2026-10-05T07:00:00.000Z", state: "down", announced: false },
    ]);
    expect(other?.frozen).toMatchObject({ downMs: HOUR, windowMs: HOUR, downOutsideMs: 0, withoutWindows: 1 });
    expect(other?.intervals).toMatchObject([{ state: "window", announced: true }]);
    expect(await freezeMonth(NOW)).toEqual({ frozen: 0 });
  });

  test("a fact that comes late leaves the frozen figure, and the restated one stands beside it", async () => {
    await set();
    await freezeMonth(NOW);
    await createIncident([service], {
      trouble: "partial",
      startedAt: new Date("2026-10-06T06:00:00Z"),
      resolvedAt: new Date("2026-10-06T06:30:00Z"),
      publishedAt: NOW,
      phase: "resolved",
    });
    await freezeMonth(new Date(NOW.getTime() + 24 * HOUR));
    const [working, other] = (await readObjective(operator, service.code, NOW)).months;
    expect(working?.frozen.downMs).toBe(0);
    expect(working?.now?.downMs).toBe(HOUR / 2);
    expect([working?.restated, other?.restated]).toEqual([true, false]);
  });

  test("a month without any data is not frozen, so that nothing is shown of it", async () => {
    const unseen = await createService();
    await prisma().objective.create({
      data: {
        ...{ serviceId: unseen.id, validFrom: new Date("2026-09-01"), source: "KOM" },
        ...{ workingTarget: "0.998", otherTarget: "0.985" },
      },
    });
    await freezeMonth(NOW);
    expect(await prisma().monthFigure.count({ where: { serviceId: unseen.id } })).toBe(0);
    const { service: row } = await readObjective(operator, unseen.code, NOW);
    expect(row.running.map(({ measured, burn }) => [measured.withWindows, measured.withoutWindows, burn.used])).toEqual(
      [
        [null, null, null],
        [null, null, null],
      ],
    );
  });
});

test("a service nobody knows is not found", async () => {
  await expect(readObjective(operator, "nothing", NOW)).rejects.toThrow(NotFoundError);
});
