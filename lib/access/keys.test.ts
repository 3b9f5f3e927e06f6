import { beforeAll, expect, test } from "vitest";
import { createOrganisation, createSource, createSystem } from "../../prisma/factories/directory.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { createKey, sourceOfKey } from "./keys.ts";

useFreshDatabase();

const LATER = 11_000;
let source: { id: number; code: string };
let systemId: number;

beforeAll(async () => {
  const vendor = await createOrganisation(ownerPool(), "vendor");
  systemId = (await createSystem(ownerPool(), vendor)).id;
  source = await createSource(ownerPool(), vendor, [{ system_id: systemId, station: "recipient" }]);
});

test("a key says who reports and what it may report", async () => {
  expect(await sourceOfKey(await createKey(source.id))).toMatchObject({
    id: source.id,
    code: source.code,
    scopes: [{ station: "recipient", organisationId: null, systemId, installationId: null, receipts: true }],
  });
});

test("only a hash of it is kept, and enough to recognise it by", async () => {
  const key = await createKey(source.id);
  const { rows } = await ownerPool().query("SELECT * FROM source_key");
  expect(JSON.stringify(rows)).not.toContain(key);
  expect(rows.some((row) => row.prefix === key.slice(0, 12))).toBe(true);
});

test("what is no key of ours is nobody's, and is not even looked for", async () => {
  for (const bearer of ["", "kvit_", "' OR 1=1", `kvit_${"x".repeat(43)}`])
    expect(await sourceOfKey(bearer)).toBeNull();
});

test("a revoked key is no key ten seconds later", async () => {
  const key = await createKey(source.id);
  const now = Date.now();
  expect(await sourceOfKey(key, now)).not.toBeNull();
  await ownerPool().query("UPDATE source_key SET revoked_at = now()");
  expect(await sourceOfKey(key, now + LATER)).toBeNull();
});
