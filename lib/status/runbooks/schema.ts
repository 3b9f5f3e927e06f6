import { z } from "zod";
import { STATIONS } from "../../ledger/states.ts";
import { id, open, typed } from "../fields.ts";
import { CAUSES } from "../shapes.ts";

/** Each step in both languages, in order. */
export const writtenSteps = z
  .array(z.strictObject({ da: typed(400), en: typed(400) }))
  .min(1)
  .max(40);
const written = { title: typed(120), titleEn: typed(120), steps: writtenSteps };

/** A new runbook, for a cause, a station, both, or any incident (neither). */
export const createRunbook = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  causeClass: open(z.enum(CAUSES)).default(null),
  station: open(z.enum(STATIONS)).default(null),
  ...written,
});
/** Another version; `version` is the one it was written from, so that two writers never overwrite each other. */
export const reviseRunbook = z.strictObject({ runbookId: id, version: z.coerce.number().int().positive(), ...written });
/** Begins a runbook on an incident, with the version that is current now. */
export const beginRunbook = z.strictObject({ incidentId: id, runbookId: id });
/** `step` counts from 0. */
export const tickStep = z.strictObject({
  useId: id,
  step: z.coerce.number().int().min(0).max(39),
  done: z.enum(["on", "off"]),
});
