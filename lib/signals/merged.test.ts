import { beforeAll, beforeEach, expect, test } from "vitest";
import { createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { readOutgoing } from "../notices/dispatch/outgoing.ts";
import { messagesOf } from "../notices/dispatch/sql.ts";
import { messageOf } from "../notices/message.ts";
import { merge } from "../status/incidents/commands.ts";
import { type Desk, later, twoAtTheDesk } from "../status/incidents/testing.ts";

useFreshDatabase();

let desk: Desk;
beforeAll(async () => {
  desk = await twoAtTheDesk();
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, incident CASCADE`);

async function opened() {
  const raised = await desk.raised();
  await desk.said(raised.id);
  return raised;
}
const put = async (into: { id: number }, one: { id: number }, minute: number) => {
  const [version, seen] = [await desk.versionOf(into.id), await desk.versionOf(one.id)];
  await merge(desk.anna, { intoId: into.id, version, from: [{ incidentId: one.id, version: seen }] }, later(minute));
};
/** What is written to a subscription's address, oldest first. */
async function writtenTo({ id }: { id: number }) {
  const dispatches = await prisma().dispatch.findMany({
    where: { notice: { subscriptionId: id } },
    orderBy: { signalId: "asc" },
    select: { id: true },
  });
  const claimed = await messagesOf(
    ownerPool(),
    dispatches.map((one) => one.id),
    later(60),
  );
  const outgoing = await readOutgoing(ownerPool(), claimed);
  return claimed.map((one) => {
    const { subject, items } = messageOf(outgoing(one, later(60)), "https://example.org");
    return { subject, text: items[0]?.text ?? "" };
  });
}

test("whoever follows one that is put under another hears that it is, with the first that is said there, and gets the end", async () => {
  const { north } = desk.world;
  const [one, into] = [await opened(), await opened()];
  const all = await createSubscription(north, [await createEndpoint(north)]);
  await desk.said(one.id, {}, later(2));
  await put(into, one, 3);
  await desk.said(into.id, { text: "Vi har fundet fejlen." }, later(4));
  await desk.said(into.id, { text: "Den er rettet.", phase: "resolved" }, later(6));
  const [, first, end] = await writtenTo(all);
  const joined = `${one.number} er nu samlet under ${into.number} og fortsætter her.`;
  expect(first?.text).toBe(`${joined}\n\nVi har fundet fejlen.`);
  expect(end).toEqual({ subject: expect.stringMatching(/^\[Løst\]/), text: "Den er rettet." });
});

test("and whoever asks for openings and ends only, or for another kind by then, hears it with the end", async () => {
  const { north } = desk.world;
  const [one, into] = [await opened(), await opened()];
  const ends = await createSubscription(north, [await createEndpoint(north)], {
    filter: { moments: ["opened", "resolved"] },
  });
  const open = await createSubscription(null, [await createEndpoint(null)], {
    filter: { moments: ["opened", "resolved"] },
  });
  // Their opening, since neither was told before.
  await desk.said(one.id, {}, later(2));
  await put(into, one, 3);
  await desk.said(into.id, {}, later(4));
  await desk.said(into.id, { text: "Den er rettet.", phase: "resolved" }, later(6));
  for (const subscription of [ends, open]) {
    const all = await writtenTo(subscription);
    expect(all.map(({ subject }) => subject.split(" ")[0])).toEqual(["[Opdateret]", "[Løst]"]);
    expect(all.at(-1)?.text).toBe(
      `${one.number} er nu samlet under ${into.number} og fortsætter her.\n\nDen er rettet.`,
    );
  }
});

test("of several that were put under one, by way of another too, each is named; whoever followed the one all along reads nothing of it", async () => {
  const { north, south } = desk.world;
  const into = await opened();
  const along = await createSubscription(south, [await createEndpoint(south)]);
  await desk.said(into.id, {}, later(1));
  const [one, other] = [await opened(), await opened()];
  const both = await createSubscription(north, [await createEndpoint(north)]);
  await desk.said(one.id, {}, later(2));
  await desk.said(other.id, {}, later(2));
  await put(other, one, 3);
  await put(into, other, 4);
  await desk.said(into.id, { text: "Vi har fundet fejlen." }, later(5));
  expect((await writtenTo(both)).at(-1)?.text).toBe(
    `${one.number} og ${other.number} er nu samlet under ${into.number} og fortsætter her.\n\nVi har fundet fejlen.`,
  );
  expect((await writtenTo(along)).at(-1)?.text).toBe("Vi har fundet fejlen.");
});
