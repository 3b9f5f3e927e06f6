import { z } from "zod";
import { InvalidInputError } from "../../errors.ts";
import { BANDS, SERVICE_STATES, WINDOW_PHASES } from "../../status/shapes.ts";
import { availability } from "../../status/uptime.ts";
import { concerning, concernShape } from "../concerns.ts";
import { answering, asJson, type DataGiven } from "../data.ts";
import { incidentSchema, windowSchema } from "../schema.ts";
import { standingNow } from "../standing.ts";

/** What the public pages show, for programs: the same for everybody, and there also while the database is away. */
const DAY_MS = 24 * 3_600_000;
const instant = z.iso.datetime();
const limit = z.coerce.number().int().min(1).max(200).default(50);
const words = z.strictObject({ da: z.string(), en: z.string() });
const head = { asOf: instant, stale: z.boolean(), demo: z.boolean() };
const headOf = ({ snapshot, stale }: DataGiven) => ({ asOf: snapshot.asOf, stale, demo: snapshot.demo });

export const servicesQuery = z.strictObject({
  kind: z.enum(["chain", "station"]).optional(),
  /** How many days availability is counted over. */
  days: z.coerce.number().int().min(1).max(400).default(90),
});
const share = z.number().min(0).max(1).nullable();
const ms = z.number().min(0);
export const servicesAnswer = z.strictObject({
  ...head,
  days: z.int(),
  services: z.array(
    z.strictObject({
      ...{ code: z.string(), kind: z.enum(["chain", "station"]), name: words, note: words.nullable() },
      station: z.string().nullable(),
      through: z.array(z.strictObject({ service: z.string(), whole: z.boolean() })),
      ...{ types: z.array(z.string()), state: z.enum(SERVICE_STATES), since: instant.nullable() },
      because: z.array(
        z.union([
          z.strictObject({ kind: z.literal("incident"), number: z.string() }),
          z.strictObject({ kind: z.literal("window"), uid: z.string() }),
          z.strictObject({ kind: z.literal("through"), service: z.string() }),
        ]),
      ),
      /** Times in ms, shares of 1, null where nothing was measured. */
      availability: z.array(
        z.strictObject({
          ...{ band: z.enum(BANDS), target: z.number(), assumed: z.boolean(), source: z.string() },
          ...{ totalMs: ms, measuredMs: ms, downMs: ms, windowMs: ms, downOutsideMs: ms, budgetMs: ms },
          ...{ withWindows: share, withoutWindows: share, burnt: z.number().nullable() },
        }),
      ),
    }),
  ),
});

/** Every service as it stands now, and how it kept its promises in the last days. */
export const services = answering(servicesQuery, (given, { kind, days }) => {
  const { snapshot, now } = given;
  return asJson({
    ...{ ...headOf(given), days },
    services: standingNow(snapshot, now)
      .filter(({ service }) => kind === undefined || service.kind === kind)
      .map(({ service, state, since, because }) => ({
        ...{ code: service.code, kind: service.kind, name: service.name, note: service.note },
        ...{ station: service.station, through: service.through, types: service.types, state, because },
        since: since === null ? null : new Date(since).toISOString(),
        availability: availability(snapshot, service.code, now - days * DAY_MS, now),
      })),
  } satisfies z.output<typeof servicesAnswer>);
});

export const incidentsQuery = z.strictObject({
  ...concernShape,
  open: z.enum(["true", "false"]).optional(),
  /** Of incidents that began in [from, to). */
  from: instant.optional(),
  to: instant.optional(),
  /** The number of the last one of the page before. */
  after: z.string().max(20).optional(),
  limit,
});

const listed = <T extends z.ZodType>(item: T) =>
  z.strictObject({ ...head, items: z.array(item), total: z.int(), next: z.string().nullable() });
export const incidentsAnswer = listed(incidentSchema);
export const windowsAnswer = listed(windowSchema);

/** Published incidents, newest start first, with all that was said. */
export const incidents = answering(incidentsQuery, (given, asked) => {
  const found = concerning(given.snapshot, asked).incidents.filter(
    ({ startedAt, resolvedAt }) =>
      (asked.open === undefined || (resolvedAt === null) === (asked.open === "true")) && within(startedAt, asked),
  );
  return asJson({ ...headOf(given), ...pageOf(found, ({ number }) => number, asked) } satisfies z.output<
    typeof incidentsAnswer
  >);
});

export const windowsQuery = z.strictObject({
  service: concernShape.service,
  phase: z.enum(WINDOW_PHASES).optional(),
  /** Of windows planned to begin in [from, to). */
  from: instant.optional(),
  to: instant.optional(),
  /** The uid of the last one of the page before. */
  after: z.string().max(60).optional(),
  limit,
});

/** Announced windows by planned start, the latest first, with every change. */
export const windows = answering(windowsQuery, (given, asked) => {
  const found = concerning(given.snapshot, asked).windows.filter(
    ({ phase, plannedFrom }) => (asked.phase ?? phase) === phase && within(plannedFrom, asked),
  );
  return asJson({ ...headOf(given), ...pageOf(found.toReversed(), ({ uid }) => uid, asked) } satisfies z.output<
    typeof windowsAnswer
  >);
});

type Within = { from?: string | undefined; to?: string | undefined };
const within = (at: string, { from, to }: Within): boolean =>
  (from === undefined || Date.parse(at) >= Date.parse(from)) && (to === undefined || Date.parse(at) < Date.parse(to));

/** A page of a list after the one named; `next` names the last one where there are more. */
function pageOf<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  asked: { after?: string | undefined; limit: number },
) {
  const at = asked.after === undefined ? -1 : all.findIndex((one) => nameOf(one) === asked.after);
  if (asked.after !== undefined && at === -1) throw new InvalidInputError("after", "unknown");
  const items = all.slice(at + 1, at + 1 + asked.limit);
  const last = items.at(-1);
  return { items, total: all.length, next: last && at + 1 + items.length < all.length ? nameOf(last) : null };
}
