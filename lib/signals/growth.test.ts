import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createIncident, createService, STARTED } from "../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import type { StatusTx } from "../status/change.ts";
import type { Phase, Severity } from "../status/shapes.ts";
import type { Filter } from "../subscriptions/shapes.ts";
import { watchGrowth } from "./growth.ts";
import { tellOfUpdate } from "./incident.ts";

useFreshDatabase();

const later = (minutes: number) => new Date(STARTED.getTime() + minutes * 60_000);
const NOTHING = { changed: 0, notices: 0 };
let world: SmallWorld;
let service: { id: number; code: string };

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  service = await createService({ code: "hub", station: "distributor" });
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`;
});

const asks = async (organisation: { id: number }, filter: Partial<Filter>) =>
  createSubscription(organisation, [await createEndpoint(organisation)], { filter });

/** A published trouble of which its first update has been told, when it hit these. */
async function opened(severity: Severity = "minor", hits: Parameters<typeof hit>[1][] = [], isPublic = false) {
  const incident = await createIncident([service], { severity });
  for (const installation of hits) await hit(incident.id, installation, 4, isPublic);
  const tell = (nr: number, at: Date) =>
    prisma().$transaction((tx) => tellOfUpdate(tx as StatusTx, incident.id, nr, at));
  const say = async (nr: number, at: Date, said: { severity?: Severity; phase?: Phase } = {}) => {
    const stated = {
      phase: said.phase ?? "confirmed",
      severity: said.severity ?? severity,
      trouble: "partial",
    } as const;
    const resolvedAt = said.phase === "resolved" ? at : null;
    await prisma().incident.update({ where: { id: incident.id }, data: { ...stated, resolvedAt } });
    const words = { text: `Melding ${nr}`, textEn: `Update ${nr}`, audience: [] };
    await prisma().incidentUpdate.create({
      data: { incidentId: incident.id, nr, ...stated, ...words, statedAt: at, publishedAt: at },
    });
    await tell(nr, at);
  };
  await tell(1, STARTED);
  return { ...incident, say };
}
const hit = async (
  incidentId: number,
  installation: { id: number },
  overdue: number | null = null,
  isPublic = false,
) => {
  const data = { effect: "delayed", fromAt: STARTED, overdue, isPublic } as const;
  const key = { incidentId, installationId: installation.id };
  const where = { incidentId_installationId: key };
  await prisma().impact.upsert({ where, create: { ...key, ...data }, update: data });
};
/** What a subscription has been told, oldest first: the number of the update, and why it came to it only then. */
async function toldOf({ id }: { id: number }) {
  const notices = await prisma().notice.findMany({
    where: { subscriptionId: id },
    orderBy: { id: "asc" },
    select: { because: true, signal: { select: { updateNr: true } }, dispatches: { select: { state: true } } },
  });
  return notices.map(({ because, signal, dispatches }) => {
    const grown = (because as { axis: string; value: string }[]).find(({ axis }) => axis === "grown");
    expect(dispatches).toHaveLength(1);
    return [signal.updateNr, grown?.value.split(" ").slice(1).join(" ") ?? null];
  });
}

describe("an update that passes what kept somebody out is their opening, and they get the end", () => {
  test("when it has become more severe", async () => {
    const severe = await asks(world.north, { minSeverity: "major", moments: ["opened"] });
    const { say } = await opened("minor");
    await say(2, later(10), { severity: "major" });
    await say(3, later(20), { severity: "critical" });
    await say(4, later(30), { phase: "resolved", severity: "minor" });
    expect(await toldOf(severe)).toEqual([
      [2, "severity minor"],
      [4, null],
    ]);
  });
  test("when it hits more than the smallest impact", async () => {
    const wide = await asks(world.north, { minMunicipalities: 2, moments: ["opened", "resolved"] });
    const { id, say } = await opened("minor", [world.northCare]);
    await hit(id, world.southCare, 9);
    await say(2, later(10));
    await say(3, later(30), { phase: "resolved" });
    expect(await toldOf(wide)).toEqual([
      [2, "impact 1 4"],
      [3, null],
    ]);
  });
  test("and who was told from the start is not told of it as grown", async () => {
    const all = await asks(world.north, {});
    const { say } = await opened("minor");
    await say(2, later(10), { severity: "critical" });
    expect(await toldOf(all)).toEqual([
      [1, null],
      [2, null],
    ]);
  });
  test("and who subscribed meanwhile is told with the next update, which has not grown", async () => {
    const { say } = await opened();
    const late = await asks(world.north, { moments: ["opened", "resolved"] });
    await say(2, later(10));
    expect(await toldOf(late)).toEqual([[2, null]]);
  });
});

describe("between updates, when it is known to hit more", () => {
  test("whom that has come to concern is told what was last said, at once and once", async () => {
    const own = await asks(world.north, { mine: true, moments: ["opened", "resolved"] });
    const region = await asks(world.northRegion, { regions: [world.northRegion.id] });
    const many = await asks(world.south, { minMessages: 50 });
    const { id, say } = await opened("minor", [world.southCare]);
    await say(2, later(5));
    expect(await watchGrowth(later(6))).toEqual(NOTHING);
    await hit(id, world.northCare, 60);
    expect(await watchGrowth(later(7))).toEqual({ changed: 1, notices: 3 });
    expect(await watchGrowth(later(8))).toEqual(NOTHING);
    expect(await toldOf(own)).toEqual([[2, "mine"]]);
    expect(await toldOf(region)).toEqual([[2, "organisations"]]);
    expect(await toldOf(many)).toEqual([[2, "impact 1 4"]]);
    await say(3, later(30), { phase: "resolved" });
    expect((await toldOf(own)).at(-1)).toEqual([3, null]);
  });
  test("a severity that is corrected upwards is told likewise", async () => {
    const severe = await asks(world.north, { minSeverity: "critical" });
    const { id } = await opened("minor");
    await prisma().incident.update({ where: { id }, data: { severity: "critical" } });
    expect(await watchGrowth(later(2))).toEqual({ changed: 1, notices: 1 });
    expect(await toldOf(severe)).toEqual([[1, "severity minor"]]);
  });
  test("nobody who was told hears again, nor who asked later, nor of what is over or taken back", async () => {
    const all = await asks(world.north, {});
    const { id, say } = await opened();
    const late = await asks(world.north, {});
    await hit(id, world.northCare, 60);
    expect(await watchGrowth(later(2))).toEqual({ changed: 1, notices: 0 });
    expect([await toldOf(all), await toldOf(late)]).toEqual([[[1, null]], []]);
    const own = await asks(world.south, { mine: true });
    await say(2, later(3), { phase: "resolved" });
    await hit(id, world.southCare, 60);
    expect(await watchGrowth(later(4))).toEqual(NOTHING);
    await prisma().incident.update({ where: { id }, data: { resolvedAt: null, withdrawnAt: later(5) } });
    expect(await watchGrowth(later(6))).toEqual(NOTHING);
    expect(await toldOf(own)).toEqual([]);
  });
  test("somebody without an account hears of what everybody may know by now, and of nothing else", async () => {
    const { north, south } = world;
    const follows = async (filter: Partial<Filter>) =>
      createSubscription(null, [await createEndpoint(null)], {
        filter: { moments: ["opened", "resolved"], ...filter },
      });
    const place = await follows({ municipalities: [south.id] });
    const grave = await follows({ municipalities: [north.id], minSeverity: "critical" });
    const { id } = await opened("minor", [world.northCare], true);
    // South is hit, and the public has not been told so.
    await hit(id, world.southCare);
    expect(await watchGrowth(later(2))).toEqual({ changed: 1, notices: 0 });
    await hit(id, world.southCare, null, true);
    expect(await watchGrowth(later(3))).toEqual({ changed: 1, notices: 1 });
    expect(await toldOf(place)).toEqual([[1, "organisations"]]);
    await prisma().incident.update({ where: { id }, data: { severity: "critical" } });
    expect(await watchGrowth(later(4))).toEqual({ changed: 1, notices: 1 });
    expect(await toldOf(grave)).toEqual([[1, "severity minor"]]);
    expect(await watchGrowth(later(5))).toEqual(NOTHING);
  });
  test("two workers tell once", async () => {
    const severe = await asks(world.north, { minSeverity: "critical" });
    const { id } = await opened("minor");
    await prisma().incident.update({ where: { id }, data: { severity: "critical" } });
    await Promise.all([watchGrowth(later(2)), watchGrowth(later(2)), watchGrowth(later(2))]);
    expect(await toldOf(severe)).toHaveLength(1);
  });
});
