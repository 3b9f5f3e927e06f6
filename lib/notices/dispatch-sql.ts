import type { PoolClient } from "pg";
import { z } from "zod";
import { SEVERITIES, TROUBLES } from "../status/shapes.ts";
import { CHANNELS, type Channel, MOMENTS, SAID_KINDS, type Signal } from "../subscriptions/shapes.ts";

type Db = Pick<PoolClient, "query">;
/** Locks under this class say that a worker is alive; one more lets workers claim in turn. */
const WORKER_LOCK = 223_606_797;
const CLAIM_LOCK = 173_205_080;

/** Holds a lock for the life of this connection, so that others see when its worker is gone. */
export const holdWorkerLock = (db: Db, worker: number): Promise<unknown> =>
  db.query("SELECT pg_advisory_lock($1, $2)", [WORKER_LOCK, worker]);

/** Gives back what workers that are gone had claimed: it is sent again, since nobody knows whether it was. */
export async function releaseOrphans(db: Db): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE dispatch SET state = 'waiting', claimed_by = NULL
     WHERE state = 'sending' AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory'
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid = $1 AND l.objid::bigint = dispatch.claimed_by)`,
    [WORKER_LOCK],
  );
  return rowCount ?? 0;
}

// What arrived once stays so, however it went when it was sent again.
const GIVEN_UP = "CASE WHEN sent_at IS NULL THEN 'failed' ELSE 'sent' END::dispatch_state";

/** Which of these were stopped by hand since they were claimed. */
export async function heldAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT d.id FROM dispatch d JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = n.signal_id
     WHERE d.id = ANY ($1::uuid[]) AND g.held_at IS NOT NULL`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Gives back what was claimed and not begun, as if it never was. */
export const giveBack = (db: Db, ids: readonly string[]): Promise<unknown> =>
  db.query(
    "UPDATE dispatch SET state = 'waiting', claimed_by = NULL, attempts = attempts - 1 WHERE id = ANY ($1::uuid[]) AND state = 'sending'",
    [ids],
  );

/** What has been due for a day and a bit and found no way out (no channel set up, no worker) is old news: it is given up. */
export const giveUpLate = (db: Db, now: Date): Promise<unknown> =>
  db.query(
    `UPDATE dispatch SET state = ${GIVEN_UP}, why = 'too_late' WHERE state = 'waiting' AND not_before < $1::timestamptz - interval '26 hours'`,
    [now],
  );

const because = z.array(z.object({ axis: z.string(), value: z.string() }));
const claimed = z.object({
  id: z.string(),
  noticeId: z.number(),
  attempts: z.number(),
  /** Of those the ones since it was last asked for, and when the first of them was; null before it. */
  nth: z.number(),
  since: z.date().nullable(),
  thread: z.string(),
  openedBy: z.string(),
  endpointId: z.number(),
  channel: z.enum(CHANNELS),
  address: z.string(),
  secret: z.string().nullable(),
  oldSecret: z.string().nullable(),
  label: z.string(),
  locale: z.string(),
  because,
  subscriptionId: z.number(),
  subscriptionName: z.string(),
  confirm: z.boolean(),
  /** Null of somebody without an account. */
  organisationId: z.number().nullable(),
  signalIds: z.array(z.number()),
});
export type Claimed = z.output<typeof claimed>;

/**
 * Claims what is due on these channels, the oldest first: of each address and thread the newest that is due, with all earlier
 * ones of that thread gathered in it, and with what else waits there for the same calm. Nothing of a thread is taken while an
 * earlier one of it is under way, so its order is kept. Workers claim in turn.
 */
export async function claim(
  db: Db,
  worker: number,
  channels: readonly Channel[],
  limit: number,
  now: Date,
): Promise<Claimed[]> {
  await db.query("BEGIN");
  try {
    await db.query("SELECT pg_advisory_xact_lock($1)", [CLAIM_LOCK]);
    const { rows: taken } = await db.query<{ id: string }>(TAKE, [worker, channels, now, limit]);
    if (taken.length > 0) await db.query(GATHER, [taken.map(({ id }) => id), now]);
    const all = await claimedByIds(
      db,
      taken.map(({ id }) => id),
      now,
    );
    await db.query("COMMIT");
    return all;
  } catch (error) {
    await db.query("ROLLBACK");
    throw error;
  }
}

