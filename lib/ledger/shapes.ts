import type { CheckWarning } from "../directory/check-digits.ts";
import type {
  Direction,
  EventKind,
  ReceiptLevel,
  ReceiptOutcome,
  ReceiptRole,
  ReceiptState,
  StateCounts,
  Station,
} from "./states.ts";

/**
 * What reads answer and pages show. Times are ISO 8601 in UTC, durations are milliseconds, `null` is "not known"
 * (drawn as a dash or a gap, never as 0). A region never gets a system, a vendor or an installation.
 */
export type Place = { code: string; name: string };
export type Named = { id: number; name: string };

/** Whose letters are looked at: those that come to the viewer's installations, or those its own senders sent. */
export type Side = "received" | "sent";

export const GROUPINGS = ["state", "municipality", "system", "vendor", "type"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Latency = { count: number; medianMs: number | null; p95Ms: number | null };

/**
 * Hours one after another, each list with a place per hour. `trouble` and `late` are counted among `sent`; `known` is false
 * in an hour no source vouches for.
 */
export type Hours = { sent: number[]; trouble: number[]; late: number[]; known: boolean[] };

export type OverviewRow = {
  /** Stable key of the row: `i123` an installation, `m0851` a municipality (what a region sees), `g…` a group. */
  key: string;
  /** Set where the row is one installation and may be opened. */
  installationId: number | null;
  municipality: Place | null;
  system: Named | null;
  vendor: Named | null;
  type: { code: string; name: string; nameEn: string } | null;
  receiptRole: ReceiptRole | null;
  roleAssumed: boolean;
  provisional: boolean;
  /** How many installations the row stands for. */
  installations: number;
  sent: number;
  counts: StateCounts;
  latency: Latency;
  /** The worst state with a count, or null where nothing was sent. */
  worst: ReceiptState | null;
  /** The most frequent issue code among the period's negative receipts. */
  topCode: { code: string; count: number } | null;
  /** The last 24 hours, one after another from the overview's `hoursFrom`. */
  hours: Hours;
  completeTo: string | null;
};

export type Overview = {
  side: Side;
  period: { from: string; to: string };
  /** The start of the first of the hours that every row tells. */
  hoursFrom: string;
  total: { sent: number; counts: StateCounts; latency: Latency; installations: number };
  rows: OverviewRow[];
  completeTo: { earliest: string | null; latest: string | null; behind: number };
  /** Letters whose send time nobody has stated; they have no delivery yet. */
  withoutSendTime: number;
  /** Quarantined messages of the viewer's own sources; null where the viewer may not see any. */
  quarantined: number | null;
  asOf: string;
};

export type Choice = { value: string; label: string };
/** What the filters can be set to, within the viewer's rights. */
export type FilterChoices = {
  regions: Choice[];
  municipalities: Choice[];
  systems: Choice[];
  vendors: Choice[];
  types: (Choice & { labelEn: string })[];
};

export type DeliveryRow = {
  /** `letter_key.installation`, base64url and number. */
  id: string;
  /** The letter's page: `/messages/{letter}`. */
  letter: string;
  /** Clear letter id, shortened for lists by the component; null once it has been forgotten. */
  letterId: string | null;
  installationId: number | null;
  municipality: Place | null;
  system: Named | null;
  receiptRole: ReceiptRole;
  type: { code: string; name: string; nameEn: string };
  content: string | null;
  sender: string | null;
  sentAt: string;
  dueAt: string | null;
  state: ReceiptState;
  decidedAt: string | null;
  latencyMs: number | null;
  /** True where the letter's times are stated to the minute, so a latency under a minute reads "< 1 min". */
  coarse: boolean;
  attempts: number;
  lastStation: Station | null;
  transport: "handed_over" | "stopped" | null;
  conflicting: boolean;
  clock: boolean;
  codes: string[];
};

export type DeliveryPage = {
  rows: DeliveryRow[];
  period: { from: string; to: string };
  /** Exact up to 10,000; `atLeast` beyond. */
  total: { count: number; atLeast: boolean };
  nextCursor: string | null;
  /** Where this page is empty or ends: the newest Danish day (YYYY-MM-DD) before the period that has rows. */
  olderDay: string | null;
  asOf: string;
};

export type TrendPoint = { at: string; sent: number; counts: StateCounts; known: boolean };
export type InstallationPage = {
  installation: {
    id: number;
    municipality: Place | null;
    system: Named | null;
    vendor: Named | null;
    provisional: boolean;
    mailbox: string | null;
    mode: "push" | "pull" | null;
    liveFrom: string | null;
    optedOutFrom: string | null;
    pending: boolean;
    area: string | null;
    legalBasis: string | null;
    location: {
      gln: string | null;
      sorId: string | null;
      name: string | null;
      warnings: CheckWarning[];
    } | null;
    types: {
      code: string;
      name: string;
      nameEn: string;
      version: string | null;
      role: ReceiptRole;
      assumed: boolean;
      from: string;
      to: string | null;
    }[];
    policies: {
      typeCode: string;
      warnMinutes: number | null;
      overdueMinutes: number;
      resends: number;
      from: string;
      source: string;
    }[];
  };
  day: { sent: number; counts: StateCounts; latency: Latency };
  trend: { bucketHours: number; from: string; to: string; points: TrendPoint[] };
  histogram: { bounds: number[]; bins: number[]; deadlineMs: number | null; warnMs: number | null; within: number };
  codes: { code: string; outcome: ReceiptOutcome | null; count: number }[];
  overdue: { rows: DeliveryRow[]; total: number };
  inMailbox: { count: number; oldestAt: string | null };
  completeTo: string | null;
  sources: { name: string; completeTo: string | null }[];
  asOf: string;
};

export type JourneyStep = {
  at: string;
  station: Station;
  direction: Direction;
  operator: string | null;
  kind: EventKind;
  installationId: number | null;
  reportedBy: string | null;
  /** Attempt number (1 is the first send) the step belongs to. */
  attempt: number;
  envelopeId: string | null;
  receipt: { level: ReceiptLevel; outcome: ReceiptOutcome; code: string | null } | null;
  /** From the step before it in the same attempt and direction. */
  legMs: number | null;
  /** The median of this leg over the last 7 days, for comparison. */
  normalMs: number | null;
};
export type JourneyReceipt = {
  receiptId: string | null;
  installationId: number | null;
  level: ReceiptLevel;
  outcome: ReceiptOutcome;
  code: string | null;
  statedAt: string;
  station: Station;
  reports: number;
  conflicting: boolean;
  /** True where it cannot be attributed to a delivery the viewer sees. */
  orphan: boolean;
};
export type MissingStep = {
  installationId: number;
  station: Station;
  direction: Direction;
  what: "station" | "transport_receipt" | "receipt";
  dueAt: string | null;
  vouched: boolean;
};
export type Journey = {
  letter: string;
  letterId: string | null;
  aliases: { kind: string; value: string | null }[];
  type: { code: string; name: string; nameEn: string };
  content: string | null;
  sender: { name: string | null; gln: string | null; provisional: boolean };
  sentAt: string | null;
  receiptExpected: boolean | null;
  conflicting: boolean;
  coarse: boolean;
  /** Set where the events are no longer kept: the journey is what was known when it was sealed. */
  sealedAt: string | null;
  resendsAllowed: number | null;
  deliveries: (DeliveryRow & {
    assumedRole: boolean;
    warnAt: string | null;
    dueAt: string | null;
    notDueWhy: "role_c" | "copy" | "not_asked" | null;
  })[];
  steps: JourneyStep[];
  receipts: JourneyReceipt[];
  missing: MissingStep[];
  asOf: string;
};

export type BoardLeg = { station: Station; direction: Direction; medianMs: number | null; count: number };
/** The line on the board: medians of the last 15 minutes of the viewer's own deliveries. */
export type Board = {
  legs: BoardLeg[];
  /** The same legs around this time a week ago: what a bad one is measured by. */
  normal: BoardLeg[];
  returnMs: number | null;
  completeTo: string | null;
  behind: number;
  asOf: string;
};
