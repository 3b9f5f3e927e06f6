import { type Filter, messagesHref } from "@/components/receipts/address.ts";
import type { Leftover } from "@/lib/ledger/leftovers.ts";
import type { BacklogPageQuery } from "@/lib/status/backlog/schema.ts";
import type { Backlog, BacklogRow } from "@/lib/status/backlog/shapes.ts";

/** The page for a choice of letters; what is the default is not in its address. */
export function backlogHref(number: string, { side, left, cursor }: Partial<BacklogPageQuery>): string {
  const said = { side, left: left === "chase" ? undefined : left, cursor };
  const fields = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const path = `/incidents/${number}/backlog`;
  return fields.length === 0 ? path : `${path}?${new URLSearchParams(fields)}`;
}

/** The file with what came late and what has no answer. */
export const backlogCsvHref = ({ incident, side }: Pick<Backlog, "incident" | "side">): string =>
  `/api/v1/incidents/${incident.number}/backlog.csv${side === "sent" ? "?side=sent" : ""}`;

/** The messages that make a number of the table, of one row or of all. */
export function rowsHref({ incident, side, days }: Backlog, left: Leftover, row?: BacklogRow): string {
  const place: Filter =
    row === undefined
      ? {}
      : row.installationId === null
        ? { municipality: row.municipality?.code }
        : { installation: row.installationId };
  const sent: Filter = side === "sent" ? { side } : {};
  return messagesHref({ ...sent, ...place, incident: incident.number, left, ...days });
}
