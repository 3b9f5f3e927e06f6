import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ownVapidKeys } from "../../notices/channels/vapid.ts";
import { doDeed } from "../../notices/deeds.ts";
import { settleAddress } from "../../notices/lost/settle.ts";
import { readReturn } from "../../notices/returns/address.ts";
import { readSubscriptions } from "../queries.ts";
import { confirmAgain, disableAddress } from "./commands.ts";
import { addAddress } from "./email.ts";
import { mendAddress } from "./mend.ts";
import { sendTrial } from "./trial.ts";
import type { Ways } from "./ways.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const RETURN = "retur@overblik.example";
const mine = { label: "Vagten", address: "vagt@nordby.example", locale: "da" } as const;
const mails: { raw: string; from: string; to: string }[] = [];
const smtp = new SMTPServer({
  ...{ authOptional: true, disabledCommands: ["STARTTLS"], hideENHANCEDSTATUSCODES: true },
  onRcptTo: ({ address }, _, done) =>
    done(address.startsWith("vaek") ? Object.assign(new Error("5.1.1 gone"), { responseCode: 550 }) : null),
  onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
    let raw = "";
    stream.on("data", (part: Buffer) => {
      raw += part.toString();
    });
    stream.on("end", () => {
      mails.push({ raw, from: mailFrom ? mailFrom.address : "", to: rcptTo[0]?.address ?? "" });
      done();
    });
  },
});
let world: SmallWorld;
let north: Viewer;
let ways: Ways;

const textOf = async (nr: number) => (await simpleParser(mails.at(nr)?.raw ?? "")).text ?? "";
/** Opens the link of a mail and presses its button. */
const follow = async (nr: number, at: Date) => doDeed(/\/notices\/([\w.-]+)/.exec(await textOf(nr))?.[1] ?? "", at);
const lose = (endpointId: number, at = NOW) =>
  settleAddress(
    { endpointId, channel: "email" },
    { outcome: "never", code: "no_such_address", disable: "hard_bounce" },
    "given_up",
    at,
  );
