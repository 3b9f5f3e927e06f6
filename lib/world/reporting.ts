import type { Pool, PoolClient } from "pg";
import { takeEvents } from "../intake/commands.ts";
import type { ReportingSource } from "../intake/source.ts";
import { toInput, type WorldEvent } from "./events.ts";
import { eventsOf } from "./journey.ts";
import { type Letter, lettersOf, type Seed } from "./letters.ts";
import type { Timeline } from "./timeline.ts";

/** An event and the letter it belongs to. */
export type Told = { letter: Letter; event: WorldEvent };

/** What sources tell in (`after`, `until`] about the letters of these days, in the order they tell it. */
export function toldBetween(
  seed: Seed,
  timeline: Timeline,
  days: { from: number; to: number },
  after: number,
  until: number,
): Told[] {
  const told: Told[] = [];
  for (let offset = days.from; offset <= days.to; offset += 1)
    for (const letter of lettersOf(seed, timeline.anchor, offset))
      for (const event of eventsOf(letter, timeline))
        if (event.toldAt > after && event.toldAt <= until) told.push({ letter, event });
  return told.sort((a, b) => a.event.toldAt - b.event.toldAt);
}

/** The sources of the demo as intake knows them, by code. */
export async function reportingSources(pool: Pick<PoolClient, "query">): Promise<Map<string, ReportingSource>> {
  const { rows } = await pool.query<ReportingSource & { code: string }>(
    `SELECT s.id, s.code, s.organisation_id AS "organisationId", coalesce((SELECT json_agg(json_build_object('station', c.station,
       'organisationId', c.organisation_id, 'systemId', c.system_id, 'installationId', c.installation_id) ORDER BY c.id)
       FROM source_scope c WHERE c.source_id = s.id), '[]') AS scopes
     FROM source s`,
  );
  return new Map(rows.map((row) => [row.code, row]));
}

const BATCH = 4_000;

/** Each source tells its part through the intake. Throws where the intake refuses something: the world must be sound. */
export async function report(
  pool: Pool,
  told: readonly Told[],
  sources: ReadonlyMap<string, ReportingSource>,
  now: Date,
): Promise<number> {
  let accepted = 0;
  for (const [code, own] of Map.groupBy(told, ({ event }) => event.source)) {
    const source = sources.get(code);
    if (!source) throw new Error(`The demo has no source ${code}`);
    for (let from = 0; from < own.length; from += BATCH) {
      const events = own.slice(from, from + BATCH).map(({ letter, event }) => toInput(letter, event));
      const answer = await takeEvents(pool, source, { events }, now);
      const [refused] = answer.rejected;
      if (refused) throw new Error(`The intake refused an event of ${code}: ${refused.code} ${refused.field ?? ""}`);
      accepted += answer.accepted;
    }
  }
  return accepted;
}
