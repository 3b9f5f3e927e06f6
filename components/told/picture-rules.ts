import type { ToldRow } from "@/lib/notices/told/shapes.ts";

/** Where what happened after something was told stands on a logarithmic axis of time. Coordinates are the drawing's. */
export type Picture = {
  ticks: { seconds: number; x: number }[];
  /** A stroke per organisation, the earliest first. */
  reached: Stroke[];
  confirmed: Stroke[];
  /** Of whom an answer is asked and has not come: where it falls or fell due. */
  missing: (Stroke & { late: boolean })[];
};
export type Stroke = { name: string; at: string; x: number };

/** What would be drawn over each other is one sign with its number: late where any of it is. */
export function heapsOf(missing: Picture["missing"]): { x: number; count: number; late: boolean }[] {
  const heaps: { x: number; count: number; late: boolean }[] = [];
  for (const { x, late } of missing) {
    const last = heaps.at(-1);
    if (last && x - last.x < SIGN_WIDTH) {
      last.count += 1;
      last.late ||= late;
    } else heaps.push({ x, count: 1, late });
  }
  return heaps;
}
const SIGN_WIDTH = 14;

export const WIDTH = 1100;
export const LEFT = 150;
export const RIGHT = 1080;
const TICKS = [1, 5, 60, 300, 1_800, 3_600, 6 * 3_600, 86_400, 7 * 86_400, 30 * 86_400];
const LEAST_SECONDS = 0.5;

/** One stroke per organisation for when it was reached, when it confirmed, and when an answer that did not come was due. */
export function pictureOf(rows: readonly ToldRow[], toldAt: string): Picture {
  const began = Date.parse(toldAt);
  const stroke = (row: ToldRow, at: string | null) =>
    at === null ? [] : [{ name: row.organisation.name, at, seconds: (Date.parse(at) - began) / 1_000 }];
  const reached = rows.flatMap((row) => stroke(row, row.delivery === "reached" ? row.sentAt : null));
  const confirmed = rows.flatMap((row) =>
    stroke(row, row.confirmation.state === "confirmed" ? row.confirmation.at : null),
  );
  const missing = rows.flatMap((row) => {
    const { confirmation } = row;
    if (confirmation.state === "awaited")
      return stroke(row, confirmation.until).map((one) => ({ ...one, late: false }));
    if (confirmation.state !== "overdue" && confirmation.state !== "escalated") return [];
    return stroke(row, confirmation.at).map((one) => ({ ...one, late: true }));
  });
  const last = Math.max(60, ...[...reached, ...confirmed, ...missing].map(({ seconds }) => seconds));
  const x = (seconds: number) =>
    LEFT +
    ((RIGHT - LEFT) * Math.log(Math.max(seconds, LEAST_SECONDS) / LEAST_SECONDS)) / Math.log(last / LEAST_SECONDS);
  const drawn = <S extends { seconds: number; x?: never }>(strokes: readonly S[]) =>
    strokes.toSorted((a, b) => a.seconds - b.seconds).map(({ seconds, ...rest }) => ({ ...rest, x: x(seconds) }));
  return {
    ticks: TICKS.filter((seconds) => seconds <= last).map((seconds) => ({ seconds, x: x(seconds) })),
    ...{ reached: drawn(reached), confirmed: drawn(confirmed), missing: drawn(missing) },
  };
}
