import type { ServerResponse } from "node:http";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { parsed } from "../../http/parse.ts";
import { pushService, smsGateway } from "../../notices/channels/testing.ts";
import { ownVapidKeys } from "../../notices/channels/vapid.ts";
import { doDeed } from "../../notices/deeds.ts";
import { readSubscriptions } from "../queries.ts";
import { newHook } from "../schema.ts";
import { confirmAgain } from "./commands.ts";
import { addDevice } from "./push.ts";
import { deviceFrom, newDevice, newNumber } from "./schema.ts";
import { addNumber } from "./sms.ts";
import type { Ways } from "./ways.ts";
import { addHook } from "./webhook.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const ORIGIN = "https://overblik.example";
const ways = (unusual: Partial<Ways> = {}): Ways => ({
  ...{ mail: null, sms: null, ...unusual },
  trial: { origin: ORIGIN, anywhere: true, timeoutMs: 5_000, keys: ownVapidKeys() },
});
let world: SmallWorld;
let north: Viewer;
const closing: (() => Promise<void>)[] = [];
const kept = (id: number) => prisma().endpoint.findUniqueOrThrow({ where: { id } });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe("a device", () => {
  async function device(answer?: (nth: number, response: ServerResponse) => unknown) {
    const service = await pushService(answer);
    closing.push(service.close);
    const said = JSON.stringify({ endpoint: service.url, expirationTime: null, keys: service.keys });
    const named = { label: "Chrome på Windows", locale: "da" };
    return { ...service, input: parsed(newDevice, { ...named, ...deviceFrom(said) }) };
  }
  test("is tried as it is added, and confirmed by a trial its push service takes", async () => {
    const { got, input } = await device();
    const { id, reached } = await addDevice(north, input, NOW, ways());
    expect(reached).toBe(true);
    expect(await kept(id)).toMatchObject({ channel: "push", confirmedAt: NOW, label: "Chrome på Windows" });
    expect(got.map(({ data }) => [data["title"], data["actions"]])).toEqual([
      ["Denne enhed får besked", [{ action: "read", title: "Læs", href: `${ORIGIN}/subscriptions` }]],
    ]);
    await expect(addDevice(north, input, NOW, ways())).rejects.toMatchObject({ code: "already_there" });
  });
  test("whose push service is away stays unconfirmed until a trial arrives", async () => {
    const { input } = await device((nth, response) => response.writeHead(nth < 3 ? 503 : 201).end());
    const { id, reached } = await addDevice(north, input, NOW, ways());
    expect([reached, (await kept(id)).confirmedAt]).toEqual([false, null]);
    await expect(confirmAgain(north, { id }, NOW, ways())).rejects.toMatchObject({ code: "device_unreached" });
    await confirmAgain(north, { id }, NOW, ways());
    expect(await kept(id)).toMatchObject({ confirmedAt: NOW });
  });
  test.each([404, 410])(
    "that its push service calls gone (%i) on a trial is lost, and its owner told",
    async (status) => {
      const { input } = await device((nth, response) => response.writeHead(nth === 1 ? 201 : status).end());
      const { id } = await addDevice(north, input, NOW, ways());
      const other = await createEndpoint(world.north);
      await createSubscription(world.north, [{ id }, other]);
      await expect(confirmAgain(north, { id }, NOW, ways())).rejects.toMatchObject({ code: "device_unreached" });
      expect(await kept(id)).toMatchObject({ disabledAt: NOW, disabledWhy: "revoked" });
      const told = await prisma().dispatch.findMany({ include: { notice: { include: { signal: true } } } });
      expect(told.map(({ endpointId, notice }) => [endpointId, notice.signal.title])).toEqual([
        [other.id, "Adressen Chrome på Windows får ikke flere varsler"],
      ]);
    },
  );
  test("that never will be reached is not kept", async () => {
    const { input } = await device((_, response) => response.writeHead(410).end());
    const inside = { ...ways(), trial: { ...ways().trial, anywhere: false } };
    for (const how of [ways(), inside])
      await expect(addDevice(north, input, NOW, how)).rejects.toMatchObject({ code: "device_refused" });
    expect(await prisma().endpoint.count()).toBe(0);
  });
  test.each([
    ["nothing", "", "url"],
    ["plain HTTP", '{"endpoint":"http://push.example/1","keys":{"p256dh":"B","auth":"A"}}', "url"],
    ["no keys", '{"endpoint":"https://push.example/1"}', "keys"],
    [
      "keys of another length",
      '{"endpoint":"https://push.example/1","keys":{"p256dh":"BAAA","auth":"AA"}}',
      "keys.p256dh",
    ],
  ])("of which the browser says %s is refused", (_, said, field) => {
    const parse = () => parsed(newDevice, { label: "Min", locale: "da", ...deviceFrom(said) });
    expect(parse).toThrow(expect.objectContaining({ field }));
  });
  test("is shown by its push service alone, and known to its own browser by a mark", async () => {
    const { url, keys, input } = await device();
    await addDevice(north, input, NOW, ways());
    const { endpoints } = await readSubscriptions(north, "da", NOW);
    const mark = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(url))).toString("hex");
    expect(endpoints).toMatchObject([{ channel: "push", address: new URL(url).host, device: mark }]);
    for (const secret of [new URL(url).pathname, keys.auth]) expect(JSON.stringify(endpoints)).not.toContain(secret);
  });
});

