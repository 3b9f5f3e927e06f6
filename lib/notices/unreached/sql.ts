import type { PoolClient } from "pg";
import { z } from "zod";

const reach = z.object({
  id: z.number(),
  name: z.string(),
  kind: z.enum(["municipality", "region", "vendor"]),
  asked: z.boolean(),
  subscribed: z.boolean(),
  listed: z.boolean(),
  mailboxes: z.number(),
  invited: z.object({ at: z.string(), by: z.string(), addresses: z.number() }).nullable(),
});
/** How each organisation can be reached, by name. `everybody` is for who reads as oversight; others get those near them. */
export async function reachOf(db: Pick<PoolClient, "query">, everybody: boolean): Promise<z.output<typeof reach>[]> {
  const { rows } = await db.query(
    `SELECT r.organisation_id AS id, r.name, r.kind, r.asked, r.subscribed, r.listed,
       (SELECT count(DISTINCT lower(c.email))::int FROM contact c WHERE c.organisation_id = r.organisation_id) AS mailboxes,
       (SELECT jsonb_build_object('at', to_char(i.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', o.name, 'addresses', i.addresses)
         FROM invitation i JOIN organisation o ON o.id = i.by_organisation_id WHERE i.organisation_id = r.organisation_id ORDER BY i.at DESC LIMIT 1) AS invited
     FROM ${everybody ? "access.reach" : "access.reach_near()"} r ORDER BY r.name, r.organisation_id`,
  );
  return z.array(reach).parse(rows);
}
