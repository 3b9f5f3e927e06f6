import type { InstallationPage } from "@/lib/ledger/shapes.ts";

type Installation = InstallationPage["installation"];
type Type = Installation["types"][number];
type Policy = Installation["policies"][number];

/** Rows that say the same are said once, for all the types they hold for. Order is that of the first of each. */
function grouped<T>(rows: readonly T[], sameness: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, sameness).values()];
}

/** Types with one receipt role, said together; an assumed role is not the same as a known one. */
export const byRole = (types: readonly Type[]): Type[][] => grouped(types, ({ role, assumed }) => `${role}${assumed}`);

/** The deadlines that hold here: a type the system must not acknowledge has none, whatever the rule for the type is. */
export const owed = (policies: readonly Policy[], types: readonly Type[]): Policy[] =>
  policies.filter(({ typeCode }) => types.find(({ code }) => code === typeCode)?.role !== "C");

/** Types with one deadline from one source, said together. */
export const byPolicy = (policies: readonly Policy[]): Policy[][] =>
  grouped(policies, ({ typeCode: _, ...rule }) => JSON.stringify(rule));

/** The directory has no older dates; what is in force from before is in force as far back as anybody looks. */
const FIRST_DAY = "2000-01-01";

/** The day something began, or null where it has been so all along. */
export const begun = (from: string): string | null => (from < FIRST_DAY ? null : from);
