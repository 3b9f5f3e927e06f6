import { Refusal } from "./shapes.ts";

/**
 * The allow-list: what may leave a message, each with its pattern and length. What does not match is no value of that
 * kind, so free text can never pass for one. The patterns are those of a station event (`lib/ledger/schema.ts`).
 */
const PATTERNS = {
  id: /^[A-Za-z0-9._:/#@+~-]{1,128}$/,
  gln: /^\d{13}$/,
  sor: /^\d{6,18}$/,
  code: /^[A-Za-z0-9_.:-]{1,64}$/,
  type: /^[A-Za-z0-9_.-]{1,40}$/,
  version: /^[A-Za-z0-9_.-]{1,40}$/,
  uuid: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
} as const;
export type Field = keyof typeof PATTERNS;

/** The value where it is one of this kind, else null. */
export const allowed = (field: Field, value: string | null | undefined): string | null => {
  const trimmed = value?.trim();
  return trimmed && PATTERNS[field].test(trimmed) ? trimmed : null;
};

/** An id that the message cannot do without. Throws Refusal: `missing` where there is none, `bad_id` where it is no id. */
export function requiredId(value: string | null | undefined, missing: Refusal["code"]): string {
  if (!value?.trim()) throw new Refusal(missing);
  const id = allowed("id", value);
  if (id === null) throw new Refusal("bad_id");
  return id;
}
