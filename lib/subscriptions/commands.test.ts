import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMembership, createOrganisation } from "../../prisma/factories/directory.ts";
import { aSignal, createEndpoint, createSubscription, SUBSCRIBED } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { ownVapidKeys } from "../notices/channels/vapid.ts";
import { doDeed } from "../notices/deeds.ts";
import { recordSignal } from "../notices/outbox.ts";
import type { NewSignal } from "../notices/signal.ts";
import { confirmAgain, disableAddress } from "./addresses/commands.ts";
import { addAddress } from "./addresses/email.ts";
import type { Ways } from "./addresses/ways.ts";
import { addHook } from "./addresses/webhook.ts";
import * as commands from "./commands.ts";
import { readEditorPage, readSubscriptions } from "./queries.ts";
import { type Draft, FIRST_DRAFT } from "./schema.ts";
import { filterShape } from "./shapes.ts";
import { carryOver } from "./turn.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let world: SmallWorld;
let north: Viewer;
const say = (unusual: Partial<NewSignal> = {}, at = NOW) =>
  prisma().$transaction((tx) => recordSignal(tx, aSignal({ kind: "window", ...unusual }), at));
const draft = (unusual: Partial<Draft["filter"]> = {}, endpoints: number[] = []): Draft => ({
  ...FIRST_DRAFT,
  filter: { ...FIRST_DRAFT.filter, ...unusual },
  endpoints,
});
const filtersOf = async (subscriptionId: number) =>
  (await prisma().subscriptionFilter.findMany({ where: { subscriptionId }, orderBy: { validFrom: "asc" } })).map(
    (row) => filterShape.parse(row.filter),
  );
const editor = (viewer: Viewer, id: number | null, raw = {}, at = NOW) => readEditorPage(viewer, id, raw, "da", at);

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
});

