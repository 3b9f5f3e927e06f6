import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { checkWarnings, cvrChecks, glnChecks, sorChecks, withGlnCheck, withSorCheck } from "./check-digits.ts";
import { type Membership, membersOf, otherRoleA, type RoleRow, rolesAt } from "./rules.ts";

const municipalities = Papa.parse<{ code: string; region: string; cvr: string }>(
  readFileSync(new URL("../../prisma/seed/municipalities.csv", import.meta.url), "utf8"),
  { header: true, skipEmptyLines: true },
).data;

describe("check digits", () => {
  test("every municipality's CVR number is right, and with any one digit changed it is not", () => {
    for (const { cvr } of municipalities) {
      expect(cvrChecks(cvr)).toBe(true);
      for (let place = 0; place < cvr.length; place += 1) {
        const changed = `${cvr.slice(0, place)}${(Number(cvr[place]) + 1) % 10}${cvr.slice(place + 1)}`;
        expect(cvrChecks(changed)).toBe(false);
      }
    }
  });

  test("location numbers of the public examples: real ones pass, the four dummies fail", () => {
    for (const gln of ["5790001348120", "5790000209354", "5790002626814"]) expect(glnChecks(gln)).toBe(true);
    for (const gln of ["5790000143055", "5790000123456", "5790000120400", "5790000128700"])
      expect(glnChecks(gln)).toBe(false);
  });

  test("SOR ids of the public examples: Verhoeff tells two swapped digits", () => {
    for (const sor of ["953741000016009", "265161000016000", "1339531000016004"]) expect(sorChecks(sor)).toBe(true);
    for (const sor of ["359011000016000", "672291000016001", "593741000016009", "123456789012345"])
      expect(sorChecks(sor)).toBe(false);
  });

  test("a wrong number is a warning that names it; a missing one is not", () => {
    expect(checkWarnings({ gln: "5790001348121", sorId: "953741000016009" })).toEqual(["gln_check_digit"]);
    expect(checkWarnings({ gln: "5790001348120", sorId: "953741000016008" })).toEqual(["sor_check_digit"]);
    expect(checkWarnings({ gln: null, sorId: null })).toEqual([]);
    expect(withGlnCheck("579000134812")).toBe("5790001348120");
    expect(withSorCheck("95374100001600")).toBe("953741000016009");
  });
});

describe("regions", () => {
  const [HOVEDSTADEN, OSTDANMARK] = [1, 2];
  const memberships: Membership[] = [
    { memberId: 10, regionId: HOVEDSTADEN, validFrom: "2007-01-01", validTo: "2026-12-31" },
    { memberId: 10, regionId: OSTDANMARK, validFrom: "2027-01-01", validTo: null },
  ];
  test("a municipality is under its old region through the last day of 2026, and under Østdanmark from the next", () => {
    expect(membersOf(HOVEDSTADEN, "2026-12-31", memberships)).toEqual([10]);
    expect(membersOf(OSTDANMARK, "2026-12-31", memberships)).toEqual([]);
    expect(membersOf(HOVEDSTADEN, "2027-01-01", memberships)).toEqual([]);
    expect(membersOf(OSTDANMARK, "2027-01-01", memberships)).toEqual([10]);
  });
});

describe("receipt roles", () => {
  const row = (unusual: Partial<RoleRow>): RoleRow => ({
    installationId: 1,
    locationId: 7,
    typeId: 3,
    role: "A",
    assumed: false,
    validFrom: "2026-01-01",
    validTo: null,
    ...unusual,
  });
  test("at most one A per location, type and time; the other one is named", () => {
    const first = row({ validTo: "2026-06-30" });
    expect(otherRoleA(row({ installationId: 2, validFrom: "2026-06-30" }), [first])).toBe(first);
    expect(otherRoleA(row({ installationId: 2, validFrom: "2026-07-01" }), [first])).toBeUndefined();
    expect(otherRoleA(row({ installationId: 2, typeId: 4 }), [first])).toBeUndefined();
    expect(otherRoleA(row({ installationId: 2, locationId: 8 }), [first])).toBeUndefined();
    expect(otherRoleA(row({ installationId: 2, role: "B" }), [first])).toBeUndefined();
  });
  test("who receives a type at a location depends on the day, both days included", () => {
    const rows = [row({ validTo: "2026-06-30" }), row({ installationId: 2, role: "C", validFrom: "2026-06-30" })];
    const on = (day: string) => rolesAt({ locationId: 7, typeId: 3, day }, rows).map((r) => r.role);
    expect([on("2025-12-31"), on("2026-06-29"), on("2026-06-30"), on("2026-07-01")]).toEqual([
      [],
      ["A"],
      ["A", "C"],
      ["C"],
    ]);
  });
});
