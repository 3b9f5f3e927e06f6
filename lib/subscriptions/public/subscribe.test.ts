import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createSmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { NotFoundError } from "../../errors.ts";
import { type PlainMailer, plainMailer } from "../../notices/channels/plain-mail.ts";
import { type Handlers, smtpServer } from "../../notices/channels/smtp-peer.ts";
import { doDeed } from "../../notices/deeds.ts";
import { linkToken } from "../../notices/links.ts";
import { fails } from "../../status/incidents/testing.ts";
import { askToSubscribe, confirmOwn, leaveOwn, saveOwnWish, takeBackOwn } from "./commands.ts";
import { forgetSubscribers } from "./forget.ts";
import { LIMITS } from "./limits.ts";
import { sendAllWaiting, sendWaiting } from "./mails.ts";
import { readOwn } from "./queries.ts";
import { EVERYTHING_PUBLIC, type Wish } from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const HOUR_MS = 3_600_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const days = (n: number) => later(n * 24 * HOUR_MS);
const ADDRESS = "vagt@nordby.example";

let server: Awaited<ReturnType<typeof smtpServer>>;
let mailer: PlainMailer;
let dead = false;
/** Waits before it takes a mail, where a test asks for it; how many connections stood at once. */
let slow = (): Promise<unknown> => Promise.resolve();
const open = { now: 0, most: 0 };
const refusing: Handlers = {
  onRcptTo: (_, __, done) =>
    void slow().then(() => done(dead ? Object.assign(new Error("away"), { responseCode: 451 }) : null)),
  onConnect: (_, done) => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    done();
  },
  onClose: () => {
    open.now -= 1;
  },
};
const mailerOf = (connections: number) =>
  plainMailer({
    ...{ url: server.url, from: "Status <status@overblik.example>", returnTo: null, dkim: null, connections },
    origin: "https://overblik.example",
  });

