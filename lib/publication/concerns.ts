import { z } from "zod";
import { InvalidInputError } from "../errors.ts";
import { LOCALES, type Locale } from "../i18n/locales.ts";
import { texts } from "../i18n/texts.ts";
import type { Words } from "../status/shapes.ts";
import type { PublicIncident, PublicSnapshot, PublicWindow } from "./snapshot.ts";

const code = z.string().regex(/^[\w.-]{1,60}$/);

/** Whom a feed, a list or the yellow bar is for. */
export const placeShape = { municipality: code.optional(), region: code.optional() };
/** What a feed or a list may be narrowed to. */
export const concernShape = { service: code.optional(), ...placeShape };
export const languageShape = { lang: z.enum(LOCALES).default("da") };
export const concernQuery = z.strictObject({ ...concernShape, ...languageShape });

export type PlaceAsked = { municipality?: string | undefined; region?: string | undefined };
export type Concern = PlaceAsked & { service?: string | undefined };

/** A municipality or a region with the codes of its municipalities as they are under it today. */
export type Place = { kind: "municipality" | "region"; code: string; name: Words; municipalities: readonly string[] };

/**
 * The place that is asked for, or null where none is. A region that is no more has the municipalities that were under it
 * last: what was set up for it goes on. Throws InvalidInputError for a code that is nobody's.
 */
export function placeOf(snapshot: PublicSnapshot, { municipality, region }: PlaceAsked): Place | null {
  if (municipality !== undefined && region !== undefined) throw new InvalidInputError("region", "one_place");
  if (municipality !== undefined) {
    const found = snapshot.municipalities.find(({ code }) => code === municipality);
    if (!found) throw new InvalidInputError("municipality", "unknown");
    const named = (lang: Locale) => texts(lang)("feeds")("municipality", { code: found.code, name: found.name });
    const name = { da: named("da"), en: named("en") };
    return { kind: "municipality", code: municipality, name, municipalities: [municipality] };
  }
  if (region === undefined) return null;
  const found = snapshot.regions.find(({ code }) => code === region);
  if (!found) throw new InvalidInputError("region", "unknown");
  const under = (which: (one: PublicSnapshot["municipalities"][number]) => string | null) =>
    snapshot.municipalities.filter((one) => which(one) === region).map(({ code }) => code);
  const today = under((one) => one.region);
  const municipalities = today.length > 0 ? today : under((one) => one.formerRegion);
  return { kind: "region", code: region, name: { da: found.name, en: found.name }, municipalities };
}

/** What is left of a snapshot for somebody: its incidents and windows, each in the snapshot's order. */
export type Concerned = { incidents: PublicIncident[]; windows: PublicWindow[]; place: Place | null };

/**
 * The incidents and windows that concern whoever asks. A service's are its own and those of the stations it runs through. A
 * place's incidents are those the operator published it as hit by, and those of which the operator has not published whom
 * they hit: leaving these out would look like good news. Windows are of services, so every place has them. Throws
 * InvalidInputError for a code that is nobody's.
 */
export function concerning(snapshot: PublicSnapshot, concern: Concern): Concerned {
  const place = placeOf(snapshot, concern);
  const services = concern.service === undefined ? null : withStations(snapshot, concern.service);
  const ofServices = (codes: readonly string[]) => services === null || codes.some((code) => services.has(code));
  const ofPlace = ({ impacts }: PublicIncident) =>
    place === null || impacts.length === 0 || impacts.some((row) => place.municipalities.includes(row.municipality));
  return {
    incidents: snapshot.incidents.filter((incident) => ofServices(incident.services) && ofPlace(incident)),
    windows: snapshot.windows.filter((window) => ofServices(window.services)),
    place,
  };
}

function withStations(snapshot: PublicSnapshot, code: string): Set<string> {
  const service = snapshot.services.find((one) => one.code === code);
  if (!service) throw new InvalidInputError("service", "unknown");
  return new Set([code, ...service.through.map((station) => station.service)]);
}
