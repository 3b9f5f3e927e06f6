import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { provideSettings } from "../../env.ts";
import { doDeed, linkPage } from "../../notices/deeds.ts";
import { readOutgoing } from "../../notices/dispatch/outgoing.ts";
import { messagesOf } from "../../notices/dispatch/sql.ts";
import { messageOf } from "../../notices/message.ts";
import { remindOfReviews } from "./commands.ts";

useFreshDatabase();

const START = new Date("2026-11-24T08:00:00Z");
const day = (days: number) => new Date(START.getTime() + days * 86_400_000);
let world: SmallWorld;

/** A contact that was last looked at a year before the start. */
async function contact(organisation: { id: number }, email: string | null, reviewedAt = day(-365)): Promise<number> {
  const list = await prisma().contactList.findFirstOrThrow();
  const { id } = await prisma().contact.create({
    data: {
      ...{ listId: list.id, organisationId: organisation.id, function: "Vagttelefonen", phone: "+45 12 34 56 78" },
      ...{ email, hours: "always", reviewedAt },
    },
  });
  return id;
}
/** What was written since the last time it was asked, as who reads it sees it. */
async function letters(now: Date) {
  const pool = ownerPool();
  const waiting = await prisma().dispatch.findMany({ where: { state: "waiting" }, select: { id: true } });
  const claimed = await messagesOf(
    pool,
    waiting.map(({ id }) => id),
    now,
  );
  await prisma().dispatch.updateMany({ where: { state: "waiting" }, data: { state: "sent", sentAt: now } });
  const outgoingOf = await readOutgoing(pool, claimed);
  return claimed.map((one) => {
    const { subject, items, links } = messageOf(outgoingOf(one, now), "https://overblik.example");
    return {
      ...{ to: one.endpoint.address, subject, leave: links.leave },
      ...{ text: items[0]?.text ?? "", href: items[0]?.href ?? "" },
    };
  });
}
const tokenIn = (href: string) => href.split("/").at(-1) ?? "";

beforeAll(async () => {
  provideSettings({ SECRET: "a secret of the test, long enough for it" });
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma()
    .$executeRaw`TRUNCATE signal, subscription, endpoint, contact_list, contact_reminder, audit_entry CASCADE`;
  await prisma().contactList.create({ data: { organisationId: world.northRegion.id, name: "Adviseringsliste" } });
});

describe("a reminder", () => {
  test("is one mail to each organisation, however many of its contacts are due, and none before a year is gone", async () => {
    await contact(world.north, "vagt@nordby.example");
    await contact(world.north, "natten@nordby.example");
    await contact(world.northRegion, "vagt@region.example", day(-100));
    expect(await remindOfReviews(day(-1))).toEqual({ reminded: 0, passedOn: 0 });
    expect(await remindOfReviews(START)).toEqual({ reminded: 1, passedOn: 0 });
    const sent = await letters(START);
    expect(sent.map(({ to }) => to).sort()).toEqual(["natten@nordby.example", "vagt@nordby.example"]);
    expect(sent[0]).toMatchObject({ subject: "Passer jeres kontakter stadig?", leave: null });
    expect(sent[0]?.text).toContain("2 af jeres kontakter");
    expect(await prisma().signal.count()).toBe(1);
  });
  test("goes where the organisation reads its notices, if it does", async () => {
    await contact(world.north, "vagt@nordby.example");
    await createSubscription(world.north, [await createEndpoint(world.north, { address: "varsler@nordby.example" })]);
    await remindOfReviews(START);
    expect((await letters(START)).map(({ to }) => to)).toEqual(["varsler@nordby.example"]);
  });
  test("comes again after 14 and 30 days, then goes to the list's owner in one mail for all, and then no more", async () => {
    await contact(world.north, "vagt@nordby.example");
    await contact(world.northRegion, "vagt@region.example", day(0));
    const hospital = await prisma().organisation.findFirstOrThrow({ where: { name: "Nordsygehuset" } });
    await contact(hospital, "vagt@sygehus.example");
    const to: [number, string[]][] = [];
    for (let nr = 0; nr <= 60; nr += 1) {
      await remindOfReviews(day(nr));
      // Twice on one day is once.
      await remindOfReviews(day(nr));
      const sent = await letters(day(nr));
      if (sent.length > 0) to.push([nr, sent.map((one) => one.to).sort()]);
    }
    const both = ["vagt@nordby.example", "vagt@sygehus.example"];
    expect(to).toEqual([
      [0, both],
      [14, both],
      [30, both],
      [44, ["vagt@region.example"]],
    ]);
  });
  test("of whom we cannot write to goes to the list's owner at once", async () => {
    await contact(world.north, null);
    await contact(world.northRegion, "vagt@region.example", day(0));
    expect(await remindOfReviews(START)).toEqual({ reminded: 0, passedOn: 1 });
    const [letter] = await letters(START);
    expect(letter).toMatchObject({ to: "vagt@region.example", href: "https://overblik.example/contacts" });
    expect(letter?.text).toContain("Nordby");
  });
});

describe("its link", () => {
  test("shows the contacts, and its button says that they fit, once, without an account", async () => {
    const id = await contact(world.north, "vagt@nordby.example");
    const other = await contact(world.northRegion, "vagt@region.example");
    await remindOfReviews(START);
    const letter = (await letters(START)).find(({ to }) => to === "vagt@nordby.example");
    const token = tokenIn(letter?.href ?? "");
    const shown = await linkPage(token);
    expect(shown).toMatchObject({ deed: "review", about: "Nordby", done: false, contacts: [{ id }] });
    await doDeed(token, day(1));
    await doDeed(token, day(2));
    expect(await linkPage(token)).toMatchObject({ done: true });
    expect(await prisma().contact.findUnique({ where: { id } })).toMatchObject({ reviewedAt: day(1), version: 2 });
    expect(await prisma().contact.findUnique({ where: { id: other } })).toMatchObject({ version: 1 });
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: "contact.review_all", personId: null, organisationId: world.north.id },
    ]);
    await remindOfReviews(day(20));
    expect((await letters(day(20))).map(({ to }) => to)).toEqual(["vagt@region.example"]);
  });
  test("that somebody wrote themselves does nothing", async () => {
    await contact(world.north, "vagt@nordby.example");
    await remindOfReviews(START);
    const { id } = await prisma().contactReminder.findFirstOrThrow();
    await expect(linkPage(`r.${id}.1.${"A".repeat(43)}`)).rejects.toThrow();
  });
});
