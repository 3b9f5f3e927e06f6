import type { PoolClient } from "pg";
import { z } from "zod";

type Db = Pick<PoolClient, "query">;
const named = z.object({ id: z.number(), name: z.string() });
const list = z.object({ id: z.number(), name: z.string(), owner: named });
/** The lists the reader may see, by name. */
export async function listsSeen(db: Db): Promise<z.output<typeof list>[]> {
  const { rows } = await db.query(
    `SELECT l.id, l.name, jsonb_build_object('id', o.id, 'name', o.name) AS owner
     FROM contact_list l JOIN organisation o ON o.id = l.organisation_id ORDER BY o.name, l.id`,
  );
  return z.array(list).parse(rows);
}

const span = z.object({ days: z.array(z.number()), from: z.string(), to: z.string() });
const contact = z.object({
  id: z.number(),
  list_id: z.number(),
  organisation: named,
  function: z.string(),
  rank: z.union([z.literal(1), z.literal(2)]),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  hours: z.union([z.literal("always"), z.array(span)]),
  reviewed_at: z.date(),
  version: z.number(),
});
export type ContactRecord = z.output<typeof contact>;
/** Everybody on them, by organisation, the first contact first. */
export async function contactsSeen(db: Db): Promise<ContactRecord[]> {
  const { rows } = await db.query(
    `SELECT c.id, c.list_id, jsonb_build_object('id', o.id, 'name', o.name) AS organisation, c.function, c.rank, c.email, c.phone,
       c.hours, c.reviewed_at, c.version
     FROM contact c JOIN organisation o ON o.id = c.organisation_id ORDER BY o.name, c.rank, c.function, c.id`,
  );
  return z.array(contact).parse(rows);
}

/** A region itself and who belongs to it on a Danish day. */
export async function membersOf(db: Db, regionIds: readonly number[], day: string) {
  const { rows } = await db.query(
    `SELECT DISTINCT r.id AS region, o.id, o.name FROM unnest($1::int[]) r (id)
       JOIN organisation o ON o.id = r.id OR o.id IN (SELECT m.member_id FROM membership m WHERE m.region_id = r.id
         AND m.valid_from <= $2::date AND (m.valid_to IS NULL OR m.valid_to >= $2::date))
     WHERE o.kind IN ('region', 'municipality', 'hospital') ORDER BY o.name, o.id`,
    [regionIds, day],
  );
  return z.array(named.extend({ region: z.number() })).parse(rows);
}
