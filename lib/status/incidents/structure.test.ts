import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createService, type MadeService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ConflictError } from "../../errors.ts";
import { takeHandReport } from "../reports/commands.ts";
import { handReport } from "../reports/schema.ts";
import { adjustImpacts, merge, publish, raise, saveDraft, split } from "./commands.ts";
import { readDesk, readIncident, readPreview } from "./queries.ts";
import { contentFor } from "./testing.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T08:00:00Z");
let world: SmallWorld;
let operator: Viewer;
let services: MadeService[];

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  operator = world.viewers.operator;
  services = [
    await createService({ station: "distributor", name: "Beskedfordeler" }),
    await createService({ station: "distributor", name: "Fordelernode" }),
    await createService({ station: "agent", name: "Sundhedsagent" }),
  ];
});

const service = (index: number) => services[index % services.length] as MadeService;
async function suspicion(index = 0, startedAt = "2026-11-24T07:00:00.000Z") {
  const facts = { trouble: "degraded", severity: "minor", causeClass: "unknown", title: null, titleEn: null } as const;
  return raise(operator, { ...facts, services: [service(index).id], startedAt, detectedAt: null }, NOW);
}
async function report(incidentId: number, index = 0, unusual: object = {}) {
  const said = { organisationId: world.vendor.id, serviceId: service(index).id, trouble: "partial", incidentId };
  await takeHandReport(operator, handReport.parse({ ...said, startedAt: "2026-11-24T06:50:00Z", ...unusual }), NOW);
  return (await prisma().report.findFirstOrThrow({ orderBy: { id: "desc" } })).id;
}
const now = (id: number) => prisma().incident.findUniqueOrThrow({ where: { id } });
const version = async (id: number) => (await now(id)).version;
const into = async (intoId: number, ...others: number[]) =>
  merge(
    operator,
    {
      ...{ intoId, version: await version(intoId) },
      from: await Promise.all(others.map(async (incidentId) => ({ incidentId, version: await version(incidentId) }))),
    },
    NOW,
  );
const out = async (incidentId: number, reportIds: number[], to: "original" | "new") =>
  split(operator, { incidentId, version: await version(incidentId), reportIds, to }, NOW);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code?: string }) => error.code,
  );

