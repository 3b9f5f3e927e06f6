import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { authorise, type Permission } from "../access/permissions.ts";
import { requireViewer } from "../access/session.ts";
import type { Viewer } from "../access/viewer.ts";
import { ConflictError, DomainError, ForbiddenError, InvalidInputError } from "../errors.ts";
import { danishTyped } from "../time/danish-input.ts";
import type { FormState } from "./form-state.ts";
import { sameOrigin } from "./origin.ts";

/** A form's fields as they were sent: trimmed, and nothing where nothing was typed. */
export class Typed {
  readonly #form: FormData;
  constructor(form: FormData) {
    this.#form = form;
  }
  text(name: string): string | undefined {
    return this.all(name)[0];
  }
  all(name: string): string[] {
    return this.#form
      .getAll(name)
      .flatMap((value) => (typeof value === "string" && value.trim() ? [value.trim()] : []));
  }
  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }
  checked(name: string): boolean {
    return this.#form.has(name);
  }
  /** The instant of a date-and-time field, ISO 8601; InvalidInputError where it shows none. Null where it is empty. */
  time(name: string): string | null {
    const text = this.text(name);
    if (text === undefined) return null;
    const typed = danishTyped(text, this.text(`${name}.before`));
    if ("problem" in typed) throw new InvalidInputError(name, typed.problem);
    return typed.at;
  }
  /** What stands between a prefix and the rest of a name, once each: `ids("effect.")` of `effect.7` is `["7"]`. */
  ids(prefix: string): string[] {
    return [
      ...new Set(
        [...this.#form.keys()].flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
      ),
    ];
  }
}

export type Answering = { viewer: Viewer; typed: Typed; now: Date };

/**
 * Answers a form on a page: who asks, that it is our own page that asks, and that they may, before `work` is done. `work`
 * returns the address to go on to, or values to go on writing with. What it throws of our own errors is told in the
 * reader's language at the field, from `{area}.problem` or `common.form.problem`, with everything that was typed.
 */
export async function answerForm(
  before: FormState,
  form: FormData,
  { permission, area }: { permission: Permission; area: string },
  work: (given: Answering) => Promise<string | Record<string, string>>,
): Promise<FormState> {
  const viewer = await requireViewer();
  let next: string | Record<string, string>;
  try {
    if (!sameOrigin({ headers: await headers() })) throw new ForbiddenError("Sent by another site");
    authorise(viewer, permission);
    next = await work({ viewer, typed: new Typed(form), now: new Date() });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // What has changed meanwhile is shown around the form, whose own fields stay as they were typed.
    if (error instanceof ConflictError) refresh();
    const field = error instanceof InvalidInputError ? (error.field ?? null) : null;
    return {
      problem: { code: error.code, field, ...(await saidOf(error.code, field, area)) },
      values: valuesOf(form),
      turn: before.turn + 1,
    };
  }
  if (typeof next === "string") redirect(next);
  const filled = Object.entries(next).map(([name, value]) => [name, [value]]);
  return { problem: null, values: { ...valuesOf(form), ...Object.fromEntries(filled) }, turn: before.turn + 1 };
}

/** What is said of a problem, and what the field to blame is called: `{area}.field.{its last name}`. */
async function saidOf(
  code: string,
  field: string | null,
  area: string,
): Promise<{ text: string; label: string | null }> {
  const t = await getTranslations();
  const known = [`${area}.problem.${code}`, `common.form.problem.${code}`].find((key) => t.has(key));
  const name = `${area}.field.${field?.split(".").at(-1)}`;
  return {
    text: known === undefined ? t("common.form.problem.other", { code }) : t(known),
    label: field !== null && t.has(name) ? t(name) : null,
  };
}

/** React's own fields are no answer of anybody. */
function valuesOf(form: FormData): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of form) {
    if (typeof value !== "string" || name.startsWith("$ACTION")) continue;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}
