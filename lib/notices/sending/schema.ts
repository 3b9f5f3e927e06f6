import { z } from "zod";

const thread = z.string().regex(/^(incident|window|series):[\w-]{1,40}$/);
/** Holds what of a conversation is not sent, lets it go, or cancels for good what is held. */
export const hold = z.strictObject({ thread, hold: z.enum(["on", "off", "cancel"]) });

/** Lets go what waits for the desk, or gives it up. */
export const decideBrake = z.strictObject({
  brakeId: z.coerce.number().int().positive().max(2_147_483_647),
  decision: z.enum(["go", "give_up"]),
});

const count = z.coerce.number().int().min(0).max(1_000_000_000).optional();
/** Beside what is published: the number that was shown, and the one that was typed. */
export const asked = { shown: count, recipients: count };

const wholeNumber = (most: number, code: string) =>
  z
    .string()
    .refine((typed) => /^\d{1,7}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= most, { params: { code } })
    .transform(Number);
/** From how many addresses on the number must be typed. */
export const setBrake = z.strictObject({ brake: wholeNumber(1_000_000, "not_a_number") });
/** How many minutes what goes out by itself to more than that waits for the desk: four hours at most. */
export const setBrakeMinutes = z.strictObject({ minutes: wholeNumber(240, "not_minutes") });
