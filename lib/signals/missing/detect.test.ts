import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cover, createDelivery } from "../../../prisma/factories/ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createIncident, createService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import type { ReceiptState } from "../../ledger/states.ts";
import { recordSignal } from "../../notices/outbox.ts";
import type { StatusTx } from "../../status/change.ts";
import type { Filter } from "../../subscriptions/shapes.ts";
import { watchMissing } from "./detect.ts";

useFreshDatabase();

const MINUTE = 60_000;
const NOW = new Date("2026-11-23T11:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);
const LIMIT = { of: "each", counts: "both", count: 5, percent: null, minutes: 30 } as const;
const ASKS: Partial<Filter> = { mine: true, missing: LIMIT };
const NOTHING = { opened: 0, updated: 0, resolved: 0, more: false };
let world: SmallWorld;

/** Receipts that fell due within the five minutes before an instant, or within others. */
async function due(
  installation: { id: number },
  states: Partial<Record<ReceiptState, number>>,
  { at = NOW, role = 1, type = world.advis, sender = world.northHospital, lastStation = 6 } = {},
) {
  for (const [state, count] of Object.entries(states))
    for (let nr = 0; nr < count; nr++) {
      const sentAt = at.getTime() - (35 - nr / 10) * MINUTE;
      await createDelivery(ownerPool(), installation, sender, type.id, {
        ...{ state: state as ReceiptState, sentAt, role, lastStation },
      });
    }
}
const seenTo = (to: Date) => cover(ownerPool(), world.source, later(-600), to);
const asks = async (organisation: { id: number }, filter: Partial<Filter> = {}) =>
  createSubscription(organisation, [await createEndpoint(organisation)], { filter: { ...ASKS, ...filter } });
const said = async () =>
  (
    await prisma().signal.findMany({
      where: { kind: "missing_receipts" },
      orderBy: { id: "asc" },
      select: { moment: true, text: true, installationIds: true, notices: { select: { organisationId: true } } },
    })
  ).map(({ moment, installationIds, notices }) => ({ moment, installationIds, told: notices.length }));
const text = async () =>
  prisma().signal.findFirstOrThrow({ where: { kind: "missing_receipts" }, orderBy: { id: "desc" } });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const hub = await createService({ code: "hub", station: "distributor" });
  await createService({ code: "advis-1", kind: "chain", types: ["TST20"], through: [{ service: hub, whole: true }] });
  await createService({ code: "letters", kind: "chain", types: ["TST91"] });
});
beforeEach(async () => {
  await prisma()
    .$executeRaw`TRUNCATE signal, subscription, endpoint, incident, ledger.delivery, ledger.coverage CASCADE`;
});

test("what passes a threshold is told once, figures first, in both languages", async () => {
  await asks(world.north);
  await seenTo(NOW);
  await due(world.northCare, { overdue: 4, fatal: 1, ok: 8 });
  await due(world.southCare, { overdue: 9 });
  expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 1 });
  expect(await watchMissing(later(1))).toEqual(NOTHING);
  expect(await said()).toEqual([{ moment: "opened", installationIds: [world.northCare.id], told: 1 }]);
  const signal = await text();
  expect(signal.text).toBe(
    "5 af 13 kvitteringer mangler eller er negative hos Omsorg i Nordby siden 11:55. 1 af dem er negativ. Tallene gælder dem, der skulle være kommet mellem 11:30 og 12:00. Jeres grænse er 5 inden for 30 minutter.",
  );
  expect(signal.textEn).toMatch(/^5 of 13 receipts are missing or negative from Omsorg in Nordby since 11:55\./);
  expect(signal).toMatchObject({ messages: 5, municipalityIds: [world.north.id], types: [], thread: /^missing:/ });
});

