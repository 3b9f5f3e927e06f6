import { beforeAll, describe, expect, test } from "vitest";
import { createDelivery } from "../../../prisma/factories/ledger.ts";
import { createService, type MadeService, createIncident as makeIncident } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { InvalidInputError, NotFoundError } from "../../errors.ts";
import type { ReceiptState } from "../../ledger/states.ts";
import { adjustImpacts, proposeImpacts, raise, showImpacts } from "./commands.ts";
import { readIncident } from "./queries.ts";

useFreshDatabase();

const STARTED = new Date("2026-11-24T05:11:00Z");
const NOW = new Date("2026-11-24T07:00:00Z");
let world: SmallWorld;
let operator: Viewer;
let distributor: MadeService;

let serial = 0;
/** Numbered of another year, so that it takes none from the suspicions raised here. */
const createIncident: typeof makeIncident = (services, unusual) =>
  makeIncident(services, { number: `2025-${++serial}`, ...unusual });
/** So many deliveries in a state, a minute apart from the start on; the first of them at `firstMinute`. */
async function sent(
  installation: { id: number },
  state: ReceiptState,
  count: number,
  firstMinute = 0,
  typeId = world.advis.id,
) {
  for (let nth = 0; nth < count; nth += 1) {
    const sentAt = STARTED.getTime() + (firstMinute + nth) * 60_000;
    await createDelivery(ownerPool(), installation, world.northHospital, typeId, { state, sentAt });
  }
}

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  operator = world.viewers.operator;
  distributor = await createService({ station: "distributor" });
  const { northCare, northHome, southCare, other } = world;
  // A quiet week before, in which 2 of 40 were late.
  await sent(northCare, "ok", 38, -3 * 24 * 60);
  await sent(northCare, "late_ok", 2, -3 * 24 * 60);
  await sent(northCare, "ok", 26);
  await sent(northCare, "overdue", 11, 26);
  await sent(northCare, "late_negative", 1, 40);
  await sent(northCare, "pending", 5, 60);
  await sent(northHome, "unknown", 6);
  await sent(southCare, "ok", 30);
  await sent(southCare, "overdue", 1, 30);
  await sent(southCare, "lost", 4, 31, other.id);
});

const impactsOf = async (number: string) =>
  (await readIncident(operator, number, NOW)).impacts.map(
    ({ installationId, effect, due, overdue, from, isPublic }) => ({
      ...{ installationId, effect, figures: due === null ? "– af –" : `${overdue} af ${due}`, from, isPublic },
    }),
  );
const row = (installation: { id: number }, effect: string, figures: string, from: string, isPublic = false) => ({
  ...{ installationId: installation.id, effect, figures, from: `2026-11-24T${from}:00.000Z`, isPublic },
});

