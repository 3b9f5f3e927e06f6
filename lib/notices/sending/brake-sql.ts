import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { SIGNAL_KINDS } from "../../subscriptions/shapes.ts";
import { BRAKE_MINUTES } from "./rules.ts";

const brake = z.object({ id: z.number(), until: z.date() });
/** What of a signal waits for the desk already; null where nothing does. */
export const openBrakeOf = async (ask: Ask, signalId: number, now: Date): Promise<z.output<typeof brake> | null> =>
  z.array(brake).parse(
    await ask(
      `SELECT id, until FROM brake WHERE signal_id = $1::int AND decided_at IS NULL AND until > $2::timestamptz
         ORDER BY id DESC LIMIT 1 FOR UPDATE`,
      [signalId, now],
    ),
  )[0] ?? null;

const count = z.object({ count: z.number() });
/** At how many addresses a signal is told without anybody having seen how many: by these notices, and by others that came after it. */
export async function unseenOf(ask: Ask, signalId: number, noticeIds: readonly number[]): Promise<number> {
  const [row] = await ask(
    `SELECT count(DISTINCT d.endpoint_id)::int AS count FROM signal g JOIN notice n ON n.signal_id = g.id JOIN dispatch d ON d.notice_id = n.id
     WHERE g.id = $1::int AND n.brake_id IS NULL AND (n.id = ANY ($2::int[]) OR n.at > g.at) AND d.state <> 'suppressed'`,
    [signalId, noticeIds],
  );
  return count.parse(row).count;
}

export async function insertBrake(ask: Ask, signalId: number, now: Date, until: Date): Promise<number> {
  const [row] = await ask<{ id: number }>(
    "INSERT INTO brake (signal_id, at, until) VALUES ($1::int, $2::timestamptz, $3::timestamptz) RETURNING id",
    [signalId, now, until],
  );
  if (!row) throw new Error("A brake was not written");
  return row.id;
}

/** Lets notices wait until then. What waits for its calm keeps that as its reason, and goes no sooner. */
export const putUnder = (ask: Ask, brakeId: number, until: Date, noticeIds: readonly number[]): Promise<unknown> =>
  ask(
    `WITH under AS (UPDATE notice SET brake_id = $1::int WHERE id = ANY ($3::int[]) RETURNING id)
     UPDATE dispatch d SET not_before = $2::timestamptz, why = coalesce(d.why, 'brake') FROM under
     WHERE d.notice_id = under.id AND d.state = 'waiting' AND d.not_before < $2::timestamptz`,
    [brakeId, until, noticeIds],
  );

const decided = z.object({ thread: z.string() });
/** Writes down what was decided, once and before its time is up; null where it is too late for that. */
export const decide = async (
  ask: Ask,
  { brakeId, letGo, personId }: { brakeId: number; letGo: boolean; personId: number },
  now: Date,
): Promise<string | null> =>
  z.array(decided).parse(
    await ask(
      `UPDATE brake b SET decided_at = $4::timestamptz, decided_by_id = $3::int, let_go = $2::boolean FROM signal g
         WHERE b.id = $1::int AND g.id = b.signal_id AND b.decided_at IS NULL AND b.until > $4::timestamptz RETURNING g.thread`,
      [brakeId, letGo, personId, now],
    ),
  )[0]?.thread ?? null;

const UNDER = "FROM notice n WHERE n.id = d.notice_id AND n.brake_id = $1::int AND d.state = 'waiting'";
/** Answers one for each. */
export const letGo = (ask: Ask, brakeId: number, now: Date): Promise<{ id: string }[]> =>
  ask(
    `UPDATE dispatch d SET not_before = $2::timestamptz, why = NULL ${UNDER} AND d.why = 'brake'
     RETURNING d.id, pg_notify('notices', '')::text`,
    [brakeId, now],
  );
export const giveUp = (ask: Ask, brakeId: number): Promise<{ id: string }[]> =>
  ask(`UPDATE dispatch d SET state = 'suppressed', why = 'cancelled' ${UNDER} RETURNING d.id`, [brakeId]);

const waiting = z.object({
  id: z.number(),
  thread: z.string(),
  kind: z.enum(SIGNAL_KINDS),
  title: z.string(),
  title_en: z.string(),
  at: z.date(),
  until: z.date(),
});
/** What waits for the desk, of every conversation or one: what goes first, first. */
export const openBrakes = async (ask: Ask, thread: string | null, now: Date): Promise<z.output<typeof waiting>[]> =>
  z.array(waiting).parse(
    await ask(
      `SELECT b.id, g.thread, g.kind::text AS kind, g.title, g.title_en, b.at, b.until FROM brake b JOIN signal g ON g.id = b.signal_id
       WHERE b.decided_at IS NULL AND b.until > $2::timestamptz AND ($1::text IS NULL OR g.thread = $1)
         AND EXISTS (SELECT FROM notice n JOIN dispatch d ON d.notice_id = n.id WHERE n.brake_id = b.id AND d.state = 'waiting')
       ORDER BY b.until, b.id`,
      [thread, now],
    ),
  );

const under = z.object({
  endpoints: z.array(z.number()),
  organisations: z.array(z.number()),
  withoutAccount: z.number(),
  withoutAccountInAll: z.number(),
});
/** Who still waits under a brake. As the owner: who has no account is counted, and nobody's to read. */
export async function waitingUnder(ask: Ask, brakeId: number): Promise<z.output<typeof under>> {
  const [row] = await ask(
    `SELECT coalesce(array_agg(DISTINCT d.endpoint_id), '{}') AS endpoints,
       coalesce(array_agg(DISTINCT n.organisation_id) FILTER (WHERE n.organisation_id IS NOT NULL), '{}') AS organisations,
       count(DISTINCT n.subscription_id) FILTER (WHERE n.organisation_id IS NULL)::int AS "withoutAccount",
       (SELECT count(DISTINCT s.id)::int FROM subscription s JOIN subscription_endpoint j ON j.subscription_id = s.id
          JOIN endpoint e ON e.id = j.endpoint_id WHERE s.organisation_id IS NULL AND s.ended_at IS NULL AND j.left_at IS NULL
          AND e.confirmed_at IS NOT NULL AND e.disabled_at IS NULL) AS "withoutAccountInAll"
     FROM notice n JOIN dispatch d ON d.notice_id = n.id WHERE n.brake_id = $1::int AND d.state = 'waiting'`,
    [brakeId],
  );
  return under.parse(row);
}

const minutes = z.object({ value: z.coerce.number().int().positive() });
/** How many minutes what goes out by itself to many waits for the desk. */
export async function brakeMinutesOf(ask: Ask): Promise<number> {
  const [row] = await ask("SELECT value FROM meta WHERE key = 'notices_brake_minutes'", []);
  return row === undefined ? BRAKE_MINUTES : minutes.parse(row).value;
}
