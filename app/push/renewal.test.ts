import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useFreshDatabase } from "@/lib/db/testing.ts";
import { ownerPool } from "../../lib/db/pool.ts";
import { prisma } from "../../lib/db/prisma.ts";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { POST } from "./address/route.ts";

useFreshDatabase();

const WORKER = readFileSync(new URL("../../public/push/worker.js", import.meta.url), "utf8");
const ORIGIN = "http://localhost";
type Address = { endpoint: string; keys: { p256dh: string; auth: string } };
const anAddress = (name: string): Address => ({
  endpoint: `https://push.example/${name}-${randomBytes(8).toString("hex")}`,
  keys: { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: randomBytes(16).toString("base64url") },
});
const subscription = (address: Address) => ({ ...address, toJSON: () => address });

/** What a browser gives our worker, as far as it uses it: its store, its push service's address, and our server behind `fetch`. */
function browser(given: { now: Address | null; next: Address; granted?: boolean; online?: boolean }) {
  const listeners = new Map<string, (event: object) => void>();
  const store = new Map<string, unknown>();
  const asked: unknown[] = [];
  const state = { now: given.now, online: given.online ?? true };
  const cache = {
    match: async (path: string) => (store.has(path) ? Response.json(store.get(path)) : undefined),
    put: async (path: string, response: Response) => void store.set(path, await response.json()),
    delete: async (path: string) => store.delete(path),
  };
  runInNewContext(WORKER, {
    ...{ Response, caches: { open: async () => cache } },
    Notification: { permission: given.granted === false ? "denied" : "granted" },
    fetch: async (path: string, init: RequestInit) => {
      if (!state.online) throw new TypeError("Failed to fetch");
      asked.push(JSON.parse(String(init.body)));
      return POST(
        new Request(`${ORIGIN}${path}`, { ...init, headers: { ...init.headers, "sec-fetch-site": "same-origin" } }),
      );
    },
    self: {
      addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
      registration: {
        pushManager: {
          getSubscription: async () => (state.now ? subscription(state.now) : null),
          subscribe: async (options: unknown) => {
            asked.push(options);
            state.now = given.next;
            return subscription(given.next);
          },
        },
      },
    },
  });
  /** Sends the worker an event, and waits until it is done with it. */
  const send = async (name: string, event: object) => {
    const until: Promise<unknown>[] = [];
    listeners.get(name)?.({ ...event, waitUntil: (promise: Promise<unknown>) => void until.push(promise) });
    await Promise.all(until);
  };
  return {
    ...{ asked, state, store, send },
    keep: (address: Address) => send("message", { data: { keep: { ...address, key: "our key" } }, ports: [] }),
    /** A page asks it to look; answers what it said. */
    look: async () => {
      let said: unknown;
      await send("message", { data: "look", ports: [{ postMessage: (answer: unknown) => (said = answer) }] });
      return said;
    },
  };
}

let world: SmallWorld;
const [before, after] = [anAddress("before"), anAddress("after")];
/** A browser that an organisation's subscription goes to. */
async function device(address = before, organisation = world.north) {
  const endpoint = await createEndpoint(organisation, {
    ...{ channel: "push", label: "Vagtens telefon", address: address.endpoint, secret: JSON.stringify(address.keys) },
  });
  await createSubscription(organisation, [endpoint]);
  return endpoint.id;
}
const kept = async (id: number) => {
  const { address, secret, disabledAt } = await prisma().endpoint.findUniqueOrThrow({ where: { id } });
  return { endpoint: address, keys: JSON.parse(secret ?? "null"), off: disabledAt !== null };
};
const disable = (id: number, disabledWhy: string) =>
  prisma().endpoint.update({ where: { id }, data: { disabledAt: new Date(), disabledWhy } });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
});

