import { beforeAll, describe, expect, test } from "vitest";
import { NOON } from "../../prisma/factories/ledger.ts";
import { aSignal, createEndpoint, createSubscription } from "../../prisma/factories/notices.ts";
import { createNoticesWorld } from "../../prisma/factories/notices-world.ts";
import { createStatusWorld } from "../../prisma/factories/status-world.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { asViewer } from "../db/viewer.ts";
import { loseAddresses } from "../notices/lost/tell.ts";
import { recordSignal } from "../notices/outbox.ts";
import type { StatusTx } from "../status/change.ts";
import type { Viewer } from "./viewer.ts";

useFreshDatabase();

let world: SmallWorld;
let said: Awaited<ReturnType<typeof createNoticesWorld>>;
const read = (viewer: Viewer, sql: string) =>
  asViewer(viewer, "received", async (tx) => (await tx.query<Record<string, unknown>>(sql)).rows);
const refused = (viewer: Viewer, sql: string) => expect(read(viewer, sql)).rejects.toMatchObject({ code: "42501" });

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const { published } = await createStatusWorld(ownerPool(), world);
  said = await createNoticesWorld(world, published);
});

describe("an organisation sees its own subscriptions, addresses, notices and dispatches, and nobody else's", () => {
  test.each(["subscription", "endpoint", "notice"] as const)("%s", async (table) => {
    for (const [name, viewer] of Object.entries(world.viewers)) {
      if (viewer.role === "operator" || viewer.role === "auditor") continue;
      const rows = await read(viewer, `SELECT organisation_id FROM ${table}`);
      const has = ["vendor", "northRegion", "north", "south"].includes(name);
      expect([name, rows.map((row) => row["organisation_id"])]).toEqual([name, has ? [viewer.organisationId] : []]);
    }
  });
  test.each([
    "subscription_filter",
    "subscription_endpoint",
    "dispatch",
    "dispatch_try",
    "endpoint_trial",
    "episode",
  ] as const)("%s", async (table) => {
    expect(await read(world.viewers.north, `SELECT FROM ${table}`)).toHaveLength(1);
    expect(await read(world.viewers.otherVendor, `SELECT FROM ${table}`)).toHaveLength(0);
  });
  test("nobody reads a secret, and nobody but the owner an address", async () => {
    await refused(world.viewers.north, "SELECT secret FROM endpoint");
    await refused(world.viewers.operator, "SELECT secret FROM endpoint");
    for (const viewer of [world.viewers.north, world.viewers.operator])
      await refused(viewer, "SELECT old_secret FROM endpoint");
    await refused(world.viewers.operator, "SELECT address FROM endpoint");
    expect(await read(world.viewers.operator, "SELECT organisation_id, channel, label FROM endpoint")).toHaveLength(5);
  });
});

