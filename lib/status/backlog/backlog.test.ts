import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAgreement, createInstallation, createOrganisation } from "../../../prisma/factories/directory.ts";
import { cover, createDelivery } from "../../../prisma/factories/ledger.ts";
import { createIncident, createService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { NotFoundError } from "../../errors.ts";
import { deliveryQuery } from "../../ledger/filter.ts";
import { LEFTOVERS, type Leftover } from "../../ledger/leftovers.ts";
import { readDeliveries } from "../../ledger/queries.ts";
import type { ReceiptState } from "../../ledger/states.ts";
import type { Phase } from "../shapes.ts";
import { countBacklogs } from "./commands.ts";
import { readBacklog } from "./queries.ts";

useFreshDatabase();

const MINUTE = 60_000;
const FROM = new Date("2026-11-24T05:11:00Z");
const TO = new Date("2026-11-24T06:41:00Z");
const minute = (n: number) => FROM.getTime() + n * MINUTE;
const LATER = new Date("2026-11-24T09:00:00Z");
let world: SmallWorld;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await ownerPool().query(
    "DELETE FROM ledger.delivery; DELETE FROM ledger.coverage; DELETE FROM audit_entry; UPDATE incident SET withdrawn_at = now()",
  );
});

type Sent = { at?: number; state?: ReceiptState; took?: number | null; role?: number };
const send = (
  to: { id: number },
  { at = 10, state = "ok", took = null, role = 1 }: Sent = {},
  from = world.northHospital,
) =>
  createDelivery(ownerPool(), to, from, world.advis.id, {
    ...{ sentAt: minute(at), state, role },
    ...(took === null ? {} : { latencyMs: took * MINUTE, decidedAt: minute(at + took) }),
  });

/** A published outage from 06:11 to 07:41 that hit all three installations. */
async function outage(phase: Phase = "resolved", hit = [world.northCare, world.northHome, world.southCare]) {
  const services = [await createService({ station: "distributor" })];
  const resolvedAt = phase === "resolved" || phase === "backlog_cleared" ? TO : null;
  const incident = await createIncident(services, { phase, startedAt: FROM, resolvedAt });
  await prisma().impact.createMany({
    data: hit.map(({ id }) => ({
      incidentId: incident.id,
      installationId: id,
      effect: "delayed",
      fromAt: FROM,
      toAt: resolvedAt,
    })),
  });
  return incident;
}
const seeAll = () => cover(ownerPool(), world.source, new Date("2026-11-01"), LATER);
const totalFor = async (viewer: Viewer, number: string, side?: "sent") =>
  (await readBacklog(viewer, { number, side }, LATER)).total;
const phaseOf = (id: number) =>
  prisma().incident.findUniqueOrThrow({
    where: { id },
    select: { phase: true, backlogClearedAt: true, updates: { orderBy: { nr: "asc" } } },
  });