describe("proposed from the ledger", () => {
  test("whoever is abnormally late, and whoever cannot be seen; not who is as late as usual, nor what is not due", async () => {
    const chain = await createService({ kind: "chain", types: ["TST20"] });
    const { id, number } = await createIncident([chain], { startedAt: STARTED });
    expect(await proposeImpacts(operator, { incidentId: id }, NOW)).toBe(2);
    expect(await impactsOf(number)).toEqual([
      row(world.northCare, "delayed", "12 af 38", "05:37"),
      row(world.northHome, "unknown", "– af –", "05:11"),
    ]);
  });

  test("of every type where the station is a whole one, and of its own system where it is a system", async () => {
    const all = await createIncident([distributor], { startedAt: STARTED });
    await proposeImpacts(operator, { incidentId: all.id }, NOW);
    expect(await impactsOf(all.number)).toContainEqual(row(world.southCare, "lost", "5 af 35", "05:41"));
    const system = await createService({ station: "recipient", systemId: world.home.id });
    const one = await createIncident([system], { startedAt: STARTED });
    await proposeImpacts(operator, { incidentId: one.id }, NOW);
    expect((await impactsOf(one.number)).map(({ installationId }) => installationId)).toEqual([world.northHome.id]);
  });

  test("a suspicion has its first proposal as it is raised, unless it began too long ago to count while one waits", async () => {
    const facts = { trouble: "partial", severity: "major", causeClass: "unknown", title: null, titleEn: null } as const;
    const at = (startedAt: string, now: Date) =>
      raise(operator, { ...facts, services: [distributor.id], startedAt, detectedAt: null }, now);
    const { number } = await at(STARTED.toISOString(), NOW);
    expect((await readIncident(operator, number, NOW)).hit).toMatchObject({ municipalities: 2, installations: 2 });
    const old = await at(STARTED.toISOString(), new Date(NOW.getTime() + 24 * 3_600_000));
    expect((await readIncident(operator, old.number, NOW)).impacts).toEqual([]);
  });

  test("what a person has said stands when it is proposed again; what no longer holds goes", async () => {
    const { id, number } = await createIncident([distributor], { startedAt: STARTED });
    await proposeImpacts(operator, { incidentId: id }, NOW);
    const said = { installationId: world.northCare.id, effect: "none", from: STARTED.toISOString(), to: null } as const;
    await adjustImpacts(operator, { incidentId: id, rows: [said] }, NOW);
    await ownerPool().query("UPDATE incident SET started_at = $2 WHERE id = $1", [
      id,
      new Date("2026-11-24T05:50:00Z"),
    ]);
    await proposeImpacts(operator, { incidentId: id }, NOW);
    const impacts = await impactsOf(number);
    expect(impacts.map(({ installationId, effect }) => [installationId, effect])).toEqual([
      [world.northCare.id, "none"],
    ]);
    expect((await readIncident(operator, number, NOW)).hit.municipalities).toBe(0);
  });

  test("several proposals and an adjustment at once leave one row each, and the person's word", async () => {
    const { id, number } = await createIncident([distributor], { startedAt: STARTED });
    const said = { installationId: world.southCare.id, effect: "none", from: STARTED.toISOString(), to: null } as const;
    const propose = () => proposeImpacts(operator, { incidentId: id }, NOW);
    // Connections are made first, so that all four are on their way at once.
    await Promise.all(Array.from({ length: 4 }, () => prisma().$queryRaw`SELECT pg_sleep(0.05)::text`));
    await Promise.all([
      propose(),
      adjustImpacts(operator, { incidentId: id, rows: [said] }, NOW),
      propose(),
      propose(),
    ]);
    const impacts = await impactsOf(number);
    expect(impacts.map(({ installationId }) => installationId).sort()).toEqual(
      [world.northCare.id, world.northHome.id, world.southCare.id].sort(),
    );
    expect(impacts.find(({ installationId }) => installationId === world.southCare.id)?.effect).toBe("none");
  });

  test("a form that sends every row back adjusts only what it changes", async () => {
    const { id, number } = await createIncident([distributor], { startedAt: STARTED });
    await proposeImpacts(operator, { incidentId: id }, NOW);
    const before = (await readIncident(operator, number, NOW)).impacts;
    const rows = before.map(({ installationId, effect, from, to }, index) => ({
      ...{ installationId, from, to, effect: index === 0 ? ("lost" as const) : effect },
    }));
    await adjustImpacts(operator, { incidentId: id, rows }, NOW);
    const adjusted = (await readIncident(operator, number, NOW)).impacts.filter((one) => one.adjusted !== null);
    expect(adjusted.map(({ installationId }) => installationId)).toEqual([before[0]?.installationId]);
  });

  test("an incident or installation that is none is refused", async () => {
    await expect(proposeImpacts(operator, { incidentId: 999_999 }, NOW)).rejects.toThrow(NotFoundError);
    const { id } = await createIncident([distributor]);
    const rows = [{ installationId: 999_999, effect: "lost", from: STARTED.toISOString(), to: null } as const];
    await expect(adjustImpacts(operator, { incidentId: id, rows }, NOW)).rejects.toThrow(InvalidInputError);
  });
});

describe("what the public sees of it", () => {
  const published = async (incidentId: number) =>
    (
      await ownerPool().query<{ municipality: string }>(
        "SELECT municipality FROM publication.impacts() WHERE incident_id = $1 ORDER BY 1",
        [incidentId],
      )
    ).rows.map(({ municipality }) => municipality);

  test("is nothing until it is chosen, row by row or all at once, and nothing again when it is hidden", async () => {
    const { id } = await createIncident([distributor], { startedAt: STARTED });
    await proposeImpacts(operator, { incidentId: id }, NOW);
    expect(await published(id)).toEqual([]);
    await showImpacts(operator, { incidentId: id, installationIds: [world.southCare.id], show: "on" }, NOW);
    expect(await published(id)).toEqual(["9002"]);
    await showImpacts(operator, { incidentId: id, installationIds: "all", show: "on" }, NOW);
    expect(new Set(await published(id))).toEqual(new Set(["9001", "9002"]));
    await proposeImpacts(operator, { incidentId: id }, NOW);
    expect(new Set(await published(id))).toEqual(new Set(["9001", "9002"]));
    await showImpacts(operator, { incidentId: id, installationIds: "all", show: "off" }, NOW);
    expect(await published(id)).toEqual([]);
  });
});
