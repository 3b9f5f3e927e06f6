import type { DraftContent } from "@/lib/status/incidents/schema.ts";
import type { IncidentDesk } from "@/lib/status/incidents/shapes.ts";

const HOUR_MS = 3_600_000;

/** What of an incident its next update begins with. */
export type Known = Pick<
  IncidentDesk,
  "phase" | "severity" | "trouble" | "causeClass" | "services" | "title" | "startedAt" | "nextPhases"
>;

/**
 * What an update says before anybody has written: what the incident says now. A suspicion is about to be confirmed, and
 * while it lasts the next update is promised within the hour.
 */
export function firstContent(incident: Known, now: string): DraftContent {
  const { severity, trouble, causeClass, startedAt, title } = incident;
  const confirming = incident.phase === "suspected" && incident.nextPhases.includes("confirmed");
  const phase = confirming ? "confirmed" : incident.phase;
  const lasts = phase !== "resolved" && phase !== "backlog_cleared";
  return {
    ...{ phase, severity, trouble, causeClass, startedAt, title: title.da, titleEn: title.en },
    services: incident.services.map(({ id }) => id),
    text: "",
    textEn: "",
    statedAt: null,
    nextUpdateAt: lasts ? new Date(Date.parse(now) + HOUR_MS).toISOString() : null,
  };
}

/** An impact row as its form showed it, sent back beside it so that only what somebody changes is changed. */
export const impactBefore = (row: { effect: string; from: string; to: string | null }): string =>
  JSON.stringify([row.effect, row.from, row.to]);
