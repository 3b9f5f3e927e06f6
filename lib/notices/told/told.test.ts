import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NOON } from "../../../prisma/factories/ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createStatusWorld } from "../../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import { recordSignal } from "../outbox.ts";
import { confirm } from "./commands.ts";
import { readTold } from "./queries.ts";

useFreshDatabase();

let world: SmallWorld;
let incident: { id: number; number: string };
const say = (unusual: Parameters<typeof aSignal>[0] = {}) =>
  prisma().$transaction((tx) =>
    recordSignal(
      tx as StatusTx,
      aSignal({ incidentId: incident.id, thread: `incident:${incident.number}`, ...unusual }),
      NOON,
    ),
  );
const told = (viewer: Viewer, signal?: number) => readTold(viewer, { number: incident.number, signal }, NOON);
const names = ({ rows }: Awaited<ReturnType<typeof told>>) => rows.map(({ organisation }) => organisation.name);

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  incident = (await createStatusWorld(ownerPool(), world)).published;
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint, contact_list, audit_entry CASCADE`;
});

describe("who was told of an incident", () => {
  beforeEach(async () => {
    for (const organisation of [world.north, world.south, world.vendor, world.northRegion, world.northHospital])
      await createSubscription(organisation, [await createEndpoint(organisation)]);
    await createSubscription(null, [await createEndpoint(null)]);
    await say();
  });
  test("is seen whole by the operator and the auditor, and by others of their own region", async () => {
    const all = ["Nordby", "Nordsygehuset", "Omsorgsdata", "Region Nord", "Sydby"];
    const near = ["Nordby", "Nordsygehuset", "Region Nord"];
    const { operator, auditor, north, northRegion, south, vendor, otherVendor } = world.viewers;
    for (const viewer of [operator, auditor]) expect(names(await told(viewer))).toEqual(all);
    for (const viewer of [north, northRegion]) expect(names(await told(viewer))).toEqual(near);
    expect(names(await told(south))).toEqual(["Sydby"]);
    expect(names(await told(vendor))).toEqual(["Omsorgsdata"]);
    expect(names(await told(otherVendor))).toEqual([]);
  });
  test("includes whoever shares a contact list", async () => {
    const contact = { function: "Vagten", phone: "+45 12 34 56 78", hours: "always", reviewedAt: NOON };
    const [north, vendor] = [world.north, world.vendor].map(({ id }) => ({ ...contact, organisationId: id }));
    await prisma().contactList.create({
      data: {
        organisationId: world.northRegion.id,
        name: "Liste",
        contacts: { create: [north, vendor].flatMap((one) => one ?? []) },
      },
    });
    expect(names(await told(world.viewers.vendor))).toEqual(["Nordby", "Omsorgsdata", "Region Nord"]);
    expect(names(await told(world.viewers.north))).toContain("Omsorgsdata");
  });
  test("never holds an address, and counts those without an account for the operator only", async () => {
    const page = await told(world.viewers.operator);
    expect(JSON.stringify(page)).not.toContain("@");
    expect(page.withoutAccount).toBe(1);
    expect((await told(world.viewers.north)).withoutAccount).toBeNull();
  });
  test("says why it was told, to its own organisation", async () => {
    const [own, ...more] = (await told(world.viewers.north)).own;
    expect(more).toEqual([]);
    expect(own?.because).toContainEqual({ axis: "kinds", value: "incident" });
    expect((await told(world.viewers.otherVendor)).own).toEqual([]);
  });
  test("is asked of one telling at a time, the newest first", async () => {
    const { signalId } = await say({ moment: "updated" });
    const page = await told(world.viewers.operator);
    expect(page.tellings.map(({ moment }) => moment)).toEqual(["updated", "opened"]);
    expect(page.shown?.signalId).toBe(signalId);
    const first = await told(world.viewers.operator, page.tellings[1]?.signalId);
    expect(first.shown?.moment).toBe("opened");
  });
});

test("whoever is hit and was not told is named, also where a subscription has no address", async () => {
  const before = await told(world.viewers.operator);
  expect(before.hit.total).toBeGreaterThan(0);
  expect(before.hit.notTold).toHaveLength(before.hit.total);
  const nameless = await createEndpoint(world.north, { confirmedAt: null });
  await createSubscription(world.north, [nameless]);
  await say();
  expect((await told(world.viewers.operator)).hit.notTold).toContainEqual({ id: world.north.id, name: "Nordby" });
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  await say({ moment: "updated" });
  expect((await told(world.viewers.operator)).hit.notTold).not.toContainEqual({ id: world.north.id, name: "Nordby" });
});

test("an incident nobody may see has no page", async () => {
  await expect(readTold(world.viewers.north, { number: "2020-1" }, NOON)).rejects.toThrow(NotFoundError);
});

describe("set og håndteret", () => {
  test("is said once for the organisation, by a person, of what was told until then, and leaves others alone", async () => {
    for (const organisation of [world.north, world.south])
      await createSubscription(organisation, [await createEndpoint(organisation)], { calm: { confirmMinutes: 30 } });
    await say();
    const { signalId } = await say({ moment: "updated" });
    const input = { number: incident.number, signal: signalId };
    await confirm(world.viewers.north, input, NOON);
    await confirm(world.viewers.north, input, new Date(NOON.getTime() + 60_000));
    const of = (organisationId: number) => prisma().notice.findMany({ where: { organisationId } });
    for (const one of await of(world.north.id)) expect(one).toMatchObject({ confirmedAt: NOON, confirmedById: 1 });
    for (const one of await of(world.south.id)) expect(one).toMatchObject({ confirmedAt: null });
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: "notice.confirmed", entity: `incident ${incident.number}`, organisationId: world.north.id },
    ]);
    const [row] = (await told(world.viewers.northRegion)).rows;
    expect(row).toMatchObject({ organisation: { name: "Nordby" }, confirmation: { state: "confirmed" } });
  });
  test("is not the auditor's to say, nor of somebody who was not told", async () => {
    const { signalId } = await say();
    const input = { number: incident.number, signal: signalId };
    await expect(confirm(world.viewers.auditor, input, NOON)).rejects.toThrow(ForbiddenError);
    await expect(confirm(world.viewers.north, input, NOON)).rejects.toThrow(NotFoundError);
  });
});