describe("a telephone", () => {
  async function gateway(answer?: (nth: number, response: ServerResponse) => unknown) {
    const peer = await smsGateway(answer);
    closing.push(peer.close);
    const sms = { url: peer.url, key: "a key both sides have", sender: "Overblik", origin: ORIGIN, timeoutMs: 5_000 };
    return { ...peer, ways: ways({ sms }) };
  }
  const input = parsed(newNumber, { label: "Vagttelefonen", number: "20 12 34 56", locale: "da" });

  test("is confirmed by the link that was sent to it, and by nothing else", async () => {
    const peer = await gateway();
    const { id } = await addNumber(north, input, NOW, peer.ways);
    expect(await kept(id)).toMatchObject({ channel: "sms", address: "+4520123456", confirmedAt: null });
    const { to, text } = peer.got[0]?.body ?? {};
    expect(to).toBe("+4520123456");
    expect(text).toMatch(/^Nordby vil sende driftsvarsler hertil som Vagttelefonen\. Bekræft: https:/);
    await doDeed(/\/notices\/([\w.-]+)$/.exec(String(text))?.[1] ?? "", NOW);
    expect(await kept(id)).toMatchObject({ confirmedAt: NOW });
  });
  test("gets the link again as a message of its own, but not at once: each costs", async () => {
    const peer = await gateway();
    const { id } = await addNumber(north, input, NOW, peer.ways);
    await expect(confirmAgain(north, { id }, NOW, peer.ways)).rejects.toMatchObject({ code: "too_soon" });
    await confirmAgain(north, { id }, new Date("2026-11-24T10:10:00Z"), peer.ways);
    expect(peer.sent.size).toBe(2);
  });
  test.each([
    [400, '{"code":"no_such_number"}', "no_such_number"],
    [400, "{}", "sms_refused"],
    [402, "", "sms_refused"],
    [503, "", "sms_refused"],
  ])("that the gateway refuses with %i %s is not kept", async (status, body, code) => {
    const peer = await gateway((_, response) => response.writeHead(status).end(body));
    await expect(addNumber(north, input, NOW, peer.ways)).rejects.toMatchObject({ field: "number", code });
    expect(await prisma().endpoint.count()).toBe(0);
  });
  test("cannot be added where no gateway is set up", async () => {
    await expect(addNumber(north, input, NOW, ways())).rejects.toMatchObject({ code: "sms_not_set_up" });
  });
  test("whose number costs, or is none, is refused at its field", () => {
    const parse = () => parsed(newNumber, { label: "Vagten", number: "90 12 34 56", locale: "da" });
    expect(parse).toThrow(expect.objectContaining({ field: "number", code: "no_number" }));
  });
});

describe("a webhook", () => {
  test.each([
    ["https://127.0.0.1/hook", "target_private"],
    ["https://[::ffff:169.254.169.254]/", "target_private"],
    ["https://2130706433/", "target_private"],
    ["http://hook.example/", "target_scheme"],
  ])("that leads to %s is tried by the rules it is sent by: %s", async (url, code) => {
    const outside = { ...ways(), trial: { ...ways().trial, anywhere: false } };
    const { id } = await addHook(north, parsed(newHook, { label: "EOJ", url }), NOW);
    await expect(confirmAgain(north, { id }, NOW, outside)).rejects.toMatchObject({ code: "hook_refused" });
    expect(await prisma().endpointTrial.findMany({ select: { code: true } })).toEqual([{ code }]);
    expect(await kept(id)).toMatchObject({ confirmedAt: null });
  });
  test.each(["https://navn:kode@hook.example/", "https://navn@hook.example/"])("takes no password: %s", (url) => {
    const parse = () => parsed(newHook, { label: "EOJ", url });
    expect(parse).toThrow(expect.objectContaining({ field: "url", code: "credentials" }));
  });
});
