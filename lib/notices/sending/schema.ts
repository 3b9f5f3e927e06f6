import { z } from "zod";

const thread = z.string().regex(/^(incident|window|series):[\w-]{1,40}$/);
/** Holds what of a conversation is not sent, lets it go, or cancels for good what is held. */
export const hold = z.strictObject({ thread, hold: z.enum(["on", "off", "cancel"]) });

const count = z.coerce.number().int().min(0).max(1_000_000_000).optional();
/** Beside what is published: the number that was shown, and the one that was typed. */
export const asked = { shown: count, recipients: count };

/** From how many addresses on the number must be typed. */
export const setBrake = z.strictObject({
  brake: z
    .string()
    .refine((typed) => /^\d{1,7}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 1_000_000, {
      params: { code: "not_a_number" },
    })
    .transform(Number),
});
