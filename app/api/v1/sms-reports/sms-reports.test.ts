import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/v1/sms-reports/route.ts";
import { prisma } from "@/lib/db/prisma.ts";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { provideSettings } from "@/lib/env.ts";
import { recordSignal } from "@/lib/notices/outbox.ts";
import { aSignal, createEndpoint, createSubscription } from "@/prisma/factories/notices.ts";

useFreshDatabase();

const KEY = "a key that both sides have";
beforeAll(() => provideSettings({ SMS_URL: "http://127.0.0.1:1/messages", SMS_KEY: KEY }));
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
});

/** One dispatch to a new address of this channel, in this state. */
async function dispatched(state: "sent" | "sending", channel: "sms" | "email" = "sms"): Promise<string> {
  await createSubscription(null, [await createEndpoint(null, { channel, address: "+4520123456" })]);
  await prisma().$transaction((tx) => recordSignal(tx, aSignal(), new Date()));
  const { id } = await prisma().dispatch.findFirstOrThrow({ where: { endpoint: { channel } } });
  await prisma().dispatch.update({ where: { id }, data: { state, sentAt: new Date() } });
  return id;
}
const stateOf = (id: string) =>
  prisma().dispatch.findUniqueOrThrow({ where: { id }, select: { state: true, why: true } });

function report(
  body: unknown,
  { key = KEY, at = new Date(), sent = body }: { key?: string; at?: Date; sent?: unknown } = {},
) {
  const text = JSON.stringify(body);
  const signature = new Webhook(key, { format: "raw" }).sign("r-1", at, text);
  const headers = {
    "webhook-id": "r-1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signature,
  };
  return POST(new Request("http://x/api/v1/sms-reports", { method: "POST", headers, body: JSON.stringify(sent) }));
}

describe("a gateway's report", () => {
  test("that a text did not arrive makes it known to have failed, once", async () => {
    const id = await dispatched("sent");
    expect((await report({ id, state: "failed" })).status).toBe(204);
    expect(await stateOf(id)).toEqual({ state: "failed", why: "not_delivered" });
    expect((await report({ id, state: "failed" })).status).toBe(204);
  });
  test("that it arrived changes nothing: it was sent", async () => {
    const id = await dispatched("sent");
    expect((await report({ id, state: "delivered" })).status).toBe(204);
    expect(await stateOf(id)).toEqual({ state: "sent", why: null });
  });
  test("that comes before we know that it was taken is to come again", async () => {
    const id = await dispatched("sending");
    const answer = await report({ id, state: "failed" });
    expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code: "not_sent_yet" })]);
  });
  test("on what is no text message, or nothing of ours, changes nothing and tells nothing", async () => {
    const mail = await dispatched("sent", "email");
    for (const id of [mail, randomUUID()]) expect((await report({ id, state: "failed" })).status).toBe(204);
    expect(await stateOf(mail)).toMatchObject({ state: "sent" });
  });
  test.each<[string, Parameters<typeof report>[1]]>([
    ["signed with another key", { key: "a key that nobody here has" }],
    ["altered on the way", { sent: { id: randomUUID(), state: "delivered" } }],
    ["an hour old", { at: new Date(Date.now() - 3_600_000) }],
  ])("that is %s is nobody's", async (_, how) => {
    const id = await dispatched("sent");
    const answer = await report({ id, state: "failed" }, how);
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: "invalid_signature" })]);
    expect(await stateOf(id)).toMatchObject({ state: "sent" });
  });
  test("that is signed but says something else names the field", async () => {
    const answer = await report({ id: randomUUID(), state: "lost" });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ field: "state" })]);
  });
  test("is nobody's where no gateway is set up", async () => {
    provideSettings({ SMS_URL: "", SMS_KEY: "" });
    expect((await report({ id: randomUUID(), state: "failed" })).status).toBe(401);
    provideSettings({ SMS_URL: "http://127.0.0.1:1/messages", SMS_KEY: KEY });
  });
});
