import { z } from "zod";
import { id, instant, open, typed } from "../fields.ts";
import { CAUSES, SEVERITIES, TROUBLES } from "../shapes.ts";

const what = {
  trouble: z.enum(TROUBLES),
  severity: z.enum(SEVERITIES).nullable().default(null),
  causeClass: z.enum(CAUSES).default("unknown"),
  startedAt: instant,
  endedAt: open(instant).default(null),
  summary: open(typed(300)).default(null),
};
const ordered = ({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }) =>
  endedAt === null || Date.parse(startedAt) <= Date.parse(endedAt);
const order = { path: ["endedAt"], params: { code: "before_start" } };

/** A source's report of trouble at a service, by the service's code. `id` is the source's own: a repeat changes nothing. */
export const sourceReport = z
  .strictObject({
    id: typed(100).pipe(z.string().regex(/^[\w.:-]+$/)),
    service: z.string().min(1).max(60),
    ...what,
  })
  .refine(ordered, order);
export type SourceReport = z.output<typeof sourceReport>;

/** The same answer each time; it says nothing of anybody else's reports. */
export const reportAnswer = z.strictObject({ id: z.string(), receivedAt: z.iso.datetime() });
export type ReportAnswer = z.output<typeof reportAnswer>;

/** A report taken by hand, for the organisation that rang or wrote. */
export const handReport = z
  .strictObject({
    organisationId: id,
    serviceId: id,
    ...what,
    severity: open(z.enum(SEVERITIES)).default(null),
    /** Under this incident; else where it belongs by service and time. */
    incidentId: open(id).default(null),
  })
  .refine(ordered, order);
export type HandReport = z.output<typeof handReport>;
