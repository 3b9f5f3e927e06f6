import { ownerPool } from "../../db/pool.ts";
import { addDays, danishDay } from "../../time/danish.ts";
import { SENT } from "./sql.ts";

const DAY_MS = 24 * 3_600_000;
const DAYS = 7;
const KNOWN_FOR_MS = 60_000;
let pace = { at: Number.NEGATIVE_INFINITY, perDay: 0 };

/**
 * About how many deliveries of everybody lie in a span, from the last week's. Only ever weighs one way of reading against
 * another: it is read as the owner, since nobody who does not see everything may be told.
 */
export async function usuallyIn({ from, to }: { from: number; to: number }, now: number): Promise<number> {
  if (Math.abs(now - pace.at) > KNOWN_FOR_MS) {
    const today = danishDay(now);
    const { rows } = await ownerPool().query<{ n: number }>(
      `SELECT coalesce(sum(${SENT}), 0) AS n FROM ledger.rollup_day_total r WHERE r.bucket > $1::date AND r.bucket <= $2::date`,
      [addDays(today, -DAYS), today],
    );
    pace = { at: now, perDay: (rows[0]?.n ?? 0) / DAYS };
  }
  return (pace.perDay * (to - from)) / DAY_MS;
}