/** Dispatches as they are sent, in the order of what was said. */
export async function claimedByIds(db: Db, ids: readonly string[], now: Date): Promise<Claimed[]> {
  const { rows } = await db.query(CLAIMED, [ids, now]);
  return z.array(claimed).parse(rows);
}

// The newest due of each conversation, and of what waits for a digest, quiet hours or the cap the newest of each address. What
// somebody has sent again goes by itself, as it was: of each conversation the oldest first.
const TAKE = `
  WITH due AS (
    SELECT d.id, d.not_before, d.endpoint_id, g.thread, g.id AS signal,
      row_number() OVER (PARTITION BY d.endpoint_id, d.replayed_after IS NULL,
        CASE WHEN d.why IN ('digest', 'quiet', 'cap') THEN '' ELSE g.thread END
        ORDER BY CASE WHEN d.replayed_after IS NULL THEN -g.id ELSE g.id END) AS nth
    FROM dispatch d JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = n.signal_id
      JOIN endpoint e ON e.id = d.endpoint_id
    WHERE d.state = 'waiting' AND d.not_before <= $3 AND g.held_at IS NULL AND e.channel::text = ANY ($2::text[])
      AND e.disabled_at IS NULL
      AND NOT EXISTS (SELECT FROM dispatch o JOIN notice m ON m.id = o.notice_id JOIN signal h ON h.id = m.signal_id
        WHERE o.endpoint_id = d.endpoint_id AND h.thread = g.thread AND o.state = 'sending'))
  UPDATE dispatch SET state = 'sending', claimed_by = $1, attempts = attempts + 1
  WHERE id IN (SELECT id FROM due WHERE nth = 1 ORDER BY not_before, id LIMIT $4)
  RETURNING id`;

const GATHER = `
  WITH carrier AS (
    SELECT d.id, d.endpoint_id, d.why, g.thread, g.id AS signal FROM dispatch d JOIN notice n ON n.id = d.notice_id
      JOIN signal g ON g.id = n.signal_id WHERE d.id = ANY ($1::uuid[]) AND d.replayed_after IS NULL)
  UPDATE dispatch SET state = 'gathered', gathered_in = c.id
  FROM carrier c, notice m, signal h
  WHERE dispatch.state = 'waiting' AND dispatch.replayed_after IS NULL AND dispatch.endpoint_id = c.endpoint_id AND m.id = dispatch.notice_id AND h.id = m.signal_id
    AND h.held_at IS NULL AND h.id < c.signal
    AND (h.thread = c.thread OR (c.why IN ('digest', 'quiet', 'cap') AND dispatch.why IN ('digest', 'quiet', 'cap') AND dispatch.not_before <= $2))`;

const CLAIMED = `
  SELECT d.id, d.notice_id AS "noticeId", d.attempts, r.nth, r.since, g.thread, d.endpoint_id AS "endpointId",
    e.channel::text AS channel, e.address, e.secret, CASE WHEN e.old_secret_until > $2 THEN e.old_secret END AS "oldSecret", e.label, e.locale,
    n.because || coalesce((SELECT jsonb_agg(b) FROM dispatch o JOIN notice m ON m.id = o.notice_id, jsonb_array_elements(m.because) b
      WHERE o.gathered_in = d.id AND b->>'axis' = 'grown'), '[]') AS because, n.subscription_id AS "subscriptionId",
    s.name AS "subscriptionName", s.confirm_minutes IS NOT NULL AND g.moment <> 'resolved' AS confirm, n.organisation_id AS "organisationId",
    coalesce((SELECT o.id FROM dispatch o JOIN notice m ON m.id = o.notice_id JOIN signal h ON h.id = m.signal_id
      WHERE o.endpoint_id = d.endpoint_id AND h.thread = g.thread AND o.sent_at IS NOT NULL ORDER BY h.id LIMIT 1), d.id) AS "openedBy",
    ARRAY(SELECT m.signal_id FROM dispatch o JOIN notice m ON m.id = o.notice_id
      WHERE o.id = d.id OR o.gathered_in = d.id ORDER BY m.signal_id) AS "signalIds"
  FROM dispatch d JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = n.signal_id
    JOIN endpoint e ON e.id = d.endpoint_id JOIN subscription s ON s.id = n.subscription_id
    CROSS JOIN LATERAL (SELECT count(*)::int + 1 AS nth, min(t.at) AS since FROM dispatch_try t
      WHERE t.dispatch_id = d.id AND t.nr > coalesce(d.replayed_after, 0)) r
  WHERE d.id = ANY ($1::uuid[]) ORDER BY g.id, d.id`;

