import { connect } from "node:net";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createStatusWorld } from "../../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { recordSignal } from "../outbox.ts";
import { readTold } from "../told/queries.ts";
import { toldParams } from "../told/schema.ts";
import { readUnreached } from "../unreached/queries.ts";
import { returnAddress } from "./address.ts";
import { startReturns } from "./server.ts";
import { awayMessage, bareReturns, exchangeReport, otherAnswers, postfixReport } from "./testing.ts";

useFreshDatabase();

const BASE = "retur@overblik.example";
const SENT = new Date("2026-11-24T10:00:00Z");
const BACK = new Date("2026-11-24T10:05:00Z");
const day = (nr: number) => new Date(SENT.getTime() + nr * 86_400_000);

let world: SmallWorld;
let incident: { id: number; number: string };
let listening: ReturnType<typeof startReturns>;
let port: number;

/** Hands a returned mail in, as a mail server does; answers what it is told. */
async function handIn(recipient: string, raw: string): Promise<number> {
  const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
  try {
    // An empty sender is what returned mail has.
    await transport.sendMail({ envelope: { from: "", to: recipient }, raw });
    return 250;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
}
/** A mail to an address that was sent, and taken by the next server. */
async function sentTo(endpoint: { id: number }, at = SENT): Promise<{ id: string; recipient: string }> {
  const { signalId } = await prisma().$transaction((tx) =>
    recordSignal(tx, aSignal({ incidentId: incident.id, thread: `incident:${incident.number}` }), at),
  );
  const { id } = await prisma().dispatch.findFirstOrThrow({ where: { endpointId: endpoint.id, notice: { signalId } } });
  await prisma().dispatch.update({
    where: { id },
    data: { state: "sent", sentAt: at, attempts: 1, tries: { create: { nr: 1, at, code: "sent", status: 250 } } },
  });
  return { id, recipient: returnAddress(BASE, { dispatchId: id }) };
}
const dispatch = (id: string) => prisma().dispatch.findUniqueOrThrow({ where: { id }, include: { tries: true } });
const endpointOf = (id: number) => prisma().endpoint.findUniqueOrThrow({ where: { id } });
const gone = (to: string) => postfixReport({ to, status: "5.1.1", diagnostic: `550 5.1.1 <${to}>: User unknown here` });
const full = (to: string) => exchangeReport({ to, status: "5.2.2", diagnostic: "552 5.2.2 mailbox full" });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  incident = (await createStatusWorld(ownerPool(), world)).published;
  listening = startReturns({ base: BASE, host: "127.0.0.1", port: 0 }, () => BACK);
  port = await listening.ready;
});
afterAll(() => listening.stop());
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
});

async function subscribed(organisation = world.north, address?: string) {
  const endpoint = await createEndpoint(organisation, address === undefined ? {} : { address });
  await createSubscription(organisation, [endpoint]);
  return endpoint;
}

