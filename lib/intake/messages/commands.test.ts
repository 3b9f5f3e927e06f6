import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { createInstallation, createOrganisation, createType } from "../../../prisma/factories/directory.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import type { Facts, Part, Reading } from "../../medcom/shapes.ts";
import { forgetPlaces } from "../places.ts";
import type { ReportingSource } from "../source.ts";
import { takeMessage } from "./commands.ts";
import type { Read } from "./parser-pool.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T11:00:00.000Z");
const EARLIER = "2026-11-24T10:00:00.000Z";
const SENDER = "5790000000012";
const nothing = { station: null, organisationId: null, systemId: null, installationId: null };

let everything: ReportingSource;
let receiver: ReportingSource;
let receiverGln: string;
let typeCode: string;

beforeAll(async () => {
  forgetPlaces();
  const operator = await createOrganisation(ownerPool(), "operator");
  const here = await createOrganisation(ownerPool(), "municipality");
  const type = await createType(ownerPool());
  typeCode = type.code;
  receiverGln = (await createInstallation(ownerPool(), null, here, { role: "A", typeId: type.id })).gln;
  everything = { id: 901, organisationId: operator.id, scopes: [nothing] };
  receiver = { id: 902, organisationId: here.id, scopes: [{ ...nothing, organisationId: here.id }] };
});

const facts = (unusual: Partial<Facts> = {}): Facts => ({
  standard: "fhir",
  format: "json",
  type: typeCode,
  version: "3.0",
  senderGln: SENDER,
  codes: [],
  remarks: [],
  ...unusual,
});
const letter = (id: string, unusual: Record<string, unknown> = {}): Part => ({
  outcome: "taken",
  parties: [],
  facts: facts(),
  events: [
    {
      id: `m-${id}`,
      station: "sender",
      kind: "sent",
      at: EARLIER,
      letter: { id, scheme: "fhir" },
      senderGln: SENDER,
      receiverGln,
      type: typeCode,
      ...unusual,
    },
  ],
});
const broken: Part = { outcome: "refused", code: "not_xml", position: 17, standard: null, senderGln: null };

function message(parts: Part[], unusual: Partial<Read> & { form?: Reading["form"]; body?: string } = {}): Read {
  const body = unusual.body ?? JSON.stringify(parts);
  const digest = createHash("sha256").update(body).digest("hex");
  return { reading: { form: unusual.form ?? "message", parts }, size: 100, digest, ownId: null, ...unusual };
}
const take = (read: Read, source = everything) => takeMessage(ownerPool(), source, read, NOW);
const rows = async (text: string, values: unknown[] = []) => (await ownerPool().query(text, values)).rows;

test("a message is taken once, and the same message in another syntax is a duplicate, however it is worded", async () => {
  expect(await take(message([letter("twin")]))).toEqual([{ outcome: "taken" }]);
  expect(await take(message([letter("twin")]))).toEqual([{ outcome: "duplicate" }]);
  const otherWords = letter("twin", { type: `${typeCode}#Content` });
  expect(await take(message([otherWords]))).toEqual([{ outcome: "duplicate" }]);
});

test("what cannot be read is kept as size, keyed hash, reason and position, once, and counts its repeats", async () => {
  const bad = message([broken], { body: "<a", size: 2 });
  expect(await take(bad)).toEqual([{ outcome: "refused", code: "not_xml", position: 17 }]);
  await take(bad);
  const found = await rows(
    "SELECT size, reason, position, times, closed_at, hash::text FROM ledger.quarantine WHERE size = 2",
  );
  expect(found).toMatchObject([{ size: 2, reason: "not_xml", position: "17", times: 2, closed_at: null }]);
  // Salted: the hash of the bytes alone would tell who has the same message.
  expect(found[0]?.hash.replaceAll("-", "")).not.toBe(bad.digest.slice(0, 32));
});

test("a quarantined message is closed when the one with its own id arrives whole, of the same source only", async () => {
  const open = async () =>
    (await rows("SELECT closed_at FROM ledger.quarantine WHERE size = 3 ORDER BY source_id")).map(
      (row) => row.closed_at,
    );
  await take(message([broken], { body: "<cut", size: 3, ownId: "own-1" }));
  await take(message([broken], { body: "<cut", size: 3, ownId: "own-1" }), receiver);
  await take(message([letter("another")], { ownId: "own-2" }));
  expect(await open()).toEqual([null, null]);
  await take(message([letter("whole")], { ownId: "own-1" }));
  expect(await open()).toEqual([NOW, null]);
});

