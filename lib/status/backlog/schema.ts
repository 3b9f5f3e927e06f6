import { z } from "zod";
import { CURSOR } from "../../ledger/filter.ts";
import { LEFTOVERS } from "../../ledger/leftovers.ts";

export const backlogParams = z.strictObject({ number: z.string().regex(/^\d{4}-\d{1,6}$/) });
/** For those who both receive and send: whose letters are looked at. */
export const backlogQuery = z.strictObject({ side: z.enum(["received", "sent"]).optional() });

/** The file: what came late and what has no answer, unless asked for otherwise. */
export const backlogCsvQuery = z.strictObject({
  ...backlogQuery.shape,
  left: z.enum(LEFTOVERS).default("behind"),
});
/** The page: which letters it lists, and where the page of them before ended. */
export const backlogPageQuery = z.object({
  ...backlogQuery.shape,
  left: z.enum(LEFTOVERS).default("chase"),
  cursor: z.string().regex(CURSOR).optional(),
});
export type BacklogPageQuery = z.output<typeof backlogPageQuery>;
