import type { Locale } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import type { Calm } from "../notices/calm.ts";
import type { Words } from "../status/shapes.ts";
import { type Filter, MOMENTS } from "./shapes.ts";

/** What ids and codes of a filter are called. */
export type Names = {
  services: Readonly<Record<string, Words>>;
  types: Readonly<Record<string, string>>;
  organisations: Readonly<Record<number, string>>;
  installations: Readonly<Record<number, string>>;
};
/** Which fields of the editor say it. */
export type Slot =
  | "to"
  | "kinds"
  | "services"
  | "stations"
  | "types"
  | "organisations"
  | "severity"
  | "impact"
  | "moments"
  | "missing"
  | "calm";
/** A piece of the sentence; with a slot it is what the reader may change there. */
export type Part = { text: string; slot: Slot | null };

const HOLE = "\u0000";
/** So many are named, where nothing else is asked for; the rest are counted. */
const NAMED = 3;
const USUAL_CAP = 20;

/**
 * A filter and its calm as plain words: one sentence of what is sent about what, and short ones of when. `to` are the labels
 * of the addresses it goes to. What has no name any more is counted, never shown as an id.
 */
export function sentenceOf(
  filter: Filter,
  calm: Calm & { confirmMinutes: number | null },
  to: readonly string[],
  names: Names,
  locale: Locale,
  named = NAMED,
): Part[] {
  const say = texts(locale)("subscriptions");
  const clause = (slot: Slot, name: string, text: string): Part[] => {
    const [before = "", after = ""] = say(`sentence.${name}`, { what: HOLE }).split(HOLE);
    return [
      { text: before, slot: null },
      { text, slot },
      { text: after, slot: null },
    ].filter((part) => part.text !== "");
  };
  const words = wordsOf(names, locale, named);
  const { services, stations, types, minSeverity } = filter;
  const organisations = words.organisations(filter);
  const severity =
    minSeverity === null
      ? null
      : say("sentence.atLeast", { what: texts(locale)("states")(`severity.${minSeverity}.label`).toLowerCase() });
  const impact = words.impact(filter);
  return [
    ...clause("to", "send", to.length === 0 ? say("sentence.nobody") : words.some(to)),
    ...clause("kinds", "about", words.all(filter.kinds.map((kind) => say(`kinds.${kind}`)))),
    ...(services === null ? [] : clause("services", "services", words.services(services))),
    ...(stations === null
      ? []
      : clause("stations", "stations", words.some(stations.map((one) => say(`station.${one}`))))),
    ...(types === null ? [] : clause("types", "types", words.some(types.map((code) => names.types[code] ?? code)))),
    ...(filter.mine ? clause("organisations", "mine", say("sentence.us")) : []),
    ...(organisations === null ? [] : clause("organisations", filter.mine ? "and" : "in", organisations)),
    ...(severity === null ? [] : clause("severity", "severity", severity)),
    ...(impact === null ? [] : clause("impact", severity === null ? "impact" : "andImpact", impact)),
    { text: ". ", slot: null },
    ...(filter.missing === null ? [] : clause("missing", "missing", words.missing(filter.missing))),
    ...(filter.moments.length === MOMENTS.length
      ? []
      : clause("moments", "moments", words.any(filter.moments.map((moment) => say(`sentence.moment.${moment}`))))),
    ...calmOf(calm, say, clause),
  ];
}

type Clause = (slot: Slot, name: string, text: string) => Part[];
function calmOf(
  calm: Calm & { confirmMinutes: number | null },
  say: ReturnType<ReturnType<typeof texts>>,
  clause: Clause,
): Part[] {
  const { quietFrom, quietTo, criticalPasses, digestAt, intervalMinutes, capPerHour, confirmMinutes } = calm;
  const kept = digestAt !== null || (quietFrom !== null && quietTo !== null);
  return [
    ...(digestAt === null ? [] : clause("calm", "digest", say("sentence.clock", { time: digestAt }))),
    ...(digestAt !== null || quietFrom === null || quietTo === null
      ? []
      : clause("calm", "quiet", say("sentence.between", { from: quietFrom, to: quietTo }))),
    ...(kept && criticalPasses ? clause("calm", "except", say("sentence.critical")) : []),
    ...(kept ? [{ text: ". ", slot: null }] : []),
    ...(intervalMinutes === 0 ? [] : clause("calm", "interval", say("sentence.minutes", { count: intervalMinutes }))),
    ...(capPerHour === USUAL_CAP ? [] : clause("calm", "cap", say("sentence.perHour", { count: capPerHour }))),
    ...(confirmMinutes === null ? [] : clause("calm", "confirm", say("sentence.minutes", { count: confirmMinutes }))),
  ];
}

function wordsOf(names: Names, locale: Locale, most: number) {
  const say = texts(locale)("subscriptions");
  const all = (words: readonly string[]) => new Intl.ListFormat(locale).format(words);
  const any = (words: readonly string[]) => new Intl.ListFormat(locale, { type: "disjunction" }).format(words);
  const some = (words: readonly string[]) =>
    words.length <= most
      ? all(words)
      : all([...words.slice(0, most - 1), say("sentence.more", { count: words.length - most + 1 })]);
  const named = (ids: readonly number[] | null, of: Readonly<Record<number, string>>) =>
    (ids ?? []).flatMap((id) => of[id] ?? []);
  const organisations = ({ regions, municipalities, installations, vendors }: Filter): string | null => {
    if ([regions, municipalities, installations, vendors].every((ids) => ids === null)) return null;
    const inRegions = named(regions, names.organisations).map((name) => say("sentence.region", { name }));
    const others = [
      ...named(municipalities, names.organisations),
      ...named(installations, names.installations),
      ...named(vendors, names.organisations).map((name) => say("sentence.vendor", { name })),
    ];
    return inRegions.length + others.length === 0 ? say("sentence.none") : some([...inRegions, ...others]);
  };
  const impact = ({ minMunicipalities, minMessages }: Filter): string | null => {
    const parts = [
      ...(minMunicipalities === null ? [] : [say("sentence.municipalities", { count: minMunicipalities })]),
      ...(minMessages === null ? [] : [say("sentence.messages", { count: minMessages })]),
    ];
    return parts.length === 0 ? null : say("sentence.atLeast", { what: any(parts) });
  };
  const services = (codes: readonly string[]) => some(codes.map((code) => names.services[code]?.[locale] ?? code));
  const missing = ({ of, counts, count, percent, minutes }: NonNullable<Filter["missing"]>): string => {
    const parts = [
      ...(count === null ? [] : [say("sentence.receipts", { count, counts })]),
      ...(percent === null ? [] : [say("sentence.percent", { percent, counts })]),
    ];
    const within = say("sentence.minutes", { count: minutes });
    return say("sentence.within", { what: any(parts), minutes: within, of });
  };
  return { missing, all, any, some, organisations, impact, services };
}
