import type { ImportedContact } from "./csv.ts";
import { hoursText } from "./rules.ts";
import type { BadLine, ContactRow, ImportPlan, PlannedContact } from "./shapes.ts";

type Choice = { id: number; name: string };
type File = { rows: readonly ImportedContact[]; bad: readonly BadLine[] };

/**
 * What a file would change on a list: who is there by organisation, function and rank is changed, others are added, and nobody
 * is taken off. Of several alike the first stands for the first. `choices` are the organisations that may be written for; others'
 * lines are let be where they say what stands there, so that what was taken out can be taken in whole.
 */
export function planImport(
  { rows, bad }: File,
  contacts: readonly ContactRow[],
  choices: readonly Choice[],
): Omit<ImportPlan, "seal"> {
  const all = contacts.map((row) => ({ row, name: row.organisation.name.toLowerCase() }));
  const byName = new Map(choices.map((choice) => [choice.name.toLowerCase(), choice]));
  const left = Map.groupBy(contacts, (row) => keyOf(row.organisation.id, row.function, row.rank));
  const plan: Omit<ImportPlan, "seal"> = { added: [], changed: [], same: [], untouched: 0, bad: [...bad] };
  for (const { line, organisation, said } of rows) {
    const name = organisation.toLowerCase();
    const own = byName.get(name);
    if (!own && all.some((one) => one.name === name && isThere(one.row, said))) continue;
    if (!own) {
      plan.bad.push({ line, field: "organisation", code: "not_yours" });
      continue;
    }
    const after: PlannedContact = { ...said, line, organisation: own };
    const before = left.get(keyOf(own.id, said.function, said.rank))?.shift();
    if (!before) plan.added.push(after);
    else if (saysTheSame(before, after)) plan.same.push({ id: before.id, version: before.version });
    else plan.changed.push({ before, after });
  }
  plan.untouched = [...left.values()].reduce((sum, some) => sum + some.length, 0);
  plan.bad.sort((a, b) => a.line - b.line);
  return plan;
}

const isThere = (row: ContactRow, said: ImportedContact["said"]): boolean =>
  row.function === said.function && row.rank === said.rank && saysTheSame(row, said);
const keyOf = (organisationId: number, named: string, rank: number): string => `${organisationId} ${rank} ${named}`;

type Said = Pick<ContactRow, "email" | "phone" | "hours">;
const saysTheSame = (one: Said, other: Said): boolean =>
  one.email === other.email && one.phone === other.phone && hoursText(one.hours, "da") === hoursText(other.hours, "da");
