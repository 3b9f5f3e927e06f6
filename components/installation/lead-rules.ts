import { placeOf } from "@/components/charts/leg-rules.ts";
import type { InstallationPage } from "@/lib/ledger/shapes.ts";
import type { StateCounts, Station } from "@/lib/ledger/states.ts";

/** What the page about an installation opens with, worst first. `all` is true where it holds for every missing one. */
export type InstallationLead = (
  | { kind: "silent" }
  | { kind: "nothingDue"; sent: number }
  | { kind: "allWell"; due: number }
  | { kind: "soFar"; due: number; ok: number; pending: number }
  | { kind: "lost" | "overdue" | "rejected" | "late" | "transient" | "unknown"; count: number }
  | { kind: "before"; count: number; all: boolean; stations: Station[] }
  | { kind: "reached"; count: number; all: boolean }
)[];

/** How many receipts a count of deliveries is waiting for or has got. */
export const dueOf = (sent: number, counts: StateCounts): number => sent - counts.not_due;

/** Whether the missing ones reached the system: told only where every one of them is on the list. */
function whereMissing({ rows, total }: InstallationPage["overdue"]): InstallationLead {
  if (total === 0 || rows.length < total) return [];
  const short = rows.filter(({ lastStation }) => lastStation !== null && lastStation !== "recipient");
  const reached = rows.filter(({ lastStation }) => lastStation === "recipient");
  const stations = [...new Set(short.flatMap(({ lastStation }) => (lastStation === null ? [] : [lastStation])))];
  stations.sort((a, b) => placeOf(a) - placeOf(b));
  const said: InstallationLead = [];
  if (short.length > 0) said.push({ kind: "before", count: short.length, all: short.length === total, stations });
  if (reached.length > 0) said.push({ kind: "reached", count: reached.length, all: reached.length === total });
  return said;
}

/** The state of an installation in a few facts: what is missing now, and what went wrong in the last 24 hours. */
export function installationLead({ day, overdue }: Pick<InstallationPage, "day" | "overdue">): InstallationLead {
  const { counts, sent } = day;
  const said: InstallationLead = [];
  if (counts.lost > 0) said.push({ kind: "lost", count: counts.lost });
  if (overdue.total > 0) said.push({ kind: "overdue", count: overdue.total }, ...whereMissing(overdue));
  const rejected = counts.fatal + counts.late_negative + counts.repudiated;
  if (rejected > 0) said.push({ kind: "rejected", count: rejected });
  if (counts.late_ok > 0) said.push({ kind: "late", count: counts.late_ok });
  if (counts.transient > 0) said.push({ kind: "transient", count: counts.transient });
  if (counts.unknown > 0) said.push({ kind: "unknown", count: counts.unknown });
  if (said.length > 0) return said;
  const due = dueOf(sent, counts);
  if (sent === 0) return [{ kind: "silent" }];
  if (due === 0) return [{ kind: "nothingDue", sent }];
  if (counts.pending > 0) return [{ kind: "soFar", due, ok: counts.ok, pending: counts.pending }];
  return [{ kind: "allWell", due }];
}
