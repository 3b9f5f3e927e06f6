import type { PoolClient } from "pg";

const HOUR_MS = 3_600_000;
/** Sources say every minute how far they have come; what is newer than this is not a gap yet. */
export const SLACK_MS = 5 * 60_000;

/** A half-open span of time in ms. */
export type Slice = { from: number; to: number };
export const hourly = (starts: readonly number[]): Slice[] => starts.map((from) => ({ from, to: from + HOUR_MS }));

/** How far an installation's sources have reported, and in which of the asked slices they reported everything. */
export type Covered = { completeTo: number | null; known: boolean[] };
export const NOT_COVERED: Covered = { completeTo: null, known: [] };

/** Coverage of installations, by id; one without a source that reports its receipts is absent. Slices come oldest first. */
export async function coverageOf(
  tx: PoolClient,
  installations: readonly number[],
  slices: readonly Slice[],
  now: number,
): Promise<Map<number, Covered>> {
  // A slice ends where it ends, or so far back from now that its reports should have come.
  const ends = slices.map((slice) => Math.min(slice.to, now - SLACK_MS));
  const starts = slices.map((slice, index) => Math.min(slice.from, (ends[index] ?? slice.to) - 60_000));
  const { rows } = await tx.query<{ completeTo: Date | null; known: boolean[]; installations: number[] }>(
    `SELECT upper(c.seen) AS "completeTo", array_agg(c.installation_id) AS installations,
       ARRAY(SELECT c.seen @> tstzrange(h.starts, h.ends)
         FROM unnest($2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS h(starts, ends, nr) ORDER BY h.nr) AS known
     FROM (SELECT installation_id, range_agg(seen) AS seen FROM access.coverage_of($1) GROUP BY 1) c GROUP BY c.seen`,
    [installations, starts.map((ms) => new Date(ms)), ends.map((ms) => new Date(ms))],
  );
  const covered = new Map<number, Covered>();
  for (const row of rows) {
    for (const id of row.installations) {
      covered.set(id, { completeTo: row.completeTo?.getTime() ?? null, known: row.known });
    }
  }
  return covered;
}

/** How far the given installations are complete: the least and the most, and how many lag behind or are not covered. */
export function reach(completeTos: readonly (number | null)[]): {
  earliest: string | null;
  latest: string | null;
  behind: number;
} {
  const known = completeTos.filter((to) => to !== null);
  if (known.length === 0) return { earliest: null, latest: null, behind: completeTos.length };
  const latest = Math.max(...known);
  return {
    earliest: new Date(Math.min(...known)).toISOString(),
    latest: new Date(latest).toISOString(),
    behind: completeTos.filter((to) => to === null || to < latest - SLACK_MS).length,
  };
}