describe("a mail that comes back because there is no such mailbox", () => {
  test("did not arrive after all: who was told says so, the address is off, and its organisation is not reached", async () => {
    const endpoint = await subscribed();
    const { id, recipient } = await sentTo(endpoint);
    expect(await handIn(recipient, gone(endpoint.address))).toBe(250);
    expect(await dispatch(id)).toMatchObject({
      ...{ state: "failed", why: "returned", sentAt: null, attempts: 2 },
      tries: [
        { nr: 1, code: "sent", at: SENT },
        { nr: 2, code: "returned_address", at: BACK, status: null },
      ],
    });
    expect(await endpointOf(endpoint.id)).toMatchObject({ disabledAt: BACK, disabledWhy: "hard_bounce" });
    const thread = toldParams.parse({ kind: "incident", id: incident.number });
    const { rows } = await readTold(world.viewers.operator, thread, BACK);
    expect(rows).toMatchObject([
      {
        organisation: { name: "Nordby" },
        delivery: "failed",
        states: [{ delivery: "failed", count: 1, reasons: [{ channel: "email", why: "returned" }] }],
      },
    ]);
    const unreached = (await readUnreached(world.viewers.operator, BACK)).rows;
    expect(unreached).toContainEqual(expect.objectContaining({ id: world.north.id, asked: true }));
  });
  test("is taken once, however often it is handed in", async () => {
    const endpoint = await subscribed();
    const { id, recipient } = await sentTo(endpoint);
    for (const raw of [gone(endpoint.address), gone(endpoint.address), full(endpoint.address)])
      expect(await handIn(recipient, raw)).toBe(250);
    expect((await dispatch(id)).tries).toHaveLength(2);
    expect(await prisma().signal.count({ where: { kind: "address" } })).toBe(1);
  });
  test("ends it for every organisation that has the address, and for nobody who confirmed it since", async () => {
    const [one, other] = [
      await subscribed(world.north, "Vagt@faelles.example"),
      await subscribed(world.south, "vagt@faelles.example"),
    ];
    const elsewhere = await subscribed(world.vendor);
    const unconfirmed = await createEndpoint(world.northRegion, { address: one.address, confirmedAt: null });
    const { recipient } = await sentTo(one);
    const anew = await createEndpoint(world.otherVendor, { address: one.address, confirmedAt: day(1) });
    expect(await handIn(recipient, gone(one.address))).toBe(250);
    for (const { id } of [one, other]) expect(await endpointOf(id)).toMatchObject({ disabledWhy: "hard_bounce" });
    for (const { id } of [elsewhere, unconfirmed, anew])
      expect(await endpointOf(id)).toMatchObject({ disabledAt: null });
  });
  test("of a link that was sent by hand ends the address it was sent to", async () => {
    const { id, address } = await createEndpoint(world.north, { confirmedAt: null });
    const recipient = returnAddress(BASE, { endpointId: id });
    await prisma().endpoint.update({ where: { id }, data: { askedAt: SENT } });
    await handIn(recipient, full(address));
    expect(await endpointOf(id)).toMatchObject({ disabledAt: null });
    await handIn(recipient, gone(address));
    expect(await endpointOf(id)).toMatchObject({ disabledWhy: "hard_bounce" });
  });
});

describe("a mail that comes back for something that may pass", () => {
  test("did not arrive, and only the fifth day in a row gives the address up", async () => {
    const endpoint = await subscribed();
    for (const nr of [0, 1, 2, 3, 4]) {
      const { id, recipient } = await sentTo(endpoint, day(nr));
      expect(await endpointOf(endpoint.id)).toMatchObject({ disabledAt: null });
      await handIn(recipient, full(endpoint.address));
      expect(await dispatch(id)).toMatchObject({ state: "failed", why: "returned" });
    }
    expect(await endpointOf(endpoint.id)).toMatchObject({ disabledWhy: "failing" });
  });
  test("begins anew where one stayed in between", async () => {
    const endpoint = await subscribed();
    for (const nr of [0, 1, 2, 3, 4, 5]) {
      const { recipient } = await sentTo(endpoint, day(nr));
      if (nr !== 2) await handIn(recipient, full(endpoint.address));
    }
    expect(await endpointOf(endpoint.id)).toMatchObject({ disabledAt: null });
  });
  test("says nothing of the address where it is what was sent that is not wanted", async () => {
    const endpoint = await subscribed();
    for (const nr of [0, 1, 2, 3, 4, 5]) {
      const { id, recipient } = await sentTo(endpoint, day(nr));
      await handIn(
        recipient,
        exchangeReport({ to: endpoint.address, status: "5.7.1", diagnostic: "550 5.7.1 not wanted" }),
      );
      expect(await dispatch(id)).toMatchObject({ state: "failed", why: "returned" });
    }
    expect(await endpointOf(endpoint.id)).toMatchObject({ disabledAt: null });
  });
});

test("mails that come back in words alone count with the others: the fifth day in a row gives the address up", async () => {
  const endpoint = await subscribed();
  for (const nr of [0, 1, 2, 3, 4]) {
    const { id, recipient } = await sentTo(endpoint, day(nr));
    expect(await endpointOf(endpoint.id)).toMatchObject({ disabledAt: null });
    await handIn(recipient, nr % 2 === 0 ? (bareReturns["qmail"] ?? "") : full(endpoint.address));
    expect((await dispatch(id)).tries.at(-1)?.code).toBe(nr % 2 === 0 ? "returned_unreported" : "returned_passing");
  }
  expect(await endpointOf(endpoint.id)).toMatchObject({ disabledWhy: "failing" });
});

