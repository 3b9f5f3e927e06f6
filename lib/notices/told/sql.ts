import type { PoolClient } from "pg";
import { z } from "zod";
import { CHANNELS, MOMENTS, SIGNAL_KINDS } from "../../subscriptions/shapes.ts";
import type { Thread } from "../thread.ts";

type Db = Pick<PoolClient, "query">;

const about = z.object({ title: z.string(), title_en: z.string() });
/** What a conversation is about, if the reader may see it. */
export async function aboutOf(db: Db, { kind, id }: Thread): Promise<z.output<typeof about> | null> {
  const { rows } = await db.query(ABOUT, [kind, id]);
  return about.nullable().parse(rows[0] ?? null);
}

// A series and missing receipts are known to who may read what was told of them.
const ABOUT = `
  SELECT title, title_en FROM incident WHERE $1 = 'incident' AND number = $2
  UNION ALL SELECT title, title_en FROM service_window WHERE $1 = 'window' AND uid = $2
  UNION ALL (SELECT title, title_en FROM signal
    WHERE $1 IN ('series', 'missing') AND thread = $1 || ':' || $2 ORDER BY id DESC LIMIT 1)`;

const telling = z.object({ id: z.number(), kind: z.enum(SIGNAL_KINDS), moment: z.enum(MOMENTS), at: z.date() });
/** What was told of a conversation, newest first. */
export async function tellingsOf(db: Db, thread: string): Promise<z.output<typeof telling>[]> {
  const { rows } = await db.query(
    "SELECT id, kind::text AS kind, moment::text AS moment, at FROM signal WHERE thread = $1 ORDER BY id DESC",
    [thread],
  );
  return z.array(telling).parse(rows);
}

const told = z.object({
  organisation_id: z.number().nullable(),
  name: z.string().nullable(),
  organisation_kind: z.string().nullable(),
  kind: z.enum(SIGNAL_KINDS),
  signal_id: z.number(),
  hit: z.boolean().nullable(),
  at: z.date(),
  confirm_minutes: z.number().nullable(),
  confirmed_at: z.date().nullable(),
  escalated_at: z.date().nullable(),
  channel: z.enum(CHANNELS).nullable(),
  second: z.boolean(),
  /** Null where the notice went to no address. */
  state: z.string().nullable(),
  why: z.string().nullable(),
  not_before: z.date().nullable(),
  sent_at: z.date().nullable(),
  /** Tells an organisation's addresses apart, and nothing of them. */
  address_nr: z.number().nullable(),
});
export type ToldRecord = z.output<typeof told>;

/**
 * To whom a conversation was told, a row per notice and address, of all its signals. `everybody` is for who reads as oversight;
 * others get those near them.
 */
export async function toldOf(db: Db, thread: string, everybody: boolean): Promise<ToldRecord[]> {
  const source = everybody ? "(SELECT * FROM access.told WHERE thread = $1)" : "access.told_near($1)";
  const { rows } = await db.query(
    `SELECT t.organisation_id, o.name, o.kind::text AS organisation_kind, t.kind, t.signal_id, t.hit, t.at, t.confirm_minutes,
       t.confirmed_at, t.escalated_at, t.channel, t.second, t.state, t.why, t.not_before, t.sent_at, t.address_nr
     FROM ${source} t LEFT JOIN organisation o ON o.id = t.organisation_id
     ORDER BY t.notice_id, t.second, t.channel`,
    [thread],
  );
  return z.array(told).parse(rows);
}

const second = z.object({ organisation_id: z.number(), label: z.string() });
/** The functions a signal went on to where nobody answered, as far as the reader may read the names of addresses. */
export async function wentOnTo(db: Db, signalId: number): Promise<Map<number, string[]>> {
  const { rows } = await db.query(
    `SELECT DISTINCT n.organisation_id, e.label FROM notice n JOIN dispatch d ON d.notice_id = n.id JOIN endpoint e ON e.id = d.endpoint_id
       JOIN subscription_endpoint j ON j.subscription_id = n.subscription_id AND j.endpoint_id = d.endpoint_id
     WHERE n.signal_id = $1 AND n.escalated_at IS NOT NULL AND j.second AND n.organisation_id IS NOT NULL ORDER BY e.label`,
    [signalId],
  );
  const byOrganisation = Map.groupBy(z.array(second).parse(rows), ({ organisation_id }) => organisation_id);
  return new Map([...byOrganisation].map(([id, all]) => [id, all.map(({ label }) => label)]));
}

const organisation = z.object({ id: z.number(), name: z.string() });
/** The organisations where an incident hits, as far as the reader sees them. */
export async function hitOf(db: Db, number: string, everybody: boolean): Promise<z.output<typeof organisation>[]> {
  const source = everybody ? "access.hit h" : "access.hit_near(i.id) h";
  const { rows } = await db.query(
    `SELECT o.id, o.name FROM incident i JOIN LATERAL (SELECT * FROM ${source}) h ON h.incident_id = i.id
       JOIN organisation o ON o.id = h.organisation_id WHERE i.number = $1 ORDER BY o.name, o.id`,
    [number],
  );
  return z.array(organisation).parse(rows);
}

/** The region an organisation belongs to on a Danish day; null for none. */
export async function regionOf(
  db: Db,
  organisationId: number,
  day: string,
): Promise<z.output<typeof organisation> | null> {
  const { rows } = await db.query(
    `SELECT o.id, o.name FROM membership m JOIN organisation o ON o.id = m.region_id
     WHERE m.member_id = $1 AND m.valid_from <= $2::date AND (m.valid_to IS NULL OR m.valid_to >= $2::date) LIMIT 1`,
    [organisationId, day],
  );
  return organisation.nullable().parse(rows[0] ?? null);
}

const own = z.object({
  id: z.number(),
  name: z.string(),
  because: z.array(z.object({ axis: z.string(), value: z.string() })),
  confirmed_at: z.date().nullable(),
});
/** An organisation's own notices of a signal. */
export async function ownNotices(db: Db, signalId: number, organisationId: number): Promise<z.output<typeof own>[]> {
  const { rows } = await db.query(
    `SELECT s.id, s.name, n.because, n.confirmed_at FROM notice n JOIN subscription s ON s.id = n.subscription_id
     WHERE n.signal_id = $1 AND n.organisation_id = $2 ORDER BY n.id`,
    [signalId, organisationId],
  );
  return z.array(own).parse(rows);
}

const answered = z.object({
  at: z.date(),
  confirmed: z.boolean(),
  person: z.string().nullable(),
  label: z.string().nullable(),
});
/** What the reader's own organisation answered, newest first. */
export async function ownAnswers(db: Db, thread: string): Promise<z.output<typeof answered>[]> {
  const { rows } = await db.query("SELECT at, confirmed, person, label FROM access.own_answers($1)", [thread]);
  return z.array(answered).parse(rows).reverse();
}
