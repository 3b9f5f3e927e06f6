/** What may be compared of two incidents. Instants in ms; `to` is null while it lasts; municipalities by code. */
export type Comparable = {
  services: readonly { code: string; station: string | null }[];
  from: number;
  to: number | null;
  municipalities: readonly string[];
};
/** Why two look like one: the same service or station, the same time, and how many of the first one's municipalities recur. */
export type Likeness = { sameService: boolean; sameStation: boolean; shared: number; of: number };

/** Parties see the same trouble up to this long apart. */
export const TIME_SLACK_MS = 30 * 60_000;
/** At least this share of the municipalities hit must recur, where both know theirs. */
export const SHARED_SHARE = 0.5;

/**
 * How `one` looks like `other`: at the same service or place on the line, at times that overlap with half an hour's slack,
 * and hitting mostly the same municipalities where both are known. Null where they do not look alike.
 */
export function likenessOf(one: Comparable, other: Comparable): Likeness | null {
  const sameService = one.services.some(({ code }) => other.services.some((service) => service.code === code));
  const sameStation = one.services.some(
    ({ station }) => station !== null && other.services.some((service) => service.station === station),
  );
  if (!sameService && !sameStation) return null;
  if (!overlaps(one, other, TIME_SLACK_MS)) return null;
  const known = new Set(other.municipalities);
  const shared = one.municipalities.filter((code) => known.has(code)).length;
  const of = one.municipalities.length;
  if (of > 0 && known.size > 0 && shared < SHARED_SHARE * of) return null;
  return { sameService, sameStation, shared, of };
}

type Lasting = { from: number; to: number | null };
/** Whether two times (ms, an end of null: still lasting) overlap or lie within the slack. */
export const overlaps = (a: Lasting, b: Lasting, slackMs: number): boolean =>
  (b.to === null || a.from <= b.to + slackMs) && (a.to === null || b.from <= a.to + slackMs);