describe("what is counted", () => {
  test("are the deliveries sent while each installation was hit, by what became of them", async () => {
    const incident = await outage("confirmed");
    const states: ReceiptState[] = [
      "ok",
      "late_ok",
      "late_negative",
      "pending",
      "transient",
      "overdue",
      "unknown",
      "lost",
      "fatal",
    ];
    for (const state of states) await send(world.northCare, { state });
    await send(world.northCare, { state: "not_due" });
    await send(world.northCare, { at: -1, state: "overdue" });
    await send(world.southCare, { at: 90, state: "overdue" });
    await countBacklogs(new Date(minute(90)));
    const { operator, north, south } = world.viewers;
    const expected = { n: 9, late: 2, pending: 2, missing: 1, unknown: 1, lost: 1 };
    expect(await totalFor(operator, incident.number)).toEqual(expected);
    expect(await totalFor(north, incident.number)).toEqual(expected);
    expect((await totalFor(south, incident.number)).n).toBe(0);
    // Still hit: what is sent after the first count is counted by the next.
    await countBacklogs(new Date(minute(91)));
    expect((await totalFor(south, incident.number)).missing).toBe(1);
  });

  test("ends where the trouble was over, and follows a person who adjusts who was hit", async () => {
    const incident = await outage();
    await send(world.northCare, { at: 89, state: "overdue" });
    await send(world.northCare, { at: 90, state: "overdue" });
    await send(world.southCare, { state: "overdue" });
    await countBacklogs(LATER);
    expect((await totalFor(world.viewers.operator, incident.number)).missing).toBe(2);
    await prisma().impact.updateMany({ where: { installationId: world.southCare.id }, data: { effect: "none" } });
    await prisma().impact.updateMany({
      where: { installationId: world.northCare.id },
      data: { toAt: new Date(minute(95)) },
    });
    await countBacklogs(new Date(LATER.getTime() + MINUTE));
    expect((await totalFor(world.viewers.operator, incident.number)).missing).toBe(2);
    expect((await totalFor(world.viewers.south, incident.number)).n).toBe(0);
  });

  test("is written only where it says something new", async () => {
    await outage();
    await send(world.northCare, { state: "overdue" });
    await countBacklogs(LATER);
    const written = async () =>
      (
        await ownerPool().query(
          "SELECT xmin::text, ctid::text FROM ledger.backlog UNION ALL SELECT xmin::text, ctid::text FROM ledger.backlog_curve",
        )
      ).rows;
    const before = await written();
    expect(before.length).toBeGreaterThan(1);
    await countBacklogs(new Date(LATER.getTime() + MINUTE));
    expect(await written()).toEqual(before);
  });

  test("is nothing of what is not published", async () => {
    const incident = await outage();
    await send(world.northCare, { state: "overdue" });
    await prisma().incident.update({ where: { id: incident.id }, data: { publishedAt: null } });
    expect(await countBacklogs(LATER)).toEqual({ counted: 0, closed: 0 });
    for (const viewer of [world.viewers.north, world.viewers.northRegion])
      await expect(readBacklog(viewer, { number: incident.number }, LATER)).rejects.toThrow(NotFoundError);
  });

  test("makes a curve that rises while messages wait and falls to those still waiting", async () => {
    const incident = await outage();
    await send(world.northCare, { at: 1, state: "late_ok", took: 60 });
    await send(world.northCare, { at: 2, state: "late_ok", took: 100 });
    await send(world.southCare, { at: 3, state: "overdue" });
    await send(world.southCare, { at: 4, state: "ok", took: 0 });
    await countBacklogs(LATER);
    const { curve } = await readBacklog(world.viewers.operator, { number: incident.number }, LATER);
    // Sent 06:12 to 06:15 Danish time, answered 07:12 and 07:53: told at whole five minutes.
    expect(curve).toEqual([
      { at: "2026-11-24T05:15:00.000Z", waiting: 3 },
      { at: "2026-11-24T06:15:00.000Z", waiting: 2 },
      { at: "2026-11-24T06:55:00.000Z", waiting: 1 },
    ]);
    const own = await readBacklog(world.viewers.south, { number: incident.number }, LATER);
    expect(own.curve).toEqual([{ at: "2026-11-24T05:15:00.000Z", waiting: 1 }]);
  });
});

