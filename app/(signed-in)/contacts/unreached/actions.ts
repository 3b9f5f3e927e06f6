"use server";
import { answerForm } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import { invite } from "@/lib/notices/unreached/commands.ts";
import { invited } from "@/lib/notices/unreached/schema.ts";

/** Writes to the contacts of an organisation that no notice reaches. */
export async function sendInvitation(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, { permission: "unreached:invite", area: "told.unreached" }, async (given) => {
    const { viewer, typed, now } = given;
    await invite(viewer, parsed(invited, { organisationId: typed.text("organisationId") }), now);
    return "/contacts/unreached";
  });
}
