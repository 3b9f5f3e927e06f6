"use server";
import { getTranslations } from "next-intl/server";
import { CONTACTS, importedHref } from "@/components/contacts/address.ts";
import * as contacts from "@/lib/contacts/commands.ts";
import { textOfFile } from "@/lib/contacts/csv.ts";
import * as imports from "@/lib/contacts/import.ts";
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

/** Says that all of one's own that are due are still right. */
export async function reviewAll(before: FormState, form: FormData): Promise<FormState> {
  return answer(before, form, ({ viewer, now }) => contacts.reviewOwn(viewer, now));
}

/**
 * Shows what a file would change, or what is wrong with it; its lines stay in the form, where they can be mended. What was
 * shown is taken in by the second button.
 */
export async function importFile(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, onContacts, async ({ viewer, typed, now }) => {
    const listId = typed.text("listId");
    if (typed.text("intent") === "take") {
      const input = parsed(schema.importContacts, { listId, text: form.get("text"), seal: typed.text("seal") });
      return importedHref(await imports.importContacts(viewer, input, now));
    }
    const text = await textIn(form);
    const plan = await imports.previewImport(viewer, parsed(schema.importText, { listId, text }), now);
    return { text, seal: plan.seal, plan: JSON.stringify(plan) };
  });
}

/** The file that was chosen, else the lines that stand in the form. */
async function textIn(form: FormData): Promise<string> {
  const [file, text] = [form.get("file"), form.get("text")];
  if (file instanceof File && file.size > LARGEST) throw new InvalidInputError("file", "too_big");
  if (file instanceof File && file.size > 0) return textOfFile(await file.bytes());
  if (typeof text !== "string" || text.trim() === "") throw new InvalidInputError("file", "required");
  return text;
}