describe("who sees it", () => {
  test("every viewer sees the own counts, and each number is exactly as many rows of the list it leads to", async () => {
    const incident = await outage();
    const { northCare, northHome, southCare, southHospital, viewers } = world;
    for (const state of [
      "late_ok",
      "late_negative",
      "overdue",
      "unknown",
      "lost",
      "pending",
      "ok",
      "not_due",
    ] as const) {
      for (const at of [northCare, southCare]) await send(at, { state });
      await send(northHome, { state, role: 2 });
      await send(southCare, { state }, southHospital);
      await send(northCare, { state, at: 200 });
    }
    await countBacklogs(LATER);
    const sums: Record<string, number> = {};
    for (const [name, viewer] of Object.entries(viewers)) {
      const backlog = await readBacklog(viewer, { number: incident.number }, LATER);
      sums[name] = backlog.total.n;
      for (const left of LEFTOVERS) {
        const { n, late, pending, missing, unknown, lost } = backlog.total;
        const said: Record<Leftover, number> = {
          ...{ expected: n, late, pending, missing, unknown, lost },
          chase: pending + missing + unknown + lost,
          behind: late + pending + missing + unknown + lost,
        };
        const query = deliveryQuery.parse({ incident: incident.number, left, ...backlog.days, limit: 3 });
        const list = await readDeliveries(viewer, query, LATER);
        expect([name, left, list.total.count]).toEqual([name, left, said[left]]);
      }
      const seesSystems = viewer.role !== "region";
      expect(backlog.rows.every((row) => (row.system !== null) === seesSystems)).toBe(true);
    }
    expect(sums).toEqual({
      ...{ operator: 28, auditor: 28, vendor: 7, otherVendor: 7, north: 14, south: 14 },
      ...{ northRegion: 14, southRegion: 7 },
    });
  });

  test("its list pages by key, and the letters in it are the viewer's own", async () => {
    const incident = await outage();
    for (let n = 0; n < 9; n++) await send(world.northCare, { at: n, state: "overdue" });
    await send(world.southCare, { state: "overdue" });
    await countBacklogs(LATER);
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const asked = { incident: incident.number, left: "chase", from: "2026-11-24", to: "2026-11-24", limit: 4 };
      const page = await readDeliveries(
        world.viewers.north,
        deliveryQuery.parse({ ...asked, ...(cursor ? { cursor } : {}) }),
        LATER,
      );
      expect(page.rows.every((row) => row.municipality?.code === "9001")).toBe(true);
      expect(page.olderDay).toBeNull();
      seen.push(...page.rows.map((row) => row.letterId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(9);
  });
});

describe("when the last answer has come", () => {
  async function waitingForOne() {
    const incident = await outage();
    await seeAll();
    await send(world.northCare, { state: "late_ok", took: 60 });
    const { letterKey } = await send(world.southCare, { state: "overdue" });
    expect(await countBacklogs(LATER)).toEqual({ counted: 1, closed: 0 });
    expect((await phaseOf(incident.id)).phase).toBe("resolved");
    const answered = () =>
      ownerPool().query("UPDATE ledger.delivery SET state = 6, decided_at = $2 WHERE letter_key = $1", [
        letterKey,
        LATER,
      ]);
    return { incident, answered };
  }
  const soon = new Date(LATER.getTime() + 5_000);

  test("the list closes, and everyone hit is told once in both languages, also with two workers", async () => {
    const { incident, answered } = await waitingForOne();
    await answered();
    await Promise.all([countBacklogs(soon), countBacklogs(soon), countBacklogs(soon)]);
    await countBacklogs(new Date(soon.getTime() + 5_000));
    const { phase, backlogClearedAt, updates } = await phaseOf(incident.id);
    expect([phase, backlogClearedAt]).toEqual(["backlog_cleared", soon]);
    const told = updates.filter((update) => update.phase === "backlog_cleared");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ nr: 2, statedAt: soon, publishedAt: soon, writtenById: null, severity: "major" });
    expect(told[0]?.text).toContain("svar");
    expect(told[0]?.textEn).toContain("answered");
    const { vendor, otherVendor, north, south, northRegion, southRegion } = world;
    expect(told[0]?.audience.sort()).toEqual(
      [vendor, otherVendor, north, south, northRegion, southRegion].map(({ id }) => id).sort(),
    );
    const audit = await prisma().auditEntry.findMany({ where: { entity: `incident ${incident.number}` } });
    expect(audit.map(({ action, personId }) => [action, personId])).toEqual([
      ["status.incident.backlog_cleared", null],
    ]);
  });

  test("facts that come later change the numbers and reopen nothing", async () => {
    const { incident, answered } = await waitingForOne();
    await answered();
    await countBacklogs(soon);
    await send(world.northHome, { state: "overdue", role: 2 });
    const hourLater = new Date(soon.getTime() + 61 * MINUTE);
    expect(await countBacklogs(hourLater)).toEqual({ counted: 1, closed: 0 });
    expect((await totalFor(world.viewers.operator, incident.number)).missing).toBe(1);
    expect((await phaseOf(incident.id)).phase).toBe("backlog_cleared");
    expect((await phaseOf(incident.id)).updates).toHaveLength(2);
  });

  test("it stays open while a source has not reported all of the time", async () => {
    const incident = await outage();
    await cover(ownerPool(), world.source, new Date("2026-11-01"), new Date(minute(80)));
    await send(world.northCare, { state: "late_ok", took: 60 });
    expect(await countBacklogs(LATER)).toEqual({ counted: 1, closed: 0 });
    await seeAll();
    expect(await countBacklogs(soon)).toEqual({ counted: 1, closed: 1 });
    expect((await phaseOf(incident.id)).phase).toBe("backlog_cleared");
  });

  test("it stays open where one was lost, until a person says so", async () => {
    const incident = await outage();
    await seeAll();
    await send(world.northCare, { state: "lost" });
    expect(await countBacklogs(LATER)).toEqual({ counted: 1, closed: 0 });
    await prisma().incident.update({
      where: { id: incident.id },
      data: { phase: "backlog_cleared", backlogClearedAt: LATER },
    });
    expect(await countBacklogs(soon)).toEqual({ counted: 0, closed: 0 });
    expect((await totalFor(world.viewers.operator, incident.number)).lost).toBe(1);
  });

  test("a vendor whose agreement had not begun is not told", async () => {
    const municipality = await createOrganisation(ownerPool(), "municipality");
    const installation = await createInstallation(ownerPool(), world.home, municipality, {
      role: "A",
      typeId: world.advis.id,
    });
    await createAgreement(ownerPool(), world.otherVendor, municipality, { from: "2026-11-25" });
    const incident = await outage("resolved", [installation]);
    await seeAll();
    await countBacklogs(LATER);
    expect((await phaseOf(incident.id)).updates.at(-1)?.audience).toEqual([municipality.id]);
  });
});
