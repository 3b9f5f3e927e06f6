import type { PoolClient } from "pg";
import { z } from "zod";

const reach = z.object({
  id: z.number(),
  name: z.string(),
  kind: z.enum(["municipality", "region", "vendor"]),
  asked: z.boolean(),
  subscribed: z.boolean(),
  listed: z.boolean(),
});
/** How each organisation can be reached, by name. `everybody` is for who reads as oversight; others get those near them. */
export async function reachOf(db: Pick<PoolClient, "query">, everybody: boolean): Promise<z.output<typeof reach>[]> {
  const { rows } = await db.query(
    `SELECT r.organisation_id AS id, r.name, r.kind, r.asked, r.subscribed, r.listed
     FROM ${everybody ? "access.reach" : "access.reach_near()"} r ORDER BY r.name, r.organisation_id`,
  );
  return z.array(reach).parse(rows);
}
