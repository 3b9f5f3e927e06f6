import type { Hours, Overview, OverviewRow } from "@/lib/ledger/shapes.ts";

/**
 * An overview as it travels inside its own page: the hours of a row written as one short string, since a national
 * overview has thousands of them and they would be most of the page.
 */
export type PackedOverview = Omit<Overview, "rows"> & { rows: (Omit<OverviewRow, "hours"> & { hours: string })[] };

/** `sent.trouble.late`, trailing zeros left out; `x` in front of an hour nobody vouches for. */
const packHours = ({ sent, trouble, late, known }: Hours): string =>
  known
    .map((isKnown, hour) => {
      const figures = [sent[hour] ?? 0, trouble[hour] ?? 0, late[hour] ?? 0];
      while (figures.at(-1) === 0) figures.pop();
      return `${isKnown ? "" : "x"}${figures.join(".")}`;
    })
    .join(",");

function unpackHours(packed: string): Hours {
  const hours: Hours = { sent: [], trouble: [], late: [], known: [] };
  for (const text of packed.split(",")) {
    const [sent = 0, trouble = 0, late = 0] = text.replace("x", "").split(".").map(Number);
    hours.sent.push(sent);
    hours.trouble.push(trouble);
    hours.late.push(late);
    hours.known.push(!text.startsWith("x"));
  }
  return hours;
}

export const packOverview = ({ rows, ...rest }: Overview): PackedOverview => ({
  ...rest,
  rows: rows.map((row) => ({ ...row, hours: packHours(row.hours) })),
});

export const unpackOverview = ({ rows, ...rest }: PackedOverview): Overview => ({
  ...rest,
  rows: rows.map((row) => ({ ...row, hours: unpackHours(row.hours) })),
});