describe("a subscription", () => {
  test("is made, saved with what it asked for before, renamed and ended, each on record", async () => {
    const endpoint = await createEndpoint(world.north);
    const { id } = await commands.createSubscription(north, "Vores", draft({}, [endpoint.id]), NOW);
    await commands.saveSubscription(
      north,
      { id, version: 1 },
      draft({ minSeverity: "major" }, [endpoint.id]),
      later(1),
    );
    await commands.renameSubscription(north, { id, version: 2, name: "Vagtens" }, later(2));
    await commands.endSubscription(north, { id, version: 3 }, later(3));
    expect((await filtersOf(id)).map(({ minSeverity }) => minSeverity)).toEqual([null, "major"]);
    expect(await prisma().subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({
      ...{ name: "Vagtens", version: 4, endedAt: later(3), organisationId: world.north.id },
    });
    const log = await prisma().auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(log.map(({ action }) => action)).toEqual(
      ["create", "save", "rename", "end"].map((action) => `subscription.${action}`),
    );
  });
  test("whose calm alone changes keeps its filter", async () => {
    const { id } = await commands.createSubscription(north, "Vores", draft(), NOW);
    const calm = { ...FIRST_DRAFT.calm, quietFrom: "22:00", quietTo: "06:00" };
    await commands.saveSubscription(north, { id, version: 1 }, { ...draft(), calm }, later(1));
    expect(await filtersOf(id)).toHaveLength(1);
    expect(await prisma().subscription.findUniqueOrThrow({ where: { id } })).toMatchObject({ quietFrom: "22:00" });
  });
  test("that is ended sends nothing more, also of what still waited", async () => {
    const endpoint = await createEndpoint(world.north);
    const { id } = await commands.createSubscription(north, "Vores", draft({ mine: false }, [endpoint.id]), NOW);
    await prisma().subscription.update({ where: { id }, data: { digestAt: "16:00" } });
    await say();
    await commands.endSubscription(north, { id, version: 1 }, later(1));
    expect(await prisma().dispatch.findMany()).toMatchObject([{ state: "suppressed", why: "ended" }]);
  });
  test("asks for what was saved last, also where another machine's clock was ahead", async () => {
    const { id } = await commands.createSubscription(north, "Vores", draft(), NOW);
    await commands.saveSubscription(north, { id, version: 1 }, draft({ minSeverity: "major" }), later(5));
    await commands.saveSubscription(north, { id, version: 2 }, draft({ minSeverity: "critical" }), later(1));
    await commands.saveSubscription(north, { id, version: 3 }, draft({ minSeverity: "minor" }), later(1));
    expect((await filtersOf(id)).map(({ minSeverity }) => minSeverity)).toEqual([null, "major", "critical", "minor"]);
  });
  test("that somebody changed meanwhile is not written over", async () => {
    const { id } = await commands.createSubscription(north, "Vores", draft(), NOW);
    await commands.renameSubscription(north, { id, version: 1, name: "Nyt" }, later(1));
    await expect(
      commands.saveSubscription(north, { id, version: 1 }, draft({ mine: false }), later(2)),
    ).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await filtersOf(id)).toHaveLength(1);
  });
  test("is nobody else's to see, save or send from, and an auditor changes nothing", async () => {
    const { id } = await commands.createSubscription(north, "Vores", draft(), NOW);
    const { south, auditor, operator } = world.viewers;
    for (const other of [south, operator]) {
      await expect(commands.saveSubscription(other, { id, version: 1 }, draft(), NOW)).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(editor(other, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(commands.createSubscription(auditor, "Mit", draft(), NOW)).rejects.toMatchObject({
      code: "forbidden",
    });
    const foreign = await createEndpoint(world.south);
    await expect(commands.createSubscription(north, "Snyd", draft({}, [foreign.id]), NOW)).rejects.toMatchObject({
      field: "endpoints",
      code: "no_such_endpoint",
    });
    expect(await prisma().subscription.count()).toBe(1);
  });
});

describe("the editor", () => {
  test("shows what a draft would have sent beside what is saved, and what it would have missed", async () => {
    const { id } = await commands.createSubscription(north, "Vores", draft(), SUBSCRIBED);
    const hit = { installations: [world.northCare.id], municipalities: [world.north.id] };
    await say({ ...hit, thread: "window:a" }, later(-60));
    await say(
      { installations: [world.southCare.id], municipalities: [world.south.id], thread: "window:b" },
      later(-50),
    );
    const saved = await editor(north, id);
    expect([saved.replay.count, saved.replay.missed.length, saved.replay.total, saved.current]).toEqual([
      1,
      0,
      2,
      null,
    ]);
    const narrowed = await editor(north, id, { draft: "1", mine: "on", kinds: "incident", moments: ["opened"] });
    expect([narrowed.replay.count, narrowed.replay.missed.length, narrowed.current?.count, narrowed.edited]).toEqual([
      0,
      1,
      1,
      true,
    ]);
    const [missed] = narrowed.replay.missed;
    expect(missed?.against).toEqual({ axis: "kinds", value: "window" });
    const raw = Object.fromEntries(
      [...new URL(`http://x${missed?.include}`).searchParams.keys()].map((name) => [
        name,
        new URL(`http://x${missed?.include}`).searchParams.getAll(name),
      ]),
    );
    expect((await editor(north, id, raw)).replay.count).toBe(1);
  });
  test("counts no suspicion for those it is kept from", async () => {
    const all = { draft: "1", kinds: ["suspicion", "incident"], moments: ["opened"] };
    const total = async (viewer: Viewer) => (await editor(viewer, null, all)).replay.total;
    const before = [await total(north), await total(world.viewers.operator)];
    await say({ kind: "suspicion", thread: "incident:s" }, later(-10));
    expect([await total(north), await total(world.viewers.operator)]).toEqual([before[0], (before[1] ?? 0) + 1]);
  });
  test("follows what was said since it was last asked", async () => {
    const { total } = (await editor(north, null)).replay;
    await say({ municipalities: [world.north.id], thread: "window:new" }, later(-5));
    expect((await editor(north, null)).replay.total).toBe(total + 1);
  });
});

describe("an address", () => {
  const mails: string[] = [];
  let refuse = false;
  let ways: Ways;
  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    onRcptTo: (_, __, callback) => callback(refuse ? Object.assign(new Error("No"), { responseCode: 550 }) : undefined),
    onData: (stream, _, callback) => {
      let raw = "";
      stream.on("data", (part: Buffer) => {
        raw += part.toString();
      });
      stream.on("end", () => {
        mails.push(raw);
        callback();
      });
    },
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      smtp.listen(0, "127.0.0.1", () => resolve());
    });
  });
  afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  beforeEach(async () => {
    mails.length = 0;
    refuse = false;
    const url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
    const origin = "https://overblik.example";
    const mail = { url, from: "varsling@overblik.example", returnTo: null, dkim: null, origin, connections: 1 };
    ways = { mail, sms: null, trial: { origin, anywhere: true, timeoutMs: 5_000, keys: ownVapidKeys() } };
  });
  const mine = { label: "Vagten", address: "vagt@nordby.example", locale: "da" } as const;

  test("is confirmed by the link that was sent to it, and by nothing else", async () => {
    const { id } = await addAddress(north, mine, NOW, ways);
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ confirmedAt: null });
    const text = (mails[0] ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    const token = /\/notices\/([\w.-]+)/.exec(text)?.[1] ?? "";
    expect(await doDeed(token, later(1))).toMatchObject({ deed: "address", done: true });
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ confirmedAt: later(1) });
    await expect(addAddress(north, { ...mine, address: "VAGT@nordby.example" }, later(2), ways)).rejects.toMatchObject({
      code: "already_there",
    });
    expect(mails).toHaveLength(1);
  });
  test("that the mail server refuses is not kept", async () => {
    refuse = true;
    await expect(addAddress(north, mine, NOW, ways)).rejects.toMatchObject({ field: "address", code: "mail_refused" });
    expect(await prisma().endpoint.count()).toBe(0);
  });
  test("of a webhook is confirmed by a signed trial that is accepted, and its secret told once", async () => {
    let answer = 500;
    const got: string[] = [];
    const receiver = createServer((request, response) => {
      got.push(String(request.headers["webhook-signature"]));
      request.resume();
      response.writeHead(answer).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", () => resolve()));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const { id, secret } = await addHook(north, { label: "EOJ", url }, NOW);
    expect(secret).toMatch(/^whsec_/);
    await expect(confirmAgain(north, { id }, NOW, ways)).rejects.toMatchObject({ code: "hook_refused" });
    answer = 204;
    await confirmAgain(north, { id }, NOW, ways);
    receiver.closeAllConnections();
    receiver.close();
    expect(got).toEqual([expect.stringMatching(/^v1,/), expect.stringMatching(/^v1,/)]);
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ confirmedAt: NOW });
    const { endpoints } = await readSubscriptions(north, "da", NOW);
    expect(JSON.stringify(endpoints)).not.toContain(secret);
  });
  test("that is switched off gets nothing more, also of what was waiting", async () => {
    const endpoint = await createEndpoint(world.north);
    await createSubscription(world.north, [endpoint]);
    await say({ municipalities: [world.north.id] });
    await expect(disableAddress(world.viewers.south, { id: endpoint.id }, NOW)).rejects.toMatchObject({
      code: "not_found",
    });
    await disableAddress(north, { id: endpoint.id }, NOW);
    expect((await prisma().dispatch.findMany()).map(({ state }) => state)).toEqual(["suppressed"]);
  });
  test("is shown to its own, not to whoever reads everybody's subscriptions", async () => {
    await createEndpoint(world.operator, { address: "hemmelig@example.org" });
    const { endpoints } = await readSubscriptions(world.viewers.operator, "da", NOW);
    expect(endpoints.map(({ address }) => address)).toEqual([null]);
  });
});

