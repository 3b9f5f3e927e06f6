import { z } from "zod";
import { looksLikePersonNumber } from "../intake/person-number.ts";
import { readHours } from "./rules.ts";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const noPerson = (value: string | null): boolean => value === null || !looksLikePersonNumber(value);
const typed = (longest: number) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1)
    .max(longest)
    .refine(noPerson, { params: { code: "person_number" } });
const optional = <S extends z.ZodType>(shape: S) => z.preprocess((value) => value || null, shape.nullable());

/** What a contact says of itself; reached by mail or by telephone. */
export const contact = z
  .strictObject({
    function: typed(120),
    rank: z.coerce.number().pipe(z.union([z.literal(1), z.literal(2)])),
    email: optional(z.email().max(254)),
    phone: optional(
      z
        .string()
        .trim()
        .regex(/^\+?[\d ]{3,20}$/),
    ),
    hours: z.string().transform((text, context) => {
      const hours = readHours(text);
      if (hours !== null) return hours;
      context.addIssue({ code: "custom", params: { code: "not_hours" } });
      return z.NEVER;
    }),
  })
  .refine(({ email, phone }) => email !== null || phone !== null, { path: ["phone"], params: { code: "unreachable" } })
  .refine(({ phone }) => noPerson(phone), { path: ["phone"], params: { code: "person_number" } });
export type ContactInput = z.output<typeof contact>;

export const addContact = z.strictObject({ listId: id, organisationId: id, said: contact });
/** `version` is the contact's as the writer saw it. */
export const changeContact = z.strictObject({ contactId: id, version: id, said: contact });
export const onContact = z.strictObject({ contactId: id, version: id });
export const importText = z.strictObject({ listId: id, text: z.string().max(500_000) });
/** `seal` is of what was shown. */
export const importContacts = importText.extend({ seal: z.string().max(100) });
export const onList = z.strictObject({ list: id });
