import { encode } from "next-auth/jwt";
import { sessionCookie } from "../lib/access/cookies.ts";
import { env } from "../lib/env.ts";
import { takeEvents } from "../lib/intake/commands.ts";
import { say } from "../scripts/start/line.ts";
import { traffic } from "./intake.ts";
import type { Size } from "./run.ts";
import { addDeliveries, addQuietAndRare, benchDirectory, recountRollups } from "./sql.ts";
import { onStage, quantile, type Stage } from "./stage.ts";

const CALLS = 50;
const WARM_UP = 5;

/**
 * p95 over HTTP of what people open, at 1M deliveries and at a fifth of it, one call at a time, signed in: overview, list,
 * a rare state, a quiet viewer, a journey. Baseline of the same run: the health route, which asks nothing of the database.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const total = small ? 20_000 : 1_000_000;
  return onStage(async (stage) => {
    const now = new Date();
    const db = await stage.pool.connect();
    const people = await benchDirectory(db);
    const letter = await aLetter(stage, now);
    await addQuietAndRare(db, now);
    const pages = {
      "overview, operator": [people.operator, "/api/v1/overview"],
      "overview of 30 days, operator": [people.operator, "/api/v1/overview?period=30d"],
      "overview, vendor": [people.vendor, "/api/v1/overview"],
      "list, operator": [people.operator, "/api/v1/deliveries?period=24h"],
      "list, vendor": [people.vendor, "/api/v1/deliveries?period=30d"],
      "rare state, vendor": [people.vendor, "/api/v1/deliveries?period=30d&state=lost"],
      "rare state, operator": [people.operator, "/api/v1/deliveries?period=30d&state=lost"],
      "overview, quiet viewer": [people.quiet, "/api/v1/overview"],
      "list, quiet viewer": [people.quiet, "/api/v1/deliveries?period=30d"],
      "journey, operator": [people.operator, `/api/v1/deliveries/${letter}`],
    } as const;
    const p95: Record<string, Record<string, number>> = {};
    let filled = 0;
    for (const size of [total / 5, total]) {
      await addDeliveries(db, filled, size, now);
      await recountRollups(db);
      filled = size;
      const floor = await measure(`${stage.url}/api/health`, {});
      say(`${size} deliveries. Floor (health route): p95 ${floor} ms`);
      p95[size] = { floor };
      for (const [page, [person, path]] of Object.entries(pages)) {
        const ms = await measure(`${stage.url}${path}`, await signedIn(person));
        p95[size][page] = ms;
        say(`${page}: p95 ${ms} ms (bar 20 ms)`);
      }
    }
    db.release();
    return { deliveries: total, p95, growth: growth(p95[total / 5] ?? {}, p95[total] ?? {}) };
  });
}

/** A letter whose journey can be opened: it goes the real way, through intake and applier. */
async function aLetter(stage: Stage, now: Date): Promise<string> {
  const source = {
    id: 0,
    organisationId: 0,
    scopes: [{ station: null, organisationId: null, systemId: null, installationId: null }],
  };
  await takeEvents(stage.pool, source, { events: traffic(50) }, now);
  for (;;) {
    const { rows } = await stage.pool.query<{ letter: string }>(
      `SELECT rtrim(translate(encode(uuid_send(d.letter_key), 'base64'), '+/', '-_'), '=') AS letter FROM ledger.delivery d
       WHERE NOT EXISTS (SELECT FROM ledger.inbox) LIMIT 1`,
    );
    if (rows[0]) return rows[0].letter;
  }
}

async function signedIn(personId: number): Promise<Record<string, string>> {
  const token = await encode({ token: { sub: String(personId) }, secret: env().SECRET });
  return { cookie: `${sessionCookie()}=${token}` };
}

/** The p95 (ms, one decimal) of calls one after the other. Throws where one does not answer 200. */
async function measure(url: string, headers: Record<string, string>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    const began = performance.now();
    const response = await fetch(url, { headers });
    await response.arrayBuffer();
    if (i >= WARM_UP) took.push(performance.now() - began);
    if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}`);
  }
  return Math.round(quantile(took, 0.95) * 10) / 10;
}

/** How much slower each page is at the full size than at a fifth of it (bar 1.2 from 5M to 50M). */
const growth = (fifth: Record<string, number>, full: Record<string, number>) =>
  Object.fromEntries(Object.entries(full).map(([page, ms]) => [page, Number((ms / (fifth[page] ?? ms)).toFixed(2))]));
