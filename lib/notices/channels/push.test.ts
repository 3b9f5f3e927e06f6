import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { anOutgoing } from "../../../prisma/factories/notices.ts";
import type { Signal } from "../../subscriptions/shapes.ts";
import { readLink } from "../links.ts";
import type { Outgoing } from "./channel.ts";
import { notificationOf, type outcomeOf, pushDriver } from "./push.ts";
import { pushService } from "./testing.ts";
import { vapidKeys } from "./vapid.ts";

const ORIGIN = "https://overblik.example";
const OURS = vapidKeys("a secret that only tests know of, 32 long", "mailto:varsling@overblik.example");
const driver = (anywhere = true) => pushDriver({ origin: ORIGIN, anywhere, timeoutMs: 2_000, keys: OURS });
const never = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function service(answer?: (nth: number, response: ServerResponse) => unknown) {
  const { close, url, keys, got } = await pushService(answer);
  closing.push(close);
  const device = { channel: "push" as const, address: url, secret: JSON.stringify(keys) };
  return { got, device };
}
const shown = (signal: Partial<Signal> = {}, unusual: Partial<Outgoing> = {}) =>
  notificationOf(anOutgoing({ channel: "push", address: "https://push.example/1" }, signal, unusual), ORIGIN);

test("a push service verifies who sends, the browser alone can read it, and it says what happened and how bad", async () => {
  const { got, device } = await service();
  expect(await driver().send(anOutgoing(device, { severity: "critical" }), never)).toEqual({
    outcome: "sent",
    status: 201,
  });
  expect(got[0]).toMatchObject({ subject: "mailto:varsling@overblik.example", key: OURS.publicKey });
  expect(got[0]?.data).toMatchObject({
    title: "Forsinkelse i Beskedfordeler",
    body: "Driftsforstyrrelse · Åbnet · Alvor: Kritisk · Sagt 24.\u00a0nov. 06:22",
    ...{ lang: "da", loud: true, sticky: true },
    actions: [{ action: "read", title: "Læs", href: `${ORIGIN}/incidents/2026-118` }],
  });
});

test("an update and the end have the opening's tag and topic, so that each replaces the one before; the end is silent", async () => {
  const { got, device } = await service();
  for (const moment of ["opened", "updated", "resolved"] as const)
    await driver().send(anOutgoing(device, { moment, severity: "critical" }), never);
  expect(new Set(got.flatMap(({ data, headers }) => [data["tag"], headers["topic"]])).size).toBe(1);
  expect(got.map(({ data }) => [data["loud"], data["sticky"]])).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect(shown({}, { thread: "incident:2026-119" }).tag).not.toBe(got[0]?.data["tag"]);
});

test.each<[Partial<Signal>, string, string]>([
  [{ severity: "critical" }, "high", "86400"],
  [{ severity: "major" }, "high", "86400"],
  [{ severity: "minor" }, "normal", "43200"],
  [{ severity: null }, "normal", "43200"],
  [{ severity: "info" }, "low", "21600"],
  [{ severity: "info", moment: "resolved" }, "low", "259200"],
])("%j is sent as %s and kept for %s seconds", async (signal, urgency, ttl) => {
  const { got, device } = await service();
  await driver().send(anOutgoing(device, signal), never);
  expect(got[0]?.headers).toMatchObject({ urgency, ttl });
});

test("a lock screen shows neither who is told nor whose receipts are missing", () => {
  const hidden = { da: "Kvitteringer mangler hos Cura i Aalborg", en: "Receipts are missing at Cura in Aalborg" };
  const said = shown({ kind: "missing_receipts", thread: "missing:9", title: hidden, text: hidden });
  expect(said.title).toBe("Manglende kvitteringer");
  expect(said.actions[0]?.href).toBe(`${ORIGIN}/receipts`);
  for (const word of ["Cura", "Aalborg", "Vagtcentralen"]) expect(JSON.stringify(said)).not.toContain(word);
});

test("where somebody must confirm, a button leads to the page that asks", () => {
  const [, confirm] = shown({}, { confirm: 5 }).actions;
  expect(confirm).toMatchObject({ action: "confirm", title: "Set og håndteret" });
  expect(readLink(confirm?.href.split("/notices/")[1] ?? "")).toEqual({ deed: "confirm", noticeId: 5, endpointId: 7 });
});

test.each<[number, ReturnType<typeof outcomeOf>]>([
  [404, { outcome: "never", code: "gone", status: 404, disable: "revoked" }],
  [410, { outcome: "never", code: "gone", status: 410, disable: "revoked" }],
  [400, { outcome: "never", code: "refused", status: 400 }],
  [413, { outcome: "never", code: "refused", status: 413 }],
  [403, { outcome: "later", code: "not_signed_in", status: 403 }],
  [302, { outcome: "later", code: "redirect", status: 302 }],
  [503, { outcome: "later", code: "refused", status: 503 }],
])("a push service that answers %i", async (status, expected) => {
  const { device } = await service((_, response) => response.writeHead(status).end("words that nobody keeps"));
  expect(await driver().send(anOutgoing(device), never)).toEqual(expected);
});

test("one that has too much to do is tried when it asks for, and then takes it", async () => {
  const { got, device } = await service((nth, response) =>
    nth === 1 ? response.writeHead(429, { "retry-after": "90" }).end() : response.writeHead(201).end(),
  );
  const once = await driver().send(anOutgoing(device), never);
  expect(once).toEqual({ outcome: "later", code: "refused", status: 429, afterMs: 90_000 });
  expect(await driver().send(anOutgoing(device), never)).toMatchObject({ outcome: "sent" });
  expect(got).toHaveLength(2);
});

describe("an address that a browser named", () => {
  test("is never followed inside", async () => {
    const { got, device } = await service();
    const inside = await driver(false).send(anOutgoing(device), never);
    expect(inside).toEqual({ outcome: "never", code: "target_private", disable: "failing" });
    expect(got).toEqual([]);
  });
  test.each([
    ["plain HTTP", { address: "http://127.0.0.1/push" }],
    ["no keys", { secret: null }],
    [
      "a key that is no point of the curve",
      { secret: JSON.stringify({ p256dh: "B".repeat(87), auth: "A".repeat(22) }) },
    ],
    ["a key of another length", { secret: JSON.stringify({ p256dh: "BAAA", auth: "A".repeat(22) }) }],
  ])("with %s is turned off", async (_, unusual) => {
    const { got, device } = await service();
    const sent = await driver().send(anOutgoing({ ...device, ...unusual }), never);
    expect(sent).toEqual({ outcome: "never", code: "not_set_up", disable: "failing" });
    expect(got).toEqual([]);
  });
});
