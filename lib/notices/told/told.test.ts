import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPerson } from "../../../prisma/factories/directory.ts";
import { NOON } from "../../../prisma/factories/ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createStatusWorld } from "../../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld, viewerOf } from "../../../prisma/factories/world.ts";
import type { Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { ForbiddenError, NotFoundError } from "../../errors.ts";
import type { StatusTx } from "../../status/change.ts";
import { doDeed } from "../deeds.ts";
import { escalate } from "../escalate.ts";
import { linkToken } from "../links.ts";
import { recordSignal } from "../outbox.ts";
import { answerFor } from "./commands.ts";
import { readTold } from "./queries.ts";
import { toldParams } from "./schema.ts";

useFreshDatabase();

let world: SmallWorld;
let incident: { id: number; number: string };
let window: { id: number; uid: string };
const say = (unusual: Parameters<typeof aSignal>[0] = {}) =>
  prisma().$transaction((tx) =>
    recordSignal(
      tx as StatusTx,
      aSignal({ incidentId: incident.id, thread: `incident:${incident.number}`, ...unusual }),
      NOON,
    ),
  );
const of = (kind: string, id: string) => toldParams.parse({ kind, id });
const told = (viewer: Viewer, signal?: number) =>
  readTold(viewer, { ...of("incident", incident.number), signal }, NOON);
const names = ({ rows }: Awaited<ReturnType<typeof told>>) => rows.map(({ organisation }) => organisation.name);

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const status = await createStatusWorld(ownerPool(), world);
  [incident, window] = [status.published, status.windows.announced];
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
    const hospital = viewerOf(world.northHospital, "region");
    const near = ["Nordby", "Nordsygehuset", "Region Nord"];
    const { operator, auditor, north, northRegion, south, vendor, otherVendor } = world.viewers;
    for (const viewer of [operator, auditor]) expect(names(await told(viewer))).toEqual(all);
    for (const viewer of [north, northRegion, hospital]) expect(names(await told(viewer))).toEqual(near);
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
  const { hit } = await told(world.viewers.operator);
  expect(hit?.total).toBeGreaterThan(0);
  expect(hit?.notTold).toHaveLength(hit?.total ?? 0);
  const nameless = await createEndpoint(world.north, { confirmedAt: null });
  await createSubscription(world.north, [nameless]);
  await say();
  expect((await told(world.viewers.operator)).hit?.notTold).toContainEqual({ id: world.north.id, name: "Nordby" });
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  await say({ moment: "updated" });
  expect((await told(world.viewers.operator)).hit?.notTold).not.toContainEqual({ id: world.north.id, name: "Nordby" });
});

test("an incident nobody may see has no page", async () => {
  await expect(readTold(world.viewers.north, of("incident", "2020-1"), NOON)).rejects.toThrow(NotFoundError);
});

test("of others only what is published of whom it hits is shown; of oneself and to the operator all of it", async () => {
  for (const organisation of [world.north, world.south, world.northRegion])
    await createSubscription(organisation, [await createEndpoint(organisation)]);
  await prisma().contactList.create({
    data: {
      ...{ organisationId: world.northRegion.id, name: "Liste" },
      contacts: {
        create: {
          ...{ organisationId: world.south.id, function: "Vagten", phone: "+45 12 34 56 78" },
          ...{ hours: "always", reviewedAt: NOON },
        },
      },
    },
  });
  const municipalities = [world.north.id, world.south.id];
  const regions = [world.northRegion.id];
  await say({ installations: [world.northCare.id, world.southCare.id], municipalities, regions });
  const hits = async (viewer: Viewer) =>
    Object.fromEntries((await told(viewer)).rows.map(({ organisation, hit }) => [organisation.name, hit]));
  // North's is published, south's is not.
  expect(await hits(world.viewers.operator)).toEqual({ Nordby: true, Sydby: true, "Region Nord": true });
  expect(await hits(world.viewers.northRegion)).toEqual({ Nordby: true, Sydby: null, "Region Nord": true });
  expect(await hits(world.viewers.south)).toEqual({ Sydby: true, "Region Nord": true });
  expect((await told(world.viewers.northRegion)).hit).toEqual({ total: 1, notTold: [] });
});

