import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createOrganisation } from "../../../prisma/factories/directory.ts";
import type { Role, Viewer } from "../../access/viewer.ts";
import { ownerPool } from "../../db/pool.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { REMARKS, STANDARDS } from "../../medcom/shapes.ts";
import { ownsSources, readConformance, readQuarantine } from "./queries.ts";
import { conformanceQuery, quarantineQuery, REASONS } from "./shapes.ts";
import { count, type Quarantined, quarantine } from "./sql.ts";

useFreshDatabase();

const NOW = new Date("2026-11-24T11:00:00.000Z");
const SENDER = "5790000000012";
const STRANGER = "5790000009999";
type Owner = { viewer: (role: Role) => Viewer; source: number };
let [one, other, operator]: Owner[] = [];

async function ownerOf(kind: "vendor" | "operator", name: string): Promise<Owner> {
  const { id } = await createOrganisation(ownerPool(), kind);
  const { rows } = await ownerPool().query<{ id: number }>(
    "INSERT INTO source (code, name, organisation_id) VALUES ($1, $1, $2) RETURNING id",
    [name, id],
  );
  const viewer = (role: Role): Viewer => ({ personId: 1, name, organisationId: id, organisationName: name, role });
  return { viewer, source: rows[0]?.id ?? 0 };
}

const entry = (i: number, unusual: Partial<Quarantined> = {}): Quarantined => ({
  hash: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
  ownId: null,
  size: 100 + i,
  reason: "not_xml",
  position: "17",
  standard: "fhir",
  ...unusual,
});
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

beforeAll(async () => {
  one = await ownerOf("vendor", "kilde-et");
  other = await ownerOf("vendor", "kilde-to");
  operator = await ownerOf("operator", "kilde-tre");
  for (let i = 0; i < 60; i++) await quarantine(ownerPool(), one.source, [entry(i)], later(i));
  await quarantine(ownerPool(), other.source, [entry(99, { reason: "bad_time" })], NOW);
  await ownerPool().query("UPDATE ledger.quarantine SET closed_at = $1 WHERE size = 100", [later(100)]);
  await ownerPool().query("INSERT INTO location (gln, name) VALUES ($1, 'Afdeling Nord')", [SENDER]);
  const fhir = { standard: "fhir", format: "xml", type: "FDIS20", senderGln: SENDER };
  await count(ownerPool(), one.source, "2026-11-20", [
    { ...fhir, kind: "version", value: "3.0", n: 7 },
    { ...fhir, kind: "version", value: "", n: 3 },
    { ...fhir, kind: "remark", value: "version_missing", n: 3 },
    { ...fhir, kind: "refusal", value: "bad_time", n: 2 },
    { ...fhir, senderGln: STRANGER, kind: "refusal", value: "bad_id", n: 1 },
    { ...fhir, senderGln: "", standard: "", kind: "refusal", value: "not_xml", n: 1 },
  ]);
  await count(ownerPool(), one.source, "2026-10-01", [{ ...fhir, kind: "version", value: "2.0", n: 5 }]);
  await count(ownerPool(), other.source, "2026-11-20", [
    { ...fhir, type: "XDIS91", kind: "version", value: "1", n: 1 },
    { ...fhir, senderGln: "", kind: "refusal", value: "bad_time", n: 1 },
  ]);
});

const shown = async (viewer: Viewer | undefined, raw: Record<string, unknown> = {}) =>
  readQuarantine(viewer ?? Object(null), quarantineQuery.parse(raw), later(200));