describe("nothing is said", () => {
  test("under the threshold", async () => {
    await asks(world.north);
    await seenTo(NOW);
    await due(world.northCare, { overdue: 4, ok: 2, late_ok: 3 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
  test("of what fell due before the threshold's minutes", async () => {
    await asks(world.north);
    await seenTo(later(31));
    await due(world.northCare, { overdue: 9 });
    expect(await watchMissing(later(31))).toEqual(NOTHING);
  });
  test.each([
    ["where no source reports", null],
    ["where the sources lag behind", -6],
  ])("%s", async (_, minutes) => {
    await asks(world.north);
    if (minutes !== null) await seenTo(later(minutes));
    await due(world.northCare, { overdue: 9 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
  test("where a source left out a part of the time", async () => {
    await asks(world.north);
    await cover(ownerPool(), world.source, later(-600), later(-20));
    await cover(ownerPool(), world.source, later(-19), NOW);
    await due(world.northCare, { overdue: 9 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
  test("to those who do not ask, or whose subscription has ended", async () => {
    await asks(world.north, { kinds: ["incident"] });
    await asks(world.north, { missing: null });
    await createSubscription(world.north, [], { filter: ASKS, endedAt: later(-1) });
    await seenTo(NOW);
    await due(world.northCare, { overdue: 9 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
  test("of other types, services and systems than the filter asks for", async () => {
    await asks(world.north, { types: ["TST91"] });
    await asks(world.north, { services: ["letters"] });
    await asks(world.north, { installations: [world.northHome.id] });
    await asks(world.north, { vendors: [world.otherVendor.id] });
    await seenTo(NOW);
    await due(world.northCare, { overdue: 9 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
});

test("a filter by service, station, type, system or vendor tells of what it covers", async () => {
  await asks(world.north, { services: ["hub"] });
  await asks(world.north, { stations: ["distributor"] });
  await asks(world.north, { types: ["TST20"], installations: [world.northCare.id] });
  await asks(world.vendor, { vendors: [world.vendor.id] });
  await seenTo(NOW);
  await due(world.northCare, { overdue: 9 });
  await watchMissing(NOW);
  expect((await said()).map(({ told }) => told)).toEqual([1, 1, 1, 1]);
});

test("many that pass at once are one notice; what joins is told in the same thread", async () => {
  await asks(world.north);
  await seenTo(later(2));
  await due(world.northCare, { overdue: 5, ok: 5 });
  await due(world.northHome, { overdue: 6, unknown: 1 });
  await watchMissing(NOW);
  expect(await said()).toEqual([
    { moment: "opened", installationIds: [world.northHome.id, world.northCare.id], told: 1 },
  ]);
  const { text: words } = await text();
  expect(words).toMatch(/^11 af 16 kvitteringer mangler eller er negative hos 2 systemer i 1 kommune siden 11:55\./);
  expect(words).toContain("Om 1 mere kan der endnu ikke siges noget.");
  expect(words).toMatch(/\n\nBosted i Nordby: 6 af 6\nOmsorg i Nordby: 5 af 10$/);
});

test("places that pass a few minutes apart, of one cause, are told of together, in the thread of the first", async () => {
  await asks(world.north);
  await seenTo(later(2));
  await due(world.northCare, { overdue: 5 });
  await watchMissing(NOW);
  const { thread } = await text();
  await seenTo(later(10));
  await due(world.northHome, { lost: 5 }, { at: later(2) });
  for (const minutes of [2, 5, 9]) expect(await watchMissing(later(minutes))).toEqual(NOTHING);
  expect(await watchMissing(later(10))).toEqual({ ...NOTHING, updated: 1 });
  expect(await text()).toMatchObject({
    thread,
    moment: "updated",
    installationIds: expect.arrayContaining([world.northHome.id]),
  });
  expect((await text()).text).toContain("Kommet til: Bosted i Nordby.");
  expect(await watchMissing(later(11))).toEqual(NOTHING);
});

describe("all of a group together", () => {
  const sum = { missing: { ...LIMIT, of: "sum" } } as const;
  test("pass where none does alone, are told as one, and end together", async () => {
    await asks(world.northRegion, { ...sum });
    await asks(world.north, { ...sum });
    await seenTo(later(80));
    await due(world.northCare, { overdue: 3, ok: 3 });
    await due(world.northHome, { overdue: 2, ok: 4 });
    expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 2 });
    const { title, text: words } = await text();
    expect(title).toBe("Kvitteringer mangler hos 2 systemer i 1 kommune");
    expect(words).toMatch(/^5 af 12 kvitteringer mangler eller er negative i alt hos 2 systemer i 1 kommune siden/);
    expect(words).toContain("Jeres grænse er 5 inden for 30 minutter alle steder lagt sammen.");
    expect(words).toMatch(/\n\nOmsorg i Nordby: 3 af 6\nBosted i Nordby: 2 af 6$/);
    expect(await watchMissing(later(80))).toEqual({ ...NOTHING, resolved: 2 });
  });
  test.each<[string, () => { organisation: { id: number }; filter: Partial<Filter> }, number]>([
    ["chosen systems", () => ({ organisation: world.north, filter: { installations: [world.northCare.id] } }), 0],
    ["a municipality", () => ({ organisation: world.northRegion, filter: { municipalities: [world.north.id] } }), 1],
    ["a region", () => ({ organisation: world.operator, filter: { regions: [world.northRegion.id] } }), 1],
    ["a vendor's systems", () => ({ organisation: world.operator, filter: { vendors: [world.vendor.id] } }), 0],
    ["everything there is", () => ({ organisation: world.operator, filter: {} }), 1],
  ])("may be %s", async (_, asked, opened) => {
    const { organisation, filter } = asked();
    await asks(organisation, { ...filter, ...sum });
    await seenTo(NOW);
    await due(world.northCare, { overdue: 3 });
    await due(world.northHome, { overdue: 2 });
    expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened });
  });
});

test("who counts only what is missing, or only what is negative, is told of that", async () => {
  const counts = (of: "overdue" | "negative") => asks(world.north, { missing: { ...LIMIT, counts: of } });
  await counts("overdue");
  await counts("negative");
  await seenTo(later(1));
  await due(world.northCare, { overdue: 3, lost: 1, fatal: 5, repudiated: 1 });
  expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 1 });
  expect((await text()).text).toMatch(/^6 af 10 kvitteringer er negative hos Omsorg i Nordby/);
  await due(world.northCare, { overdue: 1 }, { at: later(1) });
  expect(await watchMissing(later(1))).toEqual({ ...NOTHING, opened: 1 });
  expect((await text()).text).toMatch(/^5 af 11 kvitteringer mangler hos Omsorg i Nordby/);
});

describe("several places that came no further than one station", () => {
  const stopped = async () => {
    await asks(world.north);
    await seenTo(NOW);
    await due(world.northCare, { overdue: 6 }, { lastStation: 4 });
    await due(world.northHome, { overdue: 5 }, { lastStation: 4 });
    await due(world.northHome, { overdue: 1 }, { lastStation: 2 });
    await watchMissing(NOW);
    return text();
  };
  test("are told with it, and that nothing is open there", async () => {
    const signal = await stopped();
    expect(signal.text).toContain(
      "11 af de 12 nåede ikke længere end Beskedfordeleren. Der er ingen åben driftsforstyrrelse dér.",
    );
    expect(signal.textEn).toContain("11 of the 12 came no further than the distributor.");
  });
  test("are told with the incident that is open there", async () => {
    const hub = await prisma().service.findUniqueOrThrow({ where: { code: "hub" } });
    const { number } = await createIncident([hub], { title: "Forsinkelse i Beskedfordeler" });
    expect((await stopped()).text).toContain(
      `Dér er der en åben driftsforstyrrelse: ${number} Forsinkelse i Beskedfordeler.`,
    );
  });
});

describe("an episode ends", () => {
  const begun = async (organisation = world.north) => {
    const subscription = await asks(organisation);
    await seenTo(NOW);
    await due(world.northCare, { overdue: 5 });
    await watchMissing(NOW);
    return subscription;
  };
  test("when less than half of the threshold is missing, and is told with its figures", async () => {
    await begun();
    await seenTo(later(40));
    await due(world.northCare, { ok: 20, overdue: 3 }, { at: later(35) });
    expect(await watchMissing(later(40))).toEqual(NOTHING);
    await seenTo(later(80));
    await due(world.northCare, { ok: 20, overdue: 2 }, { at: later(75) });
    expect(await watchMissing(later(80))).toEqual({ ...NOTHING, resolved: 1 });
    expect((await text()).text).toMatch(/^Det er ovre hos Omsorg i Nordby: 2 af 22 kvitteringer/);
    expect(await watchMissing(later(81))).toEqual(NOTHING);
  });
  test("not while coverage is withdrawn: it stays open, and nothing is said", async () => {
    await begun();
    await ownerPool().query("TRUNCATE ledger.coverage");
    expect(await watchMissing(later(80))).toEqual(NOTHING);
    expect(await prisma().episode.findMany({ select: { endedAt: true } })).toEqual([{ endedAt: null }]);
    await seenTo(later(81));
    expect(await watchMissing(later(81))).toEqual({ ...NOTHING, resolved: 1 });
    expect((await text()).text).toMatch(/ingen kvitteringer skulle være kommet/);
  });
  test("for a filter that no longer asks, to whoever was told of its beginning", async () => {
    const { id: subscriptionId } = await begun();
    await prisma().subscriptionFilter.updateMany({
      where: { subscriptionId },
      data: { filter: { ...(await filterOf(subscriptionId)), kinds: ["incident"] } },
    });
    expect(await watchMissing(later(1))).toEqual({ ...NOTHING, resolved: 1 });
    expect((await said()).at(-1)).toEqual({ moment: "resolved", installationIds: [], told: 1 });
    expect((await text()).text).toMatch(/^Vi holder ikke længere øje/);
  });
  test("for a vendor whose agreement has ended, without a figure of what is no longer its own", async () => {
    await begun(world.vendor);
    const ended = new Date("2026-11-24T11:00:00Z");
    await ownerPool().query("UPDATE agreement SET valid_to = '2026-11-23' WHERE vendor_id = $1", [world.vendor.id]);
    await seenTo(ended);
    await due(world.northCare, { overdue: 9 }, { at: ended });
    expect(await watchMissing(ended)).toEqual({ ...NOTHING, resolved: 1 });
    expect(await text()).toMatchObject({
      installationIds: [],
      messages: 0,
      title: "Kvitteringer mangler hos Omsorg i Nordby",
    });
    await ownerPool().query("UPDATE agreement SET valid_to = NULL WHERE vendor_id = $1", [world.vendor.id]);
  });
});

test("two workers tell once", async () => {
  await asks(world.north);
  await asks(world.vendor);
  await seenTo(NOW);
  await due(world.northCare, { overdue: 5 });
  await Promise.all([watchMissing(NOW), watchMissing(NOW), watchMissing(NOW)]);
  expect((await said()).map(({ moment, told }) => ({ moment, told }))).toEqual([
    { moment: "opened", told: 1 },
    { moment: "opened", told: 1 },
  ]);
});

test("when more pass than one commit tells, the next round tells the rest, and each once", async () => {
  const endpoint = await createEndpoint(world.north);
  for (let nr = 0; nr < 42; nr++) await createSubscription(world.north, [endpoint], { filter: ASKS });
  await seenTo(NOW);
  await due(world.northCare, { overdue: 5 });
  expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 40, more: true });
  expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 2 });
  expect(await watchMissing(NOW)).toEqual(NOTHING);
});

describe("a region hears of what its own sent and is to get an answer to", () => {
  test("by municipality, naming no system", async () => {
    await asks(world.northRegion);
    await seenTo(NOW);
    await due(world.northCare, { overdue: 3 });
    await due(world.northHome, { overdue: 3, ok: 1 });
    expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 1 });
    const signal = await text();
    expect(signal.text).toMatch(/^6 af 7 kvitteringer mangler eller er negative hos Nordby siden 11:55\./);
    expect(`${signal.title} ${signal.titleEn} ${signal.text} ${signal.textEn}`).not.toMatch(/Omsorg|Bosted/);
    expect(signal).toMatchObject({ installationIds: [], vendorIds: [], municipalityIds: [world.north.id] });
    expect((await said())[0]?.told).toBe(1);
  });
  test("not of other roles, other regions' letters or other regions' municipalities", async () => {
    await asks(world.northRegion);
    await seenTo(NOW);
    await due(world.northCare, { overdue: 9 }, { role: 2 });
    await due(world.northCare, { overdue: 9 }, { sender: world.southHospital });
    await due(world.southCare, { overdue: 9 });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
});

describe("an incident that was told of", () => {
  const incident = async (resolvedAt: Date | null = null) => {
    const made = await createIncident([], { startedAt: later(-30), resolvedAt });
    await prisma().impact.create({
      data: { incidentId: made.id, installationId: world.northCare.id, effect: "delayed", fromAt: later(-30) },
    });
    await prisma().$transaction((tx) =>
      recordSignal(tx as StatusTx, aSignal({ incidentId: made.id, thread: `incident:${made.number}` }), later(-20)),
    );
    return made;
  };
  beforeEach(async () => {
    await seenTo(NOW);
    await due(world.northCare, { overdue: 5 });
  });
  test("stands for the receipts that go missing where it hits, and for those of its time when it is over", async () => {
    await asks(world.north);
    const { id } = await incident();
    expect(await watchMissing(NOW)).toEqual(NOTHING);
    await prisma().incident.update({ where: { id }, data: { resolvedAt: later(1) } });
    for (const minutes of [1, 20]) {
      await seenTo(later(minutes));
      expect(await watchMissing(later(minutes))).toEqual(NOTHING);
    }
    await seenTo(later(32));
    await due(world.northCare, { overdue: 5 }, { at: later(20) });
    expect(await watchMissing(later(32))).toEqual({ ...NOTHING, opened: 1 });
  });
  test("also by way of another that it is merged into", async () => {
    await asks(world.north);
    const { id } = await incident();
    const into = await createIncident([], { startedAt: later(-30) });
    await prisma().impact.create({
      data: { incidentId: into.id, installationId: world.northCare.id, effect: "delayed", fromAt: later(-30) },
    });
    await prisma().incident.update({ where: { id }, data: { mergedIntoId: into.id } });
    expect(await watchMissing(NOW)).toEqual(NOTHING);
  });
  test("not for what it does not hit", async () => {
    await asks(world.north);
    await incident();
    await due(world.northHome, { overdue: 5 });
    await watchMissing(NOW);
    expect((await said()).map(({ installationIds }) => installationIds)).toEqual([[world.northHome.id]]);
  });
  test("not to those who were not told of it", async () => {
    await asks(world.north, { kinds: ["missing_receipts"] });
    await incident();
    expect(await watchMissing(NOW)).toEqual({ ...NOTHING, opened: 1 });
  });
});

async function filterOf(subscriptionId: number): Promise<object> {
  const { filter } = await prisma().subscriptionFilter.findFirstOrThrow({ where: { subscriptionId } });
  return filter as object;
}
