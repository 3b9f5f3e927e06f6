import type { PoolClient } from "pg";
import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { CHANNELS, MOMENTS, SAID_KINDS } from "../../subscriptions/shapes.ts";
import type { Shown } from "./shapes.ts";

type Db = Pick<PoolClient, "query">;
const instant = z.date().transform((at) => at.toISOString());

const endpoint = z.object({
  id: z.number(),
  label: z.string(),
  channel: z.enum(CHANNELS),
  address: z.string().nullable(),
  confirmedAt: instant.nullable(),
  disabledAt: instant.nullable(),
  disabledWhy: z.string().nullable(),
  secretAt: instant.nullable(),
  oldSecretUntil: instant.nullable(),
});
/** An address of an organisation; null where it is nobody's or another's. `shown`: the reader's role reads addresses. */
export async function endpointOf(db: Db, organisationId: number, id: number, shown: boolean) {
  const { rows } = await db.query(
    `SELECT id, label, channel::text AS channel, ${shown ? "access.shown_address(channel, address)" : "NULL::text"} AS address, confirmed_at AS "confirmedAt",
       disabled_at AS "disabledAt", disabled_why AS "disabledWhy", secret_at AS "secretAt", old_secret_until AS "oldSecretUntil"
     FROM endpoint WHERE organisation_id = $1 AND id = $2`,
    [organisationId, id],
  );
  return endpoint.nullable().parse(rows[0] ?? null);
}

const attempt = z.object({
  nr: z.number(),
  at: z.string(),
  code: z.string(),
  status: z.number().nullable(),
  ms: z.number().nullable(),
});
const dispatch = z.object({
  id: z.string(),
  notice_id: z.number(),
  kind: z.enum(SAID_KINDS),
  moment: z.enum(MOMENTS),
  title: z.string(),
  title_en: z.string(),
  at: z.date(),
  held_at: z.date().nullable(),
  state: z.enum(["waiting", "sending", "sent", "failed", "suppressed", "gathered"]),
  why: z.string().nullable(),
  not_before: z.date(),
  sent_at: z.date().nullable(),
  replayed_after: z.number().nullable(),
  gathered_in: z.string().nullable(),
  attempts: z.array(attempt),
});
export type DispatchRecord = z.output<typeof dispatch>;

// What was gathered came as far as the one that carried it; what arrived once has arrived.
const CAME =
  "coalesce(c.state, CASE WHEN d.state = 'suppressed' AND d.sent_at IS NOT NULL THEN 'sent' ELSE d.state END)";
const GROUPS: Record<Shown, string> = {
  all: "true",
  underway: `${CAME} IN ('waiting', 'sending', 'held')`,
  sent: `${CAME} = 'sent'`,
  failed: `${CAME} IN ('failed', 'suppressed')`,
};
const DISPATCH = `
  SELECT d.id, d.notice_id, g.kind::text AS kind, g.moment::text AS moment, g.title, g.title_en, n.at, g.held_at, d.state::text AS state, d.why,
    d.not_before, d.sent_at, d.replayed_after, d.gathered_in,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('nr', t.nr, 'at', to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'code', t.code, 'status', t.status, 'ms', t.ms) ORDER BY t.nr), '[]') FROM dispatch_try t WHERE t.dispatch_id = d.id) AS attempts
  FROM dispatch d JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = n.signal_id LEFT JOIN dispatch c ON c.id = d.gathered_in`;

/** Dispatches to an address, the newest first, before a key of the list. */
export async function dispatchesOf(
  db: Db,
  endpointId: number,
  { show, before, limit }: { show: Shown; before: number | undefined; limit: number },
): Promise<DispatchRecord[]> {
  const { rows } = await db.query(
    `${DISPATCH} WHERE d.endpoint_id = $1 AND d.notice_id < $2 AND ${GROUPS[show]} ORDER BY d.notice_id DESC LIMIT $3`,
    [endpointId, before ?? 2_147_483_647, limit],
  );
  return z.array(dispatch).parse(rows);
}

export async function dispatchOf(db: Db, endpointId: number, id: string): Promise<DispatchRecord | null> {
  const { rows } = await db.query(`${DISPATCH} WHERE d.endpoint_id = $1 AND d.id = $2`, [endpointId, id]);
  return dispatch.nullable().parse(rows[0] ?? null);
}

const counts = z.object({ all: z.number(), underway: z.number(), sent: z.number(), failed: z.number() });
/** How many dispatches an address has had, by how far they have come. */
export async function countsOf(db: Db, endpointId: number): Promise<Record<Shown, number>> {
  const columns = Object.entries(GROUPS).map(([name, holds]) => `count(*) FILTER (WHERE ${holds})::int AS "${name}"`);
  const { rows } = await db.query(
    `SELECT ${columns.join(", ")} FROM dispatch d LEFT JOIN dispatch c ON c.id = d.gathered_in WHERE d.endpoint_id = $1`,
    [endpointId],
  );
  return counts.parse(rows[0]);
}

const FAILED_SINCE = "d.endpoint_id = $1 AND d.state IN ('failed', 'suppressed') AND n.at >= $2::timestamptz";
/** How many that failed of what was said since a time. */
export async function failedSince(db: Db, endpointId: number, since: string): Promise<number> {
  const { rows } = await db.query(
    `SELECT count(*)::int AS count FROM dispatch d JOIN notice n ON n.id = d.notice_id WHERE ${FAILED_SINCE}`,
    [endpointId, since],
  );
  return z.object({ count: z.number() }).parse(rows[0]).count;
}

const trial = z.object({
  id: z.number(),
  at: instant,
  code: z.string(),
  status: z.number().nullable(),
  ms: z.number(),
});
/** The latest trials of an address. */
export async function trialsOf(db: Db, endpointId: number) {
  const { rows } = await db.query(
    "SELECT id, at, code, status, ms FROM endpoint_trial WHERE endpoint_id = $1 ORDER BY id DESC LIMIT 5",
    [endpointId],
  );
  return z.array(trial).parse(rows);
}

// Attempts are counted anew, and a worker that has it in hand keeps it.
const AGAIN = "UPDATE dispatch d SET state = 'waiting', why = NULL, not_before = $3, replayed_after = d.attempts";
const OVER = `(d.state IN ('sent', 'failed', 'suppressed') OR (d.state = 'waiting' AND d.attempts > coalesce(d.replayed_after, 0)
  AND coalesce(d.why, '') NOT IN ('quiet', 'digest', 'interval', 'cap')))`;
/** Has these sent again, but for those that are under way. Answers how many are. */
export const replayThese = async (ask: Ask, endpointId: number, ids: readonly string[], now: Date): Promise<number> =>
  (
    await ask(`${AGAIN} WHERE d.endpoint_id = $1 AND d.id = ANY ($2::uuid[]) AND ${OVER} RETURNING d.id`, [
      endpointId,
      ids,
      now,
    ])
  ).length;
/** The same of all that failed of what was said since a time. */
export const replaySince = async (ask: Ask, endpointId: number, since: string, now: Date): Promise<number> =>
  (
    await ask(`${AGAIN} FROM notice n WHERE n.id = d.notice_id AND ${FAILED_SINCE} RETURNING d.id`, [
      endpointId,
      since,
      now,
    ])
  ).length;
