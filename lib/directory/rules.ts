import type { ReceiptRole } from "../ledger/states.ts";

/** Something that holds from a Danish day to a Danish day, both included; null means without end. */
export type Dated = { validFrom: string; validTo: string | null };

/** Whether it holds on a Danish day (`YYYY-MM-DD`). */
export const holdsOn = ({ validFrom, validTo }: Dated, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

/** Whether two spans share a day. */
export const overlap = (a: Dated, b: Dated): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo);

export type Membership = Dated & { memberId: number; regionId: number };

/** The members of a region on a Danish day. What was before a region's first day stays under the one before it. */
export const membersOf = (regionId: number, day: string, memberships: readonly Membership[]): number[] =>
  memberships.filter((row) => row.regionId === regionId && holdsOn(row, day)).map((row) => row.memberId);

export type RoleRow = Dated & {
  installationId: number;
  locationId: number;
  typeId: number;
  role: ReceiptRole;
  assumed: boolean;
};

/** Which installations receive a type at a location on a Danish day, and in which receipt role. */
export const rolesAt = (
  at: { locationId: number; typeId: number; day: string },
  rows: readonly RoleRow[],
): Pick<RoleRow, "installationId" | "role" | "assumed">[] =>
  rows
    .filter((row) => row.locationId === at.locationId && row.typeId === at.typeId && holdsOn(row, at.day))
    .map(({ installationId, role, assumed }) => ({ installationId, role, assumed }));

/** The row that already answers the hospital where `wanted` would: at most one A per location, type and time. */
export function otherRoleA(wanted: RoleRow, rows: readonly RoleRow[]): RoleRow | undefined {
  if (wanted.role !== "A") return undefined;
  return rows.find(
    (row) =>
      row.role === "A" &&
      row.installationId !== wanted.installationId &&
      row.locationId === wanted.locationId &&
      row.typeId === wanted.typeId &&
      overlap(row, wanted),
  );
}
