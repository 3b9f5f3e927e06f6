import type { Severity, Trouble, Words } from "../status/shapes.ts";
import type { Moment, SignalFacts, SignalKind } from "../subscriptions/shapes.ts";
import { publicPlaces } from "./public-facts.ts";

/** Something that is being published. Ids are of services, installations and organisations as of now. */
export type NewSignal = {
  kind: SignalKind;
  moment: Moment;
  thread: string;
  /** Threads it goes on with: of incidents that were merged into this one, or that it was split from. */
  alsoOf: readonly string[];
  incidentId: number | null;
  updateNr: number | null;
  windowId: number | null;
  severity: Severity | null;
  trouble: Trouble | null;
  services: readonly { id: number; code: string; station: string | null; types: readonly string[] }[];
  installations: readonly number[];
  municipalities: readonly number[];
  regions: readonly number[];
  vendors: readonly number[];
  /** Of these, what the operator chose to show everybody. */
  shownMunicipalities: readonly number[];
  shownRegions: readonly number[];
  messages: number | null;
  subscriptionId: number | null;
  /** Nobody has pressed a button for it: where it goes to many it waits for the desk. */
  automatic?: boolean;
  /**
   * Whoever was told of its beginning hears this too, whatever their filter says by now, or they alone, or only where they
   * asked to. An end always goes to them unless it is said otherwise.
   */
  heard?: "too" | "only" | "as_asked";
  title: Words;
  text: Words;
};

const stationsOf = ({ services }: NewSignal): string[] => [
  ...new Set(services.flatMap(({ station }) => (station === null ? [] : [station]))),
];
/** What passes a station may be of any type; only where chains alone are named are the types known. */
const typesOf = ({ services }: NewSignal): string[] =>
  services.some(({ types }) => types.length === 0) ? [] : [...new Set(services.flatMap(({ types }) => types))];

/** What filters are matched with. */
export function factsOf(signal: NewSignal, id: number, now: Date): SignalFacts {
  const { kind, moment, thread, severity, trouble, messages, subscriptionId } = signal;
  return {
    ...{ id, at: now.toISOString(), kind, moment, thread, severity, trouble, messages, subscriptionId },
    alsoOf: [...signal.alsoOf],
    services: signal.services.map(({ code }) => code),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installations: [...signal.installations],
    municipalities: [...signal.municipalities],
    regions: [...signal.regions],
    vendors: [...signal.vendors],
  };
}

/** What is kept of a signal. */
export function rowOf(signal: NewSignal) {
  const { kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId } = signal;
  const places = publicPlaces(signal);
  return {
    ...{ kind, moment, thread, incidentId, updateNr, windowId, severity, trouble, messages, subscriptionId },
    alsoOf: [...signal.alsoOf],
    serviceIds: signal.services.map(({ id }) => id),
    stations: stationsOf(signal),
    types: typesOf(signal),
    installationIds: [...signal.installations],
    municipalityIds: [...signal.municipalities],
    regionIds: [...signal.regions],
    vendorIds: [...signal.vendors],
    publicMunicipalityIds: places.municipalities,
    publicRegionIds: places.regions,
    ...{ title: signal.title.da, titleEn: signal.title.en, text: signal.text.da, textEn: signal.text.en },
  };
}
