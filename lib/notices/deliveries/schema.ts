import { z } from "zod";
import { danishTyped } from "../../time/danish-input.ts";
import { SHOWN } from "./shapes.ts";

const id = z.coerce.number().int().positive().max(2_147_483_647);

export const deliveryParams = z.strictObject({ id, dispatch: z.uuid() });
/** A Danish date and time as it stands in a field, read as the instant; of a doubled hour the first. */
const typedTime = z.string().transform((text, context) => {
  const typed = danishTyped(text);
  if ("at" in typed) return typed.at;
  context.addIssue({ code: "custom", params: { code: typed.problem } });
  return z.NEVER;
});
/**
 * What the page of an address shows: which deliveries, the page that ends before a key, and those that failed since a time,
 * to be sent again.
 */
export const addressQuery = z.object({
  show: z.enum(SHOWN).default("all"),
  before: id.optional(),
  since: typedTime.optional(),
  /** What came of sending again: so many are, so many were under way. */
  replayed: z.coerce.number().int().nonnegative().max(1_000_000).optional(),
  skipped: z.coerce.number().int().nonnegative().max(1_000_000).optional(),
});
export type AddressQuery = z.output<typeof addressQuery>;

export const replayChosen = z.strictObject({
  id,
  dispatches: z.array(z.uuid()).min(1, "nothing_chosen").max(200),
});
/** `count` is the number that was shown and agreed to. */
export const replayFailed = z.strictObject({ id, since: z.iso.datetime(), count: z.coerce.number().int().positive() });
