import { z } from "zod";
import type { Role } from "../access/viewer.ts";
import { STATIONS } from "../ledger/states.ts";
import type { Calm } from "../notices/calm.ts";
import { id, typed } from "../status/fields.ts";
import { SEVERITIES } from "../status/shapes.ts";
import {
  EVERYTHING_MINE,
  FETCHED,
  type Filter,
  MISSING_COUNTS,
  MISSING_OF,
  MOMENTS,
  SIGNAL_KINDS,
  USUAL_MISSING,
} from "./shapes.ts";

/** Kinds everybody may be told of; a suspicion is the operator's own. */
export const OFFERED_KINDS = ["incident", "window", "missing_receipts", "backlog_cleared"] as const;
export const SPANS = [30, 90, 365] as const;
export type SpanDays = (typeof SPANS)[number];

/** What a subscription is beside its name: what it asks for, how calmly, and where it goes. */
export type Draft = {
  filter: Filter;
  calm: Calm & { confirmMinutes: number | null };
  endpoints: number[];
  /** Told when the first did not confirm in time. */
  second: number | null;
};
export const USUAL_CALM: Draft["calm"] = {
  ...{ quietFrom: null, quietTo: null, criticalPasses: true, digestAt: null },
  ...{ intervalMinutes: 0, capPerHour: 20, confirmMinutes: null },
};
/** Everything of my organisation, at once. */
export const FIRST_DRAFT: Draft = { filter: EVERYTHING_MINE, calm: USUAL_CALM, endpoints: [], second: null };
/** The same as it is offered to a role: a suspicion is the operator's to look into, and nobody else is told of one. */
export const firstDraft = (role: Role): Draft =>
  role === "operator"
    ? { ...FIRST_DRAFT, filter: { ...EVERYTHING_MINE, kinds: [...EVERYTHING_MINE.kinds, "suspicion"] } }
    : FIRST_DRAFT;

const own = (code: string) => ({ params: { code } });
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const idList = z.array(z.coerce.number().int().positive()).max(2_000);
const codeList = z.array(z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/)).max(200);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The editor's fields as they are sent; a list that is empty, and a field that is, asks for nothing. */
export const editorFields = z.object({
  mine: z.literal("on").optional(),
  services: codeList,
  stations: z.array(z.enum(STATIONS)),
  types: codeList,
  regions: idList,
  municipalities: idList,
  installations: idList,
  vendors: idList,
  kinds: z.array(z.enum(SIGNAL_KINDS)).refine(({ length }) => length > 0, own("nothing_chosen")),
  moments: z.array(z.enum(MOMENTS)).refine(({ length }) => length > 0, own("nothing_chosen")),
  minSeverity: z.enum(SEVERITIES).optional(),
  minMunicipalities: whole(1, 1_000_000).optional(),
  minMessages: whole(1, 1_000_000).optional(),
  missingCount: whole(1, 1_000_000).optional(),
  missingPercent: z.coerce.number().min(1).max(100).optional(),
  missingMinutes: whole(5, 1_440).optional(),
  missingOf: z.enum(MISSING_OF).optional(),
  missingCounts: z.enum(MISSING_COUNTS).optional(),
  quiet: z.literal("on").optional(),
  quietFrom: clock.optional(),
  quietTo: clock.optional(),
  criticalPasses: z.literal("on").optional(),
  digestAt: clock.optional(),
  intervalMinutes: whole(0, 1_440).optional(),
  capPerHour: whole(1, 1_000).optional(),
  confirmMinutes: whole(5, 1_440).optional(),
  endpoints: idList,
  second: z.coerce.number().int().positive().optional(),
});
const LISTS = [
  ...(["services", "stations", "types", "regions", "municipalities", "installations", "vendors"] as const),
  ...(["kinds", "moments", "endpoints"] as const),
];
const isList = (name: string): boolean => (LISTS as readonly string[]).includes(name);

/** Fields of a form or an address, as the editor's schema reads them: `all` answers every value of a name. */
export function fieldsFrom(all: (name: string) => readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(editorFields.shape).flatMap((name): [string, string | string[]][] => {
      const values = all(name).filter((value) => value !== "");
      if (isList(name)) return [[name, values]];
      return values[0] === undefined ? [] : [[name, values[0]]];
    }),
  );
}

/** When receipts count as missing: as was typed, as is usual where nothing was; null where nobody asks for them. */
function missingOf(fields: z.output<typeof editorFields>): Filter["missing"] {
  if (!fields.kinds.includes("missing_receipts")) return null;
  const { missingCount: count = null, missingPercent: percent = null } = fields;
  const asked = {
    of: fields.missingOf ?? USUAL_MISSING.of,
    counts: fields.missingCounts ?? USUAL_MISSING.counts,
    minutes: fields.missingMinutes ?? USUAL_MISSING.minutes,
  };
  return count === null && percent === null ? { ...USUAL_MISSING, ...asked } : { ...asked, count, percent };
}

