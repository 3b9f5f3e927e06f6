import { beforeAll, describe, expect, test } from "vitest";
import { createAgreement, createMembership } from "../../../prisma/factories/directory.ts";
import { cover, createDelivery, NOON } from "../../../prisma/factories/ledger.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { type ReceiptQuery, receiptQuery } from "../filter.ts";
import { readBoard, readChoices, readOverview } from "../queries.ts";
import type { Overview } from "../shapes.ts";
import { RECEIPT_STATES } from "../states.ts";

useFreshDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (ms: number) => NOON.getTime() - ms;
const asked = (query: Partial<ReceiptQuery> = {}): ReceiptQuery => receiptQuery.parse(query);
let world: SmallWorld;

const at = (overview: Overview, key: string) => {
  const row = overview.rows.find((candidate) => candidate.key === key);
  if (!row) throw new Error(`no row ${key}`);
  return row;
};

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  const { northCare, northHome, southCare, northHospital, southHospital, advis, other, source } = world;
  for (let n = 0; n < 20; n++) await createDelivery(db, northCare, northHospital, advis.id, { sentAt: ago(HOUR) });
  await createDelivery(db, northCare, northHospital, advis.id, { sentAt: ago(2 * HOUR), state: "overdue" });
  await createDelivery(db, northCare, northHospital, advis.id, {
    sentAt: ago(2 * HOUR),
    state: "late_negative",
    codes: ["LOK"],
  });
  await createDelivery(db, northCare, southHospital, other.id, { sentAt: ago(3 * HOUR), state: "pending" });
  await createDelivery(db, northHome, northHospital, advis.id, { sentAt: ago(HOUR), state: "late_ok", role: 2 });
  await createDelivery(db, southCare, northHospital, advis.id, { sentAt: ago(HOUR), state: "ok" });
  await createDelivery(db, southCare, southHospital, advis.id, {
    sentAt: ago(6 * DAY),
    state: "fatal",
    codes: ["LOK"],
  });
  await cover(db, source, new Date(ago(10 * HOUR)), new Date(ago(2 * MINUTE)));
});

describe("the overview", () => {
  test("counts every installation of the operator by state, and the states add up to sent", async () => {
    const overview = await readOverview(world.viewers.operator, asked(), NOON);
    expect(overview.rows.map((row) => row.key)).toEqual([
      `i${world.northCare.id}`,
      `i${world.northHome.id}`,
      `i${world.southCare.id}`,
    ]);
    const row = at(overview, `i${world.northCare.id}`);
    expect(row).toMatchObject({ sent: 23, worst: "overdue", receiptRole: "A", topCode: { code: "LOK", count: 1 } });
    expect(row.municipality).toEqual({ code: "9001", name: "Nordby" });
    for (const { sent, counts } of [...overview.rows, overview.total]) {
      expect(RECEIPT_STATES.reduce((sum, state) => sum + counts[state], 0)).toBe(sent);
    }
    expect(overview.total).toMatchObject({ sent: 25, installations: 3 });
  });

  test("says the exact span: the 24 newest hours of the clock, up to now", async () => {
    const overview = await readOverview(world.viewers.operator, asked(), new Date("2026-11-23T11:40:00.000Z"));
    expect(overview.period).toEqual({ from: "2026-11-22T12:00:00.000Z", to: "2026-11-23T11:40:00.000Z" });
  });

  test("cuts days where Denmark does", async () => {
    const overview = await readOverview(world.viewers.operator, asked({ from: "2026-11-17", to: "2026-11-17" }), NOON);
    expect(overview.period).toEqual({ from: "2026-11-16T23:00:00.000Z", to: "2026-11-17T23:00:00.000Z" });
    expect(overview.total).toMatchObject({ sent: 1, counts: { fatal: 1 } });
  });

  test("a 95th percentile needs 20 receipts, a median one", async () => {
    const overview = await readOverview(world.viewers.operator, asked(), NOON);
    expect(at(overview, `i${world.northCare.id}`).latency).toMatchObject({ count: 21, p95Ms: expect.any(Number) });
    expect(at(overview, `i${world.southCare.id}`).latency).toMatchObject({ count: 1, medianMs: 7_500, p95Ms: null });
  });

  test("an hour that no source vouches for is not known, and no traffic is 0 only where it is", async () => {
    const overview = await readOverview(world.viewers.operator, asked(), NOON);
    expect(overview.hoursFrom).toBe(new Date(ago(23 * HOUR)).toISOString());
    const { hours } = at(overview, `i${world.southCare.id}`);
    expect(hours.known).toEqual(Array.from({ length: 24 }, (_, hour) => hour >= 13));
    expect(hours.sent).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 22 ? 1 : 0)));
    expect([...hours.trouble, ...hours.late]).toEqual(new Array(48).fill(0));
  });

  test("the hours of a group are those of all its installations, whatever period its counts are of", async () => {
    for (const period of ["24h", "7d"] as const) {
      const overview = await readOverview(world.viewers.operator, asked({ group: "municipality", period }), NOON);
      const { hours } = at(overview, "gm9001");
      expect(hours.sent.slice(-4)).toEqual([1, 2, 21, 0]);
      expect(hours.trouble.slice(-4)).toEqual([0, 1, 0, 0]);
      expect(hours.late.slice(-4)).toEqual([0, 1, 1, 0]);
    }
  });

  test("is complete up to where the sources have come", async () => {
    const overview = await readOverview(world.viewers.operator, asked(), NOON);
    const to = new Date(ago(2 * MINUTE)).toISOString();
    expect(overview.completeTo).toEqual({ earliest: to, latest: to, behind: 0 });
    expect(overview.rows.map((row) => row.completeTo)).toEqual([to, to, to]);
  });

  test("groups by municipality, system, vendor and type without losing a delivery", async () => {
    for (const group of ["municipality", "system", "vendor", "type"] as const) {
      const overview = await readOverview(world.viewers.operator, asked({ group }), NOON);
      expect(overview.rows).toHaveLength(2);
      expect(overview.rows.reduce((sum, row) => sum + row.sent, 0)).toBe(25);
      expect(overview.total.installations).toBe(3);
    }
  });

  test("filters by municipality, system, vendor, type and state", async () => {
    const sent = async (query: Partial<ReceiptQuery>) =>
      (await readOverview(world.viewers.operator, asked(query), NOON)).total.sent;
    expect(await sent({ municipality: "9001" })).toBe(24);
    expect(await sent({ system: world.home.id })).toBe(1);
    expect(await sent({ vendor: world.vendor.id })).toBe(24);
    expect(await sent({ type: "TST91" })).toBe(1);
    expect(await sent({ type: "no-such-type" })).toBe(0);
    expect(await sent({ state: "late_ok" })).toBe(1);
    expect(await sent({ region: world.northRegion.id })).toBe(24);
  });

  test("a region filter counts each day under the region a municipality had then", async () => {
    const db = ownerPool();
    await db.query("UPDATE membership SET valid_to = '2026-11-19' WHERE member_id = $1", [world.south.id]);
    await createMembership(db, world.south, world.northRegion, { from: "2026-11-20" });
    const sent = async (region: number) =>
      (await readOverview(world.viewers.operator, asked({ region, period: "7d" }), NOON)).total.sent;
    expect(await sent(world.southRegion.id)).toBe(1);
    expect(await sent(world.northRegion.id)).toBe(25);
  });
});

