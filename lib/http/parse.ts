import type { z } from "zod";
import { InvalidInputError } from "../errors.ts";

/** Names of fields come from callers too; only what looks like one is said back. */
const FIELD = /^[\w.-]{1,64}$/;

/** Parsed input, or InvalidInputError that names the first field at fault and which of the schema's rules it breaks. */
export function parsed<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") throw new InvalidInputError(fieldOf(issue.keys), "unknown_field");
  const own = issue?.code === "custom" ? issue.params?.["code"] : undefined;
  throw new InvalidInputError(fieldOf(issue?.path ?? []), typeof own === "string" ? own : (issue?.code ?? "invalid"));
}

function fieldOf(path: readonly PropertyKey[]): string | undefined {
  const field = path.map(String).join(".");
  return FIELD.test(field) ? field : undefined;
}

/** The fields of an address, each at most once. */
export function fieldsOf(search: URLSearchParams): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of search) {
    if (name in fields) throw new InvalidInputError(fieldOf([name]), "repeated");
    fields[name] = value;
  }
  return fields;
}