describe("the quarantine", () => {
  test("is a source's owner's own, and the operator's", async () => {
    expect((await shown(one?.viewer("vendor"))).open.count).toBe(59);
    expect((await shown(other?.viewer("vendor"))).rows.map(({ source }) => source)).toEqual(["kilde-to"]);
    expect((await shown(operator?.viewer("operator"))).open.count).toBe(60);
    expect((await shown(other?.viewer("region"))).open.count).toBe(1);
    expect((await shown(one?.viewer("vendor"), { source: other?.source })).rows).toEqual([]);
  });

  test("is told by reason, place, size and times, newest first, and page by page without a gap", async () => {
    const first = await shown(one?.viewer("vendor"), { show: "all" });
    expect(first.rows[0]).toMatchObject({
      size: 159,
      reason: "not_xml",
      position: 17,
      standard: "fhir",
      times: 1,
      closedAt: null,
    });
    expect(first.total).toEqual({ count: 60, atLeast: false });
    const second = await shown(one?.viewer("vendor"), { show: "all", before: first.next });
    expect([...first.rows, ...second.rows].map(({ size }) => size)).toEqual(
      Array.from({ length: 60 }, (_, i) => 159 - i),
    );
    expect(second.next).toBeNull();
  });

  test("is cut by what is open, and by reason", async () => {
    expect((await shown(one?.viewer("vendor"), { show: "closed" })).rows.map(({ size }) => size)).toEqual([100]);
    expect((await shown(operator?.viewer("operator"), { reason: "bad_time" })).rows).toHaveLength(1);
  });
});

describe("conformance", () => {
  const read = (viewer: Viewer | undefined, raw: Record<string, unknown> = {}) =>
    readConformance(viewer ?? Object(null), conformanceQuery.parse(raw), NOW);

  test("is what came from one's own sources, with the messages as denominator and names from the directory", async () => {
    expect(await read(one?.viewer("vendor"))).toMatchObject({
      taken: 10,
      refused: 4,
      refusals: [
        { standard: "fhir", senderGln: SENDER, senderName: "Afdeling Nord", reason: "bad_time", n: 2 },
        { standard: "fhir", senderGln: STRANGER, senderName: null, reason: "bad_id", n: 1 },
        { standard: "", senderGln: null, senderName: null, reason: "not_xml", n: 1 },
      ],
      rows: [
        {
          senderName: "Afdeling Nord",
          messages: 10,
          versions: [
            { value: "3.0", n: 7 },
            { value: "", n: 3 },
          ],
          remarks: [{ value: "version_missing", n: 3 }],
        },
      ],
    });
    expect((await read(other?.viewer("vendor"))).rows.map(({ type }) => type)).toEqual(["XDIS91"]);
    expect((await read(operator?.viewer("auditor"))).taken).toBe(11);
    expect((await read(operator?.viewer("operator"))).refusals.map(({ source, n }) => [source, n])).toEqual([
      ["kilde-et", 2],
      ["kilde-et", 1],
      ["kilde-et", 1],
      ["kilde-to", 1],
    ]);
  });

  test("is of a period in Danish days", async () => {
    expect((await read(one?.viewer("vendor"), { period: "90d" })).taken).toBe(15);
    expect((await read(one?.viewer("vendor"), { period: "7d" })).taken).toBe(10);
  });

  test("is nothing for who owns no source", async () => {
    const nobody = {
      personId: 1,
      name: "x",
      organisationId: 2_000_000_000,
      organisationName: "x",
      role: "vendor" as const,
    };
    expect(await read(nobody)).toMatchObject({ sources: [], rows: [], taken: 0 });
    expect(await ownsSources(nobody)).toBe(false);
    expect(one && (await ownsSources(one.viewer("vendor")))).toBe(true);
  });
});

test.each(["da", "en"])("every reason, remark and standard is said in plain words: %s", (locale) => {
  const text = (file: string) => JSON.parse(readFileSync(join("messages", locale, `${file}.json`), "utf8"));
  expect(Object.keys(text("quarantine").reason).sort()).toEqual([...REASONS].sort());
  expect(Object.keys(text("conformance").remark).sort()).toEqual([...REMARKS].sort());
  expect(Object.keys(text("quarantine").standard).sort()).toEqual([...STANDARDS, "unknown"].sort());
});
