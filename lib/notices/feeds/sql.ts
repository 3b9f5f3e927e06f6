import type { PoolClient } from "pg";
import { z } from "zod";
import { readOnlyAs } from "../../db/read-only.ts";
import { LOCALES } from "../../i18n/locales.ts";
import { SEVERITIES } from "../../status/shapes.ts";
import { AXES, FETCHED, MOMENTS, SAID_KINDS } from "../../subscriptions/shapes.ts";

type Db = Pick<PoolClient, "query">;
/** By what a personal address is asked: the hash of its secret, and the Danish day its holder must have access on. */
export type Asked = { hash: string; day: string };

/** Runs reads in the role that may ask what lies at a personal address, and nothing else. */
export const asFeed = <T>(run: (tx: PoolClient) => Promise<T>): Promise<T> => readOnlyAs("kvit_feed", {}, run);

const instant = z.date().transform((at) => at.toISOString());
const because = z.array(z.object({ axis: z.enum(AXES), value: z.string() }));

const feed = z.object({
  id: z.number(),
  channel: z.enum(FETCHED),
  label: z.string(),
  locale: z.enum(LOCALES).catch("da"),
  organisation: z.string(),
  since: instant,
});
/** The address; null where nobody holds it by right. */
export async function feedOf(db: Db, { hash, day }: Asked): Promise<z.output<typeof feed> | null> {
  const { rows } = await db.query("SELECT * FROM access.feed($1, $2)", [hash, day]);
  return feed.nullable().parse(rows[0] ?? null);
}

const notice = z.object({
  dispatch_id: z.string(),
  opened_by: z.string(),
  sent_at: instant,
  notice_id: z.number(),
  because,
  subscription_id: z.number(),
  subscription: z.string(),
  confirm: z.boolean(),
  signal_id: z.number(),
  at: instant,
  kind: z.enum(SAID_KINDS),
  moment: z.enum(MOMENTS),
  thread: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  services: z.array(z.string()),
  municipalities: z.array(z.number()),
  messages: z.number().nullable(),
  title: z.string(),
  title_en: z.string(),
  text: z.string(),
  text_en: z.string(),
});
export type NoticeRow = z.output<typeof notice>;
/** What was told there since, newest first. */
export async function noticesAt(db: Db, { hash, day }: Asked, since: Date, most: number): Promise<NoticeRow[]> {
  const { rows } = await db.query("SELECT * FROM access.feed_notices($1, $2, $3, $4)", [hash, day, since, most]);
  return z.array(notice).parse(rows);
}

const told = z.object({ uid: z.string(), sent_at: instant, subscription: z.string(), because });
/** The windows told of there that were not over by then, soonest first. */
export async function windowsAt(
  db: Db,
  { hash, day }: Asked,
  since: Date,
  most: number,
): Promise<z.output<typeof told>[]> {
  const { rows } = await db.query("SELECT * FROM access.feed_windows($1, $2, $3, $4)", [hash, day, since, most]);
  return z.array(told).parse(rows);
}

/** Whether what is told at an address can still be read there on a Danish day. */
export async function isOpen(db: Db, endpointId: number, day: string): Promise<boolean> {
  const { rows } = await db.query<{ open: boolean }>("SELECT access.feed_is_open($1, $2) AS open", [endpointId, day]);
  return rows[0]?.open === true;
}

/** Writes down the day an address was fetched, once. */
export const markFetched = (db: Db, endpointId: number, day: string): Promise<unknown> =>
  db.query("UPDATE endpoint SET read_on = $2::date WHERE id = $1 AND read_on IS DISTINCT FROM $2::date", [
    endpointId,
    day,
  ]);