describe("who sees what of it", () => {
  test("a vendor sees its systems' installations where the municipality agreed, and no other", async () => {
    const overview = await readOverview(world.viewers.vendor, asked({ period: "7d" }), NOON);
    expect(overview.rows.map((row) => row.installationId)).toEqual([world.northCare.id]);
  });

  test("an agreement opens its own days only", async () => {
    const db = ownerPool();
    await createAgreement(db, world.vendor, world.south, { from: "2026-11-23", to: "2026-11-23" });
    const overview = await readOverview(world.viewers.vendor, asked({ period: "7d" }), NOON);
    expect(at(overview, `i${world.southCare.id}`)).toMatchObject({ sent: 1, counts: { ok: 1, fatal: 0 } });
    await db.query("DELETE FROM agreement WHERE municipality_id = $1", [world.south.id]);
  });

  test("a municipality sees its own installations of every vendor", async () => {
    const overview = await readOverview(world.viewers.north, asked(), NOON);
    expect(overview.rows.map((row) => row.installationId)).toEqual([world.northCare.id, world.northHome.id]);
    expect(overview.side).toBe("received");
  });

  test("a region sees what its hospitals sent, by receiving municipality, role A, without system or vendor", async () => {
    const overview = await readOverview(world.viewers.northRegion, asked({ group: "system" }), NOON);
    expect(overview.side).toBe("sent");
    expect(overview.rows.map((row) => [row.key, row.sent])).toEqual([
      ["m9001", 22],
      ["m9002", 1],
    ]);
    const told = JSON.stringify(overview);
    for (const name of ["Omsorg", "Bosted", "Omsorgsdata"]) expect(told).not.toContain(name);
    expect(overview.rows.every((row) => row.installationId === null && row.system === null)).toBe(true);
  });

  test("choices hold what the viewer may see", async () => {
    const vendor = await readChoices(world.viewers.vendor, NOON);
    expect(vendor.municipalities.map((choice) => choice.label)).toEqual(["Nordby"]);
    expect(vendor.systems.map((choice) => choice.label)).toEqual(["Omsorg"]);
    const region = await readChoices(world.viewers.northRegion, NOON);
    expect([region.systems, region.vendors]).toEqual([[], []]);
    expect(region.municipalities.map((choice) => choice.label)).toEqual(["Nordby", "Sydby"]);
  });
});

describe("the board", () => {
  test("shows each leg's median over the last 15 minutes, and the way back without the recipient's own time", async () => {
    const base = ago(5 * MINUTE);
    await createDelivery(ownerPool(), world.northHome, world.northHospital, world.advis.id, {
      sentAt: base,
      legs: [
        { station: "sender", direction: "out", at: base, ms: null },
        { station: "vans", direction: "out", at: base + 300, ms: 300 },
        { station: "recipient", direction: "back", at: base + 60_000, ms: 59_700 },
        { station: "sender", direction: "back", at: base + 61_400, ms: 1_400 },
      ],
    });
    const board = await readBoard(world.viewers.operator, NOON);
    expect(board.legs.map((leg) => [leg.station, leg.direction, leg.count])).toEqual([
      ["vans", "out", 1],
      ["recipient", "back", 1],
      ["sender", "back", 1],
    ]);
    expect(board.returnMs).toBeGreaterThan(1_000);
    expect(board.returnMs).toBeLessThan(2_001);
    expect(board.completeTo).toBe(new Date(ago(2 * MINUTE)).toISOString());
    expect((await readBoard(world.viewers.south, NOON)).legs).toEqual([]);
  });
});

test("the overview still answers with deliveries and events taken away", async () => {
  const db = ownerPool();
  await db.query(
    "REVOKE SELECT ON ledger.delivery, ledger.station_event FROM kvit_oversight, kvit_receiver, kvit_sender",
  );
  const { operator, vendor, northRegion } = world.viewers;
  for (const viewer of [operator, vendor, northRegion]) {
    for (const period of ["24h", "7d"] as const) {
      expect((await readOverview(viewer, asked({ period }), NOON)).total.sent).toBeGreaterThan(0);
    }
    await readBoard(viewer, NOON);
  }
});
