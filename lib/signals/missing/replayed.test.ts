import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cover, createDelivery } from "../../../prisma/factories/ledger.ts";
import { createService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import type { ReceiptState } from "../../ledger/states.ts";
import { ownersOf } from "../../subscriptions/owner.ts";
import { EVERYTHING_MINE, type Filter } from "../../subscriptions/shapes.ts";
import type { Standing } from "./past.ts";
import { replayedMissing } from "./replayed.ts";

useFreshDatabase();

const HOUR = 3_600_000;
const NOON = Date.parse("2026-11-20T11:00:00Z");
const FROM = NOON - 10 * 24 * HOUR;
let to = NOON + 24 * HOUR;
let world: SmallWorld;
const ask = async <T>(text: string, values: unknown[]) => (await ownerPool().query(text, values)).rows as T[];

async function sent(
  installation: { id: number },
  states: Partial<Record<ReceiptState, number>>,
  { at = NOON, sender = world.northHospital, type = world.advis, role = 1 } = {},
) {
  for (const [state, count] of Object.entries(states))
    for (let nr = 0; nr < count; nr++)
      await createDelivery(ownerPool(), installation, sender, type.id, {
        ...{ state: state as ReceiptState, sentAt: at + nr * 60_000, role },
      });
}
async function replayed(organisation: { id: number }, filter: Partial<Filter> = {}, incidents: Standing[] = []) {
  const owner = (await ownersOf(ask, [organisation.id], new Date(to))).get(organisation.id);
  if (!owner) throw new Error("No such organisation");
  const missing = { of: "each", counts: "both", count: 5, percent: null, minutes: 60 } as const;
  const made = await replayedMissing(
    ask,
    { ...EVERYTHING_MINE, missing, ...filter },
    owner,
    { from: FROM, to },
    incidents,
  );
  return made && { ...made, said: made.signals.map(({ at, moment }) => `${at.slice(5, 16)} ${moment}`) };
}

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  await createService({ code: "letters", kind: "chain", types: ["TST91"] });
});
beforeEach(async () => {
  await ownerPool().query(
    "TRUNCATE ledger.delivery, ledger.coverage, ledger.rollup_hour, ledger.rollup_day, ledger.rollup_day_total",
  );
  // What was read of an hour is kept: each test has an hour of its own.
  to += HOUR;
});
const seen = () => cover(ownerPool(), world.source, new Date(FROM), new Date(to));

test("a past threshold is told of by hour, with where it was and when it was over", async () => {
  await seen();
  await sent(world.northCare, { late_ok: 3, overdue: 2, ok: 9 });
  const made = await replayed(world.north);
  expect(made?.said).toEqual(["11-20T12:30 opened", "11-20T13:30 resolved"]);
  expect(made?.titles.get(-1)?.da).toBe("Kvitteringer mangler hos Omsorg i Nordby");
  expect(made?.signals[0]).toMatchObject({
    installations: [world.northCare.id],
    messages: 5,
    municipalities: [world.north.id],
  });
  expect(made?.seen).toEqual({ whole: 2, some: 0, none: 0 });
});

test("what nobody saw is not replayed, and it says of how many", async () => {
  await sent(world.northCare, { overdue: 9 });
  expect(await replayed(world.north)).toMatchObject({ said: [], seen: { whole: 0, some: 0, none: 2 } });
  to += HOUR;
  await cover(ownerPool(), world.source, new Date(NOON - HOUR), new Date(NOON + 3 * HOUR));
  expect(await replayed(world.north)).toMatchObject({
    said: ["11-20T12:30 opened", "11-20T13:30 resolved"],
    seen: { whole: 0, some: 2, none: 0 },
  });
});

test("an incident that would have been told of stands for what fell due in its time, where it hits, and no longer", async () => {
  await seen();
  await sent(world.northCare, { overdue: 9 });
  await sent(world.northHome, { overdue: 9 }, { at: NOON + 5 * HOUR });
  const hits = (installation: { id: number }) => ({ installations: [installation.id], from: NOON, to: NOON + HOUR });
  expect((await replayed(world.north, {}, [hits(world.northCare)]))?.said).toEqual([
    "11-20T17:30 opened",
    "11-20T18:30 resolved",
  ]);
  expect((await replayed(world.north, {}, [hits(world.northHome)]))?.said).toHaveLength(4);
});

describe("is counted", () => {
  beforeEach(seen);
  test("of the owner's own only, a vendor's where it runs them, and everywhere for the operator", async () => {
    await sent(world.northCare, { overdue: 6 });
    expect((await replayed(world.south))?.said).toEqual([]);
    expect((await replayed(world.otherVendor))?.said).toEqual([]);
    expect((await replayed(world.vendor))?.said).toHaveLength(2);
    expect((await replayed(world.operator))?.said).toHaveLength(2);
  });
  test("for a region by municipality, of what its own sent and is to get an answer to", async () => {
    await sent(world.northCare, { overdue: 3 });
    await sent(world.northHome, { overdue: 3 });
    await sent(world.northHome, { overdue: 9 }, { at: NOON + 3 * HOUR, sender: world.southHospital });
    await sent(world.northHome, { overdue: 9 }, { at: NOON + 6 * HOUR, role: 2 });
    const made = await replayed(world.northRegion);
    expect(made?.said).toEqual(["11-20T12:30 opened", "11-20T13:30 resolved"]);
    expect(made?.signals[0]).toMatchObject({ installations: [], municipalities: [world.north.id] });
    expect(made?.titles.get(-1)?.da).toBe("Kvitteringer mangler hos Nordby");
  });
  test("of the types and services the filter names, by what it counts, and together where it says so", async () => {
    await sent(world.northCare, { overdue: 3, fatal: 2 });
    await sent(world.northHome, { overdue: 2 });
    const missing = { of: "each", counts: "both", count: 5, percent: null, minutes: 60 } as const;
    const opened = async (filter: Partial<Filter>) => ((await replayed(world.north, filter))?.said.length ?? 0) > 0;
    expect(await opened({})).toBe(true);
    expect(await opened({ services: ["letters"] })).toBe(false);
    expect(await opened({ types: ["TST91"] })).toBe(false);
    expect(await opened({ missing: { ...missing, counts: "overdue" } })).toBe(false);
    expect(await opened({ missing: { ...missing, counts: "overdue", of: "sum" } })).toBe(true);
    expect(await opened({ missing: { ...missing, counts: "negative" } })).toBe(false);
    expect(await opened({ missing: { ...missing, count: null, percent: 90 } })).toBe(true);
    expect(await opened({ installations: [world.northHome.id] })).toBe(false);
  });
});

test("a filter that asks for none has none", async () => {
  expect(await replayed(world.north, { missing: null })).toBeNull();
});