describe("several that are one", () => {
  test("become one: reports and impact move, the other points at it, and both remember", async () => {
    const [one, other] = [await suspicion(0), await suspicion(2)];
    const moved = await report(other.id, 2, { trouble: "down", severity: "critical" });
    const [from, earlier] = ["2026-11-24T07:10:00.000Z", "2026-11-24T06:40:00.000Z"];
    const row = { installationId: world.northCare.id, effect: "delayed", from, to: null } as const;
    await adjustImpacts(operator, { incidentId: one.id, rows: [row] }, NOW);
    const wider = [
      { ...row, effect: "lost", from: earlier, to: "2026-11-24T07:30:00.000Z" } as const,
      { ...row, installationId: world.southCare.id },
    ];
    await adjustImpacts(operator, { incidentId: other.id, rows: wider }, NOW);
    await into(one.id, other.id);
    const read = await readIncident(operator, one.number, NOW);
    expect(read.reportRows).toMatchObject([{ id: moved, first: { number: other.number } }]);
    expect(read.merged.map(({ number }) => number)).toEqual([other.number]);
    expect(read.services.map(({ id }) => id).sort()).toEqual([service(0).id, service(2).id].sort());
    expect(read.impacts.find(({ installationId }) => installationId === world.northCare.id)).toMatchObject({
      ...{ effect: "lost", from: earlier, to: null },
    });
    expect(read.hit).toMatchObject({ municipalities: 2, installations: 2, lost: 1 });
    // Nobody has read it yet, so it takes over the worst that was reported of either.
    expect(read).toMatchObject({ trouble: "down", severity: "critical", startedAt: "2026-11-24T06:50:00.000Z" });
    const gone = await readIncident(operator, other.number, NOW);
    expect([gone.mergedInto?.number, gone.impacts.length]).toEqual([one.number, 2]);
    expect((await readDesk(operator, NOW)).suspicions.map(({ number }) => number)).not.toContain(other.number);
    expect(await code(into(one.id, other.id))).toBe("merged");
  });

  test("what the public has read keeps the facts it was told", async () => {
    const [one, other] = [await suspicion(), await suspicion()];
    await report(other.id, 0, { trouble: "down" });
    const content = await contentFor(one.id);
    await saveDraft(operator, { incidentId: one.id, version: 1, content }, NOW);
    const { seal } = await readPreview(operator, { incidentId: one.id, writerId: operator.personId }, NOW);
    await publish(operator, { incidentId: one.id, seal }, NOW);
    await into(one.id, other.id);
    expect(await now(one.id)).toMatchObject({ trouble: "degraded", severity: "minor" });
  });

  test("who merges on what has changed meanwhile is told, and two that merge each other end as one", async () => {
    const [one, other] = [await suspicion(), await suspicion()];
    const stale = { intoId: one.id, version: 9, from: [{ incidentId: other.id, version: 1 }] };
    await expect(merge(operator, stale, NOW)).rejects.toThrow(ConflictError);
    const outcomes = await Promise.allSettled([into(one.id, other.id), into(other.id, one.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const pointers = [(await now(one.id)).mergedIntoId, (await now(other.id)).mergedIntoId];
    expect(pointers.filter((pointer) => pointer === null)).toHaveLength(1);
  });

  test("the desk suggests it, with what recurs", async () => {
    const [one, other] = [
      await suspicion(0, "2026-11-24T01:00:00.000Z"),
      await suspicion(1, "2026-11-24T01:10:00.000Z"),
    ];
    for (const { id } of [one, other]) {
      const hit = { effect: "delayed", from: "2026-11-24T07:10:00.000Z", to: null } as const;
      const rows = [world.northCare, world.southCare].map((installation) => ({
        installationId: installation.id,
        ...hit,
      }));
      await adjustImpacts(operator, { incidentId: id, rows }, NOW);
    }
    const { candidates } = await readIncident(operator, other.number, NOW);
    expect(candidates.find(({ id }) => id === one.id)).toMatchObject({
      ...{ number: one.number, version: 1 },
      likeness: { sameService: false, sameStation: true, shared: 2, of: 2 },
    });
  });
});

describe("split again", () => {
  test("reports go back to what they first raised, which stands for itself again", async () => {
    const [one, other] = [await suspicion(), await suspicion()];
    const [stays, goes] = [await report(one.id), await report(other.id)];
    await into(one.id, other.id);
    expect(await code(out(one.id, [stays], "original"))).toBe("first_here");
    expect(await out(one.id, [goes], "original")).toEqual([other]);
    expect((await now(other.id)).mergedIntoId).toBeNull();
    expect((await readIncident(operator, other.number, NOW)).reportRows.map(({ id }) => id)).toEqual([goes]);
    expect(await code(out(one.id, [goes], "new"))).toBe("not_here");
  });

  test("or into a new suspicion, which begins with the worst they say", async () => {
    const one = await suspicion();
    const chosen = [
      await report(one.id, 0, { trouble: "degraded", startedAt: "2026-11-24T06:00:00Z" }),
      await report(one.id, 0, { trouble: "down", causeClass: "capacity" }),
    ];
    const [made] = await out(one.id, chosen, "new");
    expect(await now(made?.id ?? 0)).toMatchObject({
      ...{ phase: "suspected", trouble: "down", severity: "major", causeClass: "capacity" },
      startedAt: new Date("2026-11-24T06:00:00Z"),
    });
  });

  test("however they are merged and split, every report is kept as it came, under an incident that stands for itself", async () => {
    const step = fc.record({ kind: fc.constantFrom("merge", "original", "new"), a: fc.nat(9), b: fc.nat(9) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
        const incidents = [await suspicion(0), await suspicion(1), await suspicion(2)].map(({ id }) => id);
        const reports = [];
        for (const [index, id] of incidents.entries()) reports.push(await report(id, index), await report(id, index));
        const kept = { id: { in: reports } };
        const asTheyCame = () =>
          prisma().report.findMany({ where: kept, orderBy: { id: "asc" }, omit: { incidentId: true } });
        const before = await asTheyCame();
        for (const { kind, a, b } of steps) {
          const [one, other] = [incidents[a % incidents.length], incidents[b % incidents.length]] as [number, number];
          const there = await prisma().report.findMany({ where: { ...kept, incidentId: one } });
          const ids = there.slice(0, 1 + (b % 3)).map(({ id }) => id);
          // What a person may not do is refused whole; either way nothing may be lost.
          if (kind === "merge") await into(one, other).catch(refusedOnly);
          else if (ids.length > 0) {
            const made = await out(one, ids, kind as "original" | "new").catch(refusedOnly);
            for (const { id } of made ?? []) if (!incidents.includes(id)) incidents.push(id);
          }
        }
        expect(await asTheyCame()).toEqual(before);
        const under = await prisma().report.findMany({ where: kept, include: { incident: true } });
        for (const { incident } of under) expect([incident.mergedIntoId, incident.dismissedAt]).toEqual([null, null]);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

function refusedOnly(error: { code?: string }): undefined {
  if (!["merged", "repeated", "first_here", "changed_meanwhile"].includes(error.code ?? "")) throw error;
}
