import type { Station } from "../../ledger/states.ts";
import { overlaps, TIME_SLACK_MS } from "../incidents/likeness.ts";

const MINUTE_MS = 60_000;
/** Clocks differ by no more than this; what begins later has not happened. */
const AHEAD_MS = 10 * MINUTE_MS;
/** Older troubles are history, and nothing to raise a suspicion about. */
const OLD_MS = 31 * 24 * 60 * MINUTE_MS;

export type ReportedService = {
  kind: "chain" | "station";
  station: string | null;
  systemId: number | null;
  /** Whose it is: the station's operator's organisation, or the system's vendor. */
  organisationId: number | null;
};
type Scope = {
  station: Station | null;
  organisationId: number | null;
  systemId: number | null;
  installationId: number | null;
};
export type Reporter = { organisationId: number; scopes: readonly Scope[] };

/**
 * Whether a source may report trouble at a service: one whose scope is everything may at any; others at a station they run
 * or a system they report for, never at a whole chain, and never at a colleague's where several stand side by side. A scope
 * of one installation or one sender's letters covers no service.
 */
export const mayReport = (source: Reporter, service: ReportedService): boolean =>
  source.scopes.some((scope) => {
    const { station, organisationId, systemId, installationId } = scope;
    if (installationId !== null || organisationId !== null) return false;
    if (station === null && systemId === null) return true;
    if (service.kind === "chain") return false;
    if (station !== null && station !== service.station) return false;
    if (systemId !== null) return systemId === service.systemId;
    return service.organisationId === null || service.organisationId === source.organisationId;
  });

/** What is wrong with a report's times, by field; null where nothing is. Instants in ms. */
export function timeFault(
  { startedAt, endedAt }: { startedAt: number; endedAt: number | null },
  now: number,
): { field: "startedAt" | "endedAt"; code: "in_future" | "too_old" } | null {
  if (startedAt > now + AHEAD_MS) return { field: "startedAt", code: "in_future" };
  if ((endedAt ?? startedAt) < now - OLD_MS) return { field: "startedAt", code: "too_old" };
  if (endedAt !== null && endedAt > now + AHEAD_MS) return { field: "endedAt", code: "in_future" };
  return null;
}

/** An incident that is neither over, dismissed, merged nor withdrawn. */
export type OpenIncident = { id: number; startedAt: number; services: readonly number[] };

/**
 * The open incident a report belongs to: one about the same service that had begun before the trouble ended, with half an
 * hour's slack. Of several the one that began first. An incident that is over takes none: what is reported afterwards may
 * be the next one, and a person says if it is not.
 */
export function incidentFor(
  report: { serviceId: number; startedAt: number; endedAt: number | null },
  incidents: readonly OpenIncident[],
): OpenIncident | undefined {
  const span = { from: report.startedAt, to: report.endedAt };
  return [...incidents]
    .sort((a, b) => a.startedAt - b.startedAt || a.id - b.id)
    .find(
      ({ services, startedAt }) =>
        services.includes(report.serviceId) && overlaps(span, { from: startedAt, to: null }, TIME_SLACK_MS),
    );
}