test("the turn of a region carries its filters over once, with what they were before, and says so", async () => {
  const east = await createOrganisation(ownerPool(), "region", { name: "Region Øst" });
  const { north: municipality, northRegion, south } = world;
  await prisma().membership.updateMany({
    where: { memberId: municipality.id, regionId: northRegion.id },
    data: { validTo: new Date("2026-12-31") },
  });
  await createMembership(ownerPool(), municipality, east, { from: "2027-01-01" });
  const { id } = await commands.createSubscription(
    world.viewers.south,
    "Nabo",
    draft({ mine: false, regions: [northRegion.id] }),
    NOW,
  );
  const { id: other } = await commands.createSubscription(
    world.viewers.south,
    "Egen",
    draft({ mine: false, municipalities: [south.id] }),
    NOW,
  );
  expect(await carryOver(new Date("2026-12-31T12:00:00Z"))).toEqual({ carried: 0 });
  const turn = new Date("2026-12-31T23:10:00Z");
  expect([await carryOver(turn), await carryOver(turn)]).toEqual([{ carried: 1 }, { carried: 0 }]);
  // The new region has no more than the old one had: it is named by rule.
  expect((await filtersOf(id)).at(-1)).toMatchObject({ regions: [east.id], municipalities: null });
  expect(await filtersOf(other)).toHaveLength(1);
  const page = await editor(world.viewers.south, id, {}, new Date("2027-01-02T10:00:00Z"));
  expect([page.subscription?.carriedAt, page.turn]).toEqual([turn.toISOString(), null]);
});
