import type { Viewer } from "../../access/viewer.ts";
import { asViewer } from "../../db/viewer.ts";
import { addDays, danishDay, danishMidnight } from "../../time/danish.ts";
import {
  COUNTED,
  countQuarantine,
  findings,
  PAGE,
  quarantineReasons,
  quarantineRows,
  refusals,
  type StoredFinding,
  visibleSources,
} from "./read-sql.ts";
import type {
  ConformancePage,
  ConformanceQuery,
  ConformanceRow,
  Finding,
  QuarantinePage,
  QuarantineQuery,
} from "./shapes.ts";

const DAYS = { "7d": 7, "30d": 30, "90d": 90 } as const;
const counted = (count: number) => ({ count, atLeast: count >= COUNTED });

/** What could not be taken from the viewer's own sources (the operator: from all), newest first. Never any content. */
export function readQuarantine(viewer: Viewer, query: QuarantineQuery, now: Date): Promise<QuarantinePage> {
  return asViewer(viewer, "received", async (tx) => {
    const found = await quarantineRows(tx, query);
    const rows = found.slice(0, PAGE);
    const last = rows.at(-1);
    return {
      rows: rows.map(({ id, source, first_at, last_at, times, size, standard, reason, position, closed_at }) => ({
        id,
        source,
        firstAt: first_at.toISOString(),
        lastAt: last_at.toISOString(),
        times,
        size,
        standard,
        reason,
        position: position === null ? null : Number(position),
        closedAt: closed_at?.toISOString() ?? null,
      })),
      total: counted(await countQuarantine(tx, query)),
      open: counted(await countQuarantine(tx, { show: "open" })),
      next: found.length > PAGE && last ? `${last.last_at.getTime()}.${last.id}` : null,
      sources: await visibleSources(tx),
      reasons: await quarantineReasons(tx),
      asOf: now.toISOString(),
    };
  });
}

/** Which standards, versions and codes arrived from the viewer's own sources, and what they lacked, by sender. */
export function readConformance(viewer: Viewer, query: ConformanceQuery, now: Date): Promise<ConformancePage> {
  const to = addDays(danishDay(now.getTime()), 1);
  const from = addDays(to, -DAYS[query.period]);
  return asViewer(viewer, "received", async (tx) => {
    const rows = rowsOf(await findings(tx, from, to, query.source ?? null));
    const refused = await refusals(tx, from, to, query.source ?? null);
    return {
      period: { from: new Date(danishMidnight(from)).toISOString(), to: now.toISOString() },
      rows,
      refusals: refused.map(({ sender_gln, sender_name, ...told }) => ({
        ...told,
        senderGln: sender_gln === "" ? null : sender_gln,
        senderName: sender_name,
      })),
      taken: rows.reduce((sum, { messages }) => sum + messages, 0),
      refused: refused.reduce((sum, { n }) => sum + n, 0),
      sources: await visibleSources(tx),
      asOf: now.toISOString(),
    };
  });
}

/** Whether the viewer has any source whose messages it may see. */
export const ownsSources = (viewer: Viewer): Promise<boolean> =>
  asViewer(viewer, "received", async (tx) => (await visibleSources(tx)).length > 0);

/** One row per standard, type and sender; every message was counted once under its version. */
function rowsOf(found: readonly StoredFinding[]): ConformanceRow[] {
  const rows = new Map<string, ConformanceRow>();
  const lists = { version: "versions", code: "codes", remark: "remarks" } as const;
  for (const { standard, format, type, sender_gln, sender_name, kind, value, n } of found) {
    const key = JSON.stringify([standard, format, type, sender_gln]);
    const row = rows.get(key) ?? {
      ...{ standard, format, type, messages: 0, versions: [], codes: [], remarks: [] },
      senderGln: sender_gln === "" ? null : sender_gln,
      senderName: sender_name,
    };
    const list: Finding[] = row[lists[kind]];
    list.push({ value, n });
    if (kind === "version") row.messages += n;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => b.remarks.length - a.remarks.length || b.messages - a.messages);
}