const signalRow = z.object({
  id: z.number(),
  at: z.date(),
  kind: z.enum(SAID_KINDS),
  moment: z.enum(MOMENTS),
  thread: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  trouble: z.enum(TROUBLES).nullable(),
  services: z.array(z.string()),
  stations: z.array(z.string()),
  types: z.array(z.string()),
  installations: z.array(z.number()),
  municipalities: z.array(z.number()),
  regions: z.array(z.number()),
  vendors: z.array(z.number()),
  messages: z.number().nullable(),
  subscriptionId: z.number().nullable(),
  title: z.string(),
  titleEn: z.string(),
  text: z.string(),
  textEn: z.string(),
});

/** Signals by id, with what was said. */
export async function signalsByIds(db: Db, ids: readonly number[]): Promise<Map<number, Signal>> {
  const { rows } = await db.query(`${SIGNALS} WHERE g.id = ANY ($1::int[])`, [ids]);
  return new Map(
    z
      .array(signalRow)
      .parse(rows)
      .map((row) => [row.id, signalOf(row)]),
  );
}

const SIGNALS = `
  SELECT g.id, g.at, g.kind::text AS kind, g.moment::text AS moment, g.thread, g.severity::text AS severity, g.trouble::text AS trouble,
    ARRAY(SELECT v.code FROM service v WHERE v.id = ANY (g.service_ids) ORDER BY v.position) AS services, g.stations, g.types,
    g.installation_ids AS installations, g.municipality_ids AS municipalities, g.region_ids AS regions, g.vendor_ids AS vendors,
    g.messages, g.subscription_id AS "subscriptionId", g.title, g.title_en AS "titleEn", g.text, g.text_en AS "textEn"
  FROM signal g`;

function signalOf({ at, title, titleEn, text, textEn, ...facts }: z.output<typeof signalRow>): Signal {
  return { ...facts, at: at.toISOString(), title: { da: title, en: titleEn }, text: { da: text, en: textEn } };
}

type Tried = { id: string; attempt: number; at: Date; code: string; status: number | null; ms: number };
/** What came of an attempt, in one commit: its line in the log, and where the dispatch goes from there. */
export const recordTry = (
  db: Db,
  tried: Tried,
  next: { state: "sent" | "given_up" | "waiting"; why: string | null; notBefore: Date | null },
): Promise<unknown> =>
  db.query(
    `WITH log AS (INSERT INTO dispatch_try (dispatch_id, nr, at, code, status, ms) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (dispatch_id, nr) DO NOTHING)
     UPDATE dispatch SET state = CASE WHEN $7 = 'given_up' THEN ${GIVEN_UP} ELSE $7::dispatch_state END, why = $8,
       not_before = coalesce($9, not_before), claimed_by = NULL, sent_at = coalesce(sent_at, CASE WHEN $7 = 'sent' THEN $3::timestamptz END)
     WHERE id = $1`,
    [
      ...[tried.id, tried.attempt, tried.at, tried.code, tried.status, tried.ms],
      ...[next.state, next.why, next.notBefore],
    ],
  );
