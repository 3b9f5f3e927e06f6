import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NOON } from "../../../prisma/factories/ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { provideSettings } from "../../env.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import { recordSignal } from "../outbox.ts";
import { replay, replayAllFailed } from "./commands.ts";
import { readAddress, readDelivery } from "./queries.ts";

useFreshDatabase();

let world: SmallWorld;
let north: Viewer;
let endpoint: { id: number };
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const page = (viewer = north, unusual: Parameters<typeof readAddress>[2] = { show: "all" }) =>
  readAddress(viewer, endpoint.id, unusual, NOON);
/** Something is said, and told to the address; then it came as far as `became`. */
async function said(title: string, became: object = {}, now = NOON, thread = `incident:${title}`): Promise<string> {
  const signal = aSignal({ title: { da: title, en: title }, thread });
  const { signalId } = await prisma().$transaction((tx) => recordSignal(tx as StatusTx, signal, now));
  const of = { endpointId: endpoint.id, notice: { signalId } };
  await prisma().dispatch.updateMany({ where: of, data: became });
  return (await prisma().dispatch.findFirstOrThrow({ where: of })).id;
}
const stateOf = (id: string) => prisma().dispatch.findUniqueOrThrow({ where: { id } });
const FAILED = { state: "failed", why: "refused", attempts: 3 } as const;
const SENT = { state: "sent", sentAt: NOON, attempts: 1 } as const;

beforeAll(async () => {
  provideSettings({ SECRET: "a secret of the test, long enough for it", PUBLIC_URL: "https://overblik.example" });
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
  endpoint = await createEndpoint(world.north, { channel: "webhook", address: "https://eoj.example/hook" });
  await createSubscription(world.north, [endpoint], { calm: { capPerHour: 1_000 } });
});

describe("the log of an address", () => {
  test("is its owner's alone", async () => {
    const id = await said("Nede");
    expect((await page()).rows.map(({ title }) => title.da)).toEqual(["Nede"]);
    for (const viewer of [world.viewers.south, world.viewers.vendor, world.viewers.operator]) {
      await expect(page(viewer)).rejects.toThrow(NotFoundError);
      await expect(readDelivery(viewer, { id: endpoint.id, dispatch: id }, NOON)).rejects.toThrow(NotFoundError);
      await expect(replay(viewer, { id: endpoint.id, dispatches: [id] }, NOON)).rejects.toThrow(NotFoundError);
    }
  });
  test("shows no delivery under another address than its own", async () => {
    const id = await said("Nede");
    const other = await createEndpoint(world.north);
    await expect(readDelivery(north, { id: other.id, dispatch: id }, NOON)).rejects.toThrow(NotFoundError);
  });
  test("is read page by page, the newest first, each once", async () => {
    for (let nr = 1; nr <= 120; nr += 1) await said(String(nr));
    const seen: string[] = [];
    let before: number | undefined;
    do {
      const { rows, next } = await page(north, { show: "all", before });
      seen.push(...rows.map(({ title }) => title.da));
      before = next ?? undefined;
      // What comes meanwhile does not move what is read.
      if (seen.length < 120) await said("Imens");
    } while (before !== undefined);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, nr) => String(120 - nr)));
  });
  test("is narrowed to what waits, arrived or failed, and counts each", async () => {
    const carrier = await said("Kom frem", SENT);
    await said("Venter");
    await said("Fejlede", FAILED);
    await said("Slået fra", { state: "suppressed", why: "by_owner" });
    await said("Samlet", { state: "gathered", gatheredIn: carrier });
    const shown = async (show: "underway" | "sent" | "failed") =>
      (await page(north, { show })).rows.map(({ title }) => title.da);
    expect(await shown("underway")).toEqual(["Venter"]);
    expect(await shown("sent")).toEqual(["Samlet", "Kom frem"]);
    expect(await shown("failed")).toEqual(["Slået fra", "Fejlede"]);
    expect((await page()).counts).toEqual({ all: 5, underway: 1, sent: 2, failed: 2 });
  });
  test("has every attempt with its time, code, status and how long it took", async () => {
    const id = await said("Nede", { attempts: 1, why: "refused" });
    await prisma().dispatchTry.create({
      data: { dispatchId: id, nr: 1, at: NOON, code: "refused", status: 503, ms: 41 },
    });
    const { line } = await readDelivery(north, { id: endpoint.id, dispatch: id }, NOON);
    expect(line.attempts).toEqual([{ nr: 1, at: NOON.toISOString(), code: "refused", status: 503, ms: 41 }]);
  });
  test("shows a webhook's body as it is sent, and never a secret", async () => {
    const id = await said("Nede");
    const shown = await readDelivery(north, { id: endpoint.id, dispatch: id }, NOON);
    expect(shown.body).toMatchObject({
      type: "incident.opened",
      data: { id, thread: "incident:Nede", signals: [{ title: { da: "Nede" } }] },
    });
    expect(JSON.stringify([shown, await page()])).not.toContain("whsec_");
  });
});

