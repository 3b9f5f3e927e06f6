import { z } from "zod";
import { looksLikePersonNumber } from "../intake/person-number.ts";

/** Fields that several commands of status share. Times are ISO 8601 with an offset; what a form left open is null. */
export const id = z.coerce.number().int().positive();
export const instant = z.iso.datetime({ offset: true });
export const open = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? null : value), schema.nullable());

/** A text somebody typed, refused where anything in it is shaped like a CPR number (`person_number`). */
export const typed = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => !looksLikePersonNumber(text), { params: { code: "person_number" } });

/** At least one, at most `most`; a form sends one value as itself and several as a list. */
export const listOf = <T extends z.ZodType>(schema: T, most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(schema).min(1).max(most));
