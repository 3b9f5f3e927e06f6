/** The state of a delivery, in the order of its code in the database. Words: DESIGN, section 2; rule: `rules.ts`. */
export const RECEIPT_STATES = [
  "not_due",
  "pending",
  "ok",
  "transient",
  "fatal",
  "overdue",
  "late_ok",
  "late_negative",
  "repudiated",
  "lost",
  "unknown",
] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];
export type StateCounts = Record<ReceiptState, number>;

/** The seven hops, in the order a message passes them. The board draws all but the access point. */
export const STATIONS = ["sender", "access_point", "vans", "agent", "distributor", "mailbox", "recipient"] as const;
export type Station = (typeof STATIONS)[number];
export const LINE_STATIONS = ["sender", "vans", "agent", "distributor", "mailbox", "recipient"] as const;
export type LineStation = (typeof LINE_STATIONS)[number];

export const DIRECTIONS = ["out", "back"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const EVENT_KINDS = [
  "created",
  "sent",
  "received",
  "finalized",
  "handed_over",
  "stopped",
  "expired",
  "receipt",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const RECEIPT_ROLES = ["A", "B", "C"] as const;
export type ReceiptRole = (typeof RECEIPT_ROLES)[number];

export const RECEIPT_LEVELS = ["transport", "application"] as const;
export const RECEIPT_OUTCOMES = ["ok", "transient", "fatal"] as const;
export type ReceiptLevel = (typeof RECEIPT_LEVELS)[number];
export type ReceiptOutcome = (typeof RECEIPT_OUTCOMES)[number];

/** Worst first: the order in which an overview row is named and sorted. */
export const WORST_FIRST: readonly ReceiptState[] = [
  "lost",
  "overdue",
  "fatal",
  "repudiated",
  "late_negative",
  "transient",
  "unknown",
  "late_ok",
  "pending",
  "ok",
  "not_due",
];

export const noCounts = (): StateCounts => Object.fromEntries(RECEIPT_STATES.map((state) => [state, 0])) as StateCounts;
