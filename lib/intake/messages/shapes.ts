import { z } from "zod";
import { REJECTIONS } from "../../ledger/schema.ts";
import { REFUSALS } from "../../medcom/shapes.ts";

/** What became of one message: its events were taken, all known before, none of a message, or refused and why. */
export const messageOutcome = z.strictObject({
  outcome: z.enum(["taken", "duplicate", "skipped", "refused"]),
  /** Why it was refused; `position` is the offset in the body where reading stopped. */
  code: z.enum([...REFUSALS, ...REJECTIONS, "not_taken_with_others"]).optional(),
  position: z.int().optional(),
  /** Which field of an event broke a rule. */
  field: z.string().optional(),
});
export type MessageOutcome = z.output<typeof messageOutcome>;

/** The answer of `POST /api/v1/messages`: a message has one outcome, a FHIR batch one for each of its entries. */
export const messagesAnswer = z.strictObject({ messages: z.array(messageOutcome) });
