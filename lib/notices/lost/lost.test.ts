import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { anOutgoing, aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { leaveLost, putBack } from "../../subscriptions/addresses/mend.ts";
import { saveSubscription } from "../../subscriptions/commands.ts";
import { readSubscriptions } from "../../subscriptions/queries.ts";
import { FIRST_DRAFT } from "../../subscriptions/schema.ts";
import type { Sent } from "../channels/channel.ts";
import { pushDriver } from "../channels/push.ts";
import { pushService } from "../channels/testing.ts";
import { ownVapidKeys } from "../channels/vapid.ts";
import { doDeed } from "../deeds.ts";
import { claim } from "../dispatch/claim.ts";
import { readOutgoing } from "../dispatch/outgoing.ts";
import { linkToken } from "../links.ts";
import { messageOf } from "../message.ts";
import { recordSignal } from "../outbox.ts";
import { takeUnconfirmed } from "../sql.ts";
import { lapseUnconfirmed } from "./lapse.ts";
import { settleAddress } from "./settle.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
let world: SmallWorld;
let north: Viewer;
const say = (at = NOW, thread = "incident:2026-118") =>
  prisma().$transaction((tx) => recordSignal(tx, aSignal({ thread }), at));
const gone: Sent = { outcome: "never", code: "no_such_address", status: 550, disable: "hard_bounce" };
const lose = (endpoint: { id: number }, sent: Sent = gone, at = NOW, channel = "email") =>
  settleAddress({ endpointId: endpoint.id, channel }, sent, "given_up", at);
const leave = (subscriptionId: number, endpointId: number, at = NOW) =>
  doDeed(linkToken({ deed: "leave", subscriptionId, endpointId }), at);
/** What owners were told: which address of theirs got what, and when it may go. */
const told = async () => {
  const rows = await prisma().dispatch.findMany({
    where: { notice: { signal: { kind: "address" } } },
    include: { endpoint: true, notice: { include: { signal: true } } },
    orderBy: { endpointId: "asc" },
  });
  return rows.map(({ endpoint, notice, state, notBefore }) => ({
    ...{ to: endpoint.address, organisationId: notice.organisationId, state, notBefore, title: notice.signal.title },
    text: notice.signal.text,
  }));
};
const lines = async (viewer = north, at = NOW) => (await readSubscriptions(viewer, "da", at)).lost;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
  await prisma().$executeRaw`DELETE FROM "grant"`;
  await prisma().$executeRaw`DELETE FROM person`;
  await prisma().person.createMany({
    data: [
      { id: 901, name: "En", email: "en@nordby.example" },
      { id: 902, name: "To", email: "to@nordby.example" },
    ],
  });
  const dated = { role: "municipality" as const, organisationId: world.north.id, validFrom: new Date("2026-01-01") };
  await prisma().grant.create({ data: { ...dated, personId: 901 } });
  await prisma().grant.create({ data: { ...dated, personId: 902, validTo: new Date("2026-11-23") } });
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, contact_list, audit_entry CASCADE`;
});

describe("who is told that an address was lost", () => {
  const made = (personId: number) => (endpoint: { id: number }) =>
    prisma().endpoint.update({ where: { id: endpoint.id }, data: { createdById: personId } });
  test("the other addresses of the subscriptions that lost it, at once, whatever their calm", async () => {
    const [lost, other, elsewhere] = [
      await createEndpoint(world.north),
      await createEndpoint(world.north),
      await createEndpoint(world.north),
    ];
    const calm = { digestAt: "08:00", criticalPasses: false };
    await createSubscription(world.north, [lost, other], { calm });
    await createSubscription(world.north, [lost, other], { calm });
    await createSubscription(world.north, [elsewhere]);
    await createSubscription(world.south, [await createEndpoint(world.south)]);
    await lose(lost);
    expect(await told()).toMatchObject([
      { to: other.address, organisationId: world.north.id, state: "waiting", notBefore: NOW },
    ]);
  });
  test("else another address of the organisation", async () => {
    const [lost, elsewhere] = [await createEndpoint(world.north), await createEndpoint(world.north)];
    await createSubscription(world.north, [lost]);
    await createSubscription(world.north, [elsewhere]);
    await lose(lost);
    expect((await told()).map(({ to }) => to)).toEqual([elsewhere.address]);
  });
  test("else the account that made it, while it may still sign in", async () => {
    for (const [personId, expected] of [
      [901, ["en@nordby.example"]],
      [902, []],
    ] as const) {
      await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
      const lost = await createEndpoint(world.north);
      await made(personId)(lost);
      await createSubscription(world.north, [lost]);
      await lose(lost);
      expect((await told()).map(({ to }) => to)).toEqual(expected);
      // Nobody is there to hear, and yet the page says it.
      expect(await lines()).toHaveLength(1);
    }
  });
  test("else its contacts, and never a mailbox that does not exist", async () => {
    const contact = { function: "Vagten", rank: 1, hours: "always", reviewedAt: NOW, organisationId: world.north.id };
    const emails = ["kontakt@nordby.example", "VAGT@nordby.example"];
    await prisma().contactList.create({
      data: {
        ...{ organisationId: world.northRegion.id, name: "Liste" },
        contacts: { create: emails.map((email) => ({ ...contact, email })) },
      },
    });
    const lost = await createEndpoint(world.north, { address: "vagt@nordby.example" });
    await createSubscription(world.north, [lost]);
    await lose(lost);
    expect((await told()).map(({ to }) => to)).toEqual(["kontakt@nordby.example"]);
    const { endpoints } = await readSubscriptions(north, "da", NOW);
    expect(endpoints.map(({ address }) => address)).toEqual([lost.address]);
  });
  test("nobody of another organisation, though it had the same address", async () => {
    const [one, other] = [
      await createEndpoint(world.north, { address: "vagt@faelles.example" }),
      await createEndpoint(world.south, { address: "vagt@faelles.example" }),
    ];
    const [mine, theirs] = [await createEndpoint(world.north), await createEndpoint(world.south)];
    await createSubscription(world.north, [one, mine]);
    await createSubscription(world.south, [other, theirs]);
    await lose(one);
    expect((await told()).map(({ to, organisationId }) => [to, organisationId])).toEqual([
      [mine.address, world.north.id],
      [theirs.address, world.south.id],
    ]);
    expect(await lines()).toHaveLength(1);
    expect(await lines(world.viewers.northRegion)).toEqual([]);
    expect(JSON.stringify(await lines(world.viewers.south))).not.toContain(`"${one.id}"`);
  });
  test("nobody twice, where an address was lost already or nobody used it", async () => {
    const [lost, other, idle] = [
      await createEndpoint(world.north),
      await createEndpoint(world.north),
      await createEndpoint(world.north),
    ];
    await createSubscription(world.north, [lost, other]);
    await lose(lost);
    await lose(lost, gone, later(1));
    await lose(idle);
    expect(await told()).toHaveLength(1);
  });
  test("nobody, where the change it belongs to is undone", async () => {
    const [lost, other] = [await createEndpoint(world.north), await createEndpoint(world.north)];
    await createSubscription(world.north, [lost, other]);
    await ownerPool().query("ALTER TABLE notice ADD CONSTRAINT never CHECK (false) NOT VALID");
    await expect(lose(lost)).rejects.toThrow();
    await ownerPool().query("ALTER TABLE notice DROP CONSTRAINT never");
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id: lost.id } })).toMatchObject({ disabledAt: null });
    expect(await prisma().signal.count()).toBe(0);
  });
});

describe("what an owner is told", () => {
  test("says what did not arrive, and whom the subscription still reaches; what waits is not sent", async () => {
    const lost = await createEndpoint(world.north, { label: "Vagten" });
    await createSubscription(world.north, [lost], { name: "Alt" });
    await createSubscription(world.north, [lost, await createEndpoint(world.north)], { name: "Noget" });
    await say(later(-1));
    await lose(lost);
    const [one] = await told();
    expect(one?.title).toBe("Adressen Vagten får ikke flere varsler");
    expect(one?.text).toContain("1 varsling er ikke kommet frem.");
    expect(one?.text).toContain("Af “Alt” og “Noget” når 1 af 2 nu ingen.");
    expect(one?.text).not.toContain("@");
    const { state, why } = await prisma().dispatch.findFirstOrThrow({ where: { endpointId: lost.id } });
    expect([state, why]).toEqual(["suppressed", "hard_bounce"]);
    await say(later(1), "incident:2026-119");
    expect(await lines(north, later(2))).toMatchObject([{ missed: 2, silent: 1, why: "hard_bounce" }]);
  });
  test("is a mail of its own kind: nothing to leave, and where to mend it", async () => {
    const signal = { id: 1, at: NOW.toISOString(), kind: "address", moment: "opened", thread: "address:7" } as const;
    const none = { services: [], stations: [], types: [], installations: [], municipalities: [], regions: [] };
    const outgoing: Parameters<typeof messageOf>[0] = {
      ...{
        dispatchId: "x",
        openedBy: "x",
        thread: signal.thread,
        alsoTold: { count: 0, names: [] },
        confirm: null,
        attempt: 1,
      },
      endpoint: { id: 8, label: "Vagten", locale: "da" },
      signals: [
        {
          ...{ ...signal, ...none, vendors: [], messages: null, subscriptionId: null, severity: null, trouble: null },
          ...{ title: { da: "Adressen får ikke mere", en: "" }, text: { da: "Derfor.", en: "" } },
        },
      ],
      reasons: [{ subscription: { id: 9, name: "Alt" }, because: [] }],
      at: NOW.toISOString(),
    };
    const { subject, items, links, why } = messageOf(outgoing, "https://overblik.example");
    expect([subject, items[0]?.href, links.leave]).toEqual([
      "Adressen får ikke mere",
      "https://overblik.example/subscriptions",
      null,
    ]);
    expect(why[0]?.text).toContain("“Alt”");
  });
  test("is never asked for by a filter, counted in a replay, or gone on with to second contacts", async () => {
    const [lost, other] = [await createEndpoint(world.north), await createEndpoint(world.north)];
    const second = { ...(await createEndpoint(world.north)), second: true };
    await createSubscription(world.north, [lost, other, second], { calm: { confirmMinutes: 5 } });
    await lose(lost);
    const ask = <T>(text: string, values: unknown[]) =>
      ownerPool()
        .query(text, values)
        .then(({ rows }) => rows as T[]);
    expect(await takeUnconfirmed(ask, later(1))).toEqual([]);
    const { past, subscriptions } = await readSubscriptions(north, "da", later(1));
    expect([past, subscriptions.map(({ noticed }) => noticed)]).toEqual([[], [0]]);
  });
});

test("an owner's notice is claimed and sent as others are, and holds up nobody's", async () => {
  const [lost, other] = [await createEndpoint(world.north), await createEndpoint(world.north)];
  await createSubscription(world.north, [lost, other]);
  await lose(lost);
  await say(later(1));
  const worker = await ownerPool().connect();
  const claimed = await claim(worker, 1, "email", 10, later(2));
  const outgoing = await readOutgoing(worker, claimed);
  worker.release();
  const kinds = claimed.flatMap((one) => outgoing(one, later(2)).signals.map(({ kind }) => kind));
  expect(kinds.toSorted()).toEqual(["address", "incident"]);
});

describe("the yellow line stays until", () => {
  test("the subscription got another address", async () => {
    const lost = await createEndpoint(world.north);
    const { id } = await createSubscription(world.north, [lost]);
    await lose(lost);
    await saveSubscription(north, { id, version: 1 }, { ...FIRST_DRAFT, endpoints: [] }, NOW);
    expect(await lines()).toMatchObject([{ endpointId: lost.id, silent: 1 }]);
    const other = await createEndpoint(world.north);
    await saveSubscription(north, { id, version: 2 }, { ...FIRST_DRAFT, endpoints: [other.id] }, NOW);
    expect(await lines()).toEqual([]);
  });
  test("somebody has seen it and leaves it so, of their own organisation", async () => {
    const lost = await createEndpoint(world.north);
    await createSubscription(world.north, [lost]);
    await lose(lost);
    const [line] = await lines();
    const seen = { id: lost.id, signal: line?.signalId ?? 0 };
    await expect(leaveLost(world.viewers.south, seen, NOW)).rejects.toMatchObject({ code: "not_found" });
    await expect(leaveLost(world.viewers.auditor, seen, NOW)).rejects.toMatchObject({ code: "forbidden" });
    expect(await lines()).toHaveLength(1);
    await leaveLost(north, seen, NOW);
    expect(await lines()).toEqual([]);
  });
  test("the subscription has ended", async () => {
    const lost = await createEndpoint(world.north);
    const { id } = await createSubscription(world.north, [lost]);
    await lose(lost);
    await prisma().subscription.update({ where: { id }, data: { endedAt: NOW } });
    expect(await lines()).toEqual([]);
  });
});

describe("a reader who leaves a subscription at a shared mailbox", () => {
  test("is told of to its other addresses, with which and when, and can be put back by the owner", async () => {
    const [shared, other] = [await createEndpoint(world.north, { label: "Vagten" }), await createEndpoint(world.north)];
    const { id } = await createSubscription(world.north, [shared, other], { name: "Alt" });
    await leave(id, shared.id);
    await leave(id, shared.id);
    expect(await told()).toMatchObject([{ to: other.address, title: "Vagten er afmeldt “Alt”", notBefore: NOW }]);
    expect((await told())[0]?.text).toMatch(/afmeldte 24\.\snov\. 11:00/);
    expect(await lines()).toMatchObject([{ why: "left", label: "Vagten", subscriptions: [{ id, name: "Alt" }] }]);
    const back = { id: shared.id, subscription: id };
    await expect(putBack(world.viewers.south, back, NOW)).rejects.toMatchObject({ code: "not_found" });
    await putBack(north, back, NOW);
    expect(await lines()).toEqual([]);
    const { dispatches } = await say(later(1));
    expect(dispatches).toBe(2);
    await leave(id, shared.id, later(2));
    expect(await lines(north, later(2))).toHaveLength(1);
  });
  test("where there is no other address, is told of to the account that made it, also when that is the mailbox itself", async () => {
    const shared = await createEndpoint(world.north, { address: "en@nordby.example" });
    await prisma().endpoint.update({ where: { id: shared.id }, data: { createdById: 901 } });
    const { id } = await createSubscription(world.north, [shared]);
    await leave(id, shared.id);
    expect((await told()).map(({ to }) => to)).toEqual(["en@nordby.example"]);
  });
  test("without an account is their own owner: nobody is told", async () => {
    const endpoint = await createEndpoint(null);
    const { id } = await createSubscription(null, [endpoint]);
    await leave(id, endpoint.id);
    expect(await told()).toEqual([]);
  });
});

test("an address that nobody confirms in a week is given up, and its owner told", async () => {
  const [lapsed, other, asked] = [
    await createEndpoint(world.north, { confirmedAt: null, label: "Nattevagten" }),
    await createEndpoint(world.north),
    await createEndpoint(world.north, { confirmedAt: null }),
  ];
  const nobodys = await createEndpoint(null, { confirmedAt: null });
  await createSubscription(world.north, [lapsed, other, asked]);
  await prisma().endpoint.updateMany({ where: { id: asked.id }, data: { askedAt: later(-6 * 24) } });
  expect([await lapseUnconfirmed(NOW), await lapseUnconfirmed(NOW)]).toEqual([1, 0]);
  expect(await told()).toMatchObject([{ to: other.address, title: "Adressen Nattevagten blev ikke bekræftet" }]);
  for (const { id } of [asked, nobodys])
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ disabledAt: null });
});

describe("a webhook that fails", () => {
  const later503: Sent = { outcome: "later", code: "refused", status: 503 };
  /** A delivery that was tried first so many days ago, and came to its end. */
  async function delivered(endpoint: { id: number }, daysAgo: number, state: "sent" | "failed" = "failed") {
    const at = later(-24 * daysAgo);
    const { signalId } = await say(at, `incident:2026-${100 + daysAgo}`);
    const { id } = await prisma().dispatch.findFirstOrThrow({
      where: { endpointId: endpoint.id, notice: { signalId } },
    });
    await prisma().dispatchTry.create({ data: { dispatchId: id, nr: 1, at, code: "refused", status: 503 } });
    await prisma().dispatch.update({ where: { id }, data: { state, sentAt: state === "sent" ? at : null } });
  }
  async function hooked() {
    const hook = await createEndpoint(world.north, { channel: "webhook", label: "EOJ" });
    await createSubscription(world.north, [hook, await createEndpoint(world.north)]);
    return hook;
  }
  const isOff = async ({ id }: { id: number }) =>
    (await prisma().endpoint.findUniqueOrThrow({ where: { id } })).disabledWhy;
  test("for five days is given up with the owner told; not before, and not where it took anything", async () => {
    const hook = await hooked();
    await delivered(hook, 6);
    await lose(hook, later503, NOW, "webhook");
    expect(await isOff(hook)).toBeNull();
    await delivered(hook, 2, "sent");
    await delivered(hook, 1);
    await lose(hook, later503, NOW, "webhook");
    expect(await isOff(hook)).toBeNull();
    await delivered(hook, 0);
    await lose(hook, later503, later(5 * 24), "webhook");
    expect(await isOff(hook)).toBe("failing");
    const [one] = await told();
    expect(one?.text).toContain("Den har ikke taget imod noget i fem dage. 2 varslinger er ikke kommet frem.");
  });
  test("is not judged while it is still tried", async () => {
    const hook = await hooked();
    await delivered(hook, 9);
    await delivered(hook, 7);
    await settleAddress({ endpointId: hook.id, channel: "webhook" }, later503, "waiting", NOW);
    expect(await isOff(hook)).toBeNull();
  });
  test("because it says that it is gone is off at once", async () => {
    const hook = await hooked();
    await lose(hook, { outcome: "never", code: "gone", status: 410, disable: "revoked" }, NOW, "webhook");
    expect(await isOff(hook)).toBe("revoked");
    expect(await told()).toHaveLength(1);
  });
});

test.each([404, 410])(
  "a device that its push service calls gone (%i) is off at once, and its owner told",
  async (status) => {
    const service = await pushService((_, response) => response.writeHead(status).end());
    const settings = { origin: "https://overblik.example", anywhere: true, timeoutMs: 5_000, keys: ownVapidKeys() };
    const address = { channel: "push" as const, address: service.url, secret: JSON.stringify(service.keys) };
    const [device, other] = [await createEndpoint(world.north, address), await createEndpoint(world.north)];
    await createSubscription(world.north, [device, other]);
    const sent = await pushDriver(settings).send(anOutgoing(address), new AbortController().signal);
    await service.close();
    await settleAddress({ endpointId: device.id, channel: "push" }, sent, "given_up", NOW);
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id: device.id } })).toMatchObject({
      disabledWhy: "revoked",
    });
    expect(await told()).toMatchObject([{ to: other.address, state: "waiting" }]);
    expect((await told())[0]?.text).toContain("Modtageren siger, at adressen er nedlagt.");
  },
);

describe("a mailbox that fails for now", () => {
  const full: Sent = { outcome: "never", code: "mailbox_refused", status: 552 };
  const busy: Sent = { outcome: "later", code: "mailbox_deferred", status: 452 };
  /** A mail that came to its end so many days after now: by what its log says last. */
  async function mailed(endpoint: { id: number }, days: number, codes: readonly string[]) {
    const at = later(24 * days);
    const { signalId } = await say(at, `incident:2026-${100 + days}`);
    const { id } = await prisma().dispatch.findFirstOrThrow({
      where: { endpointId: endpoint.id, notice: { signalId } },
    });
    await prisma().dispatchTry.createMany({
      data: codes.map((code, nr) => ({ dispatchId: id, nr: nr + 1, at, code })),
    });
    const sent = codes.at(-1) === "sent";
    await prisma().dispatch.update({
      where: { id },
      data: { state: sent ? "sent" : "failed", sentAt: sent ? at : null },
    });
  }
  async function mailbox() {
    const box = await createEndpoint(world.north, { label: "Vagten" });
    await createSubscription(world.north, [box, await createEndpoint(world.north)]);
    return box;
  }
  const isOff = async ({ id }: { id: number }) =>
    (await prisma().endpoint.findUniqueOrThrow({ where: { id } })).disabledWhy;

  test("is given up on the fifth day in a row, refused at once, put off for a day, or returned, with the owner told", async () => {
    const box = await mailbox();
    await mailed(box, 0, ["mailbox_refused"]);
    await mailed(box, 1, ["sent", "returned_passing"]);
    await mailed(box, 2, ["mailbox_deferred", "mailbox_deferred"]);
    await mailed(box, 3, ["sent", "returned_unreported"]);
    await lose(box, full, later(24 * 3 + 1));
    expect(await isOff(box)).toBeNull();
    await mailed(box, 4, ["deferred", "mailbox_refused"]);
    await lose(box, busy, later(24 * 4 + 1));
    expect(await isOff(box)).toBe("failing");
    const [one] = await told();
    expect(one?.title).toBe("Adressen Vagten får ikke flere varsler");
    expect(one?.text).toContain("Mail dertil er kommet retur eller blevet afvist fem dage i træk.");
  });
  test("is not given up for what was refused as unwanted, or not taken by our own server, however often", async () => {
    const box = await mailbox();
    for (const nr of [0, 1, 2, 3]) await mailed(box, nr, ["mailbox_refused"]);
    for (const nr of [4, 5, 6, 7, 8]) await mailed(box, nr, [nr % 2 === 0 ? "refused" : "unreachable"]);
    for (const sent of [
      { outcome: "never", code: "refused", status: 550 },
      { outcome: "later", code: "unreachable" },
    ] as const)
      await lose(box, sent, later(24 * 8 + 1));
    expect(await isOff(box)).toBeNull();
  });
  test("begins anew with a mail it took", async () => {
    const box = await mailbox();
    for (const nr of [0, 1, 3, 4, 5]) await mailed(box, nr, ["mailbox_refused"]);
    await mailed(box, 2, ["sent"]);
    await lose(box, full, later(24 * 5 + 1));
    expect(await isOff(box)).toBeNull();
  });
});
