import type { SparkHour } from "@/components/ui/spark-rules.ts";
import type { OverviewRow } from "@/lib/ledger/shapes.ts";
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

/** Silence alone is nobody's fault, as long as somebody vouches for it; where nobody ever has, it is not known to be well. */
export function urgencyOf(row: Pick<OverviewRow, "worst" | "receiptRole" | "completeTo">): Urgency {
  if (row.worst !== null) return URGENCY[row.worst];
  if (row.receiptRole === "C") return "none";
  return row.completeTo === null ? "watch" : "well";
}

/** The state a row is named by: an answer that is merely on its way does not hide the ones that came. */
export const namedBy = ({ worst, counts }: Pick<OverviewRow, "worst" | "counts">): ReceiptState | null =>
  worst === "pending" && counts.ok > 0 ? "ok" : worst;

/** A row's hours as a spark draws them. */
export const hoursOf = ({ hours: { sent, trouble, late, known } }: Pick<OverviewRow, "hours">): SparkHour[] =>
  known.map((isKnown, hour) => ({
    sent: sent[hour] ?? 0,
    trouble: trouble[hour] ?? 0,
    late: late[hour] ?? 0,
    known: isKnown,
  }));

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

/** The filter that leaves exactly this row: by the narrowest thing that the row names; null where it names nothing. */
export function filterOfRow(row: OverviewRow, filter: Filter): Filter | null {
  if (row.installationId !== null) return { ...filter, installation: row.installationId };
  if (row.type !== null) return { ...filter, type: row.type.code };
  if (row.system !== null) return { ...filter, system: row.system.id };
  if (row.vendor !== null) return { ...filter, vendor: row.vendor.id };
  if (row.municipality !== null) return { ...filter, municipality: row.municipality.code };
  return null;
}

/** The worst first thing a row's second line says, besides its code: which text, with which figures. */
export function reasonOf(row: OverviewRow): "gap" | "internal" | null {
  if (row.worst === "unknown" || (row.worst === null && urgencyOf(row) === "watch")) return "gap";
  if (row.receiptRole === "B" && row.worst !== null && urgencyOf(row) !== "well") return "internal";
  return null;
}

const BEHIND_MS = 10 * 60_000;
/** Whether a row is seen less far than the best one, by more than a source's ordinary delay. */
export function isBehind(completeTo: string | null, latest: string | null): boolean {
  if (latest === null) return false;
  return completeTo === null || Date.parse(latest) - Date.parse(completeTo) > BEHIND_MS;
}