test("a municipality is told whether its own region has been, so that nobody rings to ask", async () => {
  await createSubscription(world.north, [await createEndpoint(world.north)]);
  await say();
  expect((await told(world.viewers.north)).region).toEqual({ name: "Region Nord", row: null });
  await createSubscription(world.northRegion, [await createEndpoint(world.northRegion)]);
  await say({ moment: "updated" });
  const { region } = await told(world.viewers.north);
  expect(region).toMatchObject({ name: "Region Nord", row: { organisation: { id: world.northRegion.id } } });
  expect((await told(world.viewers.northRegion)).region).toBeNull();
});

describe("other conversations have the same page", () => {
  const asked = async () => {
    for (const organisation of [world.operator, world.north, world.south, world.vendor])
      await createSubscription(organisation, [await createEndpoint(organisation)]);
  };
  const namesOf = async (viewer: Viewer, kind: string, id: string) => names(await readTold(viewer, of(kind, id), NOON));
  test("a window that is announced", async () => {
    await asked();
    const thread = `window:${window.uid}`;
    await say({ kind: "window", incidentId: null, windowId: window.id, thread, severity: null });
    expect(await namesOf(world.viewers.operator, "window", window.uid)).toHaveLength(4);
    expect(await namesOf(world.viewers.north, "window", window.uid)).toEqual(["Nordby"]);
    expect(await namesOf(world.viewers.vendor, "window", window.uid)).toEqual(["Omsorgsdata"]);
    const { title, hit } = await readTold(world.viewers.north, of("window", window.uid), NOON);
    expect(title.da).toBe("Mindre servicevindue");
    expect(hit).toBeNull();
  });
  test("a suspicion is the operator's, and is not what others see of its incident", async () => {
    await asked();
    await say({ kind: "suspicion" });
    expect(await namesOf(world.viewers.operator, "incident", incident.number)).toEqual(["Operatøren"]);
    expect((await told(world.viewers.north)).tellings).toEqual([]);
    await say();
    expect((await told(world.viewers.operator)).shown?.kind).toBe("incident");
    expect((await told(world.viewers.operator)).tellings.map(({ kind }) => kind)).toEqual(["incident", "suspicion"]);
  });
  test("missing receipts are their subscriber's alone, and oversight's", async () => {
    const { id } = await createSubscription(world.north, [await createEndpoint(world.north)]);
    await createSubscription(world.northRegion, [await createEndpoint(world.northRegion)]);
    await say({ kind: "missing_receipts", thread: "missing:7", incidentId: null, subscriptionId: id });
    for (const viewer of [world.viewers.north, world.viewers.operator])
      expect(await namesOf(viewer, "missing", "7")).toEqual(["Nordby"]);
    for (const viewer of [world.viewers.northRegion, world.viewers.vendor, world.viewers.south])
      await expect(readTold(viewer, of("missing", "7"), NOON)).rejects.toThrow(NotFoundError);
  });
  test.each([
    ["incident", "118"],
    ["window", "x"],
    ["missing", "1 OR 1=1"],
    ["other", "1"],
  ])("%s %s is no address of one", (kind, id) => {
    expect(toldParams.safeParse({ kind, id }).success).toBe(false);
  });
});

