import type { ObjectiveRow } from "@/lib/status/objectives/shapes.ts";

/** How many promises there are this month, and of them: kept so far, broken, and not measured at all. */
export type Standing = { promises: number; kept: number; broken: number; unmeasured: number };

/** A promise is broken when more than its whole month's budget is used; none is kept that nobody measured. */
export function standingOf(services: readonly ObjectiveRow[]): Standing {
  const used = services.flatMap(({ running }) => running.map(({ burn }) => burn.used));
  const measured = used.filter((share) => share !== null);
  const broken = measured.filter((share) => share > 1).length;
  return {
    ...{ promises: used.length, kept: measured.length - broken, broken },
    unmeasured: used.length - measured.length,
  };
}
