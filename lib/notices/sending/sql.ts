import { z } from "zod";
import type { Ask } from "../../status/ask.ts";

const sending = z.object({
  sent: z.number(),
  waiting: z.number(),
  held: z.number(),
  failed: z.number(),
  held_at: z.date().nullable(),
});
/** Dispatches of an incident by how far they have come; what was gathered went with another. */
export async function sendingOf(ask: Ask, incidentId: number): Promise<z.output<typeof sending>> {
  const [row] = await ask(SENDING, [incidentId]);
  return sending.parse(row);
}

const SENDING = `
  SELECT count(*) FILTER (WHERE d.state IN ('sent', 'gathered'))::int AS sent,
    count(*) FILTER (WHERE d.state = 'sending' OR (d.state = 'waiting' AND g.held_at IS NULL))::int AS waiting,
    count(*) FILTER (WHERE d.state = 'waiting' AND g.held_at IS NOT NULL)::int AS held,
    count(*) FILTER (WHERE d.state IN ('failed', 'suppressed'))::int AS failed,
    min(g.held_at) FILTER (WHERE d.state = 'waiting') AS held_at
  FROM signal g JOIN notice n ON n.signal_id = g.id JOIN dispatch d ON d.notice_id = n.id WHERE g.incident_id = $1::int`;

/** Holds the signals of an incident that have something unsent. */
export const holdSignals = (ask: Ask, incidentId: number, now: Date): Promise<{ id: number }[]> =>
  ask(
    `UPDATE signal g SET held_at = $2::timestamptz WHERE g.incident_id = $1::int AND g.held_at IS NULL AND EXISTS (
       SELECT FROM notice n JOIN dispatch d ON d.notice_id = n.id WHERE n.signal_id = g.id AND d.state IN ('waiting', 'sending'))
     RETURNING g.id`,
    [incidentId, now],
  );

/** Lets them go again; a worker that waits is woken when it commits. */
export const releaseSignals = (ask: Ask, incidentId: number): Promise<{ id: number }[]> =>
  ask(
    `WITH let AS (UPDATE signal g SET held_at = NULL WHERE g.incident_id = $1::int AND g.held_at IS NOT NULL RETURNING g.id)
     SELECT id, pg_notify('notices', '')::text FROM let`,
    [incidentId],
  );
