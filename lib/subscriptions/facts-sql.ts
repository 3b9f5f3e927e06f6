import { z } from "zod";
import type { Ask } from "../status/ask.ts";
import { SEVERITIES, TROUBLES } from "../status/shapes.ts";
import { MOMENTS, SAID_KINDS, SIGNAL_KINDS, type Signal, type SignalFacts } from "./shapes.ts";

const factRow = z.object({
  id: z.number(),
  at: z.date().transform((at) => at.toISOString()),
  kind: z.enum(SIGNAL_KINDS),
  moment: z.enum(MOMENTS),
  thread: z.string(),
  alsoOf: z.array(z.string()),
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
});
const words = z.object({ da: z.string(), en: z.string() });
const signalRow = factRow.extend({ kind: z.enum(SAID_KINDS), title: words, text: words });

// Lists as JSON, which is read many times faster than PostgreSQL's own arrays.
const FACTS = `g.id, g.at, g.kind::text AS kind, g.moment::text AS moment, g.thread, to_json(coalesce(g.also_of, '{}')) AS "alsoOf", g.severity::text AS severity, g.trouble::text AS trouble,
  to_json(ARRAY(SELECT v.code FROM service v WHERE v.id = ANY (g.service_ids) ORDER BY v.position)) AS services, to_json(g.stations) AS stations,
  to_json(g.types) AS types, to_json(g.installation_ids) AS installations, to_json(g.municipality_ids) AS municipalities,
  to_json(g.region_ids) AS regions, to_json(g.vendor_ids) AS vendors, g.messages, g.subscription_id AS "subscriptionId"`;
const WORDS = `jsonb_build_object('da', g.title, 'en', g.title_en) AS title, jsonb_build_object('da', g.text, 'en', g.text_en) AS text`;
/** Of what a filter can ask for. */
const ASKED_FOR = `SELECT ${FACTS} FROM signal g WHERE g.kind NOT IN ('address', 'owner') AND`;

/** The facts of every signal above an id, by id. As the owner: they name whom it hits. */
export async function factRows(ask: Ask, above: number): Promise<SignalFacts[]> {
  return z.array(factRow).parse(await ask(`${ASKED_FOR} g.id > $1 ORDER BY g.id`, [above]));
}

/** The facts of one signal; null where there is none. */
export async function factsOf(ask: Ask, id: number): Promise<SignalFacts | null> {
  return z.array(factRow).parse(await ask(`${ASKED_FOR} g.id = $1`, [id]))[0] ?? null;
}

/** The facts of what was said before a signal of the same thread; null where it was the first. */
export async function factsBefore(ask: Ask, thread: string, id: number): Promise<SignalFacts | null> {
  const rows = await ask(`${ASKED_FOR} g.thread = $1 AND g.id < $2 ORDER BY g.id DESC LIMIT 1`, [thread, id]);
  return z.array(factRow).parse(rows)[0] ?? null;
}

/** Signals by id, with what was said, whatever it was. As the owner. */
export async function signalsByIds(ask: Ask, ids: readonly number[]): Promise<Map<number, Signal>> {
  const rows = await ask(`SELECT ${FACTS}, ${WORDS} FROM signal g WHERE g.id = ANY ($1::int[])`, [ids]);
  const signals = z.array(signalRow).parse(rows);
  return new Map(signals.map((signal) => [signal.id, signal]));
}

/** Signals of incidents that were withdrawn or turned out to be another's. A suspicion never was public. */
export async function noLongerPublic(ask: Ask): Promise<Set<number>> {
  const rows = await ask<{ id: number }>(
    `SELECT g.id FROM incident i JOIN signal g ON g.incident_id = i.id AND g.kind <> 'suspicion'
     WHERE i.published_at IS NULL OR i.withdrawn_at IS NOT NULL OR i.merged_into_id IS NOT NULL OR i.dismissed_at IS NOT NULL`,
    [],
  );
  return new Set(rows.map(({ id }) => id));
}
