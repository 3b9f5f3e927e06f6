import { z } from "zod";
import { isMonth } from "../../time/month.ts";
import { id, typed } from "../fields.ts";

/** What holds unless something else is agreed: the Serviceplatform's availability (KOM SF2900 2.4 §1.3.1). */
export const DEFAULT_PROMISE = {
  ...{ workFrom: 6, workTo: 18, working: 0.998, other: 0.985 },
  ...{ source: "KOM SF2900 2.4 §1.3.1", assumed: true },
} as const;

const hour = z.coerce.number().int();
/** A share of time, typed as per cent with a comma or a point: `99,8` is 0.998. */
const percent = z.preprocess(
  (value) => (typeof value === "string" ? Number(value.replace(",", ".").replace(/\s*%$/, "") || Number.NaN) : value),
  z
    .number()
    .min(0)
    .max(100)
    .transform((value) => Math.round(value * 1000) / 100_000),
);
/** A promise is counted by month, so it begins with one. */
const month = z.string().refine(isMonth, { params: { code: "no_month" } });

/**
 * What a service is promised from a month on, until a later promise. `seen` is what the writer saw the month promise before
 * (`sealOf`, empty for nothing).
 */
export const setObjective = z
  .strictObject({
    serviceId: id,
    month,
    workFrom: hour.min(0).max(23),
    workTo: hour.min(1).max(24),
    working: percent,
    other: percent,
    source: typed(200),
    assumed: z.boolean(),
    seen: z.string().max(400),
  })
  .refine(({ workFrom, workTo }) => workFrom < workTo, { path: ["workTo"], params: { code: "before_start" } });
/** The promise of a month goes; the one before it holds on. */
export const removeObjective = z.strictObject({ serviceId: id, month, seen: z.string().max(400) });
