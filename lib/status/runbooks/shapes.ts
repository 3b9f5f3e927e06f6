import type { Colleague } from "../incidents/shapes.ts";
import type { CauseClass, Words } from "../shapes.ts";

export type RunbookRow = {
  id: number;
  code: string;
  causeClass: CauseClass | null;
  station: string | null;
  title: Words;
  /** The current version. */
  version: number;
  steps: Words[];
  at: string;
  /** How many incidents have begun any version. */
  uses: number;
};

/** One runbook with every version, newest first. */
export type RunbookPage = RunbookRow & {
  versions: { version: number; title: Words; steps: Words[]; at: string; by: Colleague | null }[];
};
