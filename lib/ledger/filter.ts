import { z } from "zod";
import { GROUPINGS } from "./shapes.ts";
import { RECEIPT_STATES } from "./states.ts";

/** The periods an overview can show. `24h` is the default; a day or a span of Danish days goes in `from`/`to`. */
export const PERIODS = ["24h", "7d", "30d"] as const;

/** Where a page of a list ended, and the bound that was fixed when its first page was read (`reads/cursor.ts`). */
export const CURSOR = /^\d{12,15}\.-?\d{1,15}\.[A-Za-z0-9_-]{21}[AQgw]\.\d{1,10}$/;

const code = z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/);
const day = z.iso.date();
const shape = {
  side: z.enum(["received", "sent"]).optional(),
  region: z.coerce.number().int().positive().optional(),
  municipality: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  system: z.coerce.number().int().positive().optional(),
  vendor: z.coerce.number().int().positive().optional(),
  type: code.optional(),
  installation: z.coerce.number().int().positive().optional(),
  state: z.enum(RECEIPT_STATES).optional(),
  code: code.optional(),
  period: z.enum(PERIODS).optional(),
  from: day.optional(),
  to: day.optional(),
};

/** One schema says what a filter is; the API refuses what does not fit, with the field named. */
export const receiptQuery = z.strictObject({
  ...shape,
  group: z.enum(GROUPINGS).default("state"),
});
export const deliveryQuery = z.strictObject({
  ...shape,
  cursor: z.string().regex(CURSOR).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReceiptQuery = z.output<typeof receiptQuery>;
export type DeliveryQuery = z.output<typeof deliveryQuery>;

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
