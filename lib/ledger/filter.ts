import { z } from "zod";
import { LEFTOVERS } from "./leftovers.ts";
import { type PeriodQuery, periodProblem } from "./reads/period.ts";
import { GROUPINGS } from "./shapes.ts";
import { RECEIPT_STATES } from "./states.ts";

/** The periods an overview can show. `24h` is the default; a day or a span of Danish days goes in `from`/`to`. */
export const PERIODS = ["24h", "7d", "30d"] as const;

/** Where a page of a list ended, and the bound that was fixed when its first page was read (`reads/cursor.ts`). */
export const CURSOR = /^\d{12,15}\.-?\d{1,15}\.[A-Za-z0-9_-]{21}[AQgw]\.\d{1,10}$/;

const code = z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/);
// Beyond these a day is no day of ours, and the database's own calendar ends.
const day = z.iso.date().refine((text) => text >= "1990-01-01" && text < "2100-01-01");
const rowId = z.coerce.number().int().positive().max(2_147_483_647);
const shape = {
  side: z.enum(["received", "sent"]).optional(),
  region: rowId.optional(),
  // A municipality's code, or of another receiver the one that answers give it.
  municipality: z
    .string()
    .regex(/^(\d{4}|o\d{1,10})$/)
    .optional(),
  system: rowId.optional(),
  vendor: rowId.optional(),
  type: code.optional(),
  installation: rowId.optional(),
  state: z.enum(RECEIPT_STATES).optional(),
  code: code.optional(),
  period: z.enum(PERIODS).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** What narrows a list and no rollup: the deliveries of the time an incident hit, and which of them. */
const listShape = {
  ...shape,
  incident: z
    .string()
    .regex(/^\d{4}-\d{1,6}$/)
    .optional(),
  left: z.enum(LEFTOVERS).optional(),
};

/** One schema says what a filter is; the API refuses what does not fit, with the field named. */
export const receiptQuery = z.strictObject({
  ...shape,
  group: z.enum(GROUPINGS).default("state"),
});
export const deliveryQuery = z.strictObject({
  ...listShape,
  cursor: z.string().regex(CURSOR).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReceiptQuery = z.output<typeof receiptQuery>;
export type DeliveryQuery = z.output<typeof deliveryQuery>;

/** The same for the API, which also refuses a span of days it cannot answer; the address bar gets what comes nearest. */
export const receiptApiQuery = receiptQuery.superRefine(refuseSpan);
export const deliveryApiQuery = deliveryQuery.superRefine(refuseSpan);

export const exportApiQuery = z.strictObject(listShape).superRefine(refuseSpan);

function refuseSpan(query: PeriodQuery, context: z.RefinementCtx): void {
  const code = periodProblem(query);
  if (code) context.addIssue({ code: "custom", path: ["to"], params: { code } });
}

/** A letter's key as it stands in an address. */
export const letterParams = z.strictObject({ letter: z.string().max(64) });
export const installationParams = z.strictObject({ id: rowId });
export const installationQuery = z.strictObject({ period: shape.period });
export const searchBody = z.strictObject({ id: z.string().min(1).max(200) });

type Raw = Record<string, string | string[] | undefined>;

/** The address bar forgives: a field that does not fit falls back to its default, unknown fields are dropped. */
export function forgiving<S extends z.ZodObject>(schema: S, raw: Raw): z.output<S> {
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = raw[name];
    const single = Array.isArray(value) ? value[0] : value;
    if (single === undefined || single === "") continue;
    const parsed = (field as z.ZodType).safeParse(single);
    if (parsed.success) kept[name] = single;
  }
  return schema.parse(kept);
}
