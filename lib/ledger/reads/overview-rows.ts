import { percentile, RECEIPT_BIN_BOUNDS } from "../latency.ts";
import type { Grouping, Hours, Latency, Overview, OverviewRow } from "../shapes.ts";
import { noCounts, RECEIPT_STATES, type ReceiptState, type StateCounts, WORST_FIRST } from "../states.ts";
import { type Covered, NOT_COVERED } from "./coverage.ts";
import type { InstallationPlace } from "./places.ts";
import type { CodeCount } from "./sql.ts";

export type MessageTypeName = { id: number; code: string; name: string; nameEn: string };
/** What rollups say of one installation (and type, where rows are types): arrays as in `sql.ts`. */
export type Cell = { installationId: number; typeId: number | null; counts: number[]; bins: number[] };
/**
 * Its last 24 hours as rollup rows tell them: each number is an hour (0 the oldest) and what is counted in it, as
 * `hour + PACKED * count`. Several may be of one hour; null is none.
 */
export type HourCell = {
  installationId: number;
  typeId: number | null;
  sent: number[];
  trouble: number[] | null;
  late: number[] | null;
};
/** Room for the hours of a day beside a count. */
export const PACKED = 32;

export type Facts = {
  places: ReadonlyMap<number, InstallationPlace>;
  types: ReadonlyMap<number, MessageTypeName>;
  cells: readonly Cell[];
  hours: readonly HourCell[];
  codes: readonly CodeCount[];
  coverage: ReadonlyMap<number, Covered>;
};

const HOURS = 24;
const noHours = (): number[] => new Array<number>(HOURS).fill(0);

const MIN_FOR_P95 = 20;
const TROUBLED: readonly ReceiptState[] = ["transient", "fatal", "overdue", "late_negative", "repudiated", "lost"];

export function countsOf(numbers: readonly number[]): StateCounts {
  const counts = noCounts();
  for (const [index, state] of RECEIPT_STATES.entries()) counts[state] = numbers[index] ?? 0;
  return counts;
}

/** Median and 95th percentile (ms) of binned receipt times; the latter from 20 receipts on, as fewer say nothing of it. */
export function latencyOf(bins: readonly number[]): Latency {
  const count = bins.reduce((sum, n) => sum + n, 0);
  return {
    count,
    medianMs: percentile(bins, 0.5, RECEIPT_BIN_BOUNDS),
    p95Ms: count < MIN_FOR_P95 ? null : percentile(bins, 0.95, RECEIPT_BIN_BOUNDS),
  };
}

export const addInto = (sum: number[], more: readonly number[]): void => {
  for (const [index, n] of more.entries()) sum[index] = (sum[index] ?? 0) + n;
};

export const sentOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

const NOT_DUE = RECEIPT_STATES.indexOf("not_due");
/** True where some of the deliveries should be answered. */
export const owes = (cell: Cell): boolean => sentOf(cell.counts) > (cell.counts[NOT_DUE] ?? 0);

/** How rows are named and told apart. A sender's rows are municipalities, whatever grouping was asked for, or types. */
export function keyOf(group: Grouping, asSender: boolean) {
  return (place: InstallationPlace, typeId: number | null): string => {
    if (group === "type") return `gt${typeId ?? 0}`;
    if (asSender) return `m${place.municipality?.code ?? ""}`;
    if (group === "municipality") return `gm${place.municipality?.code ?? ""}`;
    if (group === "system") return `gs${place.system?.id ?? 0}`;
    if (group === "vendor") return `gv${place.vendor?.id ?? 0}`;
    return `i${place.id}`;
  };
}

type Gathered = {
  key: string;
  first: InstallationPlace;
  typeId: number | null;
  members: Set<number>;
  /** Members that owe receipts: only of those does it matter how far we see. */
  owing: Set<number>;
  counts: number[];
  bins: number[];
  hours: Omit<Hours, "known">;
  codes: Map<string, number>;
};

