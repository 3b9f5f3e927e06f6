"use server";
import { getTranslations } from "next-intl/server";
import { CONTACTS, importedHref } from "@/components/contacts/address.ts";
import * as contacts from "@/lib/contacts/commands.ts";
import { ImportError } from "@/lib/contacts/csv.ts";
import * as schema from "@/lib/contacts/schema.ts";
import { InvalidInputError } from "@/lib/errors.ts";
import { type Answering, answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";

const LARGEST = 500_000;
const onContacts = { permission: "contacts:write", area: "contacts" } as const;

const answer = (before: FormState, form: FormData, work: (given: Answering) => Promise<void>) =>
  answerForm(before, form, onContacts, async (given) => {
    await work(given);
    return CONTACTS;
  });

const saidOf = (typed: Answering["typed"]) =>
  parsed(
    schema.contact,
    Object.fromEntries(["function", "rank", "email", "phone", "hours"].map((name) => [name, typed.text(name)])),
  );
const seenOf = (typed: Answering["typed"]) => ({ contactId: typed.text("contactId"), version: typed.text("version") });

/** A region opens its list. */
export async function open(before: FormState, form: FormData): Promise<FormState> {
  return answer(before, form, async ({ viewer, now }) => {
    const t = await getTranslations("contacts");
    await contacts.openList(viewer, t("listName", { organisation: viewer.organisationName }), now);
  });
}

export async function add(before: FormState, form: FormData): Promise<FormState> {
  return answer(before, form, ({ viewer, typed, now }) => {
    const of = { listId: typed.text("listId"), organisationId: typed.text("organisationId") };
    const { listId, organisationId } = parsed(schema.addContact.omit({ said: true }), of);
    return contacts.addContact(viewer, { listId, organisationId, said: saidOf(typed) }, now);
  });
}

/** Changes an entry, says that it is still right, or takes it off. */
export async function change(before: FormState, form: FormData): Promise<FormState> {
  return answer(before, form, async ({ viewer, typed, now }) => {
    const seen = parsed(schema.onContact, seenOf(typed));
    const intent = typed.text("intent");
    if (intent === "save") await contacts.changeContact(viewer, { ...seen, said: saidOf(typed) }, now);
    else if (intent === "review") await contacts.reviewContact(viewer, seen, now);
    else if (intent === "remove") await contacts.removeContact(viewer, seen, now);
    else throw new InvalidInputError("intent", "invalid_value");
  });
}

/** Takes a file in, and says how many lines, or which line is at fault. */
export async function importFile(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, onContacts, async ({ viewer, typed, now }) => {
    const file = form.get("file");
    if (!(file instanceof File) || file.size === 0) throw new InvalidInputError("file", "required");
    if (file.size > LARGEST) throw new InvalidInputError("file", "too_big");
    const input = parsed(schema.importContacts, { listId: typed.text("listId"), text: await file.text() });
    try {
      return importedHref({ rows: await contacts.importContacts(viewer, input, now) });
    } catch (error) {
      if (error instanceof ImportError) return importedHref({ line: error.line, column: error.column });
      throw error;
    }
  });
}
