import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { askingAsOwner } from "../status/ask.ts";
import type { StatusTx } from "../status/change.ts";
import { factsOf } from "../subscriptions/facts.ts";
import { claim } from "./dispatch/claim.ts";
import { recordTry } from "./dispatch/sql.ts";
import { recordGrowth, recordSignal } from "./outbox.ts";
import type { NewSignal } from "./signal.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let world: SmallWorld;

const say = (signal: Partial<NewSignal> = {}, now = NOW) =>
  prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(signal), now));

/** Who is told of a signal: the addresses' numbers, and what keeps each until when. */
async function dispatchesOf(signalId: number) {
  const rows = await prisma().dispatch.findMany({
    where: { notice: { signalId } },
    select: { endpointId: true, why: true, notBefore: true, state: true },
    orderBy: [{ endpointId: "asc" }, { notBefore: "asc" }],
  });
  return rows.map(({ endpointId, why, notBefore, state }) => ({ endpointId, why, notBefore, state }));
}
const toldOf = async (signalId: number) => (await dispatchesOf(signalId)).map(({ endpointId }) => endpointId);

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
});

test("a signal, its notices with why, and a dispatch per address stand together", async () => {
  const mail = await createEndpoint(world.north);
  const hook = await createEndpoint(world.north, { channel: "webhook", address: "https://example.org/hook" });
  const { id } = await createSubscription(world.north, [mail, hook]);
  const { signalId, notices, dispatches } = await say({ municipalities: [world.north.id] });
  expect({ notices, dispatches }).toEqual({ notices: 1, dispatches: 2 });
  expect(await toldOf(signalId)).toEqual([mail.id, hook.id]);
  const notice = await prisma().notice.findFirstOrThrow({ where: { signalId } });
  expect(notice).toMatchObject({ subscriptionId: id, organisationId: world.north.id });
  expect(notice.because).toContainEqual({ axis: "kinds", value: "incident" });
});

test("what is not committed tells nobody", async () => {
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  const broken = prisma().$transaction(async (tx) => {
    await recordSignal(tx as StatusTx, aSignal(), NOW);
    throw new Error("The publishing failed");
  });
  await expect(broken).rejects.toThrow();
  expect(await prisma().signal.count()).toBe(0);
  expect(await prisma().dispatch.count()).toBe(0);
});

test("each of two subscriptions that lead to an address has its notice there, by its own calm", async () => {
  const shared = await createEndpoint(world.north);
  await createSubscription(world.north, [shared]);
  await createSubscription(world.north, [shared], { calm: { digestAt: "16:00" } });
  const { signalId, notices } = await say();
  expect(notices).toBe(2);
  expect((await dispatchesOf(signalId)).map(({ endpointId, why }) => [endpointId, why])).toEqual([
    [shared.id, null],
    [shared.id, "digest"],
  ]);
});

test("an address's cap counts what it is told, not how many subscriptions it is told by", async () => {
  const shared = await createEndpoint(world.north);
  for (const _ of [1, 2]) await createSubscription(world.north, [shared], { calm: { capPerHour: 2 } });
  await say({ thread: "incident:2026-1" }, later(1));
  const second = await say({ thread: "incident:2026-2" }, later(2));
  expect(await dispatchesOf(second.signalId)).toMatchObject([{ why: null }, { why: null }]);
});

describe("nobody is told who did not ask, or cannot be", () => {
  type Unusual = {
    endpoint?: { confirmedAt: null };
    second?: boolean;
    endedAt?: Date;
    filter?: { minSeverity: "critical" };
  };
  test.each<[string, Unusual]>([
    ["an address that nobody has confirmed", { endpoint: { confirmedAt: null } }],
    ["a second contact", { second: true }],
    ["a subscription that has ended", { endedAt: later(-1) }],
    ["a filter that keeps it back", { filter: { minSeverity: "critical" } }],
  ])("%s", async (_, { endpoint = {}, second = false, ...unusual }) => {
    const { id } = await createEndpoint(world.north, endpoint);
    await createSubscription(world.north, [{ id, second }], unusual);
    expect(await toldOf((await say()).signalId)).toEqual([]);
  });
  test("a disabled address", async () => {
    const address = await createEndpoint(world.north);
    await createSubscription(world.north, [address]);
    await prisma().endpoint.update({
      where: { id: address.id },
      data: { disabledAt: NOW, disabledWhy: "hard_bounce" },
    });
    expect(await toldOf((await say()).signalId)).toEqual([]);
  });
});

