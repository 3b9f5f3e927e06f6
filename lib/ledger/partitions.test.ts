import { expect, test } from "vitest";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { ensurePartitions } from "./partitions.ts";

useFreshDatabase();

const JUNE = new Date("2027-06-15T12:00:00Z");
const partitions = async () =>
  (
    await ownerPool().query<{ name: string; secured: boolean; granted: boolean }>(
      `SELECT c.relname AS name, c.relrowsecurity AS secured, c.relacl IS NOT NULL AS granted
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent IN ('ledger.delivery'::regclass, 'ledger.station_event'::regclass) ORDER BY 1`,
    )
  ).rows;

test("three months ahead stand ready, once, however many ask at once", async () => {
  const before = await partitions();
  const answers = await Promise.all([1, 2, 3].map(() => ensurePartitions(ownerPool(), JUNE)));
  expect(answers).toEqual([3, 3, 3]);
  const after = await partitions();
  expect(after.map(({ name }) => name)).toContain("delivery_2027_09");
  expect(after.map(({ name }) => name)).not.toContain("delivery_2027_10");
  expect(after.length).toBeGreaterThan(before.length);
  expect(await ensurePartitions(ownerPool(), JUNE)).toBe(3);
  expect(await partitions()).toEqual(after);
});

test("every partition has row security and no grant of its own", async () => {
  const all = await partitions();
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ secured, granted }) => !secured || granted)).toEqual([]);
});

test("every moment from the first on has one place, the months' ends in UTC included", async () => {
  const of = async (at: string) => {
    const { rows } = await ownerPool().query<{ name: string }>(
      `INSERT INTO ledger.station_event (event_key, at, subject_key, content_hash, source_id, authority, station, direction, kind, received_at)
       VALUES (gen_random_uuid(), $1, gen_random_uuid(), 0, 1, 0, 0, 0, 0, now()) RETURNING tableoid::regclass::text AS name`,
      [at],
    );
    return rows[0]?.name.replace("ledger.station_event_", "");
  };
  expect(await of("1970-01-01T00:00:00Z")).toBe("before");
  expect(await of("2025-12-31T23:59:59.999Z")).toBe("before");
  expect(await of("2026-01-01T00:00:00Z")).toBe("2026_01");
  expect(await of("2026-03-31T23:59:59.999Z")).toBe("2026_03");
  expect(await of("2027-09-30T23:59:59.999Z")).toBe("2027_09");
  await expect(of("2027-10-01T00:00:00Z")).rejects.toThrow();
});
