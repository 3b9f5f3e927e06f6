import { randomInt, randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import pg from "pg";
import type { Demo } from "../scripts/start/demo-file.ts";

const HOUR = 3_600_000;
/** Plejecenter Herlev: its care system answers hospitals, and its makers vouch for it. */
export const HERLEV = "5790001348120";

export type Outage = { number: string; title: string; letters: [Letter, Letter]; day: string };
type Letter = { id: string; at: number };

async function onDatabase<T>({ databaseUrl }: Demo, run: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    return await run(db);
  } finally {
    await db.end();
  }
}

async function tell(demo: Demo, events: readonly object[]): Promise<void> {
  const answer = await fetch(`${demo.url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ events }),
  });
  expect(await answer.json()).toEqual({ accepted: events.length, duplicates: 0, rejected: [] });
}

/** The receipt of a letter, given now: hours too late. */
export const answer = (demo: Demo, letter: Letter): Promise<void> =>
  tell(demo, [
    {
      ...{ id: randomUUID(), station: "recipient", direction: "back", kind: "receipt", at: new Date().toISOString() },
      ...{ letter: { id: letter.id, scheme: "fhir" }, receiverGln: HERLEV },
      receipt: { id: randomUUID(), level: "application", outcome: "ok" },
    },
  ]);

const PLACE = `SELECT n.id FROM installation n JOIN location l ON l.id = n.location_id JOIN system s ON s.id = n.system_id
  WHERE l.gln = '${HERLEV}' AND s.code = 'cura'`;

/** A published incident that hits Herlev's care system for a time; open unless it is told when it was resolved. */
export async function publishIncident(
  demo: Demo,
  from: Date,
  resolvedAt: Date | null,
): Promise<{ number: string; title: string }> {
  const [number, title] = [`2026-${randomInt(100_000, 999_999)}`, `Prøve ${randomUUID().slice(0, 8)}`];
  await onDatabase(demo, async (db) => {
    const phase = resolvedAt === null ? "confirmed" : "resolved";
    const { rows } = await db.query<{ id: number }>(
      `INSERT INTO incident (number, phase, severity, trouble, title, title_en, started_at, detected_at, confirmed_at, resolved_at, published_at, updated_at)
       VALUES ($1, $2, 'critical', 'partial', $3, $3, $4, $4, $4, $5, now(), now()) RETURNING id`,
      [number, phase, title, from, resolvedAt],
    );
    const id = rows[0]?.id;
    await db.query(
      `INSERT INTO incident_update (incident_id, nr, phase, severity, trouble, text, text_en, stated_at, published_at, audience)
       VALUES ($1, 1, $2, 'critical', 'partial', 'Prøve', 'Trial', $3, now(), '{}')`,
      [id, phase, from],
    );
    await db.query("INSERT INTO incident_service SELECT $1, id FROM service WHERE code = 'beskedfordeler'", [id]);
    await db.query(
      `INSERT INTO impact (incident_id, installation_id, effect, from_at, to_at) SELECT $1, id, 'delayed', $2, $3 FROM (${PLACE}) place`,
      [id, from, resolvedAt],
    );
    await published(db);
  });
  return { number, title };
}

const published = (db: pg.Client) => db.query(`SELECT pg_notify('status', ''), pg_notify('ledger', '{"all":true}')`);

export const resolve = (demo: Demo, number: string): Promise<void> =>
  onDatabase(demo, async (db) => {
    await db.query(
      "UPDATE incident SET phase = 'resolved', resolved_at = now(), updated_at = now() WHERE number = $1",
      [number],
    );
    await published(db);
  });

/** It leaves no trace on other tests' pages. */
export const withdraw = (demo: Demo, number: string): Promise<void> =>
  onDatabase(demo, async (db) => {
    await db.query("UPDATE incident SET withdrawn_at = now(), updated_at = now() WHERE number = $1", [number]);
    await published(db);
  });

/** Two letters of a hospital, two hours old and unanswered, and the incident that was over while they were under way. */
export async function makeOutage(demo: Demo, senderGln: string): Promise<Outage> {
  const at = Date.now() - 2 * HOUR - randomInt(0, 1_200_000);
  const letters: [Letter, Letter] = [
    { id: randomUUID(), at },
    { id: randomUUID(), at: at + 50 },
  ];
  await tell(
    demo,
    letters.map((letter) => ({
      ...{ id: randomUUID(), station: "sender", kind: "sent", at: new Date(letter.at).toISOString() },
      ...{ letter: { id: letter.id, scheme: "fhir", senderGln }, type: "FDIS20", receiverGln: HERLEV },
    })),
  );
  const [from, to] = [new Date(at), new Date(at + 100)];
  await onDatabase(demo, async (db) => {
    const waiting = async () =>
      (
        await db.query(
          `SELECT d.state FROM ledger.delivery d WHERE d.installation_id IN (${PLACE}) AND d.sent_at >= $1 AND d.sent_at < $2`,
          [from, to],
        )
      ).rows.map(({ state }) => state);
    // Over the deadline, and seen: the maker of the system vouches for the time.
    await expect.poll(waiting, { timeout: 15_000 }).toEqual([5, 5]);
  });
  const { number, title } = await publishIncident(demo, from, to);
  return { number, title, letters, day: new Date(at).toISOString() };
}