test("a delay, and somebody who is away, change nothing", async () => {
  const endpoint = await subscribed();
  const { id, recipient } = await sentTo(endpoint);
  const delayed = postfixReport({ to: endpoint.address, action: "delayed", status: "4.4.1", diagnostic: "no answer" });
  for (const raw of [delayed, awayMessage(endpoint.address), ...Object.values(otherAnswers)])
    expect(await handIn(recipient, raw)).toBe(250);
  expect(await dispatch(id)).toMatchObject({ state: "sent", tries: [{ nr: 1 }] });
});

test("what comes back before it is known to be sent is to be handed in again", async () => {
  const endpoint = await subscribed();
  const { id, recipient } = await sentTo(endpoint);
  await prisma().dispatch.update({ where: { id }, data: { state: "sending", claimedBy: 1 } });
  expect(await handIn(recipient, gone(endpoint.address))).toBe(451);
  await prisma().dispatch.update({ where: { id }, data: { state: "sent", claimedBy: null } });
  expect(await handIn(recipient, gone(endpoint.address))).toBe(250);
  expect(await dispatch(id)).toMatchObject({ state: "failed" });
});

describe("the door", () => {
  test("is shut for whatever we did not sign: it relays nothing", async () => {
    const { recipient } = await sentTo(await subscribed());
    const forged = recipient.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@"));
    for (const to of [BASE, "nogen@andet.example", forged, recipient.replace("overblik", "andet")])
      expect(await handIn(to, gone("x@y.example"))).toBe(550);
  });
  test("takes no mail larger than 256 KB", async () => {
    const endpoint = await subscribed();
    const { id, recipient } = await sentTo(endpoint);
    const large = `${gone(endpoint.address)}\r\n${"x".repeat(998)}\r\n`.padEnd(300_000, "y\r\n");
    expect(await handIn(recipient, large)).toBe(552);
    expect(await dispatch(id)).toMatchObject({ state: "sent" });
  });
  test("takes so many at once, and tells the next to come again", async () => {
    const greeted = async () => {
      const socket = connect(port, "127.0.0.1");
      const greeting = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
      return { socket, code: greeting.slice(0, 3) };
    };
    const many = await Promise.all(Array.from({ length: 20 }, greeted));
    const next = await greeted();
    for (const { socket } of [...many, next]) socket.destroy();
    expect(many.every(({ code }) => code === "220")).toBe(true);
    expect(next.code).toBe("421");
  });
  test("of a sender that breaks off in the middle nothing is taken", async () => {
    const endpoint = await subscribed();
    const { id, recipient } = await sentTo(endpoint);
    const socket = connect(port, "127.0.0.1");
    const answered = () => new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    await answered();
    for (const line of ["HELO mx", "MAIL FROM:<>", `RCPT TO:<${recipient}>`, "DATA"]) {
      socket.write(`${line}\r\n`);
      await answered();
    }
    socket.write(gone(endpoint.address).slice(0, -200));
    await new Promise<void>((resolve) => socket.once("close", () => resolve()).destroySoon());
    expect(await handIn(recipient, awayMessage("x@y.example"))).toBe(250);
    expect(await dispatch(id)).toMatchObject({ state: "sent" });
  });
  test("nothing of a mail's text is kept", async () => {
    const endpoint = await subscribed();
    const { recipient } = await sentTo(endpoint);
    const secret = "2512484916";
    await handIn(recipient, gone(endpoint.address).replace("This is the mail system", `${secret} is the mail system`));
    const { rows } = await ownerPool().query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    for (const { name } of rows) {
      const found = await ownerPool().query(`SELECT FROM "${name}" x WHERE x::text LIKE '%${secret}%'`);
      expect([name, found.rowCount]).toEqual([name, 0]);
    }
  });
});