describe("a browser whose push service changed its address", () => {
  test("says so by itself, and is told from then on at the new one, in every organisation that has it", async () => {
    const [id, other, elsewhere] = [await device(), await device(before, world.south), await device(anAddress("x"))];
    const here = browser({ now: null, next: after });
    await here.keep(before);
    await here.send("pushsubscriptionchange", { newSubscription: null, oldSubscription: null });
    for (const one of [id, other]) expect(await kept(one)).toEqual({ ...after, off: false });
    expect((await kept(elsewhere)).endpoint).not.toBe(after.endpoint);
    expect(here.asked[0]).toEqual({ userVisibleOnly: true, applicationServerKey: "our key" });
    expect(here.store.get("/push/kept")).toEqual({ ...after, key: "our key" });
    expect(
      await prisma().auditEntry.findMany({ select: { action: true, organisationId: true, personId: true } }),
    ).toEqual(
      [world.north, world.south].map(({ id: organisationId }) => ({
        ...{ action: "subscription.device_renewed", organisationId, personId: null },
      })),
    );
    expect(await here.look()).toBe("same");
  });
  test("takes the address that the event brings, and asks for no other", async () => {
    const id = await device();
    const here = browser({ now: null, next: anAddress("other") });
    await here.keep(before);
    await here.send("pushsubscriptionchange", { newSubscription: subscription(after), oldSubscription: null });
    expect((await kept(id)).endpoint).toBe(after.endpoint);
    expect(here.asked).toHaveLength(1);
  });
  test("says so when a page is opened, where it could not before", async () => {
    const id = await device();
    const here = browser({ now: null, next: after, online: false });
    await here.keep(before);
    await here.send("pushsubscriptionchange", { newSubscription: null, oldSubscription: null }).catch(() => {});
    expect((await kept(id)).endpoint).toBe(before.endpoint);
    expect(await here.look()).toBe("failed");
    here.state.online = true;
    expect(await here.look()).toBe("renewed");
    expect((await kept(id)).endpoint).toBe(after.endpoint);
  });
  test("is in use again where its old address was called gone meanwhile, and not where its owner turned it off", async () => {
    const [gone, off] = [await device(), await device(before, world.south)];
    await disable(gone, "revoked");
    await disable(off, "by_owner");
    const here = browser({ now: after, next: after });
    await here.keep(before);
    expect(await here.look()).toBe("renewed");
    expect(await kept(gone)).toEqual({ ...after, off: false });
    expect(await kept(off)).toEqual({ ...before, off: true });
  });
  test("asks once, also where the event and a page come together", async () => {
    await device();
    const here = browser({ now: null, next: after });
    await here.keep(before);
    await Promise.all([here.send("pushsubscriptionchange", { newSubscription: null }), here.look()]);
    expect(here.asked).toHaveLength(2);
  });
});

describe("a browser", () => {
  test("that we do not know any more forgets what it was known by", async () => {
    const here = browser({ now: after, next: after });
    await here.keep(before);
    expect(await here.look()).toBe("failed");
    expect(here.store.size).toBe(0);
    expect(await here.look()).toBe("nothing");
  });
  test("whose new address was added by hand already leaves it at that", async () => {
    const [old, added] = [await device(), await device(after)];
    const here = browser({ now: after, next: after });
    await here.keep(before);
    expect(await here.look()).toBe("failed");
    expect([(await kept(old)).endpoint, (await kept(added)).endpoint]).toEqual([before.endpoint, after.endpoint]);
  });
  test("that may show nothing any more asks for nothing", async () => {
    const here = browser({ now: null, next: after, granted: false });
    await here.keep(before);
    expect([await here.look(), here.asked]).toEqual(["nothing", []]);
  });
});

describe("the door", () => {
  const call = async (body: unknown, headers: Record<string, string> = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const request = new Request(`${ORIGIN}/push/address`, { method: "POST", body: text, headers });
    const response = await POST(request);
    const { code } = response.status === 204 ? { code: null } : await response.json();
    return [response.status, code];
  };
  const now = { url: after.endpoint, keys: after.keys };
  const proof = { url: before.endpoint, auth: before.keys.auth };
  test("answers one that does not know the secret as it answers one whose address nobody has", async () => {
    const id = await device();
    const wrong = { ...proof, auth: anAddress("x").keys.auth };
    const nobodys = { ...proof, url: anAddress("x").endpoint };
    for (const one of [wrong, nobodys]) expect(await call({ before: one, now })).toEqual([404, "not_found"]);
    expect((await kept(id)).endpoint).toBe(before.endpoint);
  });
  test("is shut for another site's page", async () => {
    const id = await device();
    expect(await call({ before: proof, now }, { "sec-fetch-site": "cross-site" })).toEqual([403, "cross_site"]);
    expect(await call({ before: proof, now }, { origin: "https://evil.example" })).toEqual([403, "cross_site"]);
    expect((await kept(id)).endpoint).toBe(before.endpoint);
  });
  test.each<[string, unknown]>([
    ["no JSON", "{"],
    ["nothing", {}],
    ["plain HTTP", { before: proof, now: { ...now, url: "http://push.example/1" } }],
    ["keys of another length", { before: proof, now: { ...now, keys: { p256dh: "BAAA", auth: "AA" } } }],
    ["more than is asked", { before: proof, now, label: "Min" }],
  ])("takes nothing that is not as it should be: %s", async (_, body) => {
    expect((await call(body))[0]).toBe(400);
  });
  test("takes no more than a small body", async () => {
    expect((await call({ before: proof, now, more: "x".repeat(100_000) }))[0]).toBe(413);
  });
});
