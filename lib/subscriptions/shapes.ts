import { z } from "zod";
import { SEVERITIES, type Severity, type Trouble, type Words } from "../status/shapes.ts";

/** What a filter can ask for. */
export const SIGNAL_KINDS = ["incident", "window", "missing_receipts", "suspicion", "backlog_cleared"] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];
/** What is said to owners, whom no filter asks for: an address of theirs hears no more; a word on what they look after. */
export const OWNER_KINDS = ["address", "owner"] as const;
/** Everything that is said. */
export const SAID_KINDS = [...SIGNAL_KINDS, ...OWNER_KINDS] as const;
export type SaidKind = (typeof SAID_KINDS)[number];
export const MOMENTS = ["opened", "updated", "resolved"] as const;
export type Moment = (typeof MOMENTS)[number];
export const CHANNELS = ["email", "webhook", "push", "sms", "atom", "calendar"] as const;
export type Channel = (typeof CHANNELS)[number];
/** Channels that are fetched: what is told there lies ready to be read, and reaches nobody by itself. */
export const FETCHED = ["atom", "calendar"] as const satisfies readonly Channel[];
export type FetchedChannel = (typeof FETCHED)[number];
export const isFetched = (channel: Channel): channel is FetchedChannel => FETCHED.some((one) => one === channel);

export const MISSING_OF = ["each", "sum"] as const;
export const MISSING_COUNTS = ["both", "overdue", "negative"] as const;

const code = z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/);
const ids = z.array(z.number().int().positive()).max(2_000).nullable();
const codes = z.array(code).max(200).nullable();
const atLeast = z.number().int().min(1).max(1_000_000).nullable();

/**
 * What a subscription asks for: every axis that is set narrows it, null does not. Organisations are named by rule where they
 * can be (`mine`, a region), so that new municipalities and systems join by themselves.
 */
export const filterShape = z.strictObject({
  version: z.literal(1),
  /** Only what hits, or may hit, the subscriber's own organisation. */
  mine: z.boolean(),
  services: codes,
  stations: codes,
  types: codes,
  regions: ids,
  municipalities: ids,
  installations: ids,
  vendors: ids,
  kinds: z.array(z.enum(SIGNAL_KINDS)).min(1),
  moments: z.array(z.enum(MOMENTS)).min(1),
  minSeverity: z.enum(SEVERITIES).nullable(),
  /** Smallest impact: either is enough; what nobody has counted yet passes. */
  minMunicipalities: atLeast,
  minMessages: atLeast,
  /**
   * When receipts count as missing: `count` within `minutes`, or a share (percent) of those due then; at one place (`each`), or
   * at all that the filter names together (`sum`); those overdue, those answered negatively, or both.
   */
  missing: z
    .strictObject({
      of: z.enum(MISSING_OF).default("each"),
      counts: z.enum(MISSING_COUNTS).default("both"),
      count: atLeast,
      percent: z.number().min(1).max(100).nullable(),
      minutes: z.number().int().min(5).max(1440),
    })
    .refine(({ count, percent }) => count !== null || percent !== null, { params: { code: "required" } })
    .nullable(),
});
export type Filter = z.output<typeof filterShape>;

/** Enough at one place that somebody should look, and seldom. */
export const USUAL_MISSING = { of: "each", counts: "both", count: 10, percent: null, minutes: 60 } as const;

/** Everything of my organisation: the default that is offered. */
export const EVERYTHING_MINE: Filter = {
  version: 1,
  mine: true,
  ...{ services: null, stations: null, types: null },
  ...{ regions: null, municipalities: null, installations: null, vendors: null },
  kinds: ["incident", "window", "missing_receipts", "backlog_cleared"],
  moments: ["opened", "updated", "resolved"],
  ...{ minSeverity: null, minMunicipalities: null, minMessages: null, missing: USUAL_MISSING },
};

/** The facts of a signal that a filter looks at, with the services by code. */
export type SignalFacts = {
  id: number;
  at: string;
  kind: SignalKind;
  moment: Moment;
  thread: string;
  /** Conversations it goes on with: of what was merged into its own, or the series its window is of. */
  alsoOf?: string[];
  severity: Severity | null;
  trouble: Trouble | null;
  services: string[];
  stations: string[];
  /** Empty where it may be any. */
  types: string[];
  /** Whom it hits. Empty where nobody knows yet: then it may be anybody on its services. */
  installations: number[];
  municipalities: number[];
  regions: number[];
  vendors: number[];
  messages: number | null;
  subscriptionId: number | null;
};

/** A signal with what was said. */
export type Signal = Omit<SignalFacts, "kind"> & { kind: SaidKind; title: Words; text: Words };

/** What a rule of ownership needs to know of a subscriber: resolved when it is asked, never stored. */
export type Owner = {
  organisationId: number;
  kind: "region" | "municipality" | "vendor" | "operator" | "vans" | "hospital" | "other";
  /** Its installations (a vendor's: where an agreement holds); a region's: those of its municipalities. */
  installations: ReadonlySet<number>;
  /** A region's municipalities; a municipality itself. */
  municipalities: ReadonlySet<number>;
  /** Codes of the services its messages pass, or which it runs. */
  services: ReadonlySet<string>;
  /** Of these, the ones it runs itself: trouble there is its own, whomever it hits. */
  runs?: ReadonlySet<string>;
};

/**
 * One axis of a filter, as a reason for or against. `thread`: it follows an opening that was told. `grown`: what kept it back
 * before does so no more; its value is the thread, that axis and what it was. `merged`: what was told before goes on in this
 * thread; its value is the thread, and those that were told. `address`: an address of one's own was lost,
 * which no filter asks for.
 */
export const AXES = [
  "mine",
  "services",
  "stations",
  "types",
  "organisations",
  "kinds",
  "moments",
  "severity",
  "impact",
  "missing",
  "thread",
  "grown",
  "merged",
  "address",
] as const;
export type Axis = (typeof AXES)[number];
/** What of the filter met which fact. */
export type Because = { axis: Axis; value: string };
