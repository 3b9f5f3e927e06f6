"use server";
import { runbookHref } from "@/components/desk/address.ts";
import { InvalidInputError } from "@/lib/errors.ts";
import { answerForm, type Typed } from "@/lib/http/form.ts";
import type { FormState } from "@/lib/http/form-state.ts";
import { parsed } from "@/lib/http/parse.ts";
import * as runbooks from "@/lib/status/runbooks/commands.ts";
import * as schema from "@/lib/status/runbooks/schema.ts";

const desk = { permission: "status:operate", area: "desk" } as const;

/** The title in both languages, and a step for each line. */
function written(typed: Typed) {
  const lines = (name: string) => (typed.text(name) ?? "").split("\n").flatMap((line) => line.trim() || []);
  const [da, en] = [lines("steps"), lines("stepsEn")];
  if (da.length !== en.length) throw new InvalidInputError("stepsEn", "steps_differ");
  const steps = da.map((step, at) => ({ da: step, en: en[at] }));
  return { title: typed.text("title"), titleEn: typed.text("titleEn"), steps };
}

export async function create(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const input = parsed(schema.createRunbook, {
      code: typed.text("code"),
      causeClass: typed.text("causeClass") ?? null,
      station: typed.text("station") ?? null,
      ...written(typed),
    });
    return runbookHref(await runbooks.createRunbook(viewer, input, now));
  });
}

export async function revise(before: FormState, form: FormData): Promise<FormState> {
  return answerForm(before, form, desk, async ({ viewer, typed, now }) => {
    const [runbookId, version] = [typed.text("runbookId"), typed.text("version")];
    const input = parsed(schema.reviseRunbook, { runbookId, version, ...written(typed) });
    await runbooks.reviseRunbook(viewer, input, now);
    return runbookHref(input.runbookId);
  });
}
