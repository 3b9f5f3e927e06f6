"use server";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import { type FormState, UNTOUCHED } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { tryAddress } from "@/lib/subscriptions/addresses/try.ts";
import * as commands from "@/lib/subscriptions/commands.ts";
import { subscribeToEverything } from "@/lib/subscriptions/first.ts";
import { reachableEndpoints } from "@/lib/subscriptions/queries.ts";
import * as schema from "@/lib/subscriptions/schema.ts";

const OWN = { permission: "subscriptions:write", area: "subscriptions" } as const;
const LIST = "/subscriptions";
const page = (id: number) => `${LIST}/${id}`;
const key = (typed: Typed) => ({ id: typed.text("id"), version: typed.text("version") });
const draftIn = (typed: Typed) =>
  schema.draftOf(
    parsed(
      schema.editorFields,
      schema.fieldsFrom((name) => typed.all(name)),
    ),
  );
const nameFor = async (organisation: string) =>
  (await getTranslations("subscriptions"))("defaultName", { organisation });

/** Everything of my organisation, to every address that can be reached, or to the first one, which is asked by a link. */
export async function everything(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const t = await getTranslations("subscriptions");
    const name = t("everything");
    if (form.has("address")) {
      const input = parsed(schema.firstAddress, { address: typed.text("address") ?? "", locale: await getLocale() });
      return page(
        (await subscribeToEverything(viewer, { subscription: name, mailbox: t("first.mailbox") }, input, now)).id,
      );
    }
    const draft = { ...schema.firstDraft(viewer.role), endpoints: await reachableEndpoints(viewer) };
    return page((await commands.createSubscription(viewer, name, draft, now)).id);
  });
}

export async function createSubscription(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const name = await nameFor(viewer.organisationName);
    return page((await commands.createSubscription(viewer, name, draftIn(typed), now)).id);
  });
}

export async function saveSubscription(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const seen = parsed(schema.oneSubscription, key(typed));
    await commands.saveSubscription(viewer, seen, draftIn(typed), now);
    return page(seen.id);
  });
}

export async function renameSubscription(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    const input = parsed(schema.renamed, { ...key(typed), name: typed.text("name") });
    await commands.renameSubscription(viewer, input, now);
    return page(input.id);
  });
}

export async function endSubscription(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OWN, async ({ viewer, typed, now }) => {
    await commands.endSubscription(viewer, parsed(schema.oneSubscription, key(typed)), now);
    return LIST;
  });
}

/** Sends a trial to an address from within the editor, and leads back to it: all that was typed stands in its address. */
export async function trial(id: number, form: FormData): Promise<void> {
  const fields = [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && value !== "" && !name.startsWith("$ACTION") ? [[name, value]] : [],
  );
  const own = schema.idIn(String(form.get("id")));
  const back = (how: Record<string, string>) =>
    `${own === null ? `${LIST}/new` : page(own)}?${new URLSearchParams([...fields, ...Object.entries(how)])}#axis-to`;
  const tried = String(id);
  const { problem } = await answerForm(UNTOUCHED, form, OWN, async ({ viewer, now }) => {
    await tryAddress(viewer, parsed(schema.oneAddress, { id }), now);
    return back({ tried });
  });
  redirect(back({ tried, trial: problem?.code ?? "other" }));
}