/** A draft of what was sent. */
export function draftOf(fields: z.output<typeof editorFields>): Draft {
  const quiet = fields.quiet === "on" && fields.quietFrom !== undefined && fields.quietTo !== undefined;
  const second = fields.second ?? null;
  return {
    filter: {
      ...{ version: 1, mine: fields.mine === "on", missing: missingOf(fields) },
      ...{ services: some(fields.services), stations: some(fields.stations), types: some(fields.types) },
      ...{ regions: some(fields.regions), municipalities: some(fields.municipalities) },
      ...{ installations: some(fields.installations), vendors: some(fields.vendors) },
      ...{ kinds: fields.kinds, moments: fields.moments, minSeverity: fields.minSeverity ?? null },
      ...{ minMunicipalities: fields.minMunicipalities ?? null, minMessages: fields.minMessages ?? null },
    },
    calm: {
      ...{ quietFrom: quiet ? (fields.quietFrom ?? null) : null, quietTo: quiet ? (fields.quietTo ?? null) : null },
      ...{ criticalPasses: fields.criticalPasses === "on", digestAt: fields.digestAt ?? null },
      ...{ intervalMinutes: fields.intervalMinutes ?? 0, capPerHour: fields.capPerHour ?? USUAL_CALM.capPerHour },
      confirmMinutes: fields.confirmMinutes ?? null,
    },
    endpoints: fields.endpoints.filter((id) => id !== second),
    second,
  };
}

const some = <T>(values: T[]): T[] | null => (values.length === 0 ? null : values);

type Raw = Record<string, string | string[] | undefined>;
/**
 * What the editor's address asks for: the draft in it, or null where it holds none; and the span of the replay. A field that
 * was edited by hand into nonsense is left out; a list of which nothing is left is as in `saved`.
 */
export function readEditor(raw: Raw, saved: Draft): { draft: Draft | null; days: SpanDays } {
  const asked = Number(raw["days"]);
  const days = SPANS.find((one) => one === asked) ?? 90;
  if (raw["draft"] === undefined) return { draft: null, days };
  const sent = fieldsFrom((name) => [raw[name] ?? []].flat());
  const kept: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(editorFields.shape)) {
    const value = sent[name];
    const valid = value !== undefined && (schema as z.ZodType).safeParse(value).success;
    if (valid) kept[name] = value;
    else if (isList(name))
      kept[name] = name === "kinds" ? saved.filter.kinds : name === "moments" ? saved.filter.moments : [];
  }
  return { draft: draftOf(editorFields.parse(kept)), days };
}

/** A draft as the fields of an address; reads back as the same. */
export function addressOf({ filter, calm, endpoints, second }: Draft, days: number): URLSearchParams {
  const { version: _, missing, mine, ...axes } = filter;
  const { quietFrom, quietTo, criticalPasses, ...rest } = calm;
  const on = (yes: boolean) => (yes ? "on" : null);
  const fields = {
    ...{ draft: 1, days, mine: on(mine), ...axes, ...rest, endpoints, second },
    ...{ missingCount: missing?.count, missingPercent: missing?.percent, missingMinutes: missing?.minutes },
    ...{ missingOf: missing?.of, missingCounts: missing?.counts },
    ...{ quiet: on(quietFrom !== null), quietFrom, quietTo, criticalPasses: on(criticalPasses) },
  };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
    ),
  );
}

/** How a trial went that an editor's address leads back from; `problem` is a code of ours. */
export type Tried = { id: number; problem: string | null };
const triedQuery = z.object({
  tried: z.coerce.number().int().positive(),
  trial: z
    .string()
    .regex(/^\w{1,40}$/)
    .nullable(),
});
export function triedIn({ tried, trial }: Raw): Tried | null {
  const found = triedQuery.safeParse({ tried, trial: trial ?? null }).data;
  return found ? { id: found.tried, problem: found.trial } : null;
}

const seen = { id, version: z.coerce.number().int().positive() };

/** The id an address holds; null for what is none. */
export const idIn = (value: string): number | null => id.max(2_147_483_647).safeParse(value).data ?? null;

export const oneSubscription = z.strictObject(seen);
export const renamed = z.strictObject({ ...seen, name: typed(80) });
export const newAddress = z.strictObject({
  label: typed(80),
  address: z.email().max(254),
  locale: z.enum(["da", "en"]),
});
/** The mailbox that the first subscription goes to. */
export const firstAddress = z.strictObject({ address: z.email().max(254), locale: z.enum(["da", "en"]) });
/** What stands in an address is shown and logged by many, so no password may. */
const withoutCredentials = (url: string): boolean => {
  const { username = "", password = "" } = URL.parse(url) ?? {};
  return username === "" && password === "";
};
export const newHook = z.strictObject({
  label: typed(80),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine(withoutCredentials, { params: { code: "credentials" } }),
});
export const newFeed = z.strictObject({ channel: z.enum(FETCHED), label: typed(80), locale: z.enum(["da", "en"]) });
export const oneAddress = z.strictObject({ id });
export const mendedAddress = z.strictObject({ id, address: z.email().max(254) });
export const leftAddress = z.strictObject({ id, subscription: id });
export const lostAddress = z.strictObject({ id, signal: id });
