import { z } from "zod";
import { REJECTIONS } from "../../ledger/schema.ts";
import { REFUSALS } from "../../medcom/shapes.ts";

/** What became of one message: its events were taken, all known before, none of a message, or refused and why. */
export const messageOutcome = z.strictObject({
  outcome: z.enum(["taken", "duplicate", "skipped", "refused"]),
  /** Why it was refused; `position` is the offset in the body where reading stopped. */
  code: z.enum([...REFUSALS, ...REJECTIONS, "not_taken_with_others"]).optional(),
  position: z.int().optional(),
  /** Which field of an event broke a rule. */
  field: z.string().optional(),
});
export type MessageOutcome = z.output<typeof messageOutcome>;

/** The answer of `POST /api/v1/messages`: a message has one outcome, a FHIR batch one for each of its entries. */
export const messagesAnswer = z.strictObject({ messages: z.array(messageOutcome) });

/** Reasons a message may stand in quarantine for: those of reading, and those of intake. */
export const REASONS = [...REFUSALS, ...REJECTIONS] as const;

const sourceId = z.coerce.number().int().positive().max(2_147_483_647).optional();
export const quarantineQuery = z.strictObject({
  show: z.enum(["open", "closed", "all"]).default("open"),
  reason: z.enum(REASONS).optional(),
  source: sourceId,
  /** Where the page before ended: `ms.id`. */
  before: z
    .string()
    .regex(/^\d{12,15}\.\d{1,18}$/)
    .optional(),
});
export type QuarantineQuery = z.output<typeof quarantineQuery>;

export const CONFORMANCE_PERIODS = ["7d", "30d", "90d"] as const;
export const conformanceQuery = z.strictObject({
  period: z.enum(CONFORMANCE_PERIODS).default("30d"),
  source: sourceId,
});
export type ConformanceQuery = z.output<typeof conformanceQuery>;

export type NamedSource = { id: number; name: string };
export type QuarantineRow = {
  id: string;
  source: string;
  firstAt: string;
  lastAt: string;
  times: number;
  /** Bytes. */
  size: number;
  standard: string | null;
  reason: string;
  /** Offset in bytes, where reading stopped at one. */
  position: number | null;
  /** When the same message arrived whole. */
  closedAt: string | null;
};
export type QuarantinePage = {
  rows: QuarantineRow[];
  /** Exact up to 10,000; `atLeast` beyond. */
  total: { count: number; atLeast: boolean };
  open: { count: number; atLeast: boolean };
  next: string | null;
  sources: NamedSource[];
  reasons: string[];
  asOf: string;
};

/** How often one thing was told of messages from one sender in one standard and type. */
export type Finding = { value: string; n: number };
export type ConformanceRow = {
  standard: string;
  format: string;
  type: string;
  senderGln: string | null;
  senderName: string | null;
  /** Messages taken: the denominator of everything else in the row. */
  messages: number;
  versions: Finding[];
  codes: Finding[];
  remarks: Finding[];
};
export type ConformanceRefusal = Pick<ConformanceRow, "standard" | "senderGln" | "senderName"> & {
  source: string;
  reason: string;
  n: number;
};
export type ConformancePage = {
  period: { from: string; to: string };
  rows: ConformanceRow[];
  /** What was refused, by source, sender where that could still be told, standard ('' where not even that) and reason. */
  refusals: ConformanceRefusal[];
  taken: number;
  refused: number;
  sources: NamedSource[];
  asOf: string;
};
