import { z } from "zod";
import { LOCALES } from "../../i18n/locales.ts";
import { looksLikePersonNumber } from "../../intake/person-number.ts";
import { SEVERITIES } from "../../status/shapes.ts";

/** What the public may be told of: the end of a backlog is the end of its disruption. */
export const PUBLIC_KINDS = ["incident", "window"] as const;

const own = (code: string) => ({ params: { code } });

/** What somebody without an account asks to hear, in the words of the public page. An empty list asks for all. */
export const wishShape = z.strictObject({
  services: z.array(z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/)).max(200),
  /** `m:0851` a municipality, `r:1081` or `r:ostdanmark` a region. */
  places: z.array(z.string().regex(/^[mr]:[a-z0-9-]{1,60}$/)).max(200),
  kinds: z.array(z.enum(PUBLIC_KINDS)).refine(({ length }) => length > 0, own("nothing_chosen")),
  minSeverity: z.enum(SEVERITIES).nullable(),
});
export type Wish = z.output<typeof wishShape>;

/** Everything public: the default that is offered. */
export const EVERYTHING_PUBLIC: Wish = { services: [], places: [], kinds: [...PUBLIC_KINDS], minSeverity: null };

const locale = z.enum(LOCALES);

/** The form of the public page. */
export const signUp = z.strictObject({
  address: z
    .string()
    .trim()
    .pipe(z.email().max(254))
    .refine((text) => !looksLikePersonNumber(text), own("person_number")),
  locale,
  ...wishShape.shape,
});

/** The same on the page of whoever subscribes already; `version` is of what they saw. */
export const saveOwn = z.strictObject({ version: z.coerce.number().int().positive(), locale, ...wishShape.shape });

/** A form's fields as the schemas above read them: `all` answers every value of a name that was sent. */
export function wishFrom(all: (name: string) => readonly string[]): Record<string, unknown> {
  const sent = (name: string) => all(name).filter((value) => value !== "");
  const one = (name: string) => sent(name)[0] ?? null;
  return {
    ...{ services: sent("services"), places: sent("places"), kinds: sent("kinds") },
    ...{ minSeverity: one("minSeverity"), locale: one("locale") ?? undefined },
  };
}