test("of a batch the good entries are taken and the bad ones named; of a transaction all or none", async () => {
  const entries = () => [letter("good-1"), broken, { outcome: "skipped" } as const, letter("good-2")];
  expect(await take(message(entries(), { form: "transaction", body: "t" }))).toEqual([
    { outcome: "refused", code: "not_taken_with_others" },
    { outcome: "refused", code: "not_xml", position: 17 },
    { outcome: "skipped" },
    { outcome: "refused", code: "not_taken_with_others" },
  ]);
  expect(await take(message(entries(), { form: "batch", body: "b" }))).toEqual([
    { outcome: "taken" },
    { outcome: "refused", code: "not_xml", position: 17 },
    { outcome: "skipped" },
    { outcome: "taken" },
  ]);
});

test("an event that intake refuses is the message's refusal, and is told by code and field", async () => {
  const ahead = letter("ahead", { at: "2027-01-01T00:00:00Z" });
  expect(await take(message([ahead]))).toEqual([{ outcome: "refused", code: "time_in_future" }]);
  const shapeless = letter("x", { type: "no type at all" });
  expect(await take(message([shapeless]))).toEqual([{ outcome: "refused", code: "invalid", field: "type" }]);
  expect(await take(message([letter("not-mine", { receiverGln: SENDER })]), receiver)).toEqual([
    { outcome: "refused", code: "out_of_scope" },
  ]);
});

test("a source of a receiver acknowledges as its own side, whichever way round the receipt names the two", async () => {
  const receipt = (id: string, parties: string[]): Part => ({
    outcome: "taken",
    parties,
    facts: facts({ type: "FCTL" }),
    events: [
      {
        id: `m-${id}`,
        station: "recipient",
        direction: "back",
        kind: "receipt",
        at: EARLIER,
        letter: { id: "twin", scheme: "fhir" },
        receipt: { id, level: "application", outcome: "ok" },
      },
    ],
  });
  expect(await take(message([receipt("r1", [SENDER, receiverGln])]), receiver)).toEqual([{ outcome: "taken" }]);
  expect(await take(message([receipt("r2", [receiverGln, SENDER])]), receiver)).toEqual([{ outcome: "taken" }]);
  expect(await take(message([receipt("r3", [SENDER])]), receiver)).toEqual([
    { outcome: "refused", code: "out_of_scope" },
  ]);
});

test("what is new is counted by version, code and remark; a repeat is not, and a refusal once", async () => {
  const unusual = facts({
    standard: "oioxml",
    format: "xml",
    version: "XD9134L",
    codes: ["SYN"],
    remarks: ["offset_missing"],
  });
  const part: Part = { ...(letter("counted") as Extract<Part, { outcome: "taken" }>), facts: unusual };
  for (let again = 0; again < 2; again++) await take(message([part]));
  const bad: Part = { outcome: "refused", code: "bad_time", position: null, standard: "oioxml", senderGln: SENDER };
  for (let again = 0; again < 2; again++) await take(message([bad], { body: "bad time" }));
  const counted = await rows(
    "SELECT day::text, kind, value, n, type, sender_gln FROM ledger.conformance WHERE standard = 'oioxml' ORDER BY kind",
  );
  const own = { day: "2026-11-24", n: 1, type: typeCode, sender_gln: SENDER };
  expect(counted).toEqual([
    { ...own, kind: "code", value: "SYN" },
    { ...own, kind: "refusal", value: "bad_time", type: "" },
    { ...own, kind: "remark", value: "offset_missing" },
    { ...own, kind: "version", value: "XD9134L" },
  ]);
});

test("a refusal is counted under its sender where that can be told, and no other value gets there", async () => {
  const refusedBy = (senderGln: string | null): Part => ({ ...broken, code: "bad_id", senderGln }) as Part;
  await take(message([refusedBy("5790000009999")], { body: "unknown sender" }));
  await take(message([refusedBy(null)], { body: "no sender" }));
  await take(message([letter("later", { at: "2027-01-01T00:00:00Z" })], { body: "refused by a rule" }));
  const counted = await rows(
    "SELECT sender_gln, value FROM ledger.conformance WHERE kind = 'refusal' AND value IN ('bad_id', 'time_in_future') GROUP BY 1, 2 ORDER BY 2, 1",
  );
  expect(counted).toEqual([
    { sender_gln: "", value: "bad_id" },
    { sender_gln: "5790000009999", value: "bad_id" },
    { sender_gln: SENDER, value: "time_in_future" },
  ]);
  for (const other of ["0101010000", "57900000000123", "579000000001x", "Fiktiva"]) {
    await expect(take(message([refusedBy(other)], { body: other }))).rejects.toThrow("conformance_sender_is_a_gln");
  }
});