/** The overview's rows, worst first, and their sum. `state` keeps only rows that have deliveries in it. */
export function overviewRows(
  facts: Facts,
  group: Grouping,
  asSender: boolean,
  state: ReceiptState | undefined,
): Pick<Overview, "rows" | "total"> {
  const key = keyOf(group, asSender);
  const rows = new Map<string, Gathered>();
  const gather = (place: InstallationPlace, typeId: number | null): Gathered => {
    const name = key(place, typeId);
    let row = rows.get(name);
    if (!row) {
      row = {
        key: name,
        first: place,
        typeId,
        members: new Set(),
        owing: new Set(),
        counts: RECEIPT_STATES.map(() => 0),
        bins: [],
        hours: { sent: noHours(), trouble: noHours(), late: noHours() },
        codes: new Map(),
      };
      rows.set(name, row);
    }
    row.members.add(place.id);
    return row;
  };
  if (group !== "type") for (const place of facts.places.values()) if (place.standing) gather(place, null);
  for (const cell of facts.cells) {
    const place = facts.places.get(cell.installationId);
    if (!place) continue;
    const row = gather(place, cell.typeId);
    addInto(row.counts, cell.counts);
    addInto(row.bins, cell.bins);
    if (owes(cell)) row.owing.add(place.id);
  }
  for (const cell of facts.hours) {
    const place = facts.places.get(cell.installationId);
    const row = place && rows.get(key(place, cell.typeId));
    if (!row) continue;
    for (const what of ["sent", "trouble", "late"] as const) {
      const hours = row.hours[what];
      for (const packed of cell[what] ?? []) {
        const hour = packed % PACKED;
        hours[hour] = (hours[hour] ?? 0) + (packed - hour) / PACKED;
      }
    }
  }
  for (const { installationId, typeId, code, count } of facts.codes) {
    const place = facts.places.get(installationId);
    const row = place && rows.get(key(place, typeId));
    row?.codes.set(code, (row.codes.get(code) ?? 0) + count);
  }
  const index = state === undefined ? null : RECEIPT_STATES.indexOf(state);
  const kept = [...rows.values()].filter((row) => index === null || (row.counts[index] ?? 0) > 0);
  return {
    rows: worstFirst(kept.map((row) => overviewRow(row, facts, group, asSender))),
    total: totalOf(kept),
  };
}

function totalOf(rows: readonly Gathered[]): Overview["total"] {
  const counts: number[] = [];
  const bins: number[] = [];
  const members = new Set<number>();
  for (const row of rows) {
    addInto(counts, row.counts);
    addInto(bins, row.bins);
    for (const id of row.members) members.add(id);
  }
  return { sent: sentOf(counts), counts: countsOf(counts), latency: latencyOf(bins), installations: members.size };
}

function overviewRow(row: Gathered, facts: Facts, group: Grouping, asSender: boolean): OverviewRow {
  const single = group === "state" && !asSender;
  const grouped = (what: Grouping): boolean => single || group === what;
  const counts = countsOf(row.counts);
  const watched = [...(row.owing.size > 0 ? row.owing : row.members)].map(
    (id) => facts.coverage.get(id) ?? NOT_COVERED,
  );
  const ends = watched.map((covered) => covered.completeTo).filter((to) => to !== null);
  const type = row.typeId === null ? undefined : facts.types.get(row.typeId);
  return {
    key: row.key,
    installationId: single ? row.first.id : null,
    municipality: grouped("municipality") || (asSender && group !== "type") ? row.first.municipality : null,
    system: grouped("system") ? row.first.system : null,
    vendor: grouped("vendor") || group === "system" ? row.first.vendor : null,
    type: type ? { code: type.code, name: type.name, nameEn: type.nameEn } : null,
    receiptRole: single || asSender ? row.first.role : null,
    roleAssumed: single && row.first.roleAssumed,
    provisional: single && row.first.provisional,
    installations: row.members.size,
    sent: sentOf(row.counts),
    counts,
    latency: latencyOf(row.bins),
    worst: worstOf(counts),
    topCode: TROUBLED.some((troubled) => counts[troubled] > 0) ? topOf(row.codes) : null,
    hours: {
      ...row.hours,
      known: noHours().map((_, hour) => watched.length > 0 && watched.every(({ known }) => known[hour] === true)),
    },
    completeTo: ends.length === 0 ? null : new Date(Math.min(...ends)).toISOString(),
  };
}

export const worstOf = (counts: StateCounts): ReceiptState | null =>
  WORST_FIRST.find((state) => counts[state] > 0) ?? null;

function topOf(codes: ReadonlyMap<string, number>): { code: string; count: number } | null {
  const [top] = [...codes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return top ? { code: top[0], count: top[1] } : null;
}

const inDanish = new Intl.Collator("da");
const nameOf = (row: OverviewRow): string =>
  [row.municipality?.name, row.system?.name, row.vendor?.name, row.type?.name].filter(Boolean).join(" ");

/** Rows in the order of what to look at first. What they are compared by is made once per row, not per comparison. */
function worstFirst(rows: readonly OverviewRow[]): OverviewRow[] {
  const compared = rows.map((row) => ({
    row,
    rank: row.worst === null ? WORST_FIRST.length : WORST_FIRST.indexOf(row.worst),
    inWorst: row.worst === null ? 0 : row.counts[row.worst],
    name: nameOf(row),
  }));
  compared.sort(
    (a, b) =>
      a.rank - b.rank || b.inWorst - a.inWorst || inDanish.compare(a.name, b.name) || (a.row.key < b.row.key ? -1 : 1),
  );
  return compared.map(({ row }) => row);
}