const endpointOf = (id: number) => prisma().endpoint.findUniqueOrThrow({ where: { id } });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  north = world.viewers.north;
  await new Promise<void>((resolve) => {
    smtp.listen(0, "127.0.0.1", () => resolve());
  });
});
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, audit_entry CASCADE`;
  mails.length = 0;
  const url = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  const origin = "https://overblik.example";
  const mail = { url, from: "varsling@overblik.example", returnTo: RETURN, dkim: null, origin, connections: 1 };
  ways = { mail, sms: null, trial: { origin, anywhere: true, timeoutMs: 5_000, keys: ownVapidKeys() } };
});

test("an address that was lost is mended where it was used, and hears again only when it is confirmed anew", async () => {
  const lost = await createEndpoint(world.north, mine);
  const { id: subscription } = await createSubscription(world.north, [lost]);
  await lose(lost.id);
  await expect(mendAddress(world.viewers.south, { ...mine, id: lost.id }, NOW, ways)).rejects.toMatchObject({
    code: "not_found",
  });
  const { id } = await mendAddress(north, { id: lost.id, address: mine.address }, later(1), ways);
  const page = await readSubscriptions(north, "da", later(1));
  expect(page.lost).toEqual([]);
  expect(page.subscriptions).toMatchObject([{ id: subscription, to: [], waiting: 1 }]);
  await follow(-1, later(2));
  expect((await readSubscriptions(north, "da", later(2))).subscriptions).toMatchObject([
    { to: ["Vagten"], waiting: 0 },
  ]);
  expect(await endpointOf(id)).toMatchObject({ confirmedAt: later(2), disabledAt: null });
  expect(await endpointOf(lost.id)).toMatchObject({ disabledWhy: "hard_bounce" });
});

test("what another organisation confirms anew is theirs alone, and neither learns of the other", async () => {
  const [ours, theirs] = [await createEndpoint(world.north, mine), await createEndpoint(world.south, mine)];
  await createSubscription(world.north, [ours]);
  await createSubscription(world.south, [theirs]);
  await lose(ours.id);
  expect(await endpointOf(theirs.id)).toMatchObject({ disabledWhy: "hard_bounce" });
  const { id } = await mendAddress(world.viewers.south, { id: theirs.id, address: mine.address }, later(10), ways);
  await follow(-1, later(11));
  expect(await endpointOf(id)).toMatchObject({ disabledAt: null, confirmedAt: later(11) });
  expect(await endpointOf(ours.id)).toMatchObject({ disabledWhy: "hard_bounce", confirmedAt: expect.any(Date) });
  expect(await textOf(-1)).not.toContain("Nordby");
});

test("a link that came back says by its envelope which address it was sent to", async () => {
  const { id } = await addAddress(north, mine, NOW, ways);
  expect(readReturn(RETURN, mails[0]?.from ?? "")).toEqual({ endpointId: id });
});

test("a trial is a real mail that says so, with what is sent there in plain words", async () => {
  const endpoint = await createEndpoint(world.north, mine);
  await createSubscription(world.north, [endpoint], { name: "Alt" });
  await sendTrial(north, { id: endpoint.id }, NOW, ways);
  const { subject, text } = await simpleParser(mails[0]?.raw ?? "");
  expect(mails[0]).toMatchObject({ to: mine.address });
  expect(subject).toBe("Prøve: varsler til Vagten fra Kvitteringsoverblik");
  expect(text).toContain("Dette er en prøve. Der er ikke sket noget.");
  expect(text).toContain("“Alt”: Send besked til Vagten om driftsforstyrrelser");
  expect(await prisma().notice.count()).toBe(0);
});

test("nobody is flooded by hand: one trial or link to an address in five minutes", async () => {
  const { id } = await createEndpoint(world.north, mine);
  await sendTrial(north, { id }, NOW, ways);
  await expect(sendTrial(north, { id }, later(4), ways)).rejects.toMatchObject({ code: "too_soon" });
  const both = [sendTrial(north, { id }, later(6), ways), sendTrial(north, { id }, later(6), ways)];
  expect((await Promise.allSettled(both)).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const other = await addAddress(north, { ...mine, address: "ny@nordby.example" }, NOW, ways);
  await expect(confirmAgain(north, other, later(1), ways)).rejects.toMatchObject({ code: "too_soon" });
  await disableAddress(north, other, later(1));
  await expect(addAddress(north, { ...mine, address: "NY@nordby.example" }, later(2), ways)).rejects.toMatchObject({
    code: "too_soon",
  });
  expect(mails).toHaveLength(3);
});

test("a trial that is answered with there being no such mailbox loses it, and says that it did not go", async () => {
  const [gone, other] = [
    await createEndpoint(world.north, { address: "vaek@nordby.example" }),
    await createEndpoint(world.north),
  ];
  await createSubscription(world.north, [gone, other]);
  await expect(sendTrial(north, { id: gone.id }, NOW, ways)).rejects.toMatchObject({ code: "mail_refused" });
  expect(await endpointOf(gone.id)).toMatchObject({ disabledWhy: "hard_bounce", disabledAt: NOW });
  expect(await prisma().dispatch.findMany({ select: { endpointId: true } })).toEqual([{ endpointId: other.id }]);
});

test("a trial goes to confirmed addresses of one's own that are in use, by those who may", async () => {
  const [unconfirmed, lost] = [
    await createEndpoint(world.north, { confirmedAt: null }),
    await createEndpoint(world.north),
  ];
  const foreign = await createEndpoint(world.south);
  await lose(lost.id);
  for (const { id } of [unconfirmed, lost, foreign])
    await expect(sendTrial(north, { id }, NOW, ways)).rejects.toMatchObject({ code: "not_found" });
  await expect(sendTrial(world.viewers.auditor, foreign, NOW, ways)).rejects.toMatchObject({ code: "forbidden" });
  await expect(sendTrial(north, foreign, NOW, { ...ways, mail: null })).rejects.toMatchObject({
    code: "mail_not_set_up",
  });
  expect(mails).toEqual([]);
});
