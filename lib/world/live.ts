import { setImmediate as breathe } from "node:timers/promises";
import type { Pool } from "pg";
import { takeEvents } from "../intake/commands.ts";
import { loop } from "../jobs/loop.ts";
import { danishDay } from "../time/danish.ts";
import { report, reportingSources, type Told, toldBetween } from "./reporting.ts";
import { DEMO_SEED } from "./seed.ts";
import { DEMO_SOURCES } from "./sources.ts";
import { timelineOf } from "./timeline.ts";

const DAY_MS = 24 * 3_600_000;
const ROUND_MS = 1_000;
const HEARTBEAT_MS = 20_000;
/** A demo that was off for longer begins again here: what it missed stays unknown. */
const CATCH_UP_MS = 7 * DAY_MS;
/** What a letter causes comes within this many days of it: an expiry in the queue is the last. */
const AFTERMATH_DAYS = 8;

/**
 * Keeps the demo world going: the same letters, journeys and receipts as its past, told by their sources through the intake
 * as the clock passes them, and a heartbeat that says up to when each has told everything. Safe to stop and start: a repeat
 * changes nothing.
 */
export function startTrickle(pool: Pool, clock: () => Date = () => new Date()): { stop: () => Promise<void> } {
  let state: Trickle | undefined;
  const running = loop("demo trickle", ROUND_MS, async () => {
    state ??= await begin(pool, clock());
    await tellUntil(pool, state, clock());
    return false;
  });
  return { stop: running.stop };
}

type Trickle = {
  anchor: string;
  toldUntil: number;
  coveredUntil: number;
  /** What is still to be told, soonest first, up to the end of day `loadedTo` (counted from the anchor). */
  ahead: Told[];
  loadedTo: number;
};

async function begin(pool: Pool, now: Date): Promise<Trickle> {
  const { rows } = await pool.query<{ key: string; value: string }>(
    "SELECT key, value FROM meta WHERE key LIKE 'demo%'",
  );
  const meta = new Map(rows.map(({ key, value }) => [key, value]));
  const anchor = meta.get("demo_anchor") ?? danishDay(now.getTime());
  const toldUntil = Math.max(Date.parse(meta.get("demo_told_until") ?? now.toISOString()), now.getTime() - CATCH_UP_MS);
  const today = offsetOf(anchor, now.getTime());
  const state: Trickle = { anchor, toldUntil, coveredUntil: toldUntil, ahead: [], loadedTo: 0 };
  const first = offsetOf(anchor, toldUntil) - AFTERMATH_DAYS;
  for (let offset = first; offset <= today + 1; offset += 1) await load(state, offset);
  return state;
}

/** One more day of letters; the worker folds and sweeps in the same thread, so each day lets it have a turn. */
async function load(state: Trickle, offset: number): Promise<void> {
  const days = { from: offset, to: offset };
  const more = toldBetween(DEMO_SEED, timelineOf(state.anchor), days, state.toldUntil, Number.POSITIVE_INFINITY);
  state.ahead = [...state.ahead, ...more].sort((a, b) => a.event.toldAt - b.event.toldAt);
  state.loadedTo = offset;
  await breathe();
}

async function tellUntil(pool: Pool, state: Trickle, now: Date): Promise<void> {
  if (offsetOf(state.anchor, now.getTime()) >= state.loadedTo) await load(state, state.loadedTo + 1);
  const later = state.ahead.findIndex(({ event }) => event.toldAt > now.getTime());
  const due = later === -1 ? state.ahead : state.ahead.slice(0, later);
  const beat = now.getTime() - state.coveredUntil >= HEARTBEAT_MS;
  if (due.length === 0 && !beat) return;
  const sources = await reportingSources(pool);
  await report(pool, due, sources, now);
  state.ahead = state.ahead.slice(due.length);
  state.toldUntil = now.getTime();
  if (!beat) return;
  const coverage = { from: new Date(state.coveredUntil).toISOString(), to: now.toISOString() };
  for (const { code } of DEMO_SOURCES) {
    const source = sources.get(code);
    // The source that may report everything speaks only when somebody uses its key.
    if (source && code !== "demo") await takeEvents(pool, source, { events: [], coverage }, now);
  }
  state.coveredUntil = now.getTime();
  await pool.query("UPDATE meta SET value = $1 WHERE key = 'demo_told_until'", [now.toISOString()]);
}

const offsetOf = (anchor: string, at: number): number =>
  Math.round((Date.parse(`${danishDay(at)}T12:00:00Z`) - Date.parse(`${anchor}T12:00:00Z`)) / DAY_MS);
