import type { Pool } from "pg";
import { z } from "zod";
import type { Turn } from "./turn-rules.ts";

const turn = z.object({ from: z.number(), to: z.number(), had: z.array(z.number()), has: z.array(z.number()) });

/** Regions that have no municipality on a Danish day but had some, by the region that took these over then. */
export async function turnRows(pool: Pool, day: string): Promise<Turn[]> {
  const { rows } = await pool.query(
    `WITH m AS (SELECT b.region_id, b.member_id, b.valid_from, b.valid_to FROM membership b
       JOIN organisation o ON o.id = b.member_id AND o.kind = 'municipality'),
     here AS (SELECT * FROM m WHERE m.valid_from <= $1::date AND (m.valid_to IS NULL OR m.valid_to >= $1::date)),
     over AS (SELECT m.region_id, m.member_id FROM m WHERE m.valid_to < $1::date
       AND m.region_id NOT IN (SELECT h.region_id FROM here h)
       AND m.valid_to = (SELECT max(x.valid_to) FROM m x WHERE x.region_id = m.region_id))
     SELECT o.region_id AS "from", h.region_id AS "to", array_agg(o.member_id ORDER BY o.member_id) AS had,
       ARRAY(SELECT a.member_id FROM here a WHERE a.region_id = h.region_id ORDER BY 1) AS has
     FROM over o JOIN here h ON h.member_id = o.member_id GROUP BY o.region_id, h.region_id ORDER BY 1, 2`,
    [day],
  );
  return z.array(turn).parse(rows);
}
