"use server";
import { toldHref } from "@/components/told/address.ts";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { answerFor } from "@/lib/notices/told/commands.ts";
import * as schema from "@/lib/notices/told/schema.ts";

/** Says "set og håndteret" for one's own organisation or takes it back, and shows the page again. */
export async function answer(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, { permission: "notices:confirm", area: "told" }, async ({ viewer, typed, now }) => {
    const input = parsed(schema.answerTold, {
      of: { kind: typed.text("kind"), id: typed.text("id") },
      ...{ signal: typed.text("signal"), answer: typed.text("answer") },
    });
    await answerFor(viewer, input, now);
    return toldHref(input.of, { signal: input.signal });
  });
}
