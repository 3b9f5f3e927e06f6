import { z } from "zod";
import type { Ask } from "../../status/ask.ts";
import { BRAKE } from "./rules.ts";

const sending = z.object({
  sent: z.number(),
  waiting: z.number(),
  held: z.number(),
  cancelled: z.number(),
  failed: z.number(),
  held_at: z.date().nullable(),
  held_by: z.string().nullable(),
});
/** What of a conversation is told at how many addresses, by how far it has come; what was gathered went with another. */
export async function sendingOf(ask: Ask, thread: string): Promise<z.output<typeof sending>> {
  const [row] = await ask(SENDING, [thread]);
  return sending.parse(row);
}

const SENDING = `
  SELECT count(DISTINCT (g.id, d.endpoint_id)) FILTER (WHERE d.state IN ('sent', 'gathered'))::int AS sent,
    count(DISTINCT (g.id, d.endpoint_id)) FILTER (WHERE d.state = 'sending' OR (d.state = 'waiting' AND g.held_at IS NULL))::int AS waiting,
    count(DISTINCT (g.id, d.endpoint_id)) FILTER (WHERE d.state = 'waiting' AND g.held_at IS NOT NULL)::int AS held,
    count(DISTINCT (g.id, d.endpoint_id)) FILTER (WHERE d.state = 'suppressed' AND d.why = 'cancelled')::int AS cancelled,
    count(DISTINCT (g.id, d.endpoint_id)) FILTER (WHERE d.state = 'failed' OR (d.state = 'suppressed' AND coalesce(d.why, '') NOT IN ('cancelled', 'left', 'ended')))::int AS failed,
    min(g.held_at) FILTER (WHERE d.state = 'waiting') AS held_at,
    (array_agg(p.name ORDER BY g.held_at) FILTER (WHERE d.state = 'waiting' AND g.held_at IS NOT NULL))[1] AS held_by
  FROM signal g JOIN notice n ON n.signal_id = g.id JOIN dispatch d ON d.notice_id = n.id LEFT JOIN person p ON p.id = g.held_by_id
  WHERE g.thread = $1`;

const known = z.object({ known: z.boolean() });
/** Whether anything was told in this conversation. */
export async function isThread(ask: Ask, thread: string): Promise<boolean> {
  const [row] = await ask("SELECT EXISTS (SELECT FROM signal WHERE thread = $1) AS known", [thread]);
  return known.parse(row).known;
}

/** Holds the signals of a conversation that have something unsent. */
export const holdSignals = (ask: Ask, thread: string, personId: number, now: Date): Promise<{ id: number }[]> =>
  ask(
    `UPDATE signal g SET held_at = $2::timestamptz, held_by_id = $3::int WHERE g.thread = $1 AND g.held_at IS NULL AND EXISTS (
       SELECT FROM notice n JOIN dispatch d ON d.notice_id = n.id WHERE n.signal_id = g.id AND d.state IN ('waiting', 'sending'))
     RETURNING g.id, pg_notify('notices', '')::text`,
    [thread, now, personId],
  );

/** Lets them go again; a worker that waits is woken when it commits. */
export const releaseSignals = (ask: Ask, thread: string): Promise<{ id: number }[]> =>
  ask(
    `WITH let AS (UPDATE signal g SET held_at = NULL, held_by_id = NULL WHERE g.thread = $1 AND g.held_at IS NOT NULL RETURNING g.id)
     SELECT id, pg_notify('notices', '')::text FROM let`,
    [thread],
  );

/** What is held of a conversation is never sent; what is under way was not stopped in time. Answers one for each address. */
export const cancelHeld = (ask: Ask, thread: string): Promise<{ id: string }[]> =>
  ask(
    `WITH let AS (UPDATE signal g SET held_at = NULL, held_by_id = NULL WHERE g.thread = $1 AND g.held_at IS NOT NULL RETURNING g.id)
     UPDATE dispatch d SET state = 'suppressed', why = 'cancelled' FROM notice n JOIN let ON let.id = n.signal_id
     WHERE n.id = d.notice_id AND d.state = 'waiting' RETURNING d.id`,
    [thread],
  );

const set = z.object({ value: z.coerce.number().int().positive() });
/** From how many addresses on their number must be typed. */
export async function brakeOf(ask: Ask): Promise<number> {
  const [row] = await ask("SELECT value FROM meta WHERE key = 'notices_brake'", []);
  return row === undefined ? BRAKE : set.parse(row).value;
}
