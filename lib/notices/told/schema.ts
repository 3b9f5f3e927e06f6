import { z } from "zod";

export const toldParams = z.strictObject({ number: z.string().regex(/^\d{4}-\d{1,6}$/) });
/** Which telling is looked at (the newest unless asked for), and whether only what still waits for somebody. */
export const toldQuery = z.object({
  signal: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  show: z.enum(["all", "open"]).default("all"),
});
export type ToldQuery = z.output<typeof toldQuery>;

export const confirmTold = z.strictObject({
  number: toldParams.shape.number,
  signal: z.coerce.number().int().positive().max(2_147_483_647),
});
