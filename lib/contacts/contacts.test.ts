import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import type { Viewer } from "../access/viewer.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../errors.ts";
import { parsed } from "../http/parse.ts";
import { addContact, changeContact, openList, removeContact, reviewContact, reviewOwn } from "./commands.ts";
import { contactsCsv, readContactsCsv } from "./csv.ts";
import { importContacts, previewImport } from "./import.ts";
import { readContacts } from "./queries.ts";
import * as schema from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T10:00:00Z");
let world: SmallWorld;
let listId: number;
const said = (unusual: object = {}) =>
  parsed(schema.contact, { function: "Vagttelefonen", rank: 1, phone: "+45 12 34 56 78", hours: "altid", ...unusual });
const listOf = async (viewer: Viewer) => {
  const [list] = (await readContacts(viewer, NOW)).lists;
  if (!list) throw new Error("No list");
  return list;
};
const add = (viewer: Viewer, organisation: { id: number }, unusual: object = {}, now = NOW) =>
  addContact(viewer, { listId, organisationId: organisation.id, said: said(unusual) }, now);

/** Takes a file in as it is shown. */
const takeIn = async (viewer: Viewer, text: string) => {
  const { seal } = await previewImport(viewer, { listId, text }, NOW);
  return importContacts(viewer, { listId, text, seal }, NOW);
};

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE contact_list, audit_entry CASCADE`;
  await openList(world.viewers.northRegion, "Adviseringsliste", NOW);
  listId = (await listOf(world.viewers.northRegion)).id;
});

describe("a contact list", () => {
  test("is opened by a region, once", async () => {
    expect((await readContacts(world.viewers.northRegion, NOW)).mayOpen).toBe(false);
    expect((await readContacts(world.viewers.southRegion, NOW)).mayOpen).toBe(true);
    await expect(openList(world.viewers.northRegion, "En til", NOW)).rejects.toThrow(ConflictError);
    await expect(openList(world.viewers.north, "Vores", NOW)).rejects.toThrow(ForbiddenError);
  });
  test("is shared by the region and its municipalities, and nobody else's", async () => {
    const { north, northRegion, south, vendor, operator, auditor } = world.viewers;
    await add(north, world.north);
    for (const viewer of [north, northRegion, operator, auditor])
      expect((await listOf(viewer)).contacts).toHaveLength(1);
    for (const viewer of [south, vendor]) expect((await readContacts(viewer, NOW)).lists).toEqual([]);
  });
  test("takes entries of one's own organisation, and from its region of all its members", async () => {
    const { north, northRegion, south, operator } = world.viewers;
    expect((await listOf(north)).mayAddFor.map(({ name }) => name)).toEqual(["Nordby"]);
    expect((await listOf(northRegion)).mayAddFor.map(({ name }) => name)).toEqual([
      "Nordby",
      "Nordsygehuset",
      "Region Nord",
    ]);
    await add(northRegion, world.north);
    await add(northRegion, world.northRegion);
    await expect(add(north, world.northRegion)).rejects.toThrow(ForbiddenError);
    await expect(add(northRegion, world.south)).rejects.toThrow(ForbiddenError);
    await expect(add(south, world.south)).rejects.toThrow(NotFoundError);
    await expect(add(operator, world.north)).rejects.toThrow();
  });
});

describe("an entry", () => {
  test("is changed by its own and by the region, on what they saw, and it is on record", async () => {
    const { north, northRegion, vendor } = world.viewers;
    await add(northRegion, world.northRegion);
    await add(north, world.north);
    const [own, regions] = (await listOf(north)).contacts;
    expect([own?.mayChange, regions?.mayChange]).toEqual([true, false]);
    const of = { contactId: own?.id ?? 0, version: 1 };
    await changeContact(northRegion, { ...of, said: said({ function: "Vagten", rank: 2 }) }, NOW);
    await expect(changeContact(north, { ...of, said: said() }, NOW)).rejects.toThrow(ConflictError);
    await expect(removeContact(vendor, { ...of, version: 2 }, NOW)).rejects.toThrow(NotFoundError);
    await expect(removeContact(north, { contactId: regions?.id ?? 0, version: 1 }, NOW)).rejects.toThrow(NotFoundError);
    expect((await listOf(north)).contacts[0]).toMatchObject({ function: "Vagten", rank: 2, version: 2 });
    await removeContact(north, { ...of, version: 2 }, NOW);
    expect((await listOf(north)).contacts).toHaveLength(1);
    const actions = (await prisma().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions).toEqual(["contact.list.open", "contact.add", "contact.add", "contact.change", "contact.remove"]);
  });
  test("asks to be looked at after a year, until somebody says that it is right", async () => {
    const { north } = world.viewers;
    await add(north, world.north, {}, new Date("2025-11-01T10:00:00Z"));
    const [old] = (await listOf(north)).contacts;
    expect(old?.reviewDue).toBe(true);
    await reviewContact(north, { contactId: old?.id ?? 0, version: 1 }, NOW);
    expect((await listOf(north)).contacts[0]).toMatchObject({ reviewDue: false, version: 2 });
  });
  test("of one's own is said to be right together with all the others that are due, and nobody else's is", async () => {
    const { north, northRegion } = world.viewers;
    const old = new Date("2025-11-01T10:00:00Z");
    await add(north, world.north, {}, old);
    await add(north, world.north, { function: "Natten" }, old);
    await add(northRegion, world.northRegion, {}, old);
    await reviewOwn(north, NOW);
    const { contacts } = await listOf(north);
    expect(contacts.map(({ organisation, reviewDue }) => [organisation.name, reviewDue])).toEqual([
      ["Nordby", false],
      ["Nordby", false],
      ["Region Nord", true],
    ]);
  });
  test.each([
    ["nobody can be reached", { phone: "" }, "phone", "unreachable"],
    ["no hours", { hours: "når vi gider" }, "hours", "not_hours"],
    ["a citizen's number", { function: "Ring til 010203-1234" }, "function", "person_number"],
    ["a citizen's number as telephone", { phone: "0102031234" }, "phone", "person_number"],
    ["no mail address", { email: "vagten" }, "email", "invalid_format"],
    ["a third rank", { rank: 3 }, "rank", "invalid_union"],
  ])("is refused by name where it says %s", (_, unusual, field, code) => {
    expect(() => said(unusual)).toThrow(expect.objectContaining({ field, code }));
  });
});

describe("a file", () => {
  test("holds the list and is read as it was written, formulas as text", async () => {
    const { northRegion } = world.viewers;
    await add(northRegion, world.north, {
      function: "=HYPERLINK(1)",
      email: "vagt@nordby.example",
      hours: "man-fre 08:00-16:00",
    });
    await add(northRegion, world.northRegion, { rank: 2 });
    const file = contactsCsv(await listOf(northRegion));
    expect(file).toContain("'=HYPERLINK(1)");
    expect(file).toContain("'+45 12 34 56 78");
    const { rows } = readContactsCsv(file);
    expect(rows.map(({ organisation, said: one }) => [organisation, one.function, one.phone])).toEqual([
      ["Nordby", "=HYPERLINK(1)", "+45 12 34 56 78"],
      ["Region Nord", "Vagttelefonen", "+45 12 34 56 78"],
    ]);
    expect(await takeIn(northRegion, file)).toBe(2);
    expect(contactsCsv(await listOf(northRegion))).toBe(file);
  });
  test("whole, with others' lines in it as they are, by one of those on the list", async () => {
    const { northRegion, north } = world.viewers;
    await add(northRegion, world.north);
    await add(northRegion, world.northRegion, { rank: 2 });
    const file = contactsCsv(await listOf(north));
    expect(await previewImport(north, { listId, text: file }, NOW)).toMatchObject({
      ...{ added: [], changed: [], untouched: 1, bad: [] },
    });
    expect(await takeIn(north, file.replace("Nordby;Vagttelefonen", "Nordby;Natten"))).toBe(1);
    const [, , region] = file.split("\r\n");
    const changed = file.replace(region ?? "", region?.replace("12 34", "99 99") ?? "");
    expect((await previewImport(north, { listId, text: changed }, NOW)).bad).toMatchObject([{ code: "not_yours" }]);
  });
  test("changes who is there, adds who is not, and takes nobody off", async () => {
    const { north } = world.viewers;
    await add(north, world.north);
    await add(north, world.north, { function: "Lederen" });
    const text =
      "organisation,function,rank,email,phone,hours\nNordby,Vagttelefonen,1,,112,altid\nnordby,Natten,2,n@x.example,,søn 20:00-06:00\n";
    const shown = await previewImport(north, { listId, text }, NOW);
    expect(shown.added.map((one) => one.function)).toEqual(["Natten"]);
    expect(shown.changed.map(({ before, after }) => [before.phone, after.phone])).toEqual([["+45 12 34 56 78", "112"]]);
    expect(shown).toMatchObject({ same: [], untouched: 1, bad: [] });
    await takeIn(north, text);
    const { contacts } = await listOf(north);
    expect(contacts.map((one) => [one.function, one.phone, one.version])).toEqual([
      ["Lederen", "+45 12 34 56 78", 1],
      ["Vagttelefonen", "112", 2],
      ["Natten", null, 1],
    ]);
  });
  test.each([
    ["somebody else's organisation", "Sydby,Vagten,1,,112,altid", { line: 3, column: "organisation" }],
    ["a rank that is none", "Nordby,Vagten,9,,112,altid", { line: 3, column: "rank" }],
    ["nobody's number", "Nordby,Vagten,1,,,altid", { line: 3, column: "phone" }],
  ])("with %s is refused whole, by line", async (_, line, { line: nr, column }) => {
    const text = `organisation,function,rank,email,phone,hours\nNordby,Natten,1,,112,altid\n${line}\n`;
    const { bad } = await previewImport(world.viewers.north, { listId, text }, NOW);
    expect(bad).toMatchObject([{ line: nr, field: column }]);
    await expect(takeIn(world.viewers.north, text)).rejects.toMatchObject({ code: "bad_lines" });
    expect((await listOf(world.viewers.north)).contacts).toEqual([]);
  });
  test("names every line and field at fault, counted as an editor counts lines, and nothing of what stands there", async () => {
    const text = `organisation;function;rank;email;phone;hours\n\nNordby;"Natten\nog dagen";1;;112;altid\nNordby;;9;no mail;x;aldrig\n;Vagten;1;;112;altid\n`;
    const { bad, added } = await previewImport(world.viewers.north, { listId, text }, NOW);
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [5, "function"],
      [5, "rank"],
      [5, "email"],
      [5, "phone"],
      [5, "hours"],
      [6, "organisation"],
    ]);
    expect(added.map(({ line }) => line)).toEqual([3]);
    expect(JSON.stringify(bad)).not.toContain("aldrig");
  });
  test("does what was shown or nothing", async () => {
    const { north } = world.viewers;
    await add(north, world.north);
    const text = "organisation,function,rank,email,phone,hours\nNordby,Vagttelefonen,1,,112,altid\n";
    const { seal } = await previewImport(north, { listId, text }, NOW);
    const [contact] = (await listOf(north)).contacts;
    await changeContact(north, { contactId: contact?.id ?? 0, version: 1, said: said({ phone: "113" }) }, NOW);
    await expect(importContacts(north, { listId, text, seal }, NOW)).rejects.toMatchObject({ code: "plan_changed" });
    expect((await listOf(north)).contacts).toMatchObject([{ phone: "113" }]);
  });
  test("without its columns is no such file", () => {
    expect(() => readContactsCsv("a;b\n1;2\n")).toThrow(InvalidInputError);
  });
});
