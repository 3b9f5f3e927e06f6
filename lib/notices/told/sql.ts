import type { PoolClient } from "pg";
import { z } from "zod";
import { CHANNELS, MOMENTS, SIGNAL_KINDS } from "../../subscriptions/shapes.ts";

type Db = Pick<PoolClient, "query">;

const incident = z.object({ id: z.number(), number: z.string(), title: z.string(), title_en: z.string() });
/** The incident, if the reader may see it. */
export async function incidentOf(db: Db, number: string): Promise<z.output<typeof incident> | null> {
  const { rows } = await db.query("SELECT id, number, title, title_en FROM incident WHERE number = $1", [number]);
  return incident.nullable().parse(rows[0] ?? null);
}

const telling = z.object({ id: z.number(), kind: z.enum(SIGNAL_KINDS), moment: z.enum(MOMENTS), at: z.date() });
/** What was told of an incident, newest first. A suspicion that was dropped is nothing that was told. */
export async function tellingsOf(db: Db, incidentId: number): Promise<z.output<typeof telling>[]> {
  const { rows } = await db.query(
    `SELECT id, kind::text AS kind, moment::text AS moment, at FROM signal
     WHERE incident_id = $1 AND kind IN ('incident', 'backlog_cleared') ORDER BY id DESC`,
    [incidentId],
  );
  return z.array(telling).parse(rows);
}

const told = z.object({
  organisation_id: z.number().nullable(),
  name: z.string().nullable(),
  signal_id: z.number(),
  hit: z.boolean().nullable(),
  at: z.date(),
  confirm_minutes: z.number().nullable(),
  confirmed_at: z.date().nullable(),
  escalated_at: z.date().nullable(),
  channel: z.enum(CHANNELS).nullable(),
  /** Null where the notice went to no address. */
  state: z.string().nullable(),
  why: z.string().nullable(),
  not_before: z.date().nullable(),
  sent_at: z.date().nullable(),
});
export type ToldRecord = z.output<typeof told>;

/**
 * To whom an incident was told, a row per notice and address, of all its signals. `everybody` is for who reads as oversight;
 * others get those near them.
 */
export async function toldOf(db: Db, incidentId: number, everybody: boolean): Promise<ToldRecord[]> {
  const source = everybody ? "(SELECT * FROM access.told WHERE incident_id = $1)" : "access.told_near($1)";
  const { rows } = await db.query(
    `SELECT t.organisation_id, o.name, t.signal_id, t.hit, t.at, t.confirm_minutes, t.confirmed_at, t.escalated_at, t.channel, t.state,
       t.why, t.not_before, t.sent_at
     FROM ${source} t LEFT JOIN organisation o ON o.id = t.organisation_id
     WHERE t.kind <> 'suspicion' ORDER BY t.notice_id, t.second, t.channel`,
    [incidentId],
  );
  return z.array(told).parse(rows);
}

const organisation = z.object({ id: z.number(), name: z.string() });
/** The organisations where it hits, as far as the reader sees them. */
export async function hitOf(db: Db, incidentId: number, everybody: boolean): Promise<z.output<typeof organisation>[]> {
  const source = everybody ? "(SELECT * FROM access.hit WHERE incident_id = $1)" : "access.hit_near($1)";
  const { rows } = await db.query(
    `SELECT o.id, o.name FROM ${source} h JOIN organisation o ON o.id = h.organisation_id ORDER BY o.name, o.id`,
    [incidentId],
  );
  return z.array(organisation).parse(rows);
}

const own = z.object({
  name: z.string(),
  because: z.array(z.object({ axis: z.string(), value: z.string() })),
  confirmed_at: z.date().nullable(),
});
/** An organisation's own notices of a signal. */
export async function ownNotices(db: Db, signalId: number, organisationId: number): Promise<z.output<typeof own>[]> {
  const { rows } = await db.query(
    `SELECT s.name, n.because, n.confirmed_at FROM notice n JOIN subscription s ON s.id = n.subscription_id
     WHERE n.signal_id = $1 AND n.organisation_id = $2 ORDER BY n.id`,
    [signalId, organisationId],
  );
  return z.array(own).parse(rows);
}
