"use server";
import { toldHref } from "@/components/told/address.ts";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { confirm as confirmTold } from "@/lib/notices/told/commands.ts";
import * as schema from "@/lib/notices/told/schema.ts";

/** Says "set og håndteret" for one's own organisation, and shows the page again. */
export async function confirm(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, { permission: "notices:confirm", area: "told" }, async ({ viewer, typed, now }) => {
    const input = parsed(schema.confirmTold, { number: typed.text("number"), signal: typed.text("signal") });
    await confirmTold(viewer, input, now);
    return toldHref(input.number, { signal: input.signal });
  });
}
