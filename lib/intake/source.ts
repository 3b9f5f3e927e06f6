import type { Station } from "../ledger/states.ts";

/** One thing a source may report. Every field that is set narrows it; all null is everything. */
export type Scope = {
  station: Station | null;
  organisationId: number | null;
  systemId: number | null;
  installationId: number | null;
};
/** Whoever reports, as known from its key. */
export type ReportingSource = { id: number; organisationId: number; scopes: readonly Scope[] };
