import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { anOutgoing } from "../../../prisma/factories/notices.ts";
import { log } from "../../log.ts";
import type { Signal } from "../../subscriptions/shapes.ts";
import type { Outgoing } from "./channel.ts";
import { smsDriver, smsOf } from "./sms.ts";
import { partsOf } from "./sms-text.ts";
import { smsGateway } from "./testing.ts";

const ORIGIN = "https://overblik.example";
const NUMBER = "+4520123456";
const never = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0)) await close();
});
async function gateway(answer?: (nth: number, response: ServerResponse) => unknown, timeoutMs = 5_000) {
  const { close, ...peer } = await smsGateway(answer);
  closing.push(close);
  const driver = smsDriver({
    url: peer.url,
    key: "a key both sides have",
    sender: "Overblik",
    origin: ORIGIN,
    timeoutMs,
  });
  return { ...peer, send: () => driver.send(anOutgoing({ channel: "sms", address: NUMBER }), never) };
}
const written = (signal: Partial<Signal> = {}, unusual: Partial<Outgoing> = {}) =>
  smsOf(anOutgoing({ channel: "sms", address: NUMBER }, signal, unusual), ORIGIN);

test("the gateway is handed one text with the key, and knows a second try by its id", async () => {
  // It breaks off the first time, after it has taken it: nobody here can know.
  const { got, sent, send } = await gateway((nth, response) =>
    nth === 1 ? response.writeHead(202).end(() => response.socket?.destroy()) : response.writeHead(200).end(),
  );
  await send();
  expect(await send()).toEqual({ outcome: "sent", status: 200 });
  const { dispatchId: id } = anOutgoing({ channel: "sms", address: NUMBER });
  for (const { headers } of got)
    expect(headers).toMatchObject({ authorization: "Bearer a key both sides have", "idempotency-key": id });
  expect(got[0]?.body).toEqual({ id, to: NUMBER, from: "Overblik", text: written() });
  expect(sent.size).toBe(1);
});

describe("what is written", () => {
  test("says what happened and how bad, and where to read on, in one part", () => {
    expect(written()).toBe(`Åbnet, Alvorlig: Forsinkelse i Beskedfordeler. ${ORIGIN}/incidents/2026-118`);
    expect(partsOf(written())).toBe(1);
  });
  test("is cut at a word where it is long, never in the link", () => {
    const long = "Beskedfordeleren kan ikke modtage beskeder fra sygehusene i tre regioner ".repeat(3);
    const text = written({ title: { da: long, en: long } });
    expect(text).toMatch(
      new RegExp(`^Åbnet, Alvorlig: Beskedfordeleren kan .+ \\w+\\.\\.\\. ${ORIGIN}/incidents/2026-118$`),
    );
    expect(partsOf(text)).toBe(1);
  });
  test("has the page that confirms, in two parts at most, where somebody must", () => {
    const text = written({}, { confirm: 5 });
    expect(text).toMatch(/Set og håndteret: https:\/\/overblik\.example\/notices\/c\.5\.7\.[\w-]{43}$/);
    expect(partsOf(text)).toBe(2);
  });
});

test.each<[number, string, object]>([
  [400, '{"code":"no_such_number"}', { outcome: "never", code: "no_such_number", disable: "hard_bounce" }],
  [400, '{"code":"text_too_long","message":"words"}', { outcome: "never", code: "refused" }],
  [400, "not even JSON", { outcome: "never", code: "refused" }],
  [400, "x".repeat(100_000), { outcome: "never", code: "refused" }],
  [401, "", { outcome: "later", code: "not_signed_in" }],
  [402, "", { outcome: "later", code: "no_credit" }],
  [403, "", { outcome: "later", code: "not_allowed" }],
  [429, "", { outcome: "later", code: "refused", afterMs: 60_000 }],
  [307, "", { outcome: "later", code: "redirect" }],
  [503, "", { outcome: "later", code: "refused" }],
])("a gateway that answers %i %s", async (status, body, expected) => {
  const alarm = vi.spyOn(log, "error");
  const headers = status === 429 ? { "retry-after": "60" } : { location: "http://127.0.0.1:1/" };
  const { send } = await gateway((_, response) => response.writeHead(status, headers).end(body));
  expect(await send()).toEqual({ ...expected, status });
  const mustBeMended = [401, 402, 403].includes(status);
  expect(alarm.mock.calls).toEqual(
    mustBeMended ? [[{ event: "sms_gateway", code: (expected as { code: string }).code }]] : [],
  );
});

test.each<[string, (response: ServerResponse) => unknown]>([
  ["never answers", () => {}],
  ["breaks off", (response) => response.socket?.destroy()],
  [
    "breaks off in the middle of a refusal",
    (response) => {
      response.writeHead(400, { "content-length": "100" }).write("{");
      setImmediate(() => response.socket?.destroy());
    },
  ],
])("a gateway that %s is tried again", async (_, answer) => {
  const { send } = await gateway((__, response) => answer(response), 300);
  expect(await send()).toEqual({ outcome: "later", code: "unreachable" });
});
