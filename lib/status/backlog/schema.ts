import { z } from "zod";

export const backlogParams = z.strictObject({ number: z.string().regex(/^\d{4}-\d{1,6}$/) });
/** For those who both receive and send: whose letters are looked at. */
export const backlogQuery = z.strictObject({ side: z.enum(["received", "sent"]).optional() });
