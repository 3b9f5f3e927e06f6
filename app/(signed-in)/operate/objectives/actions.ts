"use server";
import { objectiveHref } from "@/components/objectives/address.ts";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as commands from "@/lib/status/objectives/commands.ts";
import * as schema from "@/lib/status/objectives/schema.ts";

const OPERATOR = { permission: "status:operate", area: "objectives" } as const;
const key = (typed: Typed) => ({
  ...{ serviceId: typed.text("serviceId"), month: typed.text("month"), seen: typed.text("seen") ?? "" },
});

export async function setPromise(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.setObjective, {
      ...key(typed),
      ...{ workFrom: typed.text("workFrom"), workTo: typed.text("workTo"), assumed: typed.checked("assumed") },
      ...{ working: typed.text("working"), other: typed.text("other"), source: typed.text("source") },
    });
    return objectiveHref(await commands.setObjective(viewer, input, now));
  });
}

export async function removePromise(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, OPERATOR, async ({ viewer, typed, now }) => {
    const input = parsed(schema.removeObjective, key(typed));
    return objectiveHref(await commands.removeObjective(viewer, input, now));
  });
}
