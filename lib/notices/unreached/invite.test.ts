import { beforeAll, beforeEach, expect, test } from "vitest";
import { NOON } from "../../../prisma/factories/ledger.ts";
import { createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { provideSettings } from "../../env.ts";
import { ConflictError, ForbiddenError, NotFoundError } from "../../errors.ts";
import { doDeed, linkPage } from "../deeds.ts";
import { linkToken } from "../links.ts";
import { invite } from "./commands.ts";
import { readUnreached } from "./queries.ts";

useFreshDatabase();

let world: SmallWorld;
const day = (days: number) => new Date(NOON.getTime() + days * 86_400_000);
const rowOf = async (name: string, now = NOON) =>
  (await readUnreached(world.viewers.northRegion, now)).rows.find((row) => row.name === name);
/** The link each of them got. */
async function links(): Promise<{ address: string; token: string }[]> {
  const { id: invitationId } = await prisma().invitation.findFirstOrThrow({ orderBy: { id: "desc" } });
  const dispatches = await prisma().dispatch.findMany({ include: { endpoint: true }, orderBy: { endpointId: "asc" } });
  return dispatches.map(({ endpoint }) => ({
    address: endpoint.address,
    token: linkToken({ deed: "invitation", invitationId, endpointId: endpoint.id }),
  }));
}

beforeAll(async () => {
  provideSettings({ SECRET: "a secret of the test, long enough for it" });
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, contact_list, invitation, audit_entry CASCADE`;
  const contact = (organisation: { id: number }, email: string | null) => ({
    ...{ organisationId: organisation.id, function: "Vagten", phone: "112", email, hours: "always", reviewedAt: NOON },
  });
  await prisma().contactList.create({
    data: {
      ...{ organisationId: world.northRegion.id, name: "Liste" },
      contacts: {
        create: [
          contact(world.north, "vagt@nordby.example"),
          contact(world.north, "Natten@nordby.example"),
          contact(world.northRegion, null),
        ],
      },
    },
  });
});

test("an invitation goes to the contacts of the organisation, and everybody near sees that it was sent, by whom and to how many", async () => {
  expect(await rowOf("Nordby")).toMatchObject({ mailboxes: 2, invited: null });
  await invite(world.viewers.northRegion, { organisationId: world.north.id }, NOON);
  expect((await links()).map(({ address }) => address).sort()).toEqual([
    "Natten@nordby.example",
    "vagt@nordby.example",
  ]);
  const invited = { at: NOON.toISOString(), by: "Region Nord", addresses: 2, again: day(14).toISOString() };
  expect(await rowOf("Nordby")).toMatchObject({ invited });
  expect(await prisma().auditEntry.findMany()).toMatchObject([
    { action: "notice.invite", personId: world.viewers.northRegion.personId },
  ]);
});

test("nobody is invited again within 14 days, whoever invites", async () => {
  const { northRegion, operator } = world.viewers;
  const asked = { organisationId: world.north.id };
  await invite(northRegion, asked, NOON);
  for (const viewer of [northRegion, operator])
    await expect(invite(viewer, asked, day(13.9))).rejects.toMatchObject({ code: "invited_lately" });
  await invite(operator, asked, day(14));
  expect(await prisma().invitation.count()).toBe(2);
});

test("at once by two it is sent once", async () => {
  const asked = { organisationId: world.north.id };
  const both = [world.viewers.northRegion, world.viewers.operator].map((viewer) => invite(viewer, asked, NOON));
  const came = (await Promise.allSettled(both)).map(({ status }) => status);
  expect(came.sort()).toEqual(["fulfilled", "rejected"]);
  expect(await prisma().dispatch.count()).toBe(2);
});

test("it is for those the reader sees unreached, and whom we have an address of", async () => {
  const { northRegion, north, auditor, operator } = world.viewers;
  await expect(invite(northRegion, { organisationId: world.south.id }, NOON)).rejects.toThrow(NotFoundError);
  await expect(invite(northRegion, { organisationId: world.northRegion.id }, NOON)).rejects.toThrow(ConflictError);
  await expect(invite(operator, { organisationId: world.vendor.id }, NOON)).rejects.toMatchObject({
    code: "no_mailbox",
  });
  for (const viewer of [north, auditor])
    await expect(invite(viewer, { organisationId: world.north.id }, NOON)).rejects.toThrow(ForbiddenError);
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  await expect(invite(northRegion, { organisationId: world.north.id }, NOON)).rejects.toThrow(NotFoundError);
  expect(await prisma().dispatch.count()).toBe(0);
});

test("whoever has only a personal feed is not reached, and can take it up", async () => {
  await createSubscription(world.north, [await createEndpoint(world.north, { channel: "atom" })]);
  await invite(world.viewers.northRegion, { organisationId: world.north.id }, NOON);
  const [one] = await links();
  expect(await linkPage(one?.token ?? "")).toMatchObject({ deed: "invitation", done: false });
  await doDeed(one?.token ?? "", day(1));
  expect(await rowOf("Nordby", day(2))).toBeUndefined();
});

test("whoever got it takes it up by one button without an account, once, and is then reached", async () => {
  await invite(world.viewers.northRegion, { organisationId: world.north.id }, NOON);
  const [one, other] = await links();
  expect(await linkPage(one?.token ?? "")).toMatchObject({ deed: "invitation", about: "Nordby", done: false });
  expect(await prisma().subscription.count()).toBe(0);
  await Promise.all([doDeed(one?.token ?? "", day(1)), doDeed(one?.token ?? "", day(1))]);
  await doDeed(other?.token ?? "", day(1));
  const made = await prisma().subscription.findMany({ include: { endpoints: { include: { endpoint: true } } } });
  expect(made).toMatchObject([
    {
      ...{ organisationId: world.north.id, createdById: null },
      endpoints: [{ endpoint: { address: one?.address, confirmedAt: day(1), forOwner: false } }],
    },
  ]);
  expect(await linkPage(other?.token ?? "")).toMatchObject({ done: true });
  expect(await rowOf("Nordby", day(2))).toBeUndefined();
});
