export type HistogramInput = { bounds: number[]; bins: number[]; deadlineMs: number | null; warnMs: number | null };

/** A bar counts what took at most `upTo` ms and longer than the bar before it; the last is open and has `over` instead. */
export type HistogramBar = {
  x: number;
  y: number;
  width: number;
  height: number;
  count: number;
  upTo: number | null;
  over: number | null;
  side: "within" | "after" | "across";
};
export type HistogramLayout = {
  width: number;
  height: number;
  base: number;
  bars: HistogramBar[];
  total: number;
  deadlineX: number | null;
  warnX: number | null;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The steps people think in; the finer bins between them are joined. */
const SHOWN = [
  ...[5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 6 * HOUR],
];
const WIDTH = 776;
const LEFT = 8;
const BASE = 180;
const ROOM = 128;
const GAP = 6;

type Step = { count: number; from: number; upTo: number | null };

/** Joins bins into the shown steps. The deadline and the warning stay borders, so that no bar lies on both sides. */
function joined({ bounds, bins, deadlineMs, warnMs }: HistogramInput): Step[] {
  const borders = new Set([...SHOWN, deadlineMs, warnMs]);
  const steps: Step[] = [];
  let from = 0;
  let count = 0;
  for (const [bin, n] of bins.entries()) {
    count += n;
    const upTo = bounds[bin] ?? null;
    const past = upTo !== null && upTo > 6 * HOUR;
    if (upTo !== null && (past || !borders.has(upTo))) continue;
    steps.push({ count, from, upTo });
    from = upTo ?? from;
    count = 0;
  }
  return steps;
}

/** The x of a limit: between two bars where it is a border, otherwise at its share of the bar it falls in. */
function limitX(ms: number | null, steps: readonly Step[], slot: number): number | null {
  if (ms === null) return null;
  const at = steps.findIndex(({ upTo }) => upTo === null || ms <= upTo);
  const step = steps[at];
  if (step === undefined || step.upTo === null) return LEFT + steps.length * slot;
  return LEFT + (at + (ms - step.from) / (step.upTo - step.from)) * slot;
}

/** Receipt times as bars of equal width, their count written above; what came after the deadline stands right of it. */
export function layHistogram(input: HistogramInput): HistogramLayout {
  const steps = joined(input);
  const slot = (WIDTH - LEFT - 14) / Math.max(1, steps.length);
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const { deadlineMs } = input;
  const sideOf = ({ from, upTo }: Step): HistogramBar["side"] => {
    if (deadlineMs === null || (upTo !== null && upTo <= deadlineMs)) return "within";
    return from >= deadlineMs ? "after" : "across";
  };
  const bars = steps.map((step, at): HistogramBar => {
    const height = step.count === 0 ? 0 : Math.max(2, (step.count / most) * ROOM);
    const where = { x: LEFT + at * slot + GAP / 2, y: BASE - height, width: slot - GAP, height };
    return {
      ...where,
      count: step.count,
      upTo: step.upTo,
      over: step.upTo === null ? step.from : null,
      side: sideOf(step),
    };
  });
  return {
    width: WIDTH,
    height: 216,
    base: BASE,
    bars,
    total: steps.reduce((sum, { count }) => sum + count, 0),
    deadlineX: limitX(deadlineMs, steps, slot),
    warnX: limitX(input.warnMs, steps, slot),
  };
}
