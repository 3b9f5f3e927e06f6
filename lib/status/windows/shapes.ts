import type { ToBeTold } from "../../notices/sending/shapes.ts";
import type { Moment } from "../../subscriptions/shapes.ts";
import type { WindowChangeKind, WindowClass, WindowPhase, WindowTraffic, Words } from "../shapes.ts";

/** Rules of its class that a window breaks: shown in words, never a refusal. */
export const BREACHES = ["outside_hours", "too_long", "too_often", "short_notice"] as const;
export type Breach = (typeof BREACHES)[number];

export const RECURRENCES = ["week", "month", "quarter"] as const;
export type Recurrence = (typeof RECURRENCES)[number];
export const ON_HOLIDAY = ["keep", "skip", "postpone"] as const;
export type OnHoliday = (typeof ON_HOLIDAY)[number];

/** When a series comes, on the Danish wall. Days are `YYYY-MM-DD`, both ends included; times `HH:MM`. */
export type SeriesRule = {
  every: Recurrence;
  /** 0 Sunday … 6 Saturday. */
  weekday: number;
  /** Which of them in the month (1–4, 5 the last), in a quarter's first month; null every week. */
  nth: number | null;
  fromTime: string;
  /** At or before the start: on the next day. */
  toTime: string;
  onHoliday: OnHoliday;
  validFrom: string;
  validTo: string | null;
};

/** Times are ISO 8601 in UTC. */
export type WindowRow = {
  uid: string;
  version: number;
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  phase: WindowPhase;
  plannedFrom: string;
  plannedTo: string;
  actualFrom: string | null;
  actualTo: string | null;
  heldAt: string | null;
  announcedAt: string | null;
  note: Words | null;
  services: { code: string; name: Words }[];
  seriesId: number | null;
  expected: number | null;
  measured: number | null;
  deliveredIn: number | null;
  deliveredAfter: number | null;
  breaches: Breach[];
  /** Other windows at the same time. */
  clashes: Clash[];
};

export type Clash = { uid: string; title: Words; plannedFrom: string; plannedTo: string };

export type WindowEvent = {
  at: string;
  kind: WindowChangeKind;
  /** By the clock, not by a person. */
  automatic: boolean;
  sequence: number;
  plannedFrom: string;
  plannedTo: string;
  breaches: Breach[];
};

export type SeriesRow = SeriesRule & {
  id: number;
  version: number;
  title: Words;
  windowClass: WindowClass;
  traffic: WindowTraffic;
  services: { code: string; name: Words }[];
  announcedAt: string | null;
  /** Its next window that has not begun. */
  next: { uid: string; plannedFrom: string } | null;
};

export type WindowsPage = {
  inProgress: WindowRow[];
  /** Soonest first. */
  planned: WindowRow[];
  /** Ended and cancelled of the last 13 weeks, newest first. */
  past: WindowRow[];
  series: SeriesRow[];
  asOf: string;
};

/** What a window's time is expected to hit, from the last 13 weeks' traffic; null where there were no data. */
export type Expectation = {
  messages: number | null;
  municipalities: number | null;
  /** How many of the 13 weeks had data for this weekday (the fewest, where several). */
  weeks: number;
  /** Most hit first; counts are of whole and part messages, unrounded. */
  rows: {
    /** The receiver; null where the directory does not know it. */
    organisation: string | null;
    municipality: boolean;
    messages: number;
    types: { type: string; messages: number }[];
  }[];
};

export type Slot = {
  /** ISO 8601 in UTC, and the same on the Danish wall, `YYYY-MM-DDTHH:MM`. */
  from: string;
  to: string;
  wallFrom: string;
  wallTo: string;
  messages: number | null;
  municipalities: number | null;
  weeks: number;
  breaches: Breach[];
  clashes: Clash[];
};

export type Plan = {
  /** The three best, best first. */
  best: Slot[];
  /** How many starts were tried. */
  tried: number;
  /** The slot somebody has in mind, with whom it hits. */
  chosen: (Slot & { rows: Expectation["rows"] }) | null;
  /** The chosen slot hits far more than this one of the same length. */
  warning: { better: Slot } | null;
  asOf: string;
};

export type WindowDetail = WindowRow & {
  /** Oldest first. */
  history: WindowEvent[];
  /** Whom its time hits and where it could lie better; null once it is over. */
  plan: Plan | null;
  /** Whom each of what may still be published of it would be told to: that it is announced, or changes and ends. */
  told: Partial<Record<Moment, ToBeTold>>;
  asOf: string;
};

export type SeriesDetail = SeriesRow & {
  /** Its windows that are not over, soonest first. */
  windows: WindowRow[];
  /** Whom it would be told to: that it is announced, or, once it is, that its dates are others. */
  told: ToBeTold;
  asOf: string;
};

/** A service as it may be chosen on a form. */
export type ServiceChoice = { code: string; kind: "chain" | "station"; name: Words };
