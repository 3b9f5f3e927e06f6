import { beforeAll, describe, expect, test } from "vitest";
import { createAgreement } from "../../../prisma/factories/directory.ts";
import { createDelivery, NOON } from "../../../prisma/factories/ledger.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { type DeliveryQuery, deliveryQuery } from "../filter.ts";
import { readDeliveries } from "../queries.ts";

useFreshDatabase();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (ms: number) => NOON.getTime() - ms;
let world: SmallWorld;

const list = (viewer: Viewer, query: Partial<Record<keyof DeliveryQuery, string | number>> = {}, now = NOON) =>
  readDeliveries(viewer, deliveryQuery.parse(query), now);

async function everyPage(viewer: Viewer, query: Partial<Record<keyof DeliveryQuery, string | number>>, now = NOON) {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(viewer, { ...query, limit: 7, ...(cursor ? { cursor } : {}) }, now);
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

beforeAll(async () => {
  const db = ownerPool();
  world = await createSmallWorld(db);
  const { northCare, northHome, southCare, northHospital, southHospital, advis } = world;
  for (let n = 0; n < 20; n++) {
    // Several share a send time, and every second letter goes to two installations.
    const sentAt = ago((Math.floor(n / 3) + 1) * 10 * MINUTE);
    const { letterKey } = await createDelivery(db, northCare, n % 4 ? northHospital : southHospital, advis.id, {
      sentAt,
    });
    if (n % 2) await createDelivery(db, northHome, northHospital, advis.id, { sentAt, letterKey, role: 2 });
  }
  await createDelivery(db, southCare, northHospital, advis.id, { sentAt: ago(20 * MINUTE), state: "lost" });
  await createDelivery(db, southCare, southHospital, advis.id, {
    sentAt: ago(5 * DAY),
    state: "fatal",
    codes: ["LOK"],
  });
});

describe("the list of deliveries", () => {
  test.each([{}, { state: "ok" }, { type: "TST20" }, { municipality: "9001" }] as const)(
    "gives every row of %j once, newest first, however it is paged, and for every kind of viewer",
    async (query) => {
      const { operator, north, northRegion, vendor } = world.viewers;
      for (const viewer of [operator, north, northRegion, vendor]) {
        const whole = await list(viewer, { ...query, limit: 200 });
        const paged = await everyPage(viewer, query);
        expect(paged).toEqual(whole.rows.map((row) => row.id));
        expect(paged.length).toBeGreaterThan(10);
        expect(new Set(paged).size).toBe(paged.length);
        expect(whole.total).toEqual({ count: paged.length, atLeast: false });
        const times = whole.rows.map((row) => row.sentAt);
        expect(times).toEqual([...times].sort().reverse());
      }
    },
  );

  test("a row that comes while one reads neither shifts a page nor slips in", async () => {
    const { operator } = world.viewers;
    const before = await everyPage(operator, {});
    const first = await list(operator, { limit: 7 });
    await createDelivery(ownerPool(), world.northCare, world.northHospital, world.advis.id, {
      sentAt: NOON.getTime() + 1_000,
    });
    const later = new Date(NOON.getTime() + 10 * MINUTE);
    const second = await list(operator, { limit: 7, cursor: first.nextCursor ?? "" }, later);
    expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(before.slice(0, 14));
    expect((await list(operator, { limit: 7 }, later)).rows[0]?.id).not.toBe(before[0]);
  });

  test("more readers at once than there are connections are all answered", async () => {
    const { vendor } = world.viewers;
    const rows = (await list(vendor)).rows;
    const later = new Date(NOON.getTime() + 10 * MINUTE);
    const pages = await Promise.all(Array.from({ length: 40 }, () => list(vendor, {}, later)));
    for (const page of pages) expect(page.rows.length).toBeGreaterThanOrEqual(rows.length);
  });

  test("filters by state, issue code, type, municipality and installation", async () => {
    const { operator } = world.viewers;
    const count = async (query: Parameters<typeof list>[1]) => {
      const page = await list(operator, { ...query, limit: 200 });
      expect(page.total.count).toBe(page.rows.length);
      return page.rows.length;
    };
    expect(await count({ state: "lost" })).toBe(1);
    expect(await count({ period: "7d", code: "LOK" })).toBe(1);
    expect(await count({ period: "7d", code: "no-such" })).toBe(0);
    expect(await count({ type: "TST91" })).toBe(0);
    expect(await count({ municipality: "9002" })).toBe(1);
    expect(await count({ installation: world.northHome.id })).toBe(10);
    expect(await count({ region: world.southRegion.id })).toBe(1);
  });

  test("an empty or ending list says which day before it has rows", async () => {
    const { operator, south } = world.viewers;
    const day = "2026-11-18";
    expect((await list(operator)).olderDay).toBe(day);
    expect((await list(south, { state: "fatal" })).olderDay).toBe(day);
    expect((await list(operator, { from: day, to: day })).rows).toHaveLength(1);
    expect((await list(operator, { from: day, to: day })).olderDay).toBeNull();
    expect((await list(operator, { limit: 7 })).olderDay).toBeNull();
  });

  test("an hour before the last 24 counts as its own day", async () => {
    await createDelivery(ownerPool(), world.southCare, world.southHospital, world.advis.id, {
      sentAt: Date.parse("2026-11-22T10:00:00Z"),
      state: "repudiated",
    });
    expect((await list(world.viewers.operator, { state: "repudiated" })).olderDay).toBe("2026-11-22");
  });

  test("a span is never longer than 31 days", async () => {
    const page = await list(world.viewers.operator, { from: "2026-01-01", to: "2026-11-23" });
    expect(page.period).toEqual({ from: "2025-12-31T23:00:00.000Z", to: "2026-01-31T23:00:00.000Z" });
  });
});

describe("who sees what of it", () => {
  test("a vendor sees an installation's deliveries on the days of its agreement only", async () => {
    await createAgreement(ownerPool(), world.vendor, world.south, { from: "2026-11-18", to: "2026-11-18" });
    const page = await list(world.viewers.vendor, { municipality: "9002", period: "7d" });
    expect(page.rows.map((row) => row.state)).toEqual(["fatal"]);
  });

  test("a region sees letters of its own hospitals, role A, with neither installation nor system", async () => {
    const { rows } = await list(world.viewers.northRegion, { limit: 200 });
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect(row).toMatchObject({ sender: "Nordsygehuset", installationId: null, system: null, receiptRole: "A" });
      expect(row.id).toMatch(/^[\w-]{22}\.m900[12]$/);
    }
  });

  test("a municipality that sent nothing has nothing on that side", async () => {
    expect((await list(world.viewers.north, { side: "sent" })).rows).toEqual([]);
  });
});
