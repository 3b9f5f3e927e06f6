import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createIncident } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { recordSignal } from "../../notices/outbox.ts";
import type { NewSignal } from "../../notices/signal.ts";
import { threadOf } from "../../notices/thread.ts";
import { readEditorPage } from "../queries.ts";
import { firstSaid, readWhy, signalIdOf } from "./queries.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let world: SmallWorld;
let north: Viewer;
let incident: { id: number; number: string };
/** Of an incident everybody may read of. */
const say = async (unusual: Partial<NewSignal> = {}, at = NOW) =>
  (
    await prisma().$transaction((tx) =>
      recordSignal(
        tx,
        aSignal({ incidentId: incident.id, thread: threadOf("incident", incident.number), ...unusual }),
        at,
      ),
    )
  ).signalId;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`;
  incident = await createIncident([]);
});
/** An address of ours as a page reads it. */
const rawOf = (href = "") => {
  const query = new URLSearchParams(href.split("?")[1]);
  return Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
};
const verdicts = async (signalId: number, viewer = north, now = later(60)) =>
  (await readWhy(viewer, signalId, "da", now)).verdicts;

test("a notice names its subscription and the facts that matched, and is asked of by its own only", async () => {
  await createSubscription(world.north, [await createEndpoint(world.north)], { name: "Vores", filter: { mine: true } });
  const signalId = await say({ municipalities: [world.north.id] });
  const why = await readWhy(north, signalId, "da", later(4));
  expect(why.verdicts).toMatchObject([{ name: "Vores", verdict: { outcome: "told" } }]);
  expect(why.verdicts[0]?.verdict).toMatchObject({
    because: expect.arrayContaining([{ axis: "mine", value: `m${world.north.id}` }]),
  });
  expect(why.facts.hit).toBe(true);
  const [notice] = await prisma().notice.findMany();
  expect(await signalIdOf(north, notice?.id ?? 0)).toBe(signalId);
  await expect(signalIdOf(world.viewers.south, notice?.id ?? 0)).rejects.toMatchObject({ code: "not_found" });
});

test("a subscription that came later did not exist, one that ended was over, and the axis that kept it back is named", async () => {
  await createSubscription(world.north, [], { name: "A ikke", filter: { minSeverity: "critical" } });
  await createSubscription(world.north, [], { name: "B slut", endedAt: later(-1) });
  const signalId = await say({ severity: "minor" });
  const { id } = await createSubscription(world.north, [], { name: "C senere" });
  await prisma().subscription.update({ where: { id }, data: { createdAt: later(1) } });
  const found = await verdicts(signalId);
  expect(found.map(({ name, verdict }) => [name, verdict.outcome])).toEqual([
    ["A ikke", "not_told"],
    ["B slut", "over"],
    ["C senere", "not_yet"],
  ]);
  expect(found[0]?.verdict).toMatchObject({ against: { axis: "severity", value: "minor" } });
});

test("it is judged by the filter that was in force then, whatever it asks for now", async () => {
  const { id } = await createSubscription(world.north, [], { filter: { kinds: ["window"] } });
  const signalId = await say();
  const { filter } = await prisma().subscriptionFilter.findFirstOrThrow({ where: { subscriptionId: id } });
  const wider = { ...(filter as object), kinds: ["incident"] };
  await prisma().subscriptionFilter.create({ data: { subscriptionId: id, validFrom: later(1), filter: wider } });
  const [verdict] = await verdicts(signalId);
  expect(verdict).toMatchObject({ verdict: { against: { axis: "kinds" } }, include: null });
  expect(verdict?.sentence).toMatch(/^Servicevinduer/);
});

test("what goes on with something it was told of is an update to it, and no opening", async () => {
  const filter = { moments: ["opened" as const] };
  await createSubscription(world.north, [await createEndpoint(world.north)], { filter });
  const merged = threadOf("incident", "2026-900");
  await say({ thread: merged });
  const [verdict] = await verdicts(await say({ moment: "updated", alsoOf: [merged] }, later(1)));
  expect(verdict?.verdict).toEqual({ outcome: "not_told", against: { axis: "moments", value: "updated" } });
});

describe("where the address was the reason, it says so", () => {
  type Unusual = { endpoint?: object; after?: object; join?: object; dispatch?: object; held?: boolean };
  const AT = later(5);
  const cases: [string, Unusual, string, string | null, string | null][] = [
    ["it was sent", { dispatch: { state: "sent", sentAt: AT } }, "sent", null, AT.toISOString()],
    ["nobody had confirmed it", { endpoint: { confirmedAt: null } }, "unconfirmed", null, null],
    [
      "it was confirmed later",
      { endpoint: { confirmedAt: null }, after: { confirmedAt: AT } },
      "unconfirmed",
      null,
      AT.toISOString(),
    ],
    [
      "it was switched off",
      { endpoint: { disabledAt: later(-5), disabledWhy: "hard_bounce" } },
      ...(["disabled", "hard_bounce", later(-5).toISOString()] as const),
    ],
    ["somebody had left", { join: { leftAt: later(-5) } }, "left", null, later(-5).toISOString()],
    ["it is a second contact", { join: { second: true } }, "second", null, null],
    ["it waits for the morning", { dispatch: { why: "quiet", notBefore: AT } }, "waiting", "quiet", AT.toISOString()],
    ["it waits for the digest", { dispatch: { why: "digest", notBefore: AT } }, "waiting", "digest", AT.toISOString()],
    ["it waits for the hour's cap", { dispatch: { why: "cap", notBefore: AT } }, "waiting", "cap", AT.toISOString()],
    [
      "it is tried again",
      { dispatch: { why: "unreachable", notBefore: AT } },
      "waiting",
      "unreachable",
      AT.toISOString(),
    ],
    [
      "it lies in a feed, to be fetched",
      { endpoint: { channel: "atom" }, dispatch: { state: "sent", sentAt: AT } },
      ...(["ready", null, AT.toISOString()] as const),
    ],
    ["a calendar holds windows only", { endpoint: { channel: "calendar" } }, "windows_only", null, null],
    ["the operator holds it", { held: true }, "held", null, null],
    ["it failed", { dispatch: { state: "failed", why: "no_such_address" } }, "failed", "no_such_address", null],
    [
      "it was switched off meanwhile",
      { dispatch: { state: "suppressed", why: "by_owner" } },
      "suppressed",
      "by_owner",
      null,
    ],
  ];
  test.each(cases)(
    "%s",
    async (_, { endpoint = {}, after = {}, join = {}, dispatch, held = false }, state, why, at) => {
      const address = await createEndpoint(world.north);
      await prisma().endpoint.update({ where: { id: address.id }, data: endpoint });
      const { id: subscriptionId } = await createSubscription(world.north, [address]);
      await prisma().subscriptionEndpoint.updateMany({ where: { subscriptionId }, data: join });
      const signalId = await say();
      await prisma().endpoint.update({ where: { id: address.id }, data: after });
      if (dispatch) await prisma().dispatch.updateMany({ data: dispatch });
      if (held) await prisma().signal.update({ where: { id: signalId }, data: { heldAt: AT } });
      const [verdict] = await verdicts(signalId);
      expect(verdict?.verdict).toMatchObject({ outcome: "told", to: [{ label: "Vagtcentralen", state, why, at }] });
    },
  );
  test("it was gathered in another, which was sent", async () => {
    await createSubscription(world.north, [await createEndpoint(world.north)]);
    const first = await say();
    await say({ moment: "updated" }, later(1));
    const [gathered, carrier] = await prisma().dispatch.findMany({ orderBy: { notBefore: "asc" } });
    await prisma().dispatch.update({ where: { id: carrier?.id ?? "" }, data: { state: "sent", sentAt: AT } });
    const data = { state: "gathered", gatheredIn: carrier?.id ?? "" } as const;
    await prisma().dispatch.update({ where: { id: gathered?.id ?? "" }, data });
    const [verdict] = await verdicts(first);
    expect(verdict?.verdict).toMatchObject({ to: [{ state: "sent", at: AT.toISOString() }] });
  });
  test("another subscription had sent it there", async () => {
    const shared = await createEndpoint(world.north);
    for (const name of ["A", "B"]) await createSubscription(world.north, [shared], { name });
    const signalId = await say();
    await prisma().dispatch.updateMany({ data: { state: "sent", sentAt: AT } });
    for (const { verdict } of await verdicts(signalId)) expect(verdict).toMatchObject({ to: [{ state: "sent" }] });
  });
  test("there was none", async () => {
    await createSubscription(world.north, []);
    expect((await verdicts(await say())).map(({ verdict }) => verdict)).toMatchObject([{ outcome: "told", to: [] }]);
  });
});

test("an update to a subscription that asks for openings only was kept back by that, since it had the opening", async () => {
  await createSubscription(world.north, [await createEndpoint(world.north)], { filter: { moments: ["opened"] } });
  await say();
  const update = await say({ moment: "updated" }, later(1));
  expect((await verdicts(update))[0]?.verdict).toEqual({
    outcome: "not_told",
    against: { axis: "moments", value: "updated" },
  });
});

describe("of any event, every kind of account is answered", () => {
  test.each(["operator", "auditor", "vendor", "region", "municipality"] as const)("%s", async (role) => {
    const viewer = Object.values(world.viewers).find((one) => one.role === role);
    if (!viewer) throw new Error("Nobody has this role");
    const signalId = await say({ municipalities: [world.north.id] });
    expect(await firstSaid(viewer, threadOf("incident", incident.number))).toBe(signalId);
    const { instead, verdicts: none, tellings } = await readWhy(viewer, signalId, "da", later(1));
    expect(none).toEqual([]);
    expect(tellings).toMatchObject([{ id: signalId, moment: "opened", told: false }]);
    // Whoever may ask is shown a subscription that would have sent it, filled in; an auditor asks for nothing.
    if (role === "auditor") return expect(instead).toBeNull();
    const { draft, replay } = await readEditorPage(viewer, null, rawOf(instead?.href), "da", later(2));
    expect(replay.told.map((one) => one.signalId)).toContain(signalId);
    expect(draft.filter.mine).toBe(instead?.usual);
    return undefined;
  });
});

test("a subscription that kept it back is offered opened for it, as it is now", async () => {
  const { id } = await createSubscription(world.north, [], {
    filter: { minSeverity: "critical", moments: ["opened"] },
  });
  const signalId = await say({ severity: "minor" });
  const [verdict] = await verdicts(signalId);
  expect(verdict?.include).toMatch(new RegExp(`^/subscriptions/${id}\\?`));
  const { draft } = await readEditorPage(north, id, rawOf(verdict?.include ?? ""), "da", later(2));
  expect(draft.filter).toMatchObject({ minSeverity: "minor", moments: ["opened"] });
});

test("what nobody published is nobody's to ask of, and of what nothing was said there is nothing", async () => {
  const signalId = await say({ incidentId: null });
  await expect(readWhy(north, signalId, "da", NOW)).rejects.toMatchObject({ code: "not_found" });
  expect(await firstSaid(north, threadOf("incident", "2026-999"))).toBeNull();
});
