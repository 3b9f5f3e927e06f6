import { looksLikePersonNumber } from "../intake/person-number.ts";
import { danishInstant } from "../time/danish.ts";
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

/** A time as a message states it: an instant with its offset; without one, a Danish clock where `local` allows that. */
export function instantOf(value: string | null | undefined, local = false): string {
  const stated = value?.trim() ?? "";
  const found = INSTANT.exec(stated);
  if (found === null || (!local && found[3] === undefined)) throw new Refusal(stated ? "bad_time" : "no_send_time");
  const [, day = "", time = "", offset] = found;
  // JavaScript reads 31 February as a day in March.
  if (day.slice(8) > "28" && new Date(`${day}T00:00:00Z`).getUTCDate() !== Number(day.slice(8))) {
    throw new Refusal("bad_time");
  }
  const at = offset === undefined ? danishInstant(day, time.slice(0, 8)) : Date.parse(stated);
  if (!(at >= 0)) throw new Refusal("bad_time");
  return new Date(at).toISOString();
}
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/**
 * A location number. Twelve digits are one without its leading zero (GS1 pads them so); anything else is none, e.g. the
 * name of a VANS network that stands in an old receipt.
 */
export function locationNumber(value: string | null | undefined): string | null {
  const digits = value?.trim() ?? "";
  return allowed("gln", digits.length === 12 ? `0${digits}` : digits);
}

/** A code or type that may be kept: free text and what is shaped like a person number is none. */
export function safeCode(field: "code" | "type" | "version", value: string | null | undefined): string | null {
  const code = allowed(field, value);
  return code === null || looksLikePersonNumber(code) ? null : code;
}
