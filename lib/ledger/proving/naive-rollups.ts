import { LEG_BIN_BOUNDS, RECEIPT_BIN_BOUNDS } from "../latency.ts";
import type { Row } from "./naive.ts";

export type Rollups = Record<"hour" | "day" | "dayTotal" | "leg" | "code", Row[]>;

/** Every rollup counted from the deliveries, one delivery at a time. A row's `counts` leaves out what is 0. */
export function naiveRollups(deliveries: readonly Row[]): Rollups {
  const tables: Record<keyof Rollups, Map<string, Record<string, number>>> = {
    hour: new Map(),
    day: new Map(),
    dayTotal: new Map(),
    leg: new Map(),
    code: new Map(),
  };
  const add = (table: keyof Rollups, key: unknown[], columns: string[]) => {
    const counts = tables[table].get(key.join("|")) ?? {};
    for (const column of columns) counts[column] = (counts[column] ?? 0) + 1;
    tables[table].set(key.join("|"), counts);
  };
  for (const d of deliveries) {
    const sentAt = d.sent_at as number;
    const day = new Date(sentAt).toLocaleDateString("en-CA", { timeZone: "Europe/Copenhagen" });
    const hour = new Date(Math.floor(sentAt / 3_600_000) * 3_600_000).toISOString();
    const who = [d.installation_id, d.type_id, d.sender_organisation_id, d.receipt_role];
    const columns = [
      `state ${d.state}`,
      ...(d.latency_ms === null ? [] : [`lat ${bin(d.latency_ms as number, RECEIPT_BIN_BOUNDS)}`]),
    ];
    add("hour", [hour, ...who], columns);
    add("day", [day, ...who], columns);
    add("dayTotal", [day, d.installation_id, d.type_id, d.receipt_role], columns);
    for (const code of d.codes as string[]) add("code", [day, ...who, code], ["n"]);
    for (const [i, slot] of (d.leg_slot as number[]).entries()) {
      const ms = (d.leg_ms as (number | null)[])[i];
      if (ms === null || ms === undefined) continue;
      const bucket = new Date(Math.floor(((d.leg_at as number[])[i] ?? 0) / 300_000) * 300_000).toISOString();
      const [operator, direction, station] = [Math.floor(slot / 16), slot % 16 >= 8 ? 1 : 0, slot % 8];
      add(
        "leg",
        [bucket, d.installation_id, direction, station, operator, d.sender_organisation_id, d.receipt_role],
        ["n", `lat ${bin(ms, LEG_BIN_BOUNDS)}`],
      );
    }
  }
  const rows = (table: keyof Rollups) => [...tables[table]].map(([key, counts]) => ({ key, counts: inOrder(counts) }));
  return { hour: rows("hour"), day: rows("day"), dayTotal: rows("dayTotal"), leg: rows("leg"), code: rows("code") };
}

const bin = (ms: number, bounds: readonly number[]) => bounds.filter((bound) => ms > bound).length;

/** Counts that are not 0, named in order, so that two of them can be compared as text. */
export function inOrder(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, n]) => n !== 0)
    .map(([column, n]) => `${column}=${n}`)
    .sort()
    .join(" ");
}
