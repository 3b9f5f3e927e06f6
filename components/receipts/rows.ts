import type { Grouping, OverviewRow } from "@/lib/ledger/shapes.ts";
import type { ReceiptState } from "@/lib/ledger/states.ts";
import type { Filter } from "./address.ts";

/** What to do about a row; worst first. */
export const URGENCIES = ["act", "watch", "well", "none"] as const;
export type Urgency = (typeof URGENCIES)[number];

const URGENCY: Record<ReceiptState, Urgency> = {
  lost: "act",
  overdue: "act",
  fatal: "act",
  repudiated: "act",
  late_negative: "act",
  transient: "watch",
  unknown: "watch",
  late_ok: "watch",
  pending: "well",
  ok: "well",
  not_due: "none",
};

/** A silent row is well unless it never has to acknowledge: silence alone is nobody's fault. */
export function urgencyOf(row: Pick<OverviewRow, "worst" | "receiptRole">): Urgency {
  if (row.worst !== null) return URGENCY[row.worst];
  return row.receiptRole === "C" ? "none" : "well";
}

/** The state a row is named by: an answer that is merely on its way does not hide the ones that came. */
export const namedBy = ({ worst, counts }: Pick<OverviewRow, "worst" | "counts">): ReceiptState | null =>
  worst === "pending" && counts.ok > 0 ? "ok" : worst;

/** The rows in their groups, each group in the order given (the server's: worst first). Empty groups are left out. */
export function grouped(rows: readonly OverviewRow[]): { urgency: Urgency; rows: OverviewRow[] }[] {
  return URGENCIES.map((urgency) => ({ urgency, rows: rows.filter((row) => urgencyOf(row) === urgency) })).filter(
    (group) => group.rows.length > 0,
  );
}

/** A column of the table: one state, or the two kinds of late answer together. The columns add up to what was sent. */
export const COLUMNS = [
  { key: "ok", states: ["ok"] },
  { key: "overdue", states: ["overdue"] },
  { key: "fatal", states: ["fatal"] },
  { key: "transient", states: ["transient"] },
  { key: "late", states: ["late_ok", "late_negative"] },
  { key: "repudiated", states: ["repudiated"] },
  { key: "lost", states: ["lost"] },
  { key: "pending", states: ["pending"] },
  { key: "unknown", states: ["unknown"] },
  { key: "not_due", states: ["not_due"] },
] as const satisfies readonly { key: string; states: readonly ReceiptState[] }[];
export type ColumnKey = (typeof COLUMNS)[number]["key"];

/** Answers that were due: everything sent but what was never to be acknowledged. */
export const expectedOf = (row: Pick<OverviewRow, "sent" | "counts">): number => row.sent - row.counts.not_due;

/** A percentile of fewer answers than this says nothing. */
export const FEWEST_FOR_P95 = 20;

/** The filter that leaves exactly this row. */
export function filterOfRow(row: OverviewRow, filter: Filter, group: Grouping): Filter {
  if (row.installationId !== null) return { ...filter, installation: row.installationId };
  const narrowed = { ...filter };
  if (row.municipality !== null && (group === "municipality" || group === "state"))
    narrowed.municipality = row.municipality.code;
  if (group === "system" && row.system !== null) narrowed.system = row.system.id;
  if (group === "vendor" && row.vendor !== null) narrowed.vendor = row.vendor.id;
  if (group === "type" && row.type !== null) narrowed.type = row.type.code;
  return narrowed;
}

/** The worst first thing a row's second line says, besides its code: which text, with which figures. */
export function reasonOf(row: OverviewRow): "gap" | "internal" | null {
  if (row.worst === "unknown") return "gap";
  if (row.receiptRole === "B" && row.worst !== null && urgencyOf(row) !== "well") return "internal";
  return null;
}

const BEHIND_MS = 10 * 60_000;
/** Whether a row is seen less far than the best one, by more than a source's ordinary delay. */
export function isBehind(completeTo: string | null, latest: string | null): boolean {
  if (latest === null) return false;
  return completeTo === null || Date.parse(latest) - Date.parse(completeTo) > BEHIND_MS;
}
