import type { Filter, Owner } from "../../subscriptions/shapes.ts";
import type { Unit } from "./rules.ts";
import type { CountedRow } from "./sql.ts";

/** A place as it may be told of to a subscriber: a system in a municipality, or to a region the municipality alone. */
export type Place = Unit & {
  bySystem: boolean;
  system: string | null;
  municipality: string;
  municipalityId: number | null;
  regionIds: number[];
  vendorIds: number[];
  from: Date;
  to: Date;
  negative: number;
  /** When the first of what is missing fell due; null where nothing is. */
  first: Date | null;
  types: string[];
  /** Of those bad, how many came no further than each station. */
  reached: Record<string, number>;
};

/**
 * Counted installations of one owner, as far as its filter covers them. A region knows no systems: of it the filter asks by
 * municipality and region only, and an installation is told of with all others of its municipality.
 */
export function placesOf(
  rows: readonly CountedRow[],
  filter: Filter,
  { kind }: Pick<Owner, "kind">,
  stood: ReadonlySet<number>,
): Place[] {
  const bySystem = kind !== "region";
  const within = rows.filter((row) => isCovered(row, filter, bySystem));
  const groups = Map.groupBy(within, (row) => (bySystem ? row.installationId : row.municipalityId));
  return [...groups.values()].flatMap((group) => placeOf(group, bySystem, stood) ?? []);
}

function isCovered(row: CountedRow, filter: Filter, bySystem: boolean): boolean {
  const { regions, municipalities, installations, vendors } = filter;
  if ([regions, municipalities, installations, vendors].every((ids) => ids === null)) return true;
  const named = (ids: number[] | null, id: number | null) => id !== null && (ids?.includes(id) ?? false);
  return (
    named(regions, row.regionId) ||
    named(municipalities, row.municipalityId) ||
    (bySystem && (named(installations, row.installationId) || named(vendors, row.vendorId)))
  );
}

function placeOf(group: readonly CountedRow[], bySystem: boolean, stood: ReadonlySet<number>): Place | null {
  const [one] = group;
  if (!one) return null;
  const sum = (of: "due" | "bad" | "negative" | "open") => group.reduce((all, row) => all + row[of], 0);
  const present = (ids: (number | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  const firsts = group.flatMap(({ first }) => first?.getTime() ?? []);
  const installations = group.map(({ installationId }) => installationId);
  return {
    ...{ bySystem, installations, municipality: one.municipality ?? "", municipalityId: one.municipalityId },
    system: bySystem ? one.system : null,
    regionIds: present(group.map(({ regionId }) => regionId)),
    vendorIds: bySystem ? present(group.map(({ vendorId }) => vendorId)) : [],
    // One that nothing fell due at says nothing either way, unless nobody reports of any of them.
    covered: group.some((row) => row.covered) && group.every((row) => row.covered || row.due + row.open === 0),
    ...{ due: sum("due"), bad: sum("bad"), negative: sum("negative"), open: sum("open") },
    from: new Date(Math.min(...group.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...group.map(({ to }) => to.getTime()))),
    first: firsts.length === 0 ? null : new Date(Math.min(...firsts)),
    types: [...new Set(group.flatMap(({ types }) => types))],
    reached: summed(group.map(({ reached }) => reached)),
    stood: installations.some((id) => stood.has(id)),
  };
}

function summed(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [station, count] of all.flatMap((one) => Object.entries(one)))
    total[station] = (total[station] ?? 0) + count;
  return total;
}
