import type { PoolClient } from "pg";
import { z } from "zod";
import { AXES, CHANNELS, type Channel } from "../../subscriptions/shapes.ts";
import { AWAY } from "../channels/channel.ts";
import type { Waiting } from "./gather.ts";

type Db = Pick<PoolClient, "query">;
/** Locks under this class say that a worker is alive. */
const WORKER_LOCK = 223_606_797;
const CLAIM_LOCK = 173_205_080;

/** Workers claim in turn: held until the transaction ends. */
export const holdClaimLock = (db: Db): Promise<unknown> => db.query("SELECT pg_advisory_xact_lock($1)", [CLAIM_LOCK]);

/** Holds a lock for the life of this connection, so that others see when its worker is gone. */
export const holdWorkerLock = (db: Db, worker: number): Promise<unknown> =>
  db.query("SELECT pg_advisory_lock($1, $2)", [WORKER_LOCK, worker]);

/**
 * Gives back what workers that are gone had claimed: it is sent again, since nobody knows whether it was; and what `worker` had
 * claimed when its connection broke off, which it knows nothing of (`known` is all it has).
 */
export async function releaseOrphans(db: Db, worker: number, known: readonly string[]): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE dispatch SET state = 'waiting', claimed_by = NULL
     WHERE state = 'sending' AND ((claimed_by = $2 AND id <> ALL ($3::uuid[])) OR NOT EXISTS (
       SELECT FROM pg_locks l WHERE l.locktype = 'advisory'
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid = $1 AND l.objid::bigint = dispatch.claimed_by))`,
    [WORKER_LOCK, worker, known],
  );
  return rowCount ?? 0;
}

// What arrived once stays so, however it went when it was sent again.
const GIVEN_UP = "CASE WHEN sent_at IS NULL THEN 'failed' ELSE 'sent' END::dispatch_state";

/** Which of these were stopped by hand since they were claimed. */
export async function heldAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT d.id FROM dispatch d JOIN signal g ON g.id = d.signal_id
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

/** Gives back what is not begun because its address is asleep by now. */
export const letSleep = (db: Db, id: string, until: Date): Promise<unknown> =>
  db.query(
    `UPDATE dispatch SET state = 'waiting', claimed_by = NULL, attempts = attempts - 1, why = 'quiet', not_before = $2
     WHERE id = $1 AND state = 'sending'`,
    [id, until],
  );

/** What has been due for a day and a bit on a channel that is not set up is old news: it is given up. `ways` are those that are. */
export const giveUpLate = (db: Db, ways: readonly Channel[], now: Date): Promise<unknown> =>
  db.query(
    `UPDATE dispatch d SET state = ${GIVEN_UP}, why = 'too_late' FROM endpoint e
     WHERE d.state = 'waiting' AND d.not_before < $1::timestamptz - interval '26 hours' AND e.id = d.endpoint_id AND e.channel <> ALL ($2::channel[])`,
    [now, ways],
  );

/** What waits on a channel because what it is sent through was away (`codes`) is due now that it is back. */
export const hurry = (db: Db, channel: Channel, codes: readonly string[], now: Date): Promise<unknown> =>
  db.query(
    `UPDATE dispatch d SET not_before = $3 FROM endpoint e
     WHERE d.state = 'waiting' AND d.why = ANY ($2) AND d.not_before > $3::timestamptz AND e.id = d.endpoint_id AND e.channel = $1::channel`,
    [channel, codes, now],
  );

type Candidate = Omit<Waiting, "notBefore"> & { notBefore: Date };
/**
 * All that the addresses with the oldest due dispatches of a channel wait for, `limit` of them. Not what somebody holds, nor what
 * follows it there, nor of a conversation that an earlier message is under way of, so that its order is kept.
 */
export async function waitingOf(db: Db, channel: Channel, limit: number, now: Date): Promise<Waiting[]> {
  const { rows } = await db.query<Candidate>(WAITING, [channel, now, limit]);
  return rows.map((row) => ({ ...row, notBefore: row.notBefore.getTime() }));
}

// One walk along the index of what is due that stops as soon as there is enough: no join may make it sort all that waits.
const WAITING = `
  WITH busy AS MATERIALIZED (
    SELECT o.endpoint_id, h.id AS signal_id
    FROM (SELECT d.endpoint_id, d.signal_id FROM dispatch d WHERE d.state = 'sending'
      UNION SELECT c.endpoint_id, c.signal_id FROM dispatch d JOIN dispatch c ON c.gathered_in = d.id WHERE d.state = 'sending') o
      JOIN signal g ON g.id = o.signal_id JOIN signal h ON h.thread = g.thread),
  held AS MATERIALIZED (
    SELECT d.endpoint_id, h.id AS signal_id FROM signal g JOIN dispatch d ON d.signal_id = g.id AND d.state = 'waiting'
      JOIN signal h ON h.thread = g.thread AND h.id >= g.id WHERE g.held_at IS NOT NULL),
  open AS NOT MATERIALIZED (
    SELECT d.* FROM dispatch d WHERE d.state = 'waiting' AND (d.endpoint_id, d.signal_id) NOT IN (SELECT k.endpoint_id, k.signal_id FROM held k)
      AND (d.endpoint_id, d.signal_id) NOT IN (SELECT b.endpoint_id, b.signal_id FROM busy b)),
  next AS MATERIALIZED (
    SELECT o.endpoint_id FROM open o
    WHERE o.not_before <= $2 AND (SELECT e.channel = $1::channel AND e.disabled_at IS NULL FROM endpoint e WHERE e.id = o.endpoint_id)
    ORDER BY o.not_before, o.id LIMIT $3)
  SELECT o.id, o.endpoint_id AS "endpointId", o.signal_id AS "signalId", g.thread, o.why, o.not_before AS "notBefore", o.replayed_after IS NOT NULL AS again
  FROM open o JOIN signal g ON g.id = o.signal_id WHERE o.endpoint_id = ANY (ARRAY(SELECT n.endpoint_id FROM next n))`;

/** Takes dispatches for a worker to send. */
export const takeDispatches = (db: Db, worker: number, ids: readonly string[]): Promise<unknown> =>
  db.query(
    "UPDATE dispatch SET state = 'sending', claimed_by = $1, attempts = attempts + 1 WHERE id = ANY ($2::uuid[])",
    [worker, ids],
  );

/** Lets dispatches go along in another, each with all that goes along in it. */
export const gatherDispatches = (db: Db, along: readonly { id: string; carrier: string }[]): Promise<unknown> =>
  db.query(
    `WITH moved AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS m (id, carrier)),
       further AS (UPDATE dispatch d SET gathered_in = m.carrier FROM moved m WHERE d.gathered_in = m.id)
     UPDATE dispatch d SET state = 'gathered', gathered_in = m.carrier FROM moved m WHERE d.id = m.id`,
    [along.map(({ id }) => id), along.map(({ carrier }) => carrier)],
  );

const reason = z.object({ axis: z.enum(AXES), value: z.string() });
const message = z.object({
  id: z.string(),
  attempts: z.number(),
  /** Somebody has it sent again. */
  again: z.boolean(),
  /** Of those the ones since it was last asked for, and when the first of them was that reached somebody; null before it. */
  nth: z.number(),
  since: z.date().nullable(),
  thread: z.string(),
  openedBy: z.string(),
  endpoint: z.object({
    id: z.number(),
    channel: z.enum(CHANNELS),
    address: z.string(),
    secret: z.string().nullable(),
    oldSecret: z.string().nullable(),
    label: z.string(),
    locale: z.string(),
  }),
  /** Null of somebody without an account. */
  organisationId: z.number().nullable(),
  /** All that it tells, its own first, then the newest. */
  notices: z.array(
    z.object({
      id: z.number(),
      signalId: z.number(),
      // A reason that this version knows no words for keeps nothing from being sent.
      because: z.array(z.unknown()).transform((all) => all.flatMap((one) => reason.safeParse(one).data ?? [])),
      /** Null where no subscription asked: it is said to an owner. */
      subscription: z.object({ id: z.number(), name: z.string() }).nullable(),
      /** Its quiet hours; null where no subscription asked. */
      quiet: z
        .object({ quietFrom: z.string().nullable(), quietTo: z.string().nullable(), criticalPasses: z.boolean() })
        .nullable(),
      critical: z.boolean(),
      confirm: z.boolean(),
    }),
  ),
});
export type Claimed = z.output<typeof message>;
/** What is sent by these dispatches: to whom, and the notices in each. */
export async function messagesOf(db: Db, ids: readonly string[], now: Date): Promise<Claimed[]> {
  const { rows } = await db.query(MESSAGES, [ids, now]);
  return z.array(message).parse(rows);
}

const WAS_AWAY = Object.entries(AWAY)
  .map(
    ([channel, codes]) => `(e.channel = '${channel}' AND t.code IN (${codes.map((code) => `'${code}'`).join(", ")}))`,
  )
  .join(" OR ");
const MESSAGES = `
  SELECT d.id, d.attempts, d.replayed_after IS NOT NULL AS again, r.nth, r.since, g.thread, n.organisation_id AS "organisationId",
    jsonb_build_object('id', e.id, 'channel', e.channel, 'address', e.address, 'label', e.label, 'locale', e.locale,
      'secret', e.secret, 'oldSecret', CASE WHEN e.old_secret_until > $2 THEN e.old_secret END) AS endpoint,
    coalesce((SELECT o.id FROM signal h JOIN dispatch o ON o.endpoint_id = d.endpoint_id AND o.signal_id = h.id
      WHERE h.thread = g.thread AND o.sent_at IS NOT NULL ORDER BY h.id LIMIT 1), d.id) AS "openedBy",
    (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'signalId', m.signal_id, 'because', m.because,
        'subscription', CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('id', s.id, 'name', s.name) END,
        'quiet', CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('quietFrom', s.quiet_from, 'quietTo', s.quiet_to, 'criticalPasses', s.critical_passes) END,
        'critical', coalesce(h.severity = 'critical', false),
        'confirm', s.confirm_minutes IS NOT NULL AND h.moment <> 'resolved' AND h.kind NOT IN ('address', 'owner'))
        ORDER BY o.id = d.id DESC, m.signal_id DESC, m.id)
      FROM (SELECT d.id, d.notice_id UNION ALL SELECT c.id, c.notice_id FROM dispatch c WHERE c.gathered_in = d.id) o
        JOIN notice m ON m.id = o.notice_id LEFT JOIN subscription s ON s.id = m.subscription_id JOIN signal h ON h.id = m.signal_id) AS notices
  FROM dispatch d JOIN notice n ON n.id = d.notice_id JOIN signal g ON g.id = d.signal_id JOIN endpoint e ON e.id = d.endpoint_id
    CROSS JOIN LATERAL (SELECT count(*)::int + 1 AS nth, min(t.at) FILTER (WHERE NOT (${WAS_AWAY})) AS since FROM dispatch_try t
      WHERE t.dispatch_id = d.id AND t.nr > coalesce(d.replayed_after, 0)) r
  WHERE d.id = ANY ($1::uuid[]) ORDER BY d.signal_id, d.id`;

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