test("'my organisation' is told of its own and not of others", async () => {
  const north = await createEndpoint(world.north);
  const south = await createEndpoint(world.south);
  await createSubscription(world.north, [north], { filter: { mine: true } });
  await createSubscription(world.south, [south], { filter: { mine: true } });
  expect(await toldOf((await say({ municipalities: [world.north.id] })).signalId)).toEqual([north.id]);
  expect(await toldOf((await say({ installations: [world.southCare.id] })).signalId)).toEqual([south.id]);
});

test("a vendor is not told what hits a municipality where it has no installation of its own", async () => {
  const vendor = await createEndpoint(world.vendor);
  await createSubscription(world.vendor, [vendor], { filter: { mine: true } });
  const others = { municipalities: [world.north.id], installations: [world.northHome.id] };
  expect(await toldOf((await say(others)).signalId)).toEqual([]);
  const own = { municipalities: [world.north.id], installations: [world.northCare.id] };
  expect(await toldOf((await say(own)).signalId)).toEqual([vendor.id]);
});

test("who has just asked is told, also where the clock they asked by is ahead", async () => {
  const address = await createEndpoint(world.north);
  const { id } = await createSubscription(world.north, [address]);
  await prisma().subscriptionFilter.updateMany({ where: { subscriptionId: id }, data: { validFrom: later(3) } });
  expect(await toldOf((await say()).signalId)).toEqual([address.id]);
});

describe("whoever got the opening gets the end", () => {
  const narrow = async (subscriptionId: number, at: Date) => {
    const current = await prisma().subscriptionFilter.findFirstOrThrow({ where: { subscriptionId } });
    const filter = { ...(current.filter as object), minSeverity: "critical" };
    await prisma().subscriptionFilter.create({ data: { subscriptionId, validFrom: at, filter } });
  };
  test("also after the filter was changed", async () => {
    const address = await createEndpoint(world.north);
    const { id } = await createSubscription(world.north, [address]);
    await say();
    await narrow(id, later(10));
    expect(await toldOf((await say({ moment: "updated" }, later(20))).signalId)).toEqual([]);
    const end = await say({ moment: "resolved" }, later(30));
    expect(await toldOf(end.signalId)).toEqual([address.id]);
    const notice = await prisma().notice.findFirstOrThrow({ where: { signalId: end.signalId } });
    expect(notice.because).toEqual([{ axis: "thread", value: "incident:2026-118" }]);
  });
  test("also where the incident was merged into another meanwhile", async () => {
    const address = await createEndpoint(world.north);
    const { id } = await createSubscription(world.north, [address]);
    await say({ thread: "incident:2026-118" });
    await narrow(id, later(10));
    const end = { moment: "resolved" as const, thread: "incident:2026-117", alsoOf: ["incident:2026-118"] };
    expect(await toldOf((await say(end, later(30))).signalId)).toEqual([address.id]);
  });
  test("also by a subscription that it came to later at an address that another had told, and that is ended since", async () => {
    const address = await createEndpoint(world.north);
    const first = await createSubscription(world.north, [address]);
    await createSubscription(world.north, [address], { filter: { minSeverity: "major" } });
    const { signalId } = await say({ severity: "minor" });
    await prisma().dispatch.updateMany({ data: { state: "sent", sentAt: NOW } });
    const before = await factsOf(askingAsOwner, signalId);
    if (!before) throw new Error("Nothing was said");
    await prisma().$transaction((tx) => recordGrowth(tx, before, aSignal({ severity: "major" }), later(5)));
    await prisma().subscription.update({ where: { id: first.id }, data: { endedAt: later(6) } });
    expect(await toldOf((await say({ moment: "resolved", severity: "minor" }, later(30))).signalId)).toEqual([
      address.id,
    ]);
  });
  test("and who never heard of it is not told that it is over, unless their filter asks for it", async () => {
    const address = await createEndpoint(world.north);
    await createSubscription(world.north, [address], { filter: { minSeverity: "critical" } });
    await say();
    expect(await toldOf((await say({ moment: "resolved" }, later(30))).signalId)).toEqual([]);
  });
});

