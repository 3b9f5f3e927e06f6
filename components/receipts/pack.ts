import type { Overview, OverviewRow } from "@/lib/ledger/shapes.ts";

const HOUR_MS = 3_600_000;

/**
 * An overview as it travels inside its own page: the hours of a row written as one short string, since a national
 * overview has thousands of them and they would be most of the page.
 */
export type PackedOverview = Omit<Overview, "rows"> & {
  rows: (Omit<OverviewRow, "hours"> & { hours: string })[];
  firstHour: string | null;
};

/** `sent.trouble.late`, trailing zeros left out; `x` in front of an hour nobody vouches for. */
function packHour({ sent, trouble, late, known }: OverviewRow["hours"][number]): string {
  const figures = late > 0 ? [sent, trouble, late] : trouble > 0 ? [sent, trouble] : sent > 0 ? [sent] : [];
  return `${known ? "" : "x"}${figures.join(".")}`;
}

/** All rows cover the same hours, one after another. */
export function packOverview({ rows, ...rest }: Overview): PackedOverview {
  return {
    ...rest,
    firstHour: rows.find((row) => row.hours.length > 0)?.hours[0]?.at ?? null,
    rows: rows.map((row) => ({ ...row, hours: row.hours.map(packHour).join(",") })),
  };
}

export function unpackOverview({ rows, firstHour, ...rest }: PackedOverview): Overview {
  const first = firstHour === null ? null : Date.parse(firstHour);
  const unpackHour = (text: string, index: number): OverviewRow["hours"][number] => {
    const [sent = 0, trouble = 0, late = 0] = text.replace("x", "").split(".").map(Number);
    const at = new Date((first ?? 0) + index * HOUR_MS).toISOString();
    return { at, sent, trouble, late, known: !text.startsWith("x") };
  };
  return {
    ...rest,
    rows: rows.map((row) => ({ ...row, hours: first === null ? [] : row.hours.split(",").map(unpackHour) })),
  };
}
