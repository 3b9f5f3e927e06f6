/** One hour of a spark. `trouble` and `late` are counted among `sent`; `known` is false where no source vouches. */
export type SparkHour = { sent: number; trouble: number; late: number; known: boolean };
export type SparkBar = {
  x: number;
  y: number;
  width: number;
  height: number;
  kind: "sent" | "trouble" | "late" | "unknown";
};

export const SPARK = { width: 148, height: 30, base: 19.5 } as const;
const STEP = 6;
const WIDTH = 4.4;
const UP = 18;
const DOWN = 9.5;

/**
 * The bars of a spark: volume up from the base line, trouble and late answers down on a scale of their own, hatched
 * where nothing is known. Each direction is scaled to its own highest hour, and any count above zero can be seen.
 */
export function sparkBars(hours: readonly SparkHour[]): SparkBar[] {
  const most = Math.max(1, ...hours.map((hour) => hour.sent));
  const worst = Math.max(4, ...hours.map((hour) => hour.trouble + hour.late));
  const scaled = (count: number, top: number, room: number) => Math.max(1.1, (count / top) * room);
  return hours.flatMap((hour, at) => {
    const x = 2 + at * STEP;
    if (!hour.known) return [{ x: x - 0.5, y: 2, width: STEP, height: 26, kind: "unknown" as const }];
    const bars: SparkBar[] = [];
    if (hour.sent > 0) {
      const height = scaled(hour.sent, most, UP);
      bars.push({ x, y: SPARK.base - 0.5 - height, width: WIDTH, height, kind: "sent" });
    }
    let down = SPARK.base + 1;
    for (const kind of ["trouble", "late"] as const) {
      if (hour[kind] === 0) continue;
      const height = Math.min(scaled(hour[kind], worst, DOWN), SPARK.height - down);
      if (height <= 0) continue;
      bars.push({ x, y: down, width: WIDTH, height, kind });
      down += height + 0.4;
    }
    return bars;
  });
}

export type SparkPath = { kind: SparkBar["kind"]; d: string };

/** The same bars as one path per kind: a page has hundreds of sparks. */
export function sparkPaths(hours: readonly SparkHour[]): SparkPath[] {
  const paths = new Map<SparkBar["kind"], string>();
  for (const { kind, x, y, width, height } of sparkBars(hours)) {
    const bar = `M${x} ${y.toFixed(1)}h${width}v${height.toFixed(1)}h-${width}z`;
    paths.set(kind, (paths.get(kind) ?? "") + bar);
  }
  return [...paths].map(([kind, d]) => ({ kind, d }));
}
