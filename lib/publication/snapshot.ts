import type {
  Band,
  CauseClass,
  ImpactEffect,
  Phase,
  Severity,
  Trouble,
  WindowChangeKind,
  WindowClass,
  WindowPhase,
  WindowTraffic,
  Words,
} from "../status/shapes.ts";

/**
 * Everything the public may know, as the operator has published it: what the public pages, feeds, calendar, banner and the
 * public JSON are made from, and what a web process keeps on disk for the time the database is away. It names no system of
 * a municipality and no person. Times are ISO 8601 in UTC.
 */
export type PublicSnapshot = {
  version: 1;
  asOf: string;
  demo: boolean;
  /** Chains first, then stations, each in the operator's order. */
  services: PublicService[];
  /** Newest start first. */
  incidents: PublicIncident[];
  /** By planned start, oldest first. */
  windows: PublicWindow[];
  /** Months as they were frozen, oldest first. */
  figures: PublicFigure[];
  /** Each with the region it is under today, and the one it was under before that. */
  municipalities: { code: string; name: string; region: string | null; formerRegion: string | null }[];
  /** Those that are and those that were. One whose code is not known yet goes by its name: `ostdanmark`. */
  regions: { code: string; name: string }[];
  /** The line with its leg delays, nationally; null unless the operator has switched it on. */
  line: PublicLine | null;
};

export type PublicService = {
  code: string;
  kind: "chain" | "station";
  name: Words;
  note: Words | null;
  /** A station's place on the line. */
  station: string | null;
  /** The stations a chain runs through; `whole` is false where others stand beside it and carry a part. */
  through: { service: string; whole: boolean }[];
  /** Codes of the message types a chain carries. */
  types: string[];
  validFrom: string | null;
  validTo: string | null;
  /** When the station was seen: half-open spans in ms, oldest first, never overlapping. Of a chain: empty, see `rules`. */
  seen: [number, number][];
  /** Oldest first; `from` is a Danish day. Targets are shares of time. */
  objectives: {
    from: string;
    workFrom: number;
    workTo: number;
    target: Record<Band, number>;
    source: string;
    assumed: boolean;
  }[];
};

export type PublicUpdate = {
  nr: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  text: Words;
  /** The time it speaks of, which may lie before it was published. */
  statedAt: string;
  publishedAt: string;
  correctedAt: string | null;
};

export type PublicIncident = {
  /** `2026-118`, also its address. */
  number: string;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  causeClass: CauseClass;
  title: Words;
  startedAt: string;
  detectedAt: string;
  resolvedAt: string | null;
  backlogClearedAt: string | null;
  publishedAt: string;
  updatedAt: string;
  nextUpdateAt: string | null;
  /** Codes of the services it is about. */
  services: string[];
  /** How many municipalities are hit; null where the operator has not said. */
  municipalities: number | null;
  /** Oldest first. */
  updates: PublicUpdate[];
  followUp: { cause: Words; measures: Words; at: string } | null;
  /** Only rows the operator chose to show. */
  impacts: { municipality: string; effect: ImpactEffect; from: string; to: string | null }[];
  /** Published incidents that were merged into this one. */
  merged: PublicMerged[];
};

/** An incident that goes on under another since `mergedAt`. */
export type PublicMerged = Pick<
  PublicIncident,
  "number" | "title" | "severity" | "services" | "startedAt" | "publishedAt"
> & { mergedAt: string };

export type PublicWindow = {
  uid: string;
  sequence: number;
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  phase: WindowPhase;
  plannedFrom: string;
  plannedTo: string;
  actualFrom: string | null;
  actualTo: string | null;
  announcedAt: string;
  updatedAt: string;
  note: Words | null;
  services: string[];
  expected: number | null;
  measured: number | null;
  deliveredIn: number | null;
  deliveredAfter: number | null;
  /** Oldest first. */
  changes: { sequence: number; at: string; kind: WindowChangeKind; plannedFrom: string; plannedTo: string }[];
};

export type PublicFigure = {
  service: string;
  /** `2026-10`. */
  month: string;
  band: Band;
  frozenAt: string;
  target: number;
  totalMs: number;
  measuredMs: number;
  downMs: number;
  windowMs: number;
  downOutsideMs: number;
};

export type PublicLine = {
  /** Median to reach each station, and of the receipt's way back; null where the last 15 minutes saw none. */
  legs: { station: string; direction: "out" | "back"; medianMs: number | null; count: number }[];
  returnMs: number | null;
};
