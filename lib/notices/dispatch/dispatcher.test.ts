import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PoolClient } from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { makePool, ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { databaseUrl } from "../../env.ts";
import type { StatusTx } from "../../status/change.ts";
import type { ChannelDriver, Outgoing, Sent } from "../channels/channel.ts";
import { webhookDriver } from "../channels/webhook.ts";
import { recordSignal } from "../outbox.ts";
import type { NewSignal } from "../signal.ts";
import { startDispatcher } from "./dispatcher.ts";

useFreshDatabase();

let world: SmallWorld;
let running: { stop: () => Promise<void> }[] = [];

/** A channel that remembers what it was given and answers as told. */
function peer(answer: (outgoing: Outgoing, nth: number) => Sent | Promise<Sent> = () => ({ outcome: "sent" })) {
  const got: Outgoing[] = [];
  const driver: ChannelDriver = {
    ...{ channel: "email", concurrency: 4 },
    send: async (outgoing) => {
      got.push(outgoing);
      return answer(outgoing, got.length);
    },
    close: async () => {},
  };
  return { got, driver, titles: () => got.map(({ signals }) => signals.map(({ title }) => title.da)) };
}
const start = (driver: ChannelDriver, clock?: () => Date) => {
  const dispatcher = startDispatcher(ownerPool(), [driver], clock);
  running.push(dispatcher);
  return dispatcher;
};
const say = (title: string, signal: Partial<NewSignal> = {}, now = new Date()) =>
  prisma().$transaction((tx) =>
    recordSignal(tx as StatusTx, aSignal({ title: { da: title, en: title }, ...signal }), now),
  );
/** A pool whose connections break off at, or right after, the queries that `when` tells. */
function brokenWhen(when: (text: string, values: unknown[]) => boolean, moment: "at" | "after" = "at") {
  const pool = makePool(databaseUrl(), 4);
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => Promise<PoolClient>;
  const broken = async (...given: unknown[]) => {
    // A pool's own queries ask with a callback.
    if (given.length > 0) return connect(...given);
    const db = await connect();
    const query = db.query.bind(db) as (text: string, values?: unknown[]) => Promise<unknown>;
    const breaking = async (text: string, values: unknown[] = []) => {
      if (!when(text, values)) return query(text, values);
      if (moment === "after") await query(text, values);
      throw new Error("The connection broke off");
    };
    return Object.assign(db, { query: breaking });
  };
  return Object.assign(pool, { connect: broken as typeof pool.connect });
}
/** A busy machine takes its time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 50 });
const states = async () =>
  (await prisma().dispatch.findMany({ select: { state: true }, orderBy: { notice: { signalId: "asc" } } })).map(
    ({ state }) => state,
  );
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  running = [];
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
});

test("what is due is sent once, with what was said and why, and is then known to be sent", async () => {
  const { address } = await createSubscribed();
  const { got, driver } = peer();
  await say("Beskedfordeler nede");
  start(driver);
  await eventually(async () => expect(await states()).toEqual(["sent"]));
  expect(got).toHaveLength(1);
  expect(got[0]).toMatchObject({ endpoint: { address }, attempt: 1, thread: "incident:2026-118" });
  expect(got[0]?.reasons[0]?.because).toContainEqual({ axis: "kinds", value: "incident" });
  const tries = await prisma().dispatchTry.findMany();
  expect(tries).toMatchObject([{ nr: 1, code: "sent", dispatchId: got[0]?.dispatchId }]);
});

test("it says how many other organisations are told, to those who may see which", async () => {
  for (const organisation of [world.north, world.south, world.vendor, null])
    await createSubscription(organisation, [await createEndpoint(organisation)]);
  const { got, driver } = peer();
  await say("Beskedfordeler nede");
  start(driver);
  await eventually(() => expect(got).toHaveLength(4));
  expect(got.map(({ alsoTold }) => alsoTold?.count ?? null).toSorted()).toEqual([2, 2, 2, null]);
});

describe("an address that several subscriptions lead to", () => {
  const shared = async (...calms: object[]) => {
    const endpoint = await createEndpoint(world.north);
    for (const [n, calm] of calms.entries())
      await createSubscription(world.north, [endpoint], { calm, name: `Abonnement ${n + 1}` });
  };
  const names = ({ reasons }: Outgoing) => reasons.map(({ subscription }) => subscription.name);
  test("is told once, by the most urgent, and hears of all of them", async () => {
    await shared({ digestAt: "08:00", confirmMinutes: 10 }, {}, { digestAt: "09:00" });
    const { got, driver } = peer();
    const { signalId } = await say("Beskedfordeler nede");
    start(driver);
    await eventually(async () => expect((await states()).toSorted()).toEqual(["gathered", "gathered", "sent"]));
    expect(got).toHaveLength(1);
    const [message] = got;
    if (!message) throw new Error("Nothing was sent");
    expect(names(message)).toEqual(["Abonnement 2", "Abonnement 1", "Abonnement 3"]);
    expect(message.signals).toHaveLength(1);
    const asked = await prisma().notice.findFirst({ where: { signalId, subscription: { name: "Abonnement 1" } } });
    expect(message.confirm).toBe(asked?.id);
  });
  test("hears the whole conversation from whichever is due", async () => {
    await shared({ digestAt: "08:00" }, { intervalMinutes: 600 });
    const { got, titles, driver } = peer();
    await say("Åbnet", {}, ago(20));
    start(driver);
    await eventually(async () => expect((await states()).toSorted()).toEqual(["gathered", "sent"]));
    await say("Opdateret", { moment: "updated" });
    await say("Løst", { moment: "resolved" });
    await eventually(() => expect(titles()).toEqual([["Åbnet"], ["Opdateret", "Løst"]]));
    expect(got.map(names)).toEqual([
      ["Abonnement 2", "Abonnement 1"],
      ["Abonnement 2", "Abonnement 1"],
    ]);
  });
});

test("what is not due yet is not sent", async () => {
  await createSubscribed({ digestAt: "08:00" });
  const { got, driver } = peer();
  const now = new Date("2026-11-24T08:00:00Z");
  await say("Om natten", {}, now);
  start(driver, () => now);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(got).toEqual([]);
  expect(await states()).toEqual(["waiting"]);
});

describe("calm is kept by gathering", () => {
  test("what waited for the same digest comes as one, in order, over all threads", async () => {
    await createSubscribed({ digestAt: "08:00" });
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await say("Første", { thread: "incident:2026-1" }, yesterday);
    await say("Anden", { thread: "incident:2026-2" }, yesterday);
    await say("Tredje", { thread: "incident:2026-1", moment: "updated" }, yesterday);
    const { titles, driver } = peer();
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["gathered", "gathered", "sent"]));
    expect(titles()).toEqual([["Første", "Anden", "Tredje"]]);
  });
  test("what comes beyond the hour's cap comes as one", async () => {
    await createSubscribed({ capPerHour: 2 });
    for (const nr of [1, 2, 3, 4, 5]) await say(`Nr. ${nr}`, { thread: `incident:2026-${nr}` }, ago(70 - nr));
    const { titles, driver } = peer();
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent", "sent", "gathered", "gathered", "sent"]));
    expect(titles().toSorted((a, b) => a.length - b.length)).toEqual([
      ["Nr. 1"],
      ["Nr. 2"],
      ["Nr. 3", "Nr. 4", "Nr. 5"],
    ]);
  });
  test("an end that goes at once takes the updates along that still waited", async () => {
    await createSubscribed({ intervalMinutes: 600 });
    const { titles, driver } = peer();
    await say("Åbnet", {}, ago(20));
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    await say("Opdateret", { moment: "updated" });
    await say("Løst", { moment: "resolved" });
    await eventually(async () => expect(await states()).toEqual(["sent", "gathered", "sent"]));
    expect(titles()).toEqual([["Åbnet"], ["Opdateret", "Løst"]]);
  });
  test("two incidents that are told at once are two messages", async () => {
    await createSubscribed();
    await say("Den ene", { thread: "incident:2026-1" });
    await say("Den anden", { thread: "incident:2026-2" });
    const { titles, driver } = peer();
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent", "sent"]));
    expect(titles().sort()).toEqual([["Den anden"], ["Den ene"]]);
  });
});

describe("order within an incident and address", () => {
  test("an update waits while the opening is under way, and comes after it", async () => {
    await createSubscribed();
    let let_go = () => {};
    const gate = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    const { got, titles, driver } = peer(async (_, nth) => {
      if (nth === 1) await gate;
      return { outcome: "sent" };
    });
    await say("Åbnet");
    const dispatcher = start(driver);
    await eventually(() => expect(got).toHaveLength(1));
    await say("Opdateret", { moment: "updated" });
    dispatcher.wake();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(got).toHaveLength(1);
    let_go();
    await eventually(async () => expect(await states()).toEqual(["sent", "sent"]));
    expect(titles()).toEqual([["Åbnet"], ["Opdateret"]]);
    expect(got[1]?.openedBy).toBe(got[0]?.dispatchId);
  });
  test("what went along in a message that failed goes on in the next", async () => {
    await createSubscribed({ intervalMinutes: 600 });
    const { titles, driver } = peer((_, nth) =>
      nth === 2 ? { outcome: "later", code: "refused", afterMs: 3_600_000 } : { outcome: "sent" },
    );
    await say("Åbnet", {}, ago(20));
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    await say("Opdateret", { moment: "updated" });
    await say("Løst", { moment: "resolved" });
    await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(2));
    await say("Genåbnet");
    await eventually(async () => expect(await states()).toEqual(["sent", "gathered", "gathered", "sent"]));
    expect(titles().at(-1)).toEqual(["Opdateret", "Løst", "Genåbnet"]);
  });
  test("where the opening could not be sent yet, the update brings it along", async () => {
    await createSubscribed();
    const { titles, driver } = peer((_, nth) =>
      nth === 1 ? { outcome: "later", code: "refused", afterMs: 3_600_000 } : { outcome: "sent" },
    );
    await say("Åbnet");
    const dispatcher = start(driver);
    await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(1));
    await say("Opdateret", { moment: "updated" });
    dispatcher.wake();
    await eventually(async () => expect(await states()).toEqual(["gathered", "sent"]));
    expect(titles()).toEqual([["Åbnet"], ["Åbnet", "Opdateret"]]);
  });
});

describe("what goes wrong", () => {
  test("a failure for now is tried again with the same key, and logged by code and status only", async () => {
    await createSubscribed();
    const { got, driver } = peer((_, nth) =>
      nth === 1 ? { outcome: "later", code: "refused", status: 451 } : { outcome: "sent" },
    );
    await say("Beskedfordeler nede");
    let ahead = 0;
    start(driver, () => new Date(Date.now() + ahead));
    await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(1));
    ahead = 60_000;
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    expect(got.map(({ dispatchId }) => dispatchId)).toEqual([got[0]?.dispatchId, got[0]?.dispatchId]);
    expect(await prisma().dispatchTry.findMany({ orderBy: { nr: "asc" } })).toMatchObject([
      { nr: 1, code: "refused", status: 451 },
      { nr: 2, code: "sent", status: null },
    ]);
  });
  test("what cannot be read keeps nothing else from being sent, on its own channel or another", async () => {
    await createSubscribed();
    const { signalId } = await say("Af en slags, som ingen kender", { thread: "incident:2026-1" });
    await createSubscribed();
    const { got, titles, driver } = peer();
    await say("Den anden", { thread: "incident:2026-2" });
    const notices = prisma().notice;
    await notices.updateMany({ where: { signalId }, data: { because: [{ axis: "moon", value: "full" }] } });
    const pool = brokenWhen((text, values) => text.includes("'da', g.title") && [values[0]].flat().includes(signalId));
    running.push(startDispatcher(pool, [driver]));
    await eventually(() => expect(titles()).toEqual([["Den anden"], ["Den anden"]]));
    await eventually(async () =>
      expect(await prisma().dispatchTry.findMany({ where: { code: { not: "sent" } } })).toMatchObject([
        { code: "failed" },
      ]),
    );
    expect(got).toHaveLength(2);
  });
  test("what a worker claims as its connection breaks off is sent all the same, by itself", async () => {
    await createSubscribed();
    await say("Beskedfordeler nede");
    const { got, driver } = peer();
    let breaks = 1;
    // The commit arrives, its answer does not.
    const pool = brokenWhen((text) => text === "COMMIT" && breaks-- > 0, "after");
    running.push(startDispatcher(pool, [driver]));
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    expect(got).toHaveLength(1);
  });
  describe("what it is sent through is away", () => {
    const HOURS = 3_600_000;
    test("for three days: nothing is given up, and all of it goes as soon as one does", async () => {
      await createSubscribed();
      await createSubscribed();
      for (const nr of [1, 2]) await say(`Nr. ${nr}`, { thread: `incident:2026-${nr}` });
      let [ahead, up] = [0, false];
      const { driver, titles } = peer(() => (up ? { outcome: "sent" } : { outcome: "later", code: "unreachable" }));
      const dispatcher = start(driver, () => new Date(Date.now() + ahead));
      for (const days of [0, 1, 2, 3]) {
        ahead = days * 25 * HOURS;
        dispatcher.wake();
        await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(4 * (days + 1)));
      }
      await eventually(async () => expect(new Set(await states())).toEqual(new Set(["waiting"])));
      // The last attempt is made again in an hour at the earliest; what is said now finds the way open.
      up = true;
      await say("Nr. 3", { thread: "incident:2026-3" }, new Date(Date.now() + ahead));
      dispatcher.wake();
      await eventually(async () => expect(new Set(await states())).toEqual(new Set(["sent"])));
      expect(titles().slice(16).flat().toSorted()).toEqual(["Nr. 1", "Nr. 1", "Nr. 2", "Nr. 2", "Nr. 3", "Nr. 3"]);
    });
    test("which takes nothing of the day that a message is tried for", async () => {
      await createSubscribed();
      await say("Beskedfordeler nede");
      let ahead = 0;
      const { driver } = peer((_, nth) => ({ outcome: "later", code: nth === 1 ? "unreachable" : "deferred" }));
      const dispatcher = start(driver, () => new Date(Date.now() + ahead));
      await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(1));
      ahead = 72 * HOURS;
      dispatcher.wake();
      await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(2));
      expect(await states()).toEqual(["waiting"]);
    });
    test("and is back in the middle of the night: those who sleep hear in the morning, those who let it wake them at once", async () => {
      const quiet = { quietFrom: "22:00", quietTo: "06:00" };
      await createSubscribed({ ...quiet, criticalPasses: true });
      const evening = new Date("2026-11-24T19:00:00Z");
      await say("Alvorlig", { thread: "incident:2026-1", severity: "major" }, evening);
      await say("Kritisk", { thread: "incident:2026-2", severity: "critical" }, evening);
      let now = evening;
      let up = false;
      const { driver, titles } = peer(() => (up ? { outcome: "sent" } : { outcome: "later", code: "unreachable" }));
      const dispatcher = start(driver, () => now);
      await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(2));
      [now, up] = [new Date("2026-11-25T02:00:00Z"), true];
      dispatcher.wake();
      await eventually(async () =>
        expect(await prisma().dispatch.findMany({ orderBy: { signalId: "asc" } })).toMatchObject([
          { state: "waiting", why: "quiet", notBefore: new Date("2026-11-25T05:00:00Z"), attempts: 1 },
          { state: "sent" },
        ]),
      );
      now = new Date("2026-11-25T05:00:00Z");
      dispatcher.wake();
      await eventually(async () => expect(await states()).toEqual(["sent", "sent"]));
      expect(titles().slice(2)).toEqual([["Kritisk"], ["Alvorlig"]]);
    });
    test("and so was every worker: what was said meanwhile is told, as one", async () => {
      await createSubscribed();
      const days = (back: number) => new Date(Date.now() - back * 24 * HOURS);
      await say("Åbnet", {}, days(3));
      await say("Løst", { moment: "resolved" }, days(2));
      const { titles, driver } = peer();
      start(driver);
      await eventually(() => expect(titles()).toEqual([["Åbnet", "Løst"]]));
    });
  });
  test("a driver that throws is a failure for now", async () => {
    await createSubscribed();
    const { driver } = peer(() => {
      throw new Error("with something of the other end's in it");
    });
    await say("Beskedfordeler nede");
    start(driver);
    await eventually(async () => expect(await prisma().dispatchTry.findMany()).toMatchObject([{ code: "failed" }]));
    expect(await states()).toEqual(["waiting"]);
  });
  test("a day after the first try it is given up, and says so, however long it had waited for its calm", async () => {
    await createSubscribed();
    const { got, driver } = peer(() => ({ outcome: "later", code: "refused" }));
    await say("Beskedfordeler nede", {}, ago(25 * 60));
    let ahead = 0;
    const dispatcher = start(driver, () => new Date(Date.now() + ahead));
    await eventually(async () => expect(await prisma().dispatchTry.count()).toBe(1));
    expect(await states()).toEqual(["waiting"]);
    ahead = 24 * 3_600_000;
    dispatcher.wake();
    await eventually(async () => expect(await states()).toEqual(["failed"]));
    expect(got).toHaveLength(2);
  });
  test("what no channel could carry for more than a day is old news, and is given up", async () => {
    await createSubscribed();
    await say("Beskedfordeler nede", {}, new Date(Date.now() - 27 * 3_600_000));
    await say("Nu", { thread: "incident:2026-2" });
    running.push(startDispatcher(ownerPool(), []));
    await eventually(async () => expect(await states()).toEqual(["failed", "waiting"]));
  });
  test("an address that does not exist is disabled, and nothing more is tried there", async () => {
    const endpoint = await createSubscribed();
    const { got, driver } = peer(() => ({
      outcome: "never",
      code: "no_such_address",
      status: 550,
      disable: "hard_bounce",
    }));
    await say("Den ene", { thread: "incident:2026-1" });
    start(driver);
    await eventually(async () => expect(await states()).toEqual(["failed"]));
    await eventually(async () =>
      expect(await prisma().endpoint.findUniqueOrThrow({ where: { id: endpoint.id } })).toMatchObject({
        disabledWhy: "hard_bounce",
      }),
    );
    await say("Den anden", { thread: "incident:2026-2" });
    expect(await states()).toEqual(["failed"]);
    expect(got).toHaveLength(1);
  });
});

test("what is said after what is held waits with it, to whoever has not heard that, and comes in order", async () => {
  const late = await createSubscribed();
  const { signalId } = await say("Åbnet", {}, ago(2));
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: new Date() } });
  const heard = await createSubscribed();
  await say("Rettet", { moment: "updated" }, ago(1));
  const { got, driver } = peer();
  const dispatcher = start(driver);
  const told = () => got.map(({ endpoint, signals }) => [endpoint.id, ...signals.map(({ title }) => title.da)]);
  await eventually(() => expect(told()).toEqual([[heard.id, "Rettet"]]));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(got).toHaveLength(1);
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: null } });
  dispatcher.wake();
  await eventually(() =>
    expect(told()).toEqual([
      [heard.id, "Rettet"],
      [late.id, "Åbnet", "Rettet"],
    ]),
  );
});

test("what a person holds is not sent until they let it go", async () => {
  await createSubscribed();
  const { signalId } = await say("Sendt for hurtigt");
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: new Date() } });
  const { got, driver } = peer();
  const dispatcher = start(driver);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(got).toEqual([]);
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: null } });
  dispatcher.wake();
  await eventually(async () => expect(await states()).toEqual(["sent"]));
});

test("a channel whose receivers hang, and one that nobody can send on, keep nothing of another back", async () => {
  let calls = 0;
  const hanging = createServer(() => {
    calls += 1;
  }).listen(0, "127.0.0.1");
  await once(hanging, "listening");
  const address = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  for (let n = 0; n < 30; n++)
    for (const unusual of [{ channel: "webhook", address, secret } as const, { channel: "sms" } as const, {}])
      await createSubscription(world.north, [await createEndpoint(world.north, unusual)]);
  await say("Beskedfordeler nede");
  const mail = peer();
  const hooks = webhookDriver({ origin: "https://overblik.example", anywhere: true, timeoutMs: 60_000 });
  running.push(startDispatcher(ownerPool(), [{ ...hooks, concurrency: 2 }, mail.driver]));
  await eventually(() => expect([calls, mail.got.length]).toEqual([2, 30]));
  hanging.close();
  hanging.closeAllConnections();
});

test("two workers send each once", async () => {
  const endpoints = await Promise.all(Array.from({ length: 40 }, () => createEndpoint(world.north)));
  for (const endpoint of endpoints) await createSubscription(world.north, [endpoint]);
  await say("Beskedfordeler nede");
  const one = peer();
  const other = peer();
  start(one.driver);
  start(other.driver);
  await eventually(async () => expect(await prisma().dispatch.count({ where: { state: "sent" } })).toBe(40));
  const sent = [...one.got, ...other.got].map(({ endpoint }) => endpoint.id);
  expect(sent.sort((a, b) => a - b)).toEqual(endpoints.map(({ id }) => id).sort((a, b) => a - b));
});

test("what a worker had under way when it died is sent again by the next", async () => {
  await createSubscribed();
  await say("Beskedfordeler nede");
  const dying = makePool(databaseUrl(), 4);
  const never = peer(() => new Promise(() => {}));
  startDispatcher(dying, [never.driver]);
  await eventually(() => expect(never.got).toHaveLength(1));
  // The death of a process is the death of its connections, and it makes no new ones.
  dying.connect = () => Promise.reject(new Error("Dead"));
  await ownerPool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 223606797",
  );
  const { got, driver } = peer();
  start(driver);
  await eventually(async () => expect(await states()).toEqual(["sent"]));
  expect(got.map(({ dispatchId }) => dispatchId)).toEqual([never.got[0]?.dispatchId]);
});

describe("what is sent again", () => {
  const again = async (now = new Date()) => {
    for (const { id, attempts } of await prisma().dispatch.findMany())
      await prisma().dispatch.update({
        where: { id },
        data: { state: "waiting", notBefore: now, replayedAfter: attempts, why: null },
      });
  };
  const history = async () =>
    (await prisma().dispatchTry.findMany({ orderBy: [{ at: "asc" }, { nr: "asc" }] })).map(({ nr, code }) => [
      nr,
      code,
    ]);

  test("goes each by itself under its own key, in order, as it went the first time", async () => {
    await createSubscribed();
    const { got, titles, driver } = peer();
    const dispatcher = start(driver);
    const said = [["Åbnet", "opened"] as const, ["Opdateret", "updated"] as const, ["Løst", "resolved"] as const];
    for (const [nr, [title, moment]] of said.entries()) {
      await say(title, { moment });
      dispatcher.wake();
      await eventually(async () => expect(await prisma().dispatch.count({ where: { state: "sent" } })).toBe(nr + 1));
    }
    const first = got.map(({ dispatchId }) => dispatchId);
    await again();
    dispatcher.wake();
    await eventually(() => expect(got).toHaveLength(6));
    await eventually(async () => expect(await states()).toEqual(["sent", "sent", "sent"]));
    expect(got.slice(3).map(({ dispatchId }) => dispatchId)).toEqual(first);
    expect(titles().slice(3)).toEqual([["Åbnet"], ["Opdateret"], ["Løst"]]);
    expect(got.slice(3).map(({ openedBy }) => openedBy)).toEqual([first[0], first[0], first[0]]);
    expect((await history()).map(([nr]) => nr)).toEqual([1, 1, 1, 2, 2, 2]);
  });
  test("stays what it was where it had arrived, and keeps the time it arrived", async () => {
    await createSubscribed();
    const { driver } = peer((_, nth) => (nth === 1 ? { outcome: "sent" } : { outcome: "never", code: "refused" }));
    await say("Beskedfordeler nede");
    const dispatcher = start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    const { sentAt } = await prisma().dispatch.findFirstOrThrow();
    await again();
    dispatcher.wake();
    await eventually(async () =>
      expect(await history()).toEqual([
        [1, "sent"],
        [2, "refused"],
      ]),
    );
    expect(await prisma().dispatch.findFirst()).toMatchObject({ state: "sent", why: "refused", sentAt });
  });
  test("is tried for a day of its own", async () => {
    await createSubscribed();
    const { driver } = peer((_, nth) => ({ outcome: nth === 1 ? "never" : "later", code: "refused" }));
    await say("Beskedfordeler nede", {}, ago(60));
    let ahead = 0;
    const dispatcher = start(driver, () => new Date(Date.now() + ahead));
    await eventually(async () => expect(await states()).toEqual(["failed"]));
    ahead = 30 * 3_600_000;
    await again(new Date(Date.now() + ahead));
    dispatcher.wake();
    await eventually(async () => expect(await history()).toHaveLength(2));
    expect(await states()).toEqual(["waiting"]);
    const { notBefore } = await prisma().dispatch.findFirstOrThrow();
    expect(notBefore.getTime() - Date.now() - ahead).toBeLessThanOrEqual(10_000);
  });
  test("is not swallowed by something newer of the same conversation", async () => {
    await createSubscribed();
    const { got, titles, driver } = peer();
    await say("Åbnet");
    const dispatcher = start(driver);
    await eventually(async () => expect(await states()).toEqual(["sent"]));
    await again(new Date(Date.now() + 1_500));
    await say("Opdateret", { moment: "updated" });
    dispatcher.wake();
    await eventually(() => expect(got).toHaveLength(3));
    expect(titles()).toEqual([["Åbnet"], ["Opdateret"], ["Åbnet"]]);
  });
});

test("a worker that has stopped has given its connection back once, however that breaks off afterwards", async () => {
  const pool = makePool(databaseUrl(), 2);
  const connected = new Promise<PoolClient>((resolve) => pool.once("connect", resolve));
  const dispatcher = startDispatcher(pool, [peer().driver]);
  const db = await connected;
  await dispatcher.stop();
  expect(() => db.emit("error", new Error("terminated"))).not.toThrow();
  await pool.end();
});

async function createSubscribed(calm = {}) {
  const endpoint = await createEndpoint(world.north);
  await createSubscription(world.north, [endpoint], { calm });
  return endpoint;
}

test("what is stopped by hand is not begun, also where a worker had claimed it; let go, all of it is sent once", async () => {
  const organisation = world.north;
  const endpoints = await Promise.all(Array.from({ length: 12 }, () => createEndpoint(organisation)));
  await createSubscription(organisation, endpoints);
  const { signalId } = await say("Beskedfordeler nede");
  let letGo = () => {};
  const hanging = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { got, driver } = peer(async () => {
    await hanging;
    return { outcome: "sent" };
  });
  const dispatcher = start(driver);
  await eventually(async () => expect((await states()).filter((state) => state === "sending")).toHaveLength(12));
  await eventually(() => expect(got).toHaveLength(4));
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: new Date() } });
  dispatcher.wake();
  await eventually(async () => expect((await states()).filter((state) => state === "waiting")).toHaveLength(8));
  letGo();
  await eventually(async () => expect((await states()).filter((state) => state === "sent")).toHaveLength(4));
  expect(got).toHaveLength(4);
  await prisma().signal.update({ where: { id: signalId }, data: { heldAt: null } });
  dispatcher.wake();
  await eventually(async () => expect(new Set(await states())).toEqual(new Set(["sent"])));
  expect(new Set(got.map(({ dispatchId }) => dispatchId)).size).toBe(12);
  expect(got.map(({ attempt }) => attempt)).toEqual(Array(12).fill(1));
});
