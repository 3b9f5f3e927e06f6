import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test } from "vitest";
import { aSignal } from "../../../prisma/factories/notices.ts";
import type { Outgoing } from "./channel.ts";
import { outcomeOf, webhookDriver } from "./webhook.ts";

const SECRET = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;
const KEY = "11111111-1111-8111-8111-111111111111";
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real receiver on this machine. */
async function receiver(answer: RequestListener = (_, response) => response.writeHead(204).end()) {
  const got: { headers: IncomingHttpHeaders; body: string; path: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString();
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body, path: request.url ?? "" });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const outgoing = (address: string, unusual: Partial<Outgoing> = {}): Outgoing => ({
  ...{
    dispatchId: KEY,
    openedBy: KEY,
    thread: "incident:2026-118",
    alsoTold: null,
    confirm: null,
    attempt: 1,
  },
  endpoint: { id: 7, channel: "webhook", address, secret: SECRET, label: "EOJ-drift", locale: "da" },
  signals: [
    {
      ...{ id: 1, at: "2026-11-24T05:22:00Z", kind: "incident", moment: "opened", thread: "incident:2026-118" },
      ...{ severity: "major", trouble: "partial", services: ["distributor"], stations: [], types: [] },
      ...{ installations: [101], municipalities: [10], regions: [], vendors: [], messages: 3, subscriptionId: null },
      ...{ title: aSignal().title, text: aSignal().text },
    },
  ],
  reasons: [{ subscription: { id: 9, name: "Vores systemer" }, because: [{ axis: "mine", value: "101" }] }],
  at: "2026-11-24T05:22:04Z",
  ...unusual,
});
const here = webhookDriver({ origin: "https://overblik.example", anywhere: true, timeoutMs: 1_000 });
const never = new AbortController().signal;

test("a receiver verifies it with the official library and knows a double by its id", async () => {
  const { got, url } = await receiver();
  expect(await here.send(outgoing(url), never)).toEqual({ outcome: "sent", status: 204 });
  expect(await here.send(outgoing(url, { attempt: 2 }), never)).toMatchObject({ outcome: "sent" });
  const bodies = got.map(({ headers, body }) => new Webhook(SECRET).verify(body, headers as Record<string, string>));
  expect(bodies[0]).toMatchObject({
    type: "incident.opened",
    data: {
      thread: "incident:2026-118",
      page: "https://overblik.example/incidents/2026-118",
      subscriptions: [{ because: ["mine"] }],
    },
  });
  expect(got.map(({ headers }) => headers["webhook-id"])).toEqual([KEY, KEY]);
  expect(() => new Webhook(SECRET).verify(`${got[0]?.body} `, got[0]?.headers as Record<string, string>)).toThrow();
});

test("while two secrets hold, a receiver that has either of them can verify it", async () => {
  const { got, url } = await receiver();
  const old = `whsec_${Buffer.from("the secret that was before this").toString("base64")}`;
  const told = outgoing(url);
  await here.send({ ...told, endpoint: { ...told.endpoint, oldSecret: old } }, never);
  const [{ headers, body } = { headers: {}, body: "" }] = got;
  for (const secret of [SECRET, old])
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "incident.opened",
    });
  const other = `whsec_${Buffer.from("a secret of somebody else's own").toString("base64")}`;
  expect(() => new Webhook(other).verify(body, headers as Record<string, string>)).toThrow();
});

test("it names nobody who is hit: not which installations, not which municipalities", async () => {
  const { got, url } = await receiver();
  await here.send(outgoing(url), never);
  const { data } = JSON.parse(got[0]?.body ?? "{}");
  expect(Object.keys(data.signals[0]).sort()).toEqual(
    ["at", "kind", "moment", "services", "severity", "text", "thread", "title"].sort(),
  );
});

describe("a receiver that", () => {
  test("fails is tried later, and its words are not kept", async () => {
    const { url } = await receiver((_, response) => response.writeHead(500).end("secret words of the receiver"));
    expect(await here.send(outgoing(url), never)).toEqual({ outcome: "later", code: "refused", status: 500 });
  });
  test("redirects is not followed", async () => {
    const other = await receiver();
    const { url } = await receiver((_, response) => response.writeHead(302, { location: other.url }).end());
    expect(await here.send(outgoing(url), never)).toEqual({ outcome: "later", code: "redirect", status: 302 });
    expect(other.got).toEqual([]);
  });
  test("never answers is left after a while", async () => {
    const { url } = await receiver(() => {});
    expect(await here.send(outgoing(url), never)).toEqual({ outcome: "later", code: "unreachable" });
  });
  test("is not there", async () => {
    const { url } = await receiver();
    for (const close of closing.splice(0)) await close();
    expect(await here.send(outgoing(url), never)).toEqual({ outcome: "later", code: "unreachable" });
  });
});

test.each<[number, number | undefined, ReturnType<typeof outcomeOf>]>([
  [200, undefined, { outcome: "sent", status: 200 }],
  [410, undefined, { outcome: "never", code: "gone", status: 410, disable: "revoked" }],
  [429, 120_000, { outcome: "later", code: "refused", status: 429, afterMs: 120_000 }],
  [404, undefined, { outcome: "later", code: "refused", status: 404 }],
])("an answer of %i (wait %s)", (status, afterMs, expected) => {
  expect(outcomeOf({ status, ...(afterMs === undefined ? {} : { afterMs }) })).toEqual(expected);
});

test("without a setting that allows it, nothing is sent inside, and such an address is turned off", async () => {
  const { got, url } = await receiver();
  const outside = webhookDriver({ origin: "https://overblik.example", anywhere: false, timeoutMs: 1_000 });
  const https = url.replace("http:", "https:");
  expect(await outside.send(outgoing(https), never)).toEqual({
    outcome: "never",
    code: "target_private",
    disable: "failing",
  });
  expect(await outside.send(outgoing(url), never)).toMatchObject({ code: "target_scheme" });
  expect(got).toEqual([]);
});