describe("a personal feed", () => {
  const asFeed = async (sql: string) => {
    const tx = await ownerPool().connect();
    try {
      await tx.query("BEGIN; SET LOCAL ROLE kvit_feed");
      return (await tx.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await tx.query("ROLLBACK");
      tx.release();
    }
  };
  test("is found by the hash of its secret, which nobody reads, and by nothing else", async () => {
    for (const viewer of [world.viewers.north, world.viewers.northRegion, world.viewers.operator])
      await refused(viewer, "SELECT secret_hash FROM endpoint");
    for (const sql of [
      "SELECT id FROM endpoint",
      "SELECT id FROM signal",
      "SELECT access.feed_is_open(1, current_date)",
    ])
      await expect(asFeed(sql)).rejects.toMatchObject({ code: "42501" });
    for (const ask of ["feed(NULL, current_date)", "feed('', current_date)", "feed('x', current_date)"])
      expect(await asFeed(`SELECT * FROM access.${ask}`)).toEqual([]);
  });
  test("is asked for by no other role", async () => {
    for (const viewer of Object.values(world.viewers))
      for (const ask of [
        "feed('x', current_date)",
        "feed_notices('x', current_date, now(), 1)",
        "feed_windows('x', current_date, now(), 1)",
      ])
        await refused(viewer, `SELECT FROM access.${ask}`);
  });
});

test("who subscribes without an account is nobody's to read, nor what they wait for; that they were told is counted", async () => {
  const endpoint = await createEndpoint(null, { address: "privat@example.org" });
  const { id } = await createSubscription(null, [endpoint]);
  const { signalId } = await prisma().$transaction((tx) => recordSignal(tx as StatusTx, aSignal(), NOON));
  const mail = { at: NOON, notBefore: NOON, endpointId: endpoint.id };
  await prisma().subscriberMail.create({ data: { ...mail, id: "11111111-1111-8111-8111-111111111111" } });
  for (const viewer of Object.values(world.viewers)) {
    for (const [table, column] of [
      ["subscription", "id"],
      ["subscription_filter", "subscription_id"],
      ["subscription_endpoint", "subscription_id"],
    ])
      expect(await read(viewer, `SELECT FROM ${table} WHERE ${column} = ${id}`)).toEqual([]);
    expect(await read(viewer, `SELECT FROM endpoint WHERE id = ${endpoint.id}`)).toEqual([]);
    for (const table of ["subscriber_mail", "allowance"]) await refused(viewer, `SELECT FROM ${table}`);
  }
  const { operator } = world.viewers;
  const told = `SELECT FROM access.told WHERE signal_id = ${signalId} AND organisation_id IS NULL`;
  expect(await read(operator, told)).toHaveLength(1);
  await prisma().dispatch.deleteMany({ where: { notice: { signalId } } });
  await prisma().notice.deleteMany({ where: { signalId } });
  await prisma().signal.delete({ where: { id: signalId } });
});

describe("a signal", () => {
  test("that was published is known to everybody signed in, but not whom it hits", async () => {
    for (const viewer of [world.viewers.north, world.viewers.otherVendor, world.viewers.southRegion]) {
      expect(await read(viewer, "SELECT id FROM signal")).toEqual([{ id: said.told }]);
      for (const column of ["installation_ids", "municipality_ids", "vendor_ids", "region_ids", "messages"])
        await refused(viewer, `SELECT ${column} FROM signal`);
    }
  });
  test("of a suspicion is the operator's", async () => {
    const rows = await read(world.viewers.operator, "SELECT id FROM signal ORDER BY id");
    expect(rows).toEqual([{ id: said.told }, { id: said.suspicion }]);
  });
});

test("what waits for the desk is known in the operator's house alone, and an address only apart from the next", async () => {
  for (const viewer of [world.viewers.operator, world.viewers.auditor])
    expect(await read(viewer, "SELECT FROM brake")).toHaveLength(1);
  for (const viewer of [world.viewers.north, world.viewers.northRegion, world.viewers.vendor])
    await refused(viewer, "SELECT FROM brake");
  const addresses = await read(world.viewers.north, `SELECT address_nr FROM access.told_near('${said.thread}')`);
  expect(addresses.map((row) => row["address_nr"])).toEqual(addresses.map(() => 1));
});

describe("who was told of an incident", () => {
  const near = (viewer: Viewer, thread = said.thread) =>
    read(viewer, `SELECT DISTINCT organisation_id FROM access.told_near('${thread}') ORDER BY 1`);
  test("is everybody's to oversight, and one's own region's to others", async () => {
    const { operator, auditor, north, northRegion, south, vendor, otherVendor } = world.viewers;
    for (const viewer of [operator, auditor])
      expect(await read(viewer, "SELECT FROM access.told WHERE kind <> 'suspicion'")).toHaveLength(5);
    for (const viewer of [north, northRegion])
      expect(await near(viewer)).toEqual([
        { organisation_id: world.northRegion.id },
        { organisation_id: world.north.id },
      ]);
    expect(await near(south)).toEqual([{ organisation_id: world.south.id }]);
    expect(await near(vendor)).toEqual([{ organisation_id: world.vendor.id }]);
    expect(await near(otherVendor)).toEqual([]);
  });
  test("is told by no other way, and never with an address", async () => {
    for (const viewer of [world.viewers.north, world.viewers.northRegion, world.viewers.vendor]) {
      await refused(viewer, "SELECT FROM access.told");
      await refused(viewer, "SELECT FROM access.hit");
    }
    const [row] = await read(world.viewers.north, `SELECT * FROM access.told_near('${said.thread}')`);
    for (const column of ["address", "label", "secret", "because", "subscription_id", "endpoint_id"])
      expect(Object.keys(row ?? {})).not.toContain(column);
  });
  test("of an incident that nobody may see is nobody's but oversight's", async () => {
    await ownerPool().query("UPDATE incident SET withdrawn_at = now() WHERE id = $1", [said.incident]);
    expect(await near(world.viewers.north)).toEqual([]);
    await ownerPool().query("UPDATE incident SET withdrawn_at = NULL WHERE id = $1", [said.incident]);
  });
});

test("whom others may see told cannot be asked on another's behalf", async () => {
  const { north, south, vendor } = world.viewers;
  const as = async (viewer: Viewer, of: Viewer) => {
    const [row] = await read(
      viewer,
      `SELECT access.near(${of.organisationId}) AS near, access.lists_of(${of.organisationId}) AS lists`,
    );
    return row;
  };
  expect(await as(vendor, south)).toMatchObject({ lists: [] });
  expect((await as(north, vendor))?.["near"]).toEqual([vendor.organisationId]);
});

test("an answer is its organisation's and oversight's, and by name its own organisation's only", async () => {
  const { operator, auditor, north, northRegion, vendor } = world.viewers;
  for (const viewer of [operator, auditor, north])
    expect(await read(viewer, "SELECT id FROM notice_answer")).toHaveLength(1);
  for (const viewer of [northRegion, vendor]) expect(await read(viewer, "SELECT id FROM notice_answer")).toEqual([]);
  const answers = (viewer: Viewer) => read(viewer, `SELECT label FROM access.own_answers('${said.thread}')`);
  expect(await answers(north)).toEqual([{ label: "Vagtcentralen" }]);
  for (const viewer of [operator, northRegion, vendor]) expect(await answers(viewer)).toEqual([]);
});

test("how organisations are reached is oversight's to see, one's own region's to others, and nothing without a viewer", async () => {
  const { operator, north, northRegion } = world.viewers;
  const subscribed = (viewer: Viewer, source: string) =>
    read(viewer, `SELECT name FROM ${source} WHERE subscribed ORDER BY name`).then((rows) =>
      rows.map(({ name }) => name),
    );
  expect(await subscribed(operator, "access.reach")).toEqual(["Nordby", "Omsorgsdata", "Region Nord", "Sydby"]);
  for (const viewer of [north, northRegion]) {
    expect(await subscribed(viewer, "access.reach_near()")).toEqual(["Nordby", "Region Nord"]);
    await refused(viewer, "SELECT FROM access.reach");
  }
  const nobody = await ownerPool().connect();
  await nobody.query("BEGIN; SET LOCAL ROLE kvit_oversight");
  const { rows } = await nobody.query("SELECT FROM access.reach WHERE asked OR subscribed OR listed");
  await nobody.query("ROLLBACK");
  nobody.release();
  expect(rows).toEqual([]);
});

test("whoever has nothing but a feed or a calendar is not reached", async () => {
  await ownerPool().query("UPDATE endpoint SET channel = 'atom' WHERE organisation_id = $1", [world.south.id]);
  const rows = await read(world.viewers.operator, "SELECT name FROM access.reach WHERE subscribed ORDER BY name");
  expect(rows.map(({ name }) => name)).toEqual(["Nordby", "Omsorgsdata", "Region Nord"]);
  await ownerPool().query("UPDATE endpoint SET channel = 'email' WHERE organisation_id = $1", [world.south.id]);
});

test.each(["contact_reminder", "invitation"])("%s: known to oversight, and of one's own region", async (table) => {
  const { operator, northRegion, north, vendor, otherVendor } = world.viewers;
  const of = async (viewer: Viewer) =>
    (await read(viewer, `SELECT organisation_id AS id FROM ${table} ORDER BY 1`)).map(({ id }) => id);
  expect(await of(operator)).toEqual([world.north.id, world.south.id].sort((a, b) => a - b));
  for (const viewer of [northRegion, north]) expect(await of(viewer)).toEqual([world.north.id]);
  for (const viewer of [vendor, otherVendor]) expect(await of(viewer)).toEqual([]);
});

test("nobody reads which person invited", async () => {
  for (const viewer of [world.viewers.operator, world.viewers.northRegion])
    await refused(viewer, "SELECT by_person_id FROM invitation");
});

test("a contact list is read by its region, and by whoever is on it or belongs to it", async () => {
  const north = [{ name: "Adviseringsliste, Region Nord" }];
  for (const viewer of [world.viewers.northRegion, world.viewers.north])
    expect(await read(viewer, "SELECT name FROM contact_list")).toEqual(north);
  expect(await read(world.viewers.south, "SELECT name FROM contact_list")).toEqual([
    { name: "Adviseringsliste, Region Syd" },
  ]);
  expect(await read(world.viewers.vendor, "SELECT name FROM contact_list")).toEqual([]);
  expect(await read(world.viewers.vendor, "SELECT function FROM contact")).toEqual([]);
});

test("that an address was lost is known to its owner and to oversight, and to nobody else", async () => {
  const { id: endpointId } = await prisma().endpoint.findFirstOrThrow({ where: { organisationId: world.north.id } });
  await prisma().$transaction((tx) => loseAddresses(tx, [endpointId], "hard_bounce", NOON));
  const lost = (viewer: Viewer) => read(viewer, "SELECT kind, title FROM signal WHERE thread LIKE 'address:%'");
  for (const viewer of [world.viewers.north, world.viewers.operator]) expect(await lost(viewer)).toHaveLength(1);
  for (const viewer of [world.viewers.northRegion, world.viewers.south, world.viewers.vendor])
    expect(await lost(viewer)).toEqual([]);
  expect(await read(world.viewers.northRegion, `SELECT FROM access.told_near('address:${endpointId}')`)).toEqual([]);
});
