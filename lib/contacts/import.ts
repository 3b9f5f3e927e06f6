import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Viewer } from "../access/viewer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { changeContacts } from "./commands.ts";
import { readContactsCsv } from "./csv.ts";
import { planImport } from "./import-rules.ts";
import { readContacts } from "./queries.ts";
import type { importText, importContacts as schema } from "./schema.ts";
import type { ImportPlan } from "./shapes.ts";

/** What a file would change, or what is wrong with it, before anything is done. Throws NotFoundError, InvalidInputError. */
export async function previewImport(
  viewer: Viewer,
  { listId, text }: z.output<typeof importText>,
  now: Date,
): Promise<ImportPlan> {
  const list = (await readContacts(viewer, now)).lists.find(({ id }) => id === listId);
  if (!list) throw new NotFoundError("No list");
  const plan = planImport(readContactsCsv(text), list.contacts, list.mayAddFor);
  return { ...plan, seal: createHash("sha256").update(JSON.stringify(plan)).digest("base64url") };
}

/**
 * Takes a file in as it was shown, whole or not at all; whoever stands in it is thereby looked at. Throws InvalidInputError
 * `bad_lines`, and ConflictError `plan_changed` where it would do something else than was shown.
 */
export async function importContacts(viewer: Viewer, input: z.output<typeof schema>, now: Date): Promise<number> {
  const { added, changed, same, bad, seal } = await previewImport(viewer, input, now);
  if (bad.length > 0) throw new InvalidInputError("text", "bad_lines");
  if (seal !== input.seal) throw new ConflictError("It would do something else", "plan_changed");
  const { listId } = input;
  await changeContacts(viewer, "import", now, async (tx) => {
    for (const { line: _, organisation, ...said } of added)
      await tx.contact.create({ data: { ...said, listId, organisationId: organisation.id, reviewedAt: now } });
    const known = [
      ...changed.map(({ before, after: { line: _, organisation: __, ...said } }) => ({ ...before, said })),
      ...same.map((one) => ({ ...one, said: {} })),
    ];
    for (const { id, version, said } of known) {
      const data = { ...said, reviewedAt: now, version: { increment: 1 } };
      const { count } = await tx.contact.updateMany({ where: { id, version }, data });
      if (count === 0) throw new ConflictError("It has been changed meanwhile", "plan_changed");
    }
    return `contact_list ${listId}`;
  });
  return added.length + changed.length + same.length;
}
