import type { Band, Words } from "../shapes.ts";
import type { Availability, Counted } from "../uptime.ts";
import type { FrozenValues, MonthBand, Promised } from "./rules.ts";

/** A promise and the month (`2026-10`) it begins with; `seal` is handed back by whoever edits it. */
export type PromiseRow = Promised & { month: string; seal: string };

/** Of each service: its promises, newest first, and how the running month goes. */
export type ObjectiveRow = {
  id: number;
  code: string;
  kind: "chain" | "station";
  name: Words;
  /** The one in force; null where nothing is promised (yet). */
  inForce: PromiseRow | null;
  promises: PromiseRow[];
  running: MonthBand[];
};
export type ObjectivesPage = { month: string; services: ObjectiveRow[]; asOf: string };

/** A month of one band as it was frozen, with the intervals that made it, and what the same month is known to be now. */
export type FrozenMonth = {
  month: string;
  band: Band;
  frozenAt: string;
  frozen: FrozenValues & Pick<Availability, "withWindows" | "withoutWindows">;
  intervals: FrozenInterval[];
  /** Null where the service has no such band in the month any more. */
  now: Availability | null;
  restated: boolean;
};
/** Times are ISO 8601 in UTC. */
export type FrozenInterval = Pick<Counted, "state" | "because" | "announced"> & { from: string; to: string };
export type ObjectivePage = {
  service: ObjectiveRow;
  /** The running month. */
  month: string;
  /** Newest first. */
  months: FrozenMonth[];
  /** Services by their codes, for what a month was hit through. */
  names: Record<string, Words>;
  asOf: string;
};