describe("sending again", () => {
  test("keeps the key, is due at once, and is on record with its number", async () => {
    const [failed, arrived] = [await said("Fejlede", FAILED), await said("Kom frem", SENT)];
    const came = await replay(north, { id: endpoint.id, dispatches: [failed, arrived] }, at(5));
    expect(came).toEqual({ replayed: 2, skipped: 0 });
    expect(await stateOf(failed)).toMatchObject({ state: "waiting", notBefore: at(5), replayedAfter: 3, why: null });
    expect(await stateOf(arrived)).toMatchObject({ state: "waiting", replayedAfter: 1, sentAt: NOON });
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: "subscription.replay", entity: `endpoint ${endpoint.id}`, detail: came, personId: north.personId },
    ]);
  });
  test("tries at once what waits for its next attempt", async () => {
    const id = await said("Prøves igen", { attempts: 2, why: "refused", notBefore: at(90) });
    await replay(north, { id: endpoint.id, dispatches: [id] }, at(5));
    expect(await stateOf(id)).toMatchObject({ notBefore: at(5), replayedAfter: 2 });
  });
  test("leaves alone what is under way, waits on purpose or went with another", async () => {
    const under = [
      await said("Sendes", { state: "sending", attempts: 1 }),
      await said("Natten", { why: "quiet", notBefore: at(400) }),
      await said("Venter"),
      await said("Samlet", { state: "gathered" }),
    ];
    const before = await Promise.all(under.map(stateOf));
    await expect(replay(north, { id: endpoint.id, dispatches: under }, NOON)).rejects.toThrow(ConflictError);
    const failed = await said("Fejlede", FAILED);
    expect(await replay(north, { id: endpoint.id, dispatches: [...under, failed] }, NOON)).toEqual({
      ...{ replayed: 1, skipped: 4 },
    });
    expect(await Promise.all(under.map(stateOf))).toEqual(before);
  });
  test("twice at once sends it once", async () => {
    const id = await said("Fejlede", FAILED);
    const both = await Promise.allSettled([1, 2].map(() => replay(north, { id: endpoint.id, dispatches: [id] }, NOON)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
  test("reaches nothing of another address", async () => {
    const id = await said("Fejlede", FAILED);
    const other = await createEndpoint(world.north);
    await expect(replay(north, { id: other.id, dispatches: [id] }, NOON)).rejects.toThrow(ConflictError);
    expect(await stateOf(id)).toMatchObject({ state: "failed" });
  });
  test("is refused where the address is turned off or not confirmed, and to whoever only reads", async () => {
    const id = await said("Fejlede", FAILED);
    const asked = { id: endpoint.id, dispatches: [id] };
    for (const data of [{ disabledAt: NOON }, { disabledAt: null, confirmedAt: null }]) {
      await prisma().endpoint.update({ where: { id: endpoint.id }, data });
      await expect(replay(north, asked, NOON)).rejects.toMatchObject({ code: "address_off" });
      expect((await page()).rows.map(({ mayReplay }) => mayReplay)).toEqual([false]);
    }
    await expect(replay(world.viewers.auditor, asked, NOON)).rejects.toThrow(ForbiddenError);
  });
});

describe("everything that failed since a time", () => {
  const since = at(-30).toISOString();
  test("is counted before, and sent again if it still is as many", async () => {
    await said("For længe siden", FAILED, at(-60));
    const failed = [await said("Fejlede", FAILED, at(-30)), await said("Også", FAILED, at(-1))];
    await said("Kom frem", SENT, at(-1));
    expect((await page(north, { show: "all", since })).failed).toEqual({ since, count: 2 });
    const all = { id: endpoint.id, since };
    await expect(replayAllFailed(north, { ...all, count: 3 }, NOON)).rejects.toMatchObject({ code: "other_count" });
    for (const id of failed) expect(await stateOf(id)).toMatchObject({ state: "failed" });
    expect(await replayAllFailed(north, { ...all, count: 2 }, NOON)).toEqual({ replayed: 2, skipped: 0 });
    for (const id of failed) expect(await stateOf(id)).toMatchObject({ state: "waiting", replayedAfter: 3 });
    expect((await page()).counts).toMatchObject({ underway: 2, failed: 1 });
  });
});
