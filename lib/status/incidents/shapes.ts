import type { ToBeTold } from "../../notices/sending/shapes.ts";
import type { CauseClass, ImpactEffect, Phase, Severity, Trouble, Words } from "../shapes.ts";
import type { Clock } from "./clocks.ts";
import type { Likeness } from "./likeness.ts";
import type { DraftContent } from "./schema.ts";

/** A service as the desk names it. */
export type NamedService = { id: number; code: string; name: Words; station: string | null };

/** Somebody who works at the desk. */
export type Colleague = { personId: number; name: string };

/** An incident or a suspicion, as a list shows it. Times are ISO 8601 in UTC. */
export type IncidentRow = {
  id: number;
  number: string;
  version: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  causeClass: CauseClass;
  title: Words;
  services: NamedService[];
  startedAt: string;
  detectedAt: string;
  resolvedAt: string | null;
  backlogClearedAt: string | null;
  publishedAt: string | null;
  withdrawnAt: string | null;
  nextUpdateAt: string | null;
  updatedAt: string;
  /** The newest update's `publishedAt`. */
  lastUpdateAt: string | null;
  clocks: Clock[];
  hit: Hit;
  reports: number;
  /** Whose unpublished texts lie on it. */
  drafts: (Colleague & { savedAt: string; submittedAt: string | null })[];
};

/** Sums of an incident's impact rows; `due` and `overdue` are null where no row has figures. */
export type Hit = {
  municipalities: number;
  installations: number;
  due: number | null;
  overdue: number | null;
  /** Installations of them where messages were lost. */
  lost: number;
};

export type ReportRow = {
  id: number;
  from: { organisation: string; source: string | null; byHand: boolean };
  receivedAt: string;
  service: NamedService;
  trouble: Trouble;
  severity: Severity | null;
  causeClass: CauseClass;
  startedAt: string;
  endedAt: string | null;
  summary: string | null;
  /** The incident it first raised or joined, which a split can give it back to. */
  first: { id: number; number: string };
};

export type ImpactRow = {
  installationId: number;
  municipality: { code: string | null; name: string } | null;
  system: string | null;
  effect: ImpactEffect;
  from: string;
  to: string | null;
  isPublic: boolean;
  /** `overdue` af `due`; null where the ledger cannot say. */
  due: number | null;
  overdue: number | null;
  adjusted: (Colleague & { at: string }) | null;
};

export type UpdateRow = {
  nr: number;
  phase: Phase;
  severity: Severity;
  trouble: Trouble;
  text: Words;
  statedAt: string;
  publishedAt: string;
  correctedAt: string | null;
  writtenBy: Colleague | null;
  approvedBy: Colleague | null;
  /** How many organisations it concerned, of the public channels' readers apart. */
  organisations: number;
};

export type RevisionRow = { at: string; by: Colleague | null; field: string; before: string; after: string };

export type DraftRow = Colleague & {
  baseVersion: number;
  /** The incident has changed since: publishing it is refused until it is saved on the new version. */
  outdated: boolean;
  savedAt: string;
  submittedAt: string | null;
  content: DraftContent;
};

export type RunbookProgress = {
  useId: number;
  runbookId: number;
  code: string;
  version: number;
  /** A newer version has been written since the incident began with this one. */
  newest: number;
  title: Words;
  steps: { text: Words; done: (Colleague & { at: string }) | null }[];
};

/** One that may be the same as the incident shown. */
export type MergeCandidate = { id: number; number: string; version: number; title: Words; likeness: Likeness };

/** One incident whole. */
export type IncidentDesk = IncidentRow & {
  merged: { id: number; number: string; title: Words }[];
  mergedInto: { id: number; number: string } | null;
  dismissed: boolean;
  confirmedAt: string | null;
  municipalities: number | null;
  followUp: { cause: Words; measures: Words; at: string } | null;
  /** The viewer's own draft, and those of others. */
  mine: DraftRow | null;
  others: DraftRow[];
  /** Where the next update may go from here. */
  nextPhases: Phase[];
  updates: UpdateRow[];
  revisions: RevisionRow[];
  reportRows: ReportRow[];
  impacts: ImpactRow[];
  runbooks: RunbookProgress[];
  /** Runbooks for its cause and station that it has not begun. */
  suggestedRunbooks: { id: number; code: string; title: Words }[];
  candidates: MergeCandidate[];
  approval: boolean;
};

/** A suspicion with what was reported, oldest first, and what it may be the same as. */
export type Suspicion = IncidentRow & { candidates: MergeCandidate[]; reportRows: ReportRow[] };

/** The desk's front: suspicions to judge, incidents under way, the newest of those over. */
export type Desk = {
  suspicions: Suspicion[];
  incidents: IncidentRow[];
  /** Resolved and waiting for their backlog, or cleared in the last week. */
  over: IncidentRow[];
  dismissedYesterday: number;
  services: NamedService[];
  approval: boolean;
  publicLine: boolean;
  asOf: string;
};

/** What goes out when a draft is published, before anybody publishes it. */
export type Preview = {
  /** Of the public page. */
  page: { heading: Words; state: Words; text: Words };
  /** An entry of the feeds. */
  feed: { title: Words; content: Words };
  /** The yellow bar where no place is asked for; null where it shows nothing there. */
  banner: Words | null;
  /** Municipalities whose own yellow bar says it, as the operator has chosen to show that they are hit. */
  bannerIn: string[];
  /** A mail's subject. */
  subject: Words;
  audience: Audience;
  /** Who gets a message; their number must be typed where it is large. */
  told: ToBeTold;
  /** What still keeps it from being published, by field. */
  missing: string[];
  /** Stands for exactly these texts and this audience; publishing names it. */
  seal: string;
};

export const CHANNELS = ["page", "feeds", "calendar", "banner"] as const;
/** Exactly who is told: the organisations hit, and the public channels. */
export type Audience = {
  organisations: AudienceRow[];
  municipalities: number;
  channels: readonly (typeof CHANNELS)[number][];
};
export type AudienceRow = { id: number; name: string; kind: "municipality" | "vendor" | "region" };
