import RssParser from "rss-parser";
import { SaxesParser } from "saxes";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createGrant, createPerson } from "../../../prisma/factories/directory.ts";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld, viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import { disableAddress } from "../../subscriptions/addresses/commands.ts";
import { addFeed, renewFeed } from "../../subscriptions/addresses/feed.ts";
import { FETCHED, type FetchedChannel } from "../../subscriptions/shapes.ts";
import { feedDriver } from "../channels/feed.ts";
import { type Dispatcher, startDispatcher } from "../dispatch/dispatcher.ts";
import { recordSignal } from "../outbox.ts";
import type { NewSignal } from "../signal.ts";
import { personalAtom } from "./atom.ts";
import { noteFetched, readCalendar, readFeed } from "./queries.ts";

useFreshDatabase();

const ORIGIN = "https://status.example.dk";
let world: SmallWorld;
let holder: Viewer;
let grant: number;
let dispatcher: Dispatcher;

const secretIn = (path: string) => /([\w-]{43})\.(xml|ics)$/.exec(path)?.[1] ?? "";
async function made(unusual: { channel?: FetchedChannel; locale?: "da" | "en"; calm?: Record<string, unknown> } = {}) {
  const { channel = "atom", locale = "da", calm = {} } = unusual;
  const { id, path } = await addFeed(holder, { channel, label: "Vagtens feed", locale }, new Date());
  const subscription = await createSubscription(world.north, [{ id }], { name: "Alt hos os", calm });
  return { id, path, secret: secretIn(path), subscription: subscription.id };
}
async function say(title: string, signal: Partial<NewSignal> = {}): Promise<void> {
  const said = aSignal({ title: { da: title, en: `${title} (en)` }, ...signal });
  await prisma().$transaction((tx) => recordSignal(tx as StatusTx, said, new Date()));
  dispatcher.wake();
}
/** A busy machine takes its time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 50 });
const states = async () =>
  (await prisma().dispatch.findMany({ orderBy: { notice: { signalId: "asc" } } })).map(
    ({ state, why }) => why ?? state,
  );
const allSent = () => eventually(async () => expect(new Set(await states())).toEqual(new Set(["sent"])));
const parser = new RssParser({
  customFields: { item: ["id", "updated", ["thr:in-reply-to", "reply"]] as unknown as string[] },
});
async function entries(secret: string, now = new Date()) {
  const found = await readFeed(secret, false, now);
  if (found === null) return null;
  const { items } = await parser.parseString(personalAtom(found, ORIGIN));
  return items as unknown as Record<string, string & { $: { ref: string } }>[];
}
const titles = async (secret: string, now?: Date) => (await entries(secret, now))?.map(({ title }) => title) ?? null;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
  const person = await createPerson(ownerPool());
  grant = await createGrant(ownerPool(), person, world.north, "municipality");
  holder = { ...viewerOf(world.north, "municipality"), personId: person.id };
  dispatcher = startDispatcher(ownerPool(), FETCHED.map(feedDriver));
});
afterEach(() => dispatcher.stop());

describe("what was told at a personal feed", () => {
  test("is read there by a feed reader: what, why and where", async () => {
    const { secret } = await made();
    await say("Beskedfordeler nede");
    await allSent();
    const [entry, ...others] = (await entries(secret)) ?? [];
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ title: "[Åbnet] Beskedfordeler nede", link: `${ORIGIN}/incidents/2026-118` });
    expect(entry?.["id"]).toMatch(/^tag:kvitteringsoverblik,2026:dispatch\/[0-9a-f-]{36}$/);
    expect(entry?.["contentSnippet"]).toContain("Vi undersøger årsagen.");
    expect(entry?.["contentSnippet"]).toMatch(/Alt hos os/);
    const { sentAt } = await prisma().dispatch.findFirstOrThrow();
    expect(entry?.["updated"]).toBe(sentAt?.toISOString());
  });
  test("is in the language of its address", async () => {
    const { secret } = await made({ locale: "en" });
    await say("Beskedfordeler nede");
    await allSent();
    expect(await titles(secret)).toEqual(["[Opened] Beskedfordeler nede (en)"]);
  });
  test("is one conversation of an incident: what follows answers the opening", async () => {
    const { secret } = await made();
    await say("Nede");
    await allSent();
    await say("Nede", { moment: "resolved" });
    await say("En anden sag", { thread: "incident:2026-119" });
    await allSent();
    const [other, end, opening] = (await entries(secret)) ?? [];
    expect(end).toMatchObject({ title: "[Løst] Nede", reply: { $: { ref: opening?.["id"] } } });
    expect([opening?.["reply"], other?.["reply"]]).toEqual([undefined, undefined]);
  });
  test("is one entry, by however many subscriptions it came, with each of them", async () => {
    const { id, secret } = await made();
    await createSubscription(world.north, [{ id }], { name: "Kun det alvorlige" });
    await say("Nede");
    await eventually(async () => expect(await titles(secret)).toEqual(["[Åbnet] Nede"]));
    await say("Nede", { moment: "resolved" });
    await eventually(async () => expect(await titles(secret)).toEqual(["[Løst] Nede", "[Åbnet] Nede"]));
    const [end, opening] = (await entries(secret)) ?? [];
    for (const name of ["Alt hos os", "Kun det alvorlige"]) expect(opening?.["contentSnippet"]).toContain(name);
    expect([opening?.["reply"], end?.["reply"]?.$.ref]).toEqual([undefined, opening?.["id"]]);
  });
  test("is not there while it is held, and comes when it is let go", async () => {
    const { secret } = await made();
    const { signalId } = await prisma().$transaction(async (tx) => {
      const said = await recordSignal(tx as StatusTx, aSignal({ title: { da: "Nede", en: "Down" } }), new Date());
      await tx.signal.update({ where: { id: said.signalId }, data: { heldAt: new Date() } });
      return said;
    });
    await say("En anden sag", { thread: "incident:2026-119" });
    await eventually(async () => expect(await titles(secret)).toEqual(["[Åbnet] En anden sag"]));
    await prisma().signal.update({ where: { id: signalId }, data: { heldAt: null } });
    dispatcher.wake();
    await allSent();
    expect(await titles(secret)).toEqual(["[Åbnet] Nede", "[Åbnet] En anden sag"]);
  });
  test("waits for the calm of its subscription, and comes gathered, each with an entry of its own", async () => {
    const { secret } = await made({ calm: { intervalMinutes: 60 } });
    await say("Nede");
    await allSent();
    await say("Nede", { moment: "updated" });
    await say("Nede", { moment: "updated" });
    expect(await titles(secret)).toEqual(["[Åbnet] Nede"]);
    await prisma().$executeRaw`UPDATE dispatch SET not_before = now() WHERE state = 'waiting'`;
    await eventually(async () =>
      expect(await titles(secret)).toEqual(["[Opdateret] Nede", "[Opdateret] Nede", "[Åbnet] Nede"]),
    );
    expect(await prisma().dispatch.count({ where: { state: "gathered" } })).toBe(1);
  });
  test("keeps its ids and times however often it is read, also at a new address", async () => {
    const { id, secret } = await made();
    await say("Nede");
    await allSent();
    const before = personalAtom((await readFeed(secret, false, new Date())) ?? never(), ORIGIN);
    const { path } = await renewFeed(holder, { id }, new Date());
    const after = await readFeed(secretIn(path), false, new Date(Date.now() + 3_600_000));
    expect(personalAtom(after ?? never(), ORIGIN)).toBe(before);
  });
  test("is the newest hundred, of 90 days", async () => {
    const { id, secret, subscription } = await made();
    await say("Nede");
    await allSent();
    expect(await titles(secret, new Date(Date.now() + 89 * 86_400_000))).toHaveLength(1);
    expect(await titles(secret, new Date(Date.now() + 91 * 86_400_000))).toHaveLength(0);
    await ownerPool().query(
      `WITH g AS (INSERT INTO signal (at, kind, moment, thread, title, title_en, text, text_en)
         SELECT now(), 'incident', 'opened', 'incident:2026-' || nr, 'Sag ' || nr, '', '', '' FROM generate_series(1, 120) nr RETURNING id),
       n AS (INSERT INTO notice (signal_id, subscription_id, at, because) SELECT id, $1, now(), '[]' FROM g RETURNING id, signal_id)
       INSERT INTO dispatch (id, notice_id, signal_id, endpoint_id, state, not_before, sent_at)
       SELECT gen_random_uuid(), id, signal_id, $2, 'sent', now(), now() + interval '1 second' FROM n`,
      [subscription, id],
    );
    const all = (await titles(secret)) ?? [];
    expect(all).toHaveLength(100);
    expect(all[0]).toContain("Sag 120");
  });
  test("is strict XML whatever was written, and its secret stands nowhere in it", async () => {
    const { secret } = await made();
    await say('<b>&"]]>\u0001 nede');
    await allSent();
    const text = personalAtom((await readFeed(secret, true, new Date())) ?? never(), ORIGIN);
    const strict = new SaxesParser({ xmlns: true });
    strict.on("error", (error) => {
      throw error;
    });
    strict.write(text).close();
    expect(text).not.toContain(secret);
    expect((await parser.parseString(text)).title).toBe("Demodata: Varsler til Vagtens feed, Nordby");
  });
});

describe("an address", () => {
  test("is told once: only its hash and its end are kept, and the audit log knows neither", async () => {
    const { id, path, secret } = await made();
    const row = await prisma().endpoint.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ address: `/feeds/personal/…${secret.slice(-4)}.xml`, secret: null });
    expect(row.secretHash).toMatch(/^[0-9a-f]{64}$/);
    const audit = JSON.stringify(await prisma().auditEntry.findMany());
    for (const kept of [JSON.stringify(row), audit]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(path);
    }
    expect(audit).not.toContain(row.secretHash);
  });
  test("that is made anew closes the old one at once, is recorded, and has not been fetched", async () => {
    const { id, secret } = await made();
    await noteFetched({ id }, new Date());
    const { path } = await renewFeed(holder, { id }, new Date());
    expect(await titles(secret)).toBeNull();
    expect(await titles(secretIn(path))).toEqual([]);
    expect(await prisma().auditEntry.count({ where: { action: "subscription.address_renew" } })).toBe(1);
    expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ readOn: null });
  });
  test("that is removed opens nothing, is recorded, and cannot be made anew", async () => {
    const { id, secret } = await made();
    await disableAddress(holder, { id }, new Date());
    expect(await titles(secret)).toBeNull();
    expect(await prisma().auditEntry.count({ where: { action: "subscription.address_disable" } })).toBe(1);
    await expect(renewFeed(holder, { id }, new Date())).rejects.toThrow(NotFoundError);
  });
  test("of another organisation, or of another channel, cannot be made anew", async () => {
    const { id } = await made();
    await expect(renewFeed(world.viewers.south, { id }, new Date())).rejects.toThrow(NotFoundError);
    const mail = await createEndpoint(world.north);
    await expect(renewFeed(holder, mail, new Date())).rejects.toThrow(NotFoundError);
  });
  test.each(["", "x", "a".repeat(43), "æ".repeat(43)])("that was never made (%j) opens nothing", async (secret) => {
    expect([await readFeed(secret, false, new Date()), await readCalendar(secret, new Date())]).toEqual([null, null]);
  });
  test("of a feed opens no calendar, and the other way round", async () => {
    const [feed, calendar] = [await made(), await made({ channel: "calendar" })];
    expect(await readCalendar(feed.secret, new Date())).toBeNull();
    expect(await readFeed(calendar.secret, false, new Date())).toBeNull();
  });
  test("is fetched on a Danish day, which is written once", async () => {
    const { id } = await made();
    const readOn = async () => (await prisma().endpoint.findUniqueOrThrow({ where: { id } })).readOn?.toISOString();
    await noteFetched({ id }, new Date("2026-11-24T23:30:00Z"));
    expect(await readOn()).toBe("2026-11-25T00:00:00.000Z");
    const { rows: before } = await ownerPool().query("SELECT xmin FROM endpoint WHERE id = $1", [id]);
    await noteFetched({ id }, new Date("2026-11-25T22:00:00Z"));
    expect((await ownerPool().query("SELECT xmin FROM endpoint WHERE id = $1", [id])).rows).toEqual(before);
  });
});

describe("whoever has lost access", () => {
  const leave = () => prisma().grant.update({ where: { id: grant }, data: { validTo: new Date("2026-01-01") } });
  test("reads nothing more, and nothing is said to be readable there", async () => {
    const { id, secret } = await made();
    await leave();
    expect(await titles(secret)).toBeNull();
    await say("Nede");
    await eventually(async () => expect(await states()).toEqual(["no_access"]));
    await eventually(async () =>
      expect(await prisma().endpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ disabledWhy: "no_access" }),
    );
  });
  test("is followed by a colleague who makes the address anew", async () => {
    const { id, secret } = await made();
    await leave();
    const person = await createPerson(ownerPool());
    await createGrant(ownerPool(), person, world.north, "municipality");
    const { path } = await renewFeed({ ...holder, personId: person.id }, { id }, new Date());
    expect(await titles(secretIn(path))).toEqual([]);
    expect(await titles(secret)).toBeNull();
  });
});

test("a subscription that has ended brings nothing new, and what it brought stays", async () => {
  const { secret, subscription } = await made();
  await say("Nede");
  await allSent();
  await prisma().subscription.update({ where: { id: subscription }, data: { endedAt: new Date() } });
  await say("Nede igen", { thread: "incident:2026-119" });
  expect(await titles(secret)).toEqual(["[Åbnet] Nede"]);
});

test("a calendar is told of windows and nothing else, and of what another address is told it is not", async () => {
  const { id, subscription } = await made({ channel: "calendar" });
  const feed = await addFeed(holder, { channel: "atom", label: "Feed", locale: "da" }, new Date());
  await prisma().subscriptionEndpoint.create({ data: { subscriptionId: subscription, endpointId: feed.id } });
  await say("Nede");
  await say("Mindre servicevindue", { kind: "window", thread: "window:a" });
  const at = async (endpointId: number) =>
    (
      await prisma().dispatch.findMany({ where: { endpointId }, include: { notice: { include: { signal: true } } } })
    ).map(({ notice }) => notice.signal.kind);
  expect(await at(id)).toEqual(["window"]);
  expect((await at(feed.id)).sort()).toEqual(["incident", "window"]);
});

function never(): never {
  throw new Error("Nothing was opened");
}