beforeAll(async () => {
  await createSmallWorld(ownerPool());
  server = await smtpServer(refusing);
  mailer = mailerOf(1);
});
afterAll(async () => {
  mailer.close();
  await server.close();
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE subscription, endpoint, subscriber_mail, allowance, audit_entry CASCADE`;
  server.mails.length = 0;
  dead = false;
  slow = () => Promise.resolve();
});

const asks = (
  unusual: Partial<Wish & { address: string; locale: "da" | "en" }> = {},
  now = NOW,
  client = "192.0.2.1",
) => askToSubscribe({ ...EVERYTHING_PUBLIC, address: ADDRESS, locale: "da", ...unusual }, client, now);
/** Everything that is due is sent, as a worker does. */
async function posted(now = NOW): Promise<void> {
  while (await sendWaiting(mailer, now, 0.5));
}
/** The token of the link in the newest mail to an address. */
async function tokenIn(address = ADDRESS): Promise<string> {
  const mail = (await server.inbox(address)).at(-1);
  return /https:\/\/overblik\.example\/subscribe\/(\S+)/.exec(mail?.text ?? "")?.[1] ?? "";
}
async function subscribed(unusual: Parameters<typeof asks>[0] = {}): Promise<string> {
  await asks(unusual);
  await posted();
  const token = await tokenIn(unusual.address);
  await confirmOwn(token, NOW);
  server.mails.length = 0;
  return token;
}
const subjects = async (address = ADDRESS) => (await server.inbox(address)).map(({ subject }) => subject);
const addresses = async () =>
  (await prisma().endpoint.findMany({ orderBy: { id: "asc" } })).map(({ address }) => address);

describe("asking", () => {
  test("is answered by a mail with a link; only the button of its page confirms", async () => {
    await asks({ places: ["m:9001", "m:9002"], kinds: ["incident"], minSeverity: "major" });
    expect(server.mails).toEqual([]);
    await posted();
    const [mail] = await server.inbox(ADDRESS);
    expect(mail?.subject).toBe("Bekræft, at du vil have besked om driften af sundhedsbeskeder");
    expect(mail?.text).toContain(
      "driftsforstyrrelser og afviklet efterslæb hos Nordby og Sydby, når alvoren er mindst alvorlig",
    );
    const token = await tokenIn();
    expect(await readOwn(token)).toMatchObject({
      standing: "waiting",
      wish: { places: ["m:9001", "m:9002"], minSeverity: "major" },
    });
    expect(await readOwn(token)).toMatchObject({ standing: "waiting" });
    await confirmOwn(token, NOW);
    await confirmOwn(token, later(HOUR_MS));
    expect(await readOwn(token)).toMatchObject({ standing: "on", forgottenAt: null });
    expect(await prisma().endpoint.findFirstOrThrow()).toMatchObject({ confirmedAt: NOW, organisationId: null });
    expect(await prisma().auditEntry.count()).toBe(1);
  });

  test("again while it waits is for what was asked last, and is one subscription", async () => {
    await asks();
    await asks({ address: ADDRESS.toUpperCase(), kinds: ["window"], locale: "en" }, later(1));
    await posted(later(1));
    expect(await addresses()).toEqual([ADDRESS]);
    expect(await readOwn(await tokenIn(ADDRESS))).toMatchObject({ locale: "en", wish: { kinds: ["window"] } });
  });

  test("for an address that subscribes changes nothing, says so to it alone, and looks the same to whoever asks", async () => {
    const token = await subscribed();
    const work = async (address: string) => {
      const before = await prisma().subscriberMail.count();
      expect(await asks({ address, kinds: ["window"] })).toBeUndefined();
      return (await prisma().subscriberMail.count()) - before;
    };
    expect([await work(ADDRESS), await work("ny@nordby.example")]).toEqual([1, 1]);
    await posted();
    expect(await subjects()).toEqual(["Du får allerede besked om driften af sundhedsbeskeder"]);
    expect(await tokenIn()).toBe(token);
    expect(await readOwn(token)).toMatchObject({ standing: "on", wish: EVERYTHING_PUBLIC });
  });

  test("of one client has an end, and begins again; no address of it is stored", async () => {
    for (let nth = 0; nth < LIMITS.client.most; nth += 1) await asks({ address: `n${nth}@nordby.example` });
    await expect(asks()).rejects.toMatchObject({ code: "busy", retryAfterSeconds: 3_600 });
    await asks({}, NOW, "192.0.2.2");
    await asks({}, later(HOUR_MS));
    const { rows } = await ownerPool().query("SELECT encode(key, 'escape') AS key FROM allowance");
    expect(JSON.stringify(rows)).not.toContain("192.0.2");
    expect(rows).toHaveLength(2);
  });

  test("fills no mailbox: one address is answered so often a day, whoever asks", async () => {
    for (let nth = 0; nth < 6; nth += 1) await asks({}, NOW, `192.0.2.${nth}`);
    await posted();
    expect(server.mails).toHaveLength(LIMITS.address.most);
    await asks({}, days(1));
    await posted(days(1));
    expect(server.mails).toHaveLength(LIMITS.address.most + 1);
    expect(await prisma().subscriberMail.count()).toBe(0);
  });
});

test("a server that is away delays a mail and never drops it; it is the same mail each time", async () => {
  dead = true;
  await asks();
  for (let hour = 0; hour < 72; hour += 1) await posted(later(hour * HOUR_MS));
  expect(server.mails).toEqual([]);
  const [{ id } = { id: "" }] = await prisma().subscriberMail.findMany();
  dead = false;
  await posted(later(75 * HOUR_MS));
  const [mail] = await server.inbox(ADDRESS);
  expect(mail?.messageId).toBe(`<${id}@overblik.example>`);
  expect(await prisma().subscriberMail.count()).toBe(0);
});

test("of two workers one sends a mail; one that dies with it leaves it to the other", async () => {
  await asks();
  await Promise.all([sendWaiting(mailer, NOW), sendWaiting(mailer, NOW)]);
  expect(server.mails).toHaveLength(1);
  await asks({ address: "b@nordby.example" });
  await prisma().subscriberMail.updateMany({ data: { attempts: 1, notBefore: later(120_000) } });
  await posted(later(60_000));
  expect(await subjects("b@nordby.example")).toEqual([]);
  await posted(later(120_000));
  expect(await subjects("b@nordby.example")).toHaveLength(1);
});

describe("what waits", () => {
  const eachAsks = async (count: number) => {
    for (let nr = 0; nr < count; nr += 1) await asks({ address: `n${nr}@nordby.example` }, later(nr), `192.0.2.${nr}`);
  };
  test("goes over several connections at once, each mail once", async () => {
    await eachAsks(40);
    const all = mailerOf(5);
    const idle = open.now;
    open.most = idle;
    // No mail is taken before five stand in line.
    slow = () => vi.waitFor(() => expect(open.most - idle).toBe(5), { timeout: 10_000, interval: 5 });
    while (await sendAllWaiting(all, () => later(60_000)));
    all.close();
    expect(open.most - idle).toBe(5);
    expect(server.mails.map(({ to }) => to[0]).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, nr) => `n${nr}@nordby.example`).toSorted(),
    );
    expect(await prisma().subscriberMail.count()).toBe(0);
  });
  test("for one address goes one by one, in the order it was asked for, also where the first has to wait", async () => {
    const token = await subscribed();
    await leaveOwn(token, NOW);
    await asks({ locale: "en" }, later(1));
    await asks({ locale: "da", kinds: ["window"] }, later(2));
    const all = mailerOf(5);
    dead = true;
    while (await sendAllWaiting(all, () => later(10)));
    expect(await prisma().subscriberMail.count({ where: { attempts: { gt: 0 } } })).toBe(1);
    dead = false;
    while (await sendAllWaiting(all, () => later(HOUR_MS)));
    all.close();
    expect(await subjects()).toHaveLength(3);
    expect((await subjects())[0]).toContain("afmeldt");
    expect(await readOwn(token)).toMatchObject({ locale: "da", wish: { kinds: ["window"] } });
  });
  test("is not lost with a database that breaks off in the middle of one of them", async () => {
    await eachAsks(6);
    const all = mailerOf(3);
    await ownerPool().query("ALTER TABLE subscription ADD CONSTRAINT never CHECK (id < 0) NOT VALID");
    await expect(sendAllWaiting(all, () => later(60_000))).rejects.toThrow();
    await ownerPool().query("ALTER TABLE subscription DROP CONSTRAINT never");
    expect(await prisma().subscriberMail.count()).toBe(6);
    while (await sendAllWaiting(all, () => later(HOUR_MS)));
    all.close();
    expect(new Set(server.mails.map(({ to }) => to[0])).size).toBe(6);
  });
});

describe("one's own page", () => {
  test("changes what is asked for, and its language", async () => {
    const token = await subscribed();
    const { version } = await readOwn(token);
    await saveOwnWish(token, { ...EVERYTHING_PUBLIC, version, locale: "en", kinds: ["window"] }, later(HOUR_MS));
    expect(await readOwn(token)).toMatchObject({ locale: "en", wish: { kinds: ["window"] }, version: version + 1 });
    expect((await readOwn(token)).sentence.da).toBe("Send besked til dig om servicevinduer.");
  });

  test("takes several places, regions and municipalities mixed, and says them all in one sentence", async () => {
    const token = await subscribed({ places: ["m:9001", "m:9002"] });
    const { version, wish, sentence } = await readOwn(token);
    expect(wish.places).toEqual(["m:9001", "m:9002"]);
    expect(sentence.da).toContain("hos Nordby og Sydby.");
    const places = ["r:1081", "m:9002"];
    await saveOwnWish(token, { ...EVERYTHING_PUBLIC, version, locale: "da", places }, later(HOUR_MS));
    const after = await readOwn(token);
    expect(new Set(after.wish.places)).toEqual(new Set(places));
    expect(after.sentence.da).toContain("hos alle i Region Nordjylland og Sydby.");
  });

  test("of two who change it at once one is told", async () => {
    const token = await subscribed();
    const { version } = await readOwn(token);
    const save = () => saveOwnWish(token, { ...EVERYTHING_PUBLIC, version, locale: "da" }, later(HOUR_MS));
    await save();
    expect(await fails(save())).toBe("changed_meanwhile");
  });

  test("leaves, and takes it back: a mailbox that others read too gets a last mail with the way back", async () => {
    const token = await subscribed({ kinds: ["window"] });
    await leaveOwn(token, NOW);
    await leaveOwn(token, NOW);
    expect(await readOwn(token)).toMatchObject({ standing: "left", forgottenAt: days(14).toISOString() });
    await posted();
    const [mail, ...more] = await server.inbox(ADDRESS);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("Adressen er afmeldt driftsstatus for sundhedsbeskeder");
    expect(mail?.text).toContain("8.\u00a0dec. er den væk.");
    await takeBackOwn(await tokenIn(), days(3));
    expect(await readOwn(token)).toMatchObject({ standing: "on", wish: { kinds: ["window"] } });
    // Whoever uses the link reads the mailbox: a report of an older mail that comes now says nothing of it any more.
    expect(await prisma().endpoint.findFirstOrThrow()).toMatchObject({ confirmedAt: days(3), disabledAt: null });
  });

  test("one click of a mail program leaves as the page does, last mail and all", async () => {
    await subscribed();
    const { subscriptionId, endpointId } = await prisma().subscriptionEndpoint.findFirstOrThrow();
    const click = linkToken({ deed: "leave", subscriptionId, endpointId });
    const own = linkToken({ deed: "manage", subscriptionId, endpointId });
    expect(await doDeed(click, NOW)).toMatchObject({ done: true, own });
    expect(await doDeed(click, NOW)).toMatchObject({ done: true, own });
    await posted();
    expect(await subjects()).toHaveLength(1);
    expect(await readOwn(own)).toMatchObject({ standing: "left" });
  });

  test("a last mail that has not got away is not sent to whoever came back", async () => {
    const token = await subscribed();
    await leaveOwn(token, NOW);
    await takeBackOwn(token, NOW);
    await posted();
    expect(server.mails).toEqual([]);
  });

  test("does not exist for a link that is none of ours, or is for another deed", async () => {
    await subscribed();
    const { subscriptionId, endpointId } = await prisma().subscriptionEndpoint.findFirstOrThrow();
    const others = [
      linkToken({ deed: "leave", subscriptionId, endpointId }),
      linkToken({ deed: "manage", subscriptionId, endpointId: endpointId + 1 }),
      linkToken({ deed: "manage", subscriptionId, endpointId }).replace(/^m/, "l"),
      "m.1.1.x",
    ];
    for (const token of others) {
      await expect(readOwn(token)).rejects.toThrow(NotFoundError);
      for (const deed of [confirmOwn, leaveOwn, takeBackOwn])
        await expect(deed(token, NOW)).rejects.toThrow(NotFoundError);
    }
  });
});

describe("is forgotten", () => {
  test("who has not confirmed within 7 days, with all that was asked", async () => {
    await asks();
    await posted();
    expect(await forgetSubscribers(new Date(days(7).getTime() - 1))).toEqual({ forgotten: 0 });
    expect(await forgetSubscribers(days(7))).toEqual({ forgotten: 1 });
    expect(await addresses()).toEqual([]);
    for (const left of [prisma().subscription.count(), prisma().subscriptionFilter.count(), prisma().allowance.count()])
      expect(await left).toBe(0);
    await expect(confirmOwn(await tokenIn(), days(7))).rejects.toThrow(NotFoundError);
  });

  test("who left 14 days ago; what was sent stays counted, by a number that names nobody", async () => {
    const token = await subscribed();
    const { endpointId, subscriptionId } = await prisma().subscriptionEndpoint.findFirstOrThrow();
    const signal = await prisma().signal.create({
      data: {
        at: NOW,
        kind: "incident",
        moment: "opened",
        thread: "incident:2026-1",
        title: "a",
        titleEn: "a",
        text: "a",
        textEn: "a",
      },
    });
    const notice = await prisma().notice.create({
      data: { signalId: signal.id, subscriptionId, at: NOW, because: [] },
    });
    const id = "11111111-1111-8111-8111-111111111111";
    await prisma().dispatch.create({
      data: { id, noticeId: notice.id, signalId: signal.id, endpointId, state: "sent", notBefore: NOW, sentAt: NOW },
    });
    expect((await readOwn(token)).received).toMatchObject([{ href: "/incidents/2026-1", moment: "opened" }]);
    await leaveOwn(token, NOW);
    await posted();
    expect(await forgetSubscribers(days(13))).toEqual({ forgotten: 0 });
    expect(await forgetSubscribers(days(14))).toEqual({ forgotten: 1 });
    expect(await forgetSubscribers(days(14))).toEqual({ forgotten: 0 });
    expect(await addresses()).toEqual([""]);
    expect(await prisma().subscriptionFilter.count()).toBe(0);
    expect(await prisma().dispatch.count({ where: { state: "sent" } })).toBe(1);
    await expect(readOwn(token)).rejects.toThrow(NotFoundError);
    expect(JSON.stringify(await prisma().auditEntry.findMany())).not.toContain("@");
  });

  test("not who subscribes, nor an organisation's address", async () => {
    await subscribed();
    await prisma().endpoint.create({
      data: {
        organisationId: (await prisma().organisation.findFirstOrThrow()).id,
        channel: "email",
        label: "a",
        address: "a@b.example",
        createdAt: NOW,
      },
    });
    expect(await forgetSubscribers(days(400))).toEqual({ forgotten: 0 });
  });

  test("what waited to be sent to whoever is forgotten", async () => {
    dead = true;
    await asks();
    await posted();
    await forgetSubscribers(days(7));
    dead = false;
    await posted(days(8));
    expect(server.mails).toEqual([]);
  });
});