describe("set og håndteret", () => {
  const minute = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
  const input = (signal: number, answer: "confirm" | "take_back") => ({
    ...{ of: of("incident", incident.number), signal, answer },
  });
  test("is said once for the organisation, by a person, of what was told until then, and leaves others alone", async () => {
    for (const organisation of [world.north, world.south])
      await createSubscription(organisation, [await createEndpoint(organisation)], { calm: { confirmMinutes: 30 } });
    await say();
    const { signalId } = await say({ moment: "updated" });
    await answerFor(world.viewers.north, input(signalId, "confirm"), NOON);
    await answerFor(world.viewers.north, input(signalId, "confirm"), minute(1));
    const noticesOf = (organisationId: number) => prisma().notice.findMany({ where: { organisationId } });
    for (const one of await noticesOf(world.north.id))
      expect(one).toMatchObject({ confirmedAt: NOON, confirmedById: 1 });
    for (const one of await noticesOf(world.south.id)) expect(one).toMatchObject({ confirmedAt: null });
    expect(await prisma().auditEntry.findMany()).toMatchObject([
      { action: "notice.confirmed", entity: `incident ${incident.number}`, organisationId: world.north.id },
    ]);
    const [row] = (await told(world.viewers.northRegion)).rows;
    expect(row).toMatchObject({ organisation: { name: "Nordby" }, confirmation: { state: "confirmed" } });
  });
  test("is taken back, and said again; who and when is kept for the organisation, and shown to nobody else", async () => {
    const person = await createPerson(ownerPool(), { name: "Karen" });
    const karen = { ...world.viewers.north, personId: person.id };
    const [first, second] = [await createEndpoint(world.north), await createEndpoint(world.north)];
    const both = [{ id: first.id }, { id: second.id, second: true }];
    await createSubscription(world.north, both, { calm: { confirmMinutes: 10 } });
    const { signalId } = await say();
    await answerFor(karen, input(signalId, "confirm"), minute(1));
    expect(await escalate(minute(11))).toBe(0);
    await answerFor(karen, input(signalId, "take_back"), minute(12));
    await answerFor(karen, input(signalId, "take_back"), minute(13));
    // Its time is up, so that somebody hears of it.
    expect(await escalate(minute(14))).toBe(1);
    expect((await told(karen)).rows[0]?.confirmation).toMatchObject({ state: "escalated", second: true });
    await answerFor(karen, input(signalId, "confirm"), minute(15));
    const { answers, rows } = await told(karen);
    expect(answers).toEqual(
      [
        [15, true],
        [12, false],
        [1, true],
      ].map(([at, confirmed]) => ({
        ...{ at: minute(Number(at)).toISOString(), confirmed, person: "Karen", label: null },
      })),
    );
    expect(rows[0]?.confirmation.state).toBe("confirmed");
    const actions = (await prisma().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions).toEqual(["notice.confirmed", "notice.taken_back", "notice.confirmed"]);
    for (const viewer of [world.viewers.northRegion, world.viewers.operator, world.viewers.otherVendor])
      expect((await told(viewer)).answers).toEqual([]);
    expect(JSON.stringify(await told(world.viewers.northRegion))).not.toContain("Karen");
  });
  test("through a mail's link answers all the organisation was told until then, by the function that was written to", async () => {
    const [one, other] = [
      await createEndpoint(world.north, { label: "Vagttelefonen" }),
      await createEndpoint(world.north),
    ];
    for (const endpoint of [one, other])
      await createSubscription(world.north, [endpoint], { calm: { confirmMinutes: 10 } });
    await say();
    const { signalId } = await say({ moment: "updated" });
    const { id: noticeId } = await prisma().notice.findFirstOrThrow({
      where: { signalId, dispatches: { some: { endpointId: one.id } } },
    });
    await doDeed(linkToken({ deed: "confirm", noticeId, endpointId: one.id }), NOON);
    expect(await prisma().notice.count({ where: { confirmedAt: null } })).toBe(0);
    expect((await told(world.viewers.north)).answers).toEqual([
      { at: NOON.toISOString(), confirmed: true, person: null, label: "Vagttelefonen" },
    ]);
    expect(await escalate(minute(60))).toBe(0);
  });
  test("is not the auditor's to say, nor of somebody who was not told, nor of another conversation", async () => {
    const { signalId } = await say();
    await expect(answerFor(world.viewers.auditor, input(signalId, "confirm"), NOON)).rejects.toThrow(ForbiddenError);
    await expect(answerFor(world.viewers.north, input(signalId, "confirm"), NOON)).rejects.toThrow(NotFoundError);
    await createSubscription(world.north, [await createEndpoint(world.north)]);
    const { signalId: told } = await say({ moment: "updated" });
    const elsewhere = { ...input(told, "confirm"), of: of("incident", "2020-1") };
    await expect(answerFor(world.viewers.north, elsewhere, NOON)).rejects.toThrow(NotFoundError);
  });
});

test("where it went on names the function to its own organisation and the operator, and to nobody else", async () => {
  const [first, second] = [
    await createEndpoint(world.north),
    await createEndpoint(world.north, { label: "Vagtchefen" }),
  ];
  const both = [{ id: first.id }, { id: second.id, second: true }];
  await createSubscription(world.north, both, { calm: { confirmMinutes: 10 } });
  await say();
  await escalate(new Date(NOON.getTime() + 11 * 60_000));
  const went = async (viewer: Viewer) => (await told(viewer)).rows[0]?.confirmation;
  for (const viewer of [world.viewers.north, world.viewers.operator])
    expect(await went(viewer)).toMatchObject({ second: true, to: ["Vagtchefen"] });
  expect(await went(world.viewers.northRegion)).toMatchObject({ second: true, to: [] });
});
