/**
 * The words of status, as tables, API and pages have them (their Danish and English labels stand in `messages/`). Times
 * are ISO 8601 in UTC unless a name ends in `Ms`.
 */
export const SERVICE_STATES = ["up", "degraded", "partial", "down", "window", "unknown"] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];
export const TROUBLES = ["degraded", "partial", "down"] as const;
export type Trouble = (typeof TROUBLES)[number];
export const SEVERITIES = ["critical", "major", "minor", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];
export const PHASES = ["suspected", "confirmed", "monitoring", "resolved", "backlog_cleared"] as const;
export type Phase = (typeof PHASES)[number];
export const CAUSES = [
  "unknown",
  "connection",
  "capacity",
  "release",
  "configuration",
  "certificate",
  "supplier",
] as const;
export type CauseClass = (typeof CAUSES)[number];
export const EFFECTS = ["none", "delayed", "lost", "unknown"] as const;
export type ImpactEffect = (typeof EFFECTS)[number];
export const WINDOW_CLASSES = ["minor", "major", "platform", "other"] as const;
export type WindowClass = (typeof WINDOW_CLASSES)[number];
export const WINDOW_PHASES = ["planned", "in_progress", "ended", "cancelled"] as const;
export type WindowPhase = (typeof WINDOW_PHASES)[number];
export const TRAFFICS = ["stopped", "queued", "running"] as const;
export type WindowTraffic = (typeof TRAFFICS)[number];
export const WINDOW_CHANGES = [
  "announced",
  "moved",
  "prolonged",
  "shortened",
  "cancelled",
  "started",
  "ended",
  "held",
  "released",
] as const;
export type WindowChangeKind = (typeof WINDOW_CHANGES)[number];
export const BANDS = ["working", "other"] as const;
export type Band = (typeof BANDS)[number];

/** One text in both languages. */
export type Words = { da: string; en: string };

/** An instant range, half-open, in ms. */
export type Span = { from: number; to: number };
