import type { Concern } from "../../lib/status/standing.ts";

/** The bar says the gravest; how many more there are it says in one line. */
const LINES = 3;
/** So many of those hit are named. */
export const NAMED = 3;

/** Those that the yellow bar says: they last, and hit the reader now or may. The gravest come first already. */
export function bannerLines(concerns: readonly Concern[]): { shown: Concern[]; more: number } {
  const lasting = concerns.filter(({ resolvedAt, hit }) => resolvedAt === null && hit?.lasts !== false);
  return { shown: lasting.slice(0, LINES), more: Math.max(0, lasting.length - LINES) };
}
