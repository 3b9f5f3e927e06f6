import { z } from "zod";
import { THREAD_KINDS, threadOf } from "../thread.ts";

const IDS = {
  incident: /^\d{4}-\d{1,6}$/,
  window: /^[0-9a-f-]{36}$/,
  series: /^\d{1,9}$/,
  missing: /^\d{1,9}$/,
};
const named = z
  .strictObject({ kind: z.enum(THREAD_KINDS), id: z.string() })
  .refine(({ kind, id }) => IDS[kind].test(id), { path: ["id"] });

/** A conversation, from its address. */
export const toldParams = named.transform(({ kind, id }) => ({ kind, id, thread: threadOf(kind, id) }));
export type ToldParams = z.output<typeof toldParams>;

const signal = z.coerce.number().int().positive().max(2_147_483_647);
/** Which telling is looked at (the newest unless asked for), and whether only what still waits for somebody. */
export const toldQuery = z.object({ signal: signal.optional(), show: z.enum(["all", "open"]).default("all") });
export type ToldQuery = z.output<typeof toldQuery>;

/** "Set og håndteret" of one telling and those before it, or taken back. */
export const answerTold = z.strictObject({ of: toldParams, signal, answer: z.enum(["confirm", "take_back"]) });
