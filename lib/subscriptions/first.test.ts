import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGrant, createPerson } from "../../prisma/factories/directory.ts";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { provideSettings } from "../env.ts";
import { type Handlers, smtpServer } from "../notices/channels/smtp-peer.ts";
import { ownVapidKeys } from "../notices/channels/vapid.ts";
import { doDeed } from "../notices/deeds.ts";
import { recordSignal } from "../notices/outbox.ts";
import { fails } from "../status/incidents/testing.ts";
import type { Ways } from "./addresses/ways.ts";
import { readFirstUse, subscribeToEverything } from "./first.ts";
import { readEditorPage } from "./queries.ts";
import { firstDraft } from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const MAILBOX = { address: "vagt@nordby.example", locale: "da" } as const;

let world: SmallWorld;
let north: Viewer;
let server: Awaited<ReturnType<typeof smtpServer>>;
let ways: Ways;
let refuses = false;
const handlers: Handlers = {
  onRcptTo: (_, __, done) => done(refuses ? Object.assign(new Error("no"), { responseCode: 550 }) : null),
};

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  server = await smtpServer(handlers);
  const origin = "https://overblik.example";
  ways = {
    mail: { url: server.url, from: "varsling@overblik.example", returnTo: null, dkim: null, connections: 1, origin },
    sms: null,
    trial: { origin, anywhere: true, timeoutMs: 500, keys: ownVapidKeys() },
  };
  const person = await createPerson(ownerPool(), { email: "anna@nordby.example" });
  await createGrant(ownerPool(), person, world.north, "municipality");
  north = { ...world.viewers.north, personId: person.id };
});
afterAll(async () => {
  provideSettings({ SMTP_URL: "" });
  await server.close();
});
beforeEach(async () => {
  provideSettings({ SMTP_URL: "smtp://127.0.0.1:1" });
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
  server.mails.length = 0;
  refuses = false;
});

const everything = (input: { address: string; locale: "da" | "en" } = MAILBOX, at = NOW) =>
  subscribeToEverything(north, { subscription: "Alt om min organisation", mailbox: "Postkassen" }, input, at, ways);
const editor = (id: number) => readEditorPage(north, id, {}, "da", NOW);

describe("the offer", () => {
  test("is made to an organisation that asked for nothing yet, with the reader's own mailbox to begin with", async () => {
    expect(await readFirstUse(north)).toEqual({ organisation: "Nordby", address: "anna@nordby.example" });
    const { id } = await createSubscription(world.north, []);
    expect(await readFirstUse(north)).toBeNull();
    await prisma().subscription.update({ where: { id }, data: { endedAt: NOW } });
    expect(await readFirstUse(north)).not.toBeNull();
  });

  test("asks for no mailbox where one is there, or none can be written to", async () => {
    await createEndpoint(world.south);
    await createEndpoint(world.north, { confirmedAt: null });
    expect(await readFirstUse(north)).toMatchObject({ address: "anna@nordby.example" });
    provideSettings({ SMTP_URL: "" });
    expect(await readFirstUse(north)).toMatchObject({ address: null });
    provideSettings({ SMTP_URL: "smtp://127.0.0.1:1" });
    await createEndpoint(world.north);
    expect(await readFirstUse(north)).toMatchObject({ address: null });
  });

  test("is not made to somebody who only reads", async () => {
    expect(await readFirstUse(world.viewers.auditor)).toBeNull();
  });

  test.each(["vendor", "municipality", "region", "operator"] as const)("to a %s is all that is its own", (role) => {
    const { filter } = firstDraft(role);
    expect(filter).toMatchObject({ mine: true, minSeverity: null, moments: ["opened", "updated", "resolved"] });
    for (const kind of ["incident", "window", "missing_receipts", "backlog_cleared"] as const)
      expect(filter.kinds).toContain(kind);
    // What nobody has confirmed is the operator's to look into.
    expect(filter.kinds.includes("suspicion")).toBe(role === "operator");
  });
});

describe("everything in one click", () => {
  test("goes to a mailbox that is told nothing before its link was followed, and says so", async () => {
    const { id } = await everything();
    const [mail, ...more] = await server.inbox(MAILBOX.address);
    expect([mail?.subject, more]).toEqual(["Bekræft, at I vil have varsler fra Kvitteringsoverblik", []]);
    expect(await editor(id)).toMatchObject({ silent: { waiting: ["Postkassen"] } });
    const say = () => prisma().$transaction((tx) => recordSignal(tx, aSignal({ kind: "window" }), later(1)));
    await say();
    expect(await prisma().dispatch.count()).toBe(0);

    await doDeed(/\/notices\/([\w.-]+)/.exec(mail?.text ?? "")?.[1] ?? "", later(2));
    expect(await editor(id)).toMatchObject({ silent: null });
    await say();
    expect(await prisma().dispatch.count()).toBe(1);
    expect(await prisma().auditEntry.findFirst()).toMatchObject({ action: "subscription.create" });
  });

  test("is nothing where the mail server refuses the address", async () => {
    refuses = true;
    expect(await fails(everything())).toBe("address: mail_refused");
    expect([await prisma().subscription.count(), await prisma().endpoint.count()]).toEqual([0, 0]);
  });

  test("uses a mailbox that is there already as it is", async () => {
    const { id: there } = await createEndpoint(world.north, { address: MAILBOX.address });
    const { id } = await everything({ ...MAILBOX, address: "Vagt@Nordby.example" });
    expect(await prisma().subscriptionEndpoint.findMany()).toMatchObject([{ subscriptionId: id, endpointId: there }]);
    expect(server.mails).toEqual([]);
    expect(await editor(id)).toMatchObject({ silent: null });
  });

  test("of a subscription whose addresses were all turned off nothing is sent, and its page says so", async () => {
    const endpoint = await createEndpoint(world.north);
    await prisma().endpoint.update({ where: { id: endpoint.id }, data: { disabledAt: NOW } });
    const { id } = await createSubscription(world.north, [endpoint]);
    expect(await editor(id)).toMatchObject({ silent: { waiting: [] } });
  });
});