test("a suspicion is told to the operator only", async () => {
  const operator = await createEndpoint(world.operator);
  await createSubscription(world.operator, [operator]);
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  await createSubscription(null, [await createEndpoint(null)]);
  expect(await toldOf((await say({ kind: "suspicion" })).signalId)).toEqual([operator.id]);
});

test("a threshold that was passed is told to the subscription that has it only", async () => {
  const [north, south] = [await createEndpoint(world.north), await createEndpoint(world.south)];
  const { id } = await createSubscription(world.north, [north]);
  await createSubscription(world.south, [south]);
  const passed = { kind: "missing_receipts" as const, thread: "missing:1", subscriptionId: id };
  expect(await toldOf((await say(passed)).signalId)).toEqual([north.id]);
});

test("somebody without an account follows a service, whoever is hit", async () => {
  const service = await prisma().service.create({
    data: { code: "advis-1", kind: "chain", name: "Advis", nameEn: "Notices", position: 1, types: ["TST20"] },
  });
  const follower = await createEndpoint(null);
  await createSubscription(null, [follower], { filter: { services: ["advis-1"] } });
  const services = [{ id: service.id, code: "advis-1", station: null, types: ["TST20"] }];
  expect(await toldOf((await say({ services, municipalities: [world.south.id] })).signalId)).toEqual([follower.id]);
  expect(await toldOf((await say()).signalId)).toEqual([]);
});

describe("calm", () => {
  test("the second update within the interval waits for it, the end does not", async () => {
    const address = await createEndpoint(world.north);
    await createSubscription(world.north, [address], { calm: { intervalMinutes: 30 } });
    await say();
    const update = await say({ moment: "updated" }, later(10));
    expect(await dispatchesOf(update.signalId)).toMatchObject([{ why: "interval", notBefore: later(30) }]);
    const end = await say({ moment: "resolved" }, later(12));
    expect(await dispatchesOf(end.signalId)).toMatchObject([{ why: null, notBefore: later(12) }]);
  });
  describe("what the night kept and the morning brought as one", () => {
    const night = (clock: string) => new Date(`2026-11-24T${clock}:00Z`);
    /** Two incidents of the night go as one message at 06:00 on the Danish wall. */
    async function afterANight(calm: object) {
      await createSubscription(world.north, [await createEndpoint(world.north)], {
        calm: { quietFrom: "22:00", quietTo: "06:00", ...calm },
      });
      for (const n of [1, 2]) await say({ thread: `incident:2026-${n}` }, night("00:30"));
      const [carrier] = await claimed(night("05:00"));
      await recordTry(
        ownerPool(),
        { id: carrier?.id ?? "", attempt: 1, at: night("05:00"), code: "sent", status: null, ms: 1 },
        { state: "sent", why: null, notBefore: null },
      );
    }
    const claimed = async (now: Date) => {
      const db = await ownerPool().connect();
      try {
        return await claim(db, 1, "email", 100, now);
      } finally {
        db.release();
      }
    };
    test("begins the interval of each of its conversations", async () => {
      await afterANight({ intervalMinutes: 30 });
      for (const n of [1, 2]) {
        const update = await say({ thread: `incident:2026-${n}`, moment: "updated" }, night("05:05"));
        expect(await dispatchesOf(update.signalId)).toMatchObject([{ why: "interval", notBefore: night("05:30") }]);
      }
    });
    test("counts as one under the hour's cap", async () => {
      await afterANight({ capPerHour: 2 });
      const third = await say({ thread: "incident:2026-3" }, night("05:05"));
      expect(await dispatchesOf(third.signalId)).toMatchObject([{ why: null }]);
      const fourth = await say({ thread: "incident:2026-4" }, night("05:10"));
      expect(await dispatchesOf(fourth.signalId)).toMatchObject([{ why: "cap", notBefore: night("06:00") }]);
    });
  });
  test("beyond the cap an address hears an hour after the oldest that counts, also over several threads", async () => {
    const address = await createEndpoint(world.north);
    await createSubscription(world.north, [address], { calm: { capPerHour: 2 } });
    for (const n of [1, 2]) await say({ thread: `incident:2026-${n}` }, later(n));
    const third = await say({ thread: "incident:2026-3" }, later(3));
    expect(await dispatchesOf(third.signalId)).toMatchObject([{ why: "cap", notBefore: later(61) }]);
  });
});
