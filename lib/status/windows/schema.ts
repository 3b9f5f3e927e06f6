import { z } from "zod";
import { looksLikePersonNumber } from "../../intake/person-number.ts";
import { asked } from "../../notices/sending/schema.ts";
import { TRAFFICS, WINDOW_CLASSES } from "../shapes.ts";
import { ON_HOLIDAY, RECURRENCES } from "./shapes.ts";
import { isWall } from "./wall.ts";

/** What an operator types. Texts are published, so nothing in them may be shaped like a person number. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((value) => !looksLikePersonNumber(value), { params: { code: "person_number" } });
const title = text(120).min(3);
const note = text(2_000).default("");
const wall = z.string().refine(isWall, { params: { code: "no_time" } });
const day = z.iso.date().refine((value) => value >= "2000-01-01" && value < "2100-01-01");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const serviceCode = z.string().regex(/^[a-z0-9-]{1,64}$/i);
const services = z.array(serviceCode).min(1).max(50);

const about = {
  title,
  titleEn: title,
  windowClass: z.enum(WINDOW_CLASSES),
  traffic: z.enum(TRAFFICS),
  services,
};
const uid = z.uuid();
const version = z.coerce.number().int().min(1);

/** A one-off window; its times are Danish wall clocks. */
export const newWindow = z.strictObject({ ...about, note, noteEn: note, from: wall, to: wall });
export const editedWindow = z.strictObject({ ...about, note, noteEn: note, uid, version });
export const oneWindow = z.strictObject({ uid, version, ...asked });
export const movedWindow = z.strictObject({ uid, version, from: wall, to: wall, ...asked });
export const endOfWindow = z.strictObject({ uid, version, to: wall, ...asked });

const weekly = z.coerce.number().int().min(0).max(6);
const nth = z.coerce.number().int().min(1).max(5);
const rule = {
  every: z.enum(RECURRENCES),
  weekday: weekly,
  nth: nth.nullable(),
  fromTime: time,
  toTime: time,
  onHoliday: z.enum(ON_HOLIDAY),
  validFrom: day,
  validTo: day.nullable(),
};
type Rule = { every: string; nth: number | null; validFrom: string; validTo: string | null };
function sound(series: Rule, context: z.RefinementCtx): void {
  const wrong = (field: string, code: string) => context.addIssue({ code: "custom", path: [field], params: { code } });
  if (series.every !== "week" && series.nth === null) wrong("nth", "missing");
  if (series.validTo !== null && series.validTo < series.validFrom) wrong("validTo", "before_start");
}
// Every week has no number within its month, whatever the form still says.
const weekless = <S extends Rule>(series: S): S => (series.every === "week" ? { ...series, nth: null } : series);
export const newSeries = z
  .strictObject({ ...about, ...rule })
  .superRefine(sound)
  .transform(weekless);
export const changedSeries = z
  .strictObject({ ...about, ...rule, id: z.coerce.number().int().positive(), version, ...asked })
  .superRefine(sound)
  .transform(weekless);
export const announcedSeries = z.strictObject({ id: z.coerce.number().int().positive(), version, ...asked });

export const windowParams = z.strictObject({ uid });
export const seriesParams = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) });

const LONGEST_HOURS = 72;
/** What the planner is asked: services, how long, in which days; and a slot somebody has in mind. From the address bar. */
export const planQuery = z.object({
  services: z.union([serviceCode.transform((one) => [one]), services]).catch([]),
  windowClass: z.enum(WINDOW_CLASSES).catch("other"),
  hours: z
    .preprocess((typed) => (typeof typed === "string" ? typed.replace(",", ".") : typed), z.coerce.number())
    .pipe(z.number().min(0.25).max(LONGEST_HOURS))
    .catch(1),
  firstDay: day.optional().catch(undefined),
  lastDay: day.optional().catch(undefined),
  from: wall.optional().catch(undefined),
  to: wall.optional().catch(undefined),
});
export type PlanQuery = z.output<typeof planQuery>;
export type NewWindow = z.output<typeof newWindow>;
export type EditedWindow = z.output<typeof editedWindow>;
export type NewSeries = z.output<typeof newSeries>;
export type ChangedSeries = z.output<typeof changedSeries>;
