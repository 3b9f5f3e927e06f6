import type { Pool, PoolClient } from "pg";

/** Small worlds for tests: valid by default, unusual by argument. Days are Danish, both ends included. */
export type Db = Pool | PoolClient;

let serial = 0;
export const unique = (prefix: string): string => `${prefix}${++serial}-${process.pid}`;
const digits = (length: number): string =>
  String(++serial + process.pid * 100_000)
    .padStart(length, "0")
    .slice(-length);

const ALWAYS = "1990-01-01";

async function insert(db: Db, table: string, row: Record<string, unknown>): Promise<number> {
  const columns = Object.keys(row);
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(", ")})
     VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")}) RETURNING id`,
    Object.values(row),
  );
  return (rows[0] as { id: number }).id;
}

export type OrganisationKind = "region" | "municipality" | "hospital" | "vendor" | "operator" | "vans" | "other";
export type Organisation = { id: number; name: string; code: string | null };

export async function createOrganisation(
  db: Db,
  kind: OrganisationKind,
  unusual: { name?: string; code?: string | null } = {},
): Promise<Organisation> {
  const made = {
    name: unusual.name ?? unique(`${kind} `),
    code: unusual.code ?? (kind === "municipality" ? digits(4) : null),
  };
  return { id: await insert(db, "organisation", { kind, ...made }), ...made };
}

/** A municipality or hospital under a region, for a time. */
export const createMembership = (
  db: Db,
  member: Organisation,
  region: Organisation,
  { from = ALWAYS, to = null }: { from?: string; to?: string | null } = {},
) => insert(db, "membership", { member_id: member.id, region_id: region.id, valid_from: from, valid_to: to });

export type System = { id: number; name: string };
export async function createSystem(db: Db, vendor: Organisation, unusual: { name?: string } = {}): Promise<System> {
  const name = unusual.name ?? unique("System ");
  return { id: await insert(db, "system", { code: unique("sys"), name, vendor_id: vendor.id }), name };
}

export async function createType(db: Db, unusual: { code?: string; advis?: boolean } = {}) {
  const code = unusual.code ?? unique("FDIS");
  const row = { code, family: "fhir", name: `Advis ${code}`, name_en: `Notice ${code}`, advis: unusual.advis ?? true };
  return { id: await insert(db, "message_type", row), code };
}

export type Place = { id: number; gln: string };
export async function createLocation(db: Db, organisation: Organisation | null): Promise<Place> {
  const gln = digits(13);
  return { id: await insert(db, "location", { gln, organisation_id: organisation?.id ?? null }), gln };
}

export type Installation = { id: number; locationId: number; gln: string; organisationId: number };
export async function createInstallation(
  db: Db,
  system: System | null,
  organisation: Organisation,
  unusual: { role?: "A" | "B" | "C"; typeId?: number; provisional?: boolean; location?: Place } = {},
): Promise<Installation> {
  const location = unusual.location ?? (await createLocation(db, organisation));
  const id = await insert(db, "installation", {
    system_id: system?.id ?? null,
    organisation_id: organisation.id,
    location_id: location.id,
    mailbox: unique("box"),
    mode: "push",
    live_from: ALWAYS,
    provisional: unusual.provisional ?? false,
  });
  if (unusual.typeId !== undefined) {
    await insert(db, "installation_type", {
      installation_id: id,
      location_id: location.id,
      type_id: unusual.typeId,
      role: unusual.role ?? "A",
      valid_from: ALWAYS,
    });
  }
  return { id, locationId: location.id, gln: location.gln, organisationId: organisation.id };
}

/** A municipality lets a vendor see its installations of the vendor's systems. */
export const createAgreement = (
  db: Db,
  vendor: Organisation,
  municipality: Organisation,
  { from = ALWAYS, to = null }: { from?: string; to?: string | null } = {},
) =>
  insert(db, "agreement", { vendor_id: vendor.id, municipality_id: municipality.id, valid_from: from, valid_to: to });

/** A source that may report everything unless scopes say otherwise. */
export async function createSource(
  db: Db,
  organisation: Organisation,
  scopes: readonly {
    station?: string;
    organisation_id?: number;
    system_id?: number;
    installation_id?: number;
    receipts?: boolean;
  }[] = [{}],
) {
  const code = unique("source");
  const id = await insert(db, "source", { code, name: `Kilde ${code}`, organisation_id: organisation.id });
  for (const scope of scopes) await insert(db, "source_scope", { source_id: id, receipts: true, ...scope });
  return { id, code };
}

export async function createPerson(
  db: Db,
  unusual: { email?: string; name?: string; password_hash?: string; demo?: boolean } = {},
) {
  const email = unusual.email ?? `${unique("vagt")}@eksempel.example`;
  const name = unusual.name ?? "Vagthavende";
  return { id: await insert(db, "person", { ...unusual, email, name }), email, name };
}

export const createGrant = (
  db: Db,
  person: { id: number },
  organisation: Organisation,
  role: string,
  { from = ALWAYS, to = null }: { from?: string; to?: string | null } = {},
) =>
  insert(db, `"grant"`, {
    person_id: person.id,
    organisation_id: organisation.id,
    role,
    valid_from: from,
    valid_to: to,
  });
