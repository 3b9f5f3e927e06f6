/** Where a replay is drawn: a row each for day, night, what was missed and the filter of now, over one scale of time. */
export const CHART = { width: 640, left: 122, right: 626, day: 40, night: 88, missed: 136, current: 196.5, size: 5 };
const BIN = 5.66;

export type Span = { from: number; to: number };
/** The place of an instant (ms) on the scale; what lies outside stands at its edge. */
export const placeOf = (at: number, { from, to }: Span): number => {
  const share = to === from ? 0 : (at - from) / (to - from);
  return CHART.left + (CHART.right - CHART.left) * Math.min(Math.max(share, 0), 1);
};

/** Small squares piled up where several fall together, so that none hides another. */
export function piled(instants: readonly number[], span: Span): { x: number; y: number }[] {
  const height = new Map<number, number>();
  return instants.map((at) => {
    const column = Math.round((placeOf(at, span) - CHART.left) / BIN);
    const below = height.get(column) ?? 0;
    height.set(column, below + 1);
    // Higher than the row has room for is as high as it gets.
    return { x: CHART.left + column * BIN - CHART.size / 2, y: CHART.current - 7.5 - 7 * Math.min(below, 6) };
  });
}

const DAY_MS = 86_400_000;
/** First days of months within a span, as `YYYY-MM-DD`; every so many, so that their names have room. */
export function monthsWithin({ from, to }: Span): string[] {
  const every = to - from > 200 * DAY_MS ? 2 : 1;
  const first = new Date(from);
  const found: string[] = [];
  for (let n = 1; n <= 14; n += every) {
    const month = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n, 1));
    // The last day has a label of its own at the edge.
    if (month.getTime() > to - (to - from) / 10) break;
    found.push(month.toISOString().slice(0, 10));
  }
  return found;
}
