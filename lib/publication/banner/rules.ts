import { z } from "zod";
import { formatter } from "../../i18n/format.ts";
import type { Locale } from "../../i18n/locales.ts";
import { texts } from "../../i18n/texts.ts";
import { type ImpactEffect, SEVERITIES, TROUBLES } from "../../status/shapes.ts";
import { languageShape, type Place, placeOf, placeShape } from "../concerns.ts";
import { answering, asJson, type DataGiven } from "../data.ts";
import type { PublicIncident, PublicSnapshot } from "../snapshot.ts";

export const bannerQuery = z.strictObject({ ...placeShape, ...languageShape });

/** One line of the yellow bar. All of it is text; `path` is an address of ours, from the root. */
export const bannerLine = z.strictObject({
  incident: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(TROUBLES),
  /** The state as a word. */
  word: z.string(),
  who: z.string(),
  text: z.string(),
  when: z.string(),
  path: z.string(),
});
/** The yellow bar for a place: no lines where nothing is published for it. */
export const banner = z.strictObject({
  asOf: z.iso.datetime(),
  stale: z.boolean(),
  demo: z.boolean(),
  place: z.strictObject({ kind: z.enum(["municipality", "region"]), code: z.string(), name: z.string() }).nullable(),
  lines: z.array(bannerLine),
  /** What stands after the lines: that these are demo data, that they are old. */
  notes: z.array(z.string()),
  label: z.string(),
  more: z.string(),
});
export type Banner = z.output<typeof banner>;
type Line = z.output<typeof bannerLine>;

/**
 * What the yellow bar says to a place at `now` (ms), the gravest first: only what the operator has published. An incident
 * shows while it is not resolved. Where the operator has published whom it hits, it shows to those, for the time they are
 * hit; where not, its own text shows to everybody while it is critical or major. Without a place: to the whole country.
 */
export function bannerOf(
  { snapshot, now, stale }: Pick<DataGiven, "snapshot" | "now" | "stale">,
  asked: z.output<typeof bannerQuery>,
): Banner {
  const { lang } = asked;
  const place = placeOf(snapshot, asked);
  const say = texts(lang)("feeds");
  const asOf = formatter(lang).sinceTime(snapshot.asOf, new Date(now));
  return {
    ...{ asOf: snapshot.asOf, stale, demo: snapshot.demo },
    place: place && { kind: place.kind, code: place.code, name: place.name[lang] },
    lines: snapshot.incidents
      .filter((incident) => incident.resolvedAt === null && Date.parse(incident.startedAt) <= now)
      .flatMap((incident) => lineOf(snapshot, incident, place, now, lang))
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
    notes: [...(stale ? [say("banner.stale", { at: asOf })] : []), ...(snapshot.demo ? [say("banner.demo")] : [])],
    ...{ label: say("banner.label"), more: say("banner.more") },
  };
}

function lineOf(
  snapshot: PublicSnapshot,
  incident: PublicIncident,
  place: Place | null,
  now: number,
  lang: Locale,
): Line[] {
  const hit = place === null || incident.impacts.length === 0 ? null : effectsIn(incident, place, now);
  const general = incident.severity === "critical" || incident.severity === "major";
  if (hit === null ? !general : hit.size === 0) return [];
  const say = texts(lang)("feeds");
  const format = formatter(lang);
  const newest = incident.updates.at(-1);
  const told = incident.updates
    .map(({ publishedAt, correctedAt }) => correctedAt ?? publishedAt)
    .toSorted()
    .at(-1);
  const at = (instant: string) => format.sinceTime(instant, new Date(now));
  const said = place && hit ? sentences(snapshot, incident, place, hit, lang) : (newest?.text[lang] ?? "");
  const suspected = incident.phase === "suspected" ? [say("banner.suspected")] : [];
  return [
    {
      ...{ incident: incident.number, severity: incident.severity, state: incident.trouble },
      word: texts(lang)("states")(`service.${incident.trouble}.label`),
      who: place && hit ? place.name[lang] : incident.title[lang],
      text: [...suspected, said].join(" "),
      when: say("banner.when", { since: at(incident.startedAt), updated: at(told ?? incident.publishedAt) }),
      path: `/incidents/${incident.number}`,
    },
  ];
}

/** How each municipality of a place is hit now, by the worst that is published of it. */
function effectsIn({ impacts }: PublicIncident, place: Place, now: number): Map<string, ImpactEffect> {
  const worst = new Map<string, ImpactEffect>();
  for (const { municipality, effect, from, to } of impacts) {
    const current = Date.parse(from) <= now && (to === null || now < Date.parse(to));
    if (!current || effect === "none" || !place.municipalities.includes(municipality)) continue;
    const known = worst.get(municipality);
    if (known === undefined || GRAVITY.indexOf(effect) > GRAVITY.indexOf(known)) worst.set(municipality, effect);
  }
  return worst;
}

const GRAVITY: readonly ImpactEffect[] = ["none", "unknown", "delayed", "lost"];

/** What is said of a place that is hit: of a municipality how, of a region how many of its municipalities, each once. */
function sentences(
  snapshot: PublicSnapshot,
  incident: PublicIncident,
  place: Place,
  hit: Map<string, ImpactEffect>,
  lang: Locale,
): string {
  const say = texts(lang)("feeds");
  const what = carried(snapshot, incident, lang);
  const total = place.municipalities.length;
  return GRAVITY.toReversed()
    .flatMap((effect) => {
      const count = [...hit.values()].filter((one) => one === effect).length;
      return count === 0 ? [] : [say(`banner.${place.kind}.${effect}`, { count, total, what })];
    })
    .join(" ");
}

/** What does not arrive: the chains the operator named, else messages. */
function carried({ services }: PublicSnapshot, incident: PublicIncident, lang: Locale): string {
  const chains = services.filter(({ kind, code }) => kind === "chain" && incident.services.includes(code));
  if (chains.length === 0) return texts(lang)("feeds")("banner.messages");
  const names = chains.map(({ name }) => name[lang].charAt(0).toLocaleLowerCase(lang) + name[lang].slice(1));
  return new Intl.ListFormat(lang, { type: "conjunction" }).format(names);
}

/** The yellow bar for programs. */
export const bannerJson = answering(bannerQuery, (given, asked) => asJson(bannerOf(given, asked)));
