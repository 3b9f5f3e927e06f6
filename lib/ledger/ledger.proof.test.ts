import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePools, makePool } from "../db/pool.ts";
import { freshDatabase } from "../db/testing.ts";
import { provideSettings } from "../env.ts";
import { takeEvents } from "../intake/commands.ts";
import { forgetPlaces } from "../intake/places.ts";
import { startAppliers } from "../jobs/appliers.ts";
import { eventKey } from "./keys.ts";
import type { Coverage, Situation } from "./proving/facts.ts";
import { ENDS_AT, histories, type Told } from "./proving/histories.ts";
import { naiveLedger, type Row } from "./proving/naive.ts";
import { naiveRollups } from "./proving/naive-rollups.ts";
import { namesIn, storedLedger, storedRollups } from "./proving/stored.ts";
import { buildWorld, CHANGES, type Change, type ChangeName, SOURCES } from "./proving/world.ts";
import { lockJudgement, touchForDirectory } from "./touch.ts";

/** Rounds of 250 histories, each on a database of its own and in an order of its own. The seed is all there is to chance. */
const ROUNDS: { seed: number; changes: ChangeName[] }[] = [
  { seed: 20261101, changes: [] },
  { seed: 20261102, changes: ["roleOf2BecomesC", "longerDeadline", "fourGoesLive"] },
  { seed: 20261103, changes: ["strangerAdopted", "senderAdopted", "municipalityNoLongerVouches"] },
  { seed: 20261104, changes: ["threeBecomesBInNovember", "fiveTookCareInOctober", "shorterDefault"] },
  { seed: 20261105, changes: ["oneOptsOutInNovember", "twoIsPending", "strangerAdopted", "fiveTookCareInOctober"] },
  { seed: 20261106, changes: Object.keys(CHANGES) as ChangeName[] },
];
const HISTORIES = 250;
/** Columns that are not the fold's to say: what they hold is tested with intake, links and forgetting. */
const NOT_FOLDED: Record<string, string[]> = { letters: ["letter_id", "space", "canonical_key", "sealed_at"] };

// Claims in the order each source makes them; what is withdrawn was never seen. [from, to, withdrawn?]
const CLAIMS: { source: keyof typeof SOURCES; from: string; to: string; withdrawn?: true }[] = [
  { source: "all", from: "2025-12-31T22:00:00Z", to: "2026-10-25T01:10:00Z" },
  { source: "all", from: "2026-10-31T22:00:00Z", to: "2026-10-31T23:01:00Z" },
  { source: "all", from: "2026-10-25T00:30:00Z", to: "2026-10-25T00:40:00Z", withdrawn: true },
  { source: "all", from: "2026-10-31T23:01:00Z", to: "2026-11-10T09:59:30Z" },
  { source: "all", from: "2026-03-29T00:50:00Z", to: "2026-03-29T00:52:00Z", withdrawn: true },
  { source: "municipality", from: "2026-10-25T00:00:00Z", to: "2026-10-25T03:00:00Z" },
  { source: "municipality", from: "2025-12-31T20:00:00Z", to: "2026-01-01T03:00:00Z" },
  { source: "municipality", from: "2025-12-31T23:00:00Z", to: "2025-12-31T23:05:00Z", withdrawn: true },
];
const SEEN: Coverage = {
  all: [
    ["2025-12-31T22:00:00Z", "2026-03-29T00:50:00Z"],
    ["2026-03-29T00:52:00Z", "2026-10-25T00:30:00Z"],
    ["2026-10-25T00:40:00Z", "2026-10-25T01:10:00Z"],
    ["2026-10-31T22:00:00Z", "2026-11-10T09:59:30Z"],
  ].map(span),
  municipality: [
    ["2025-12-31T20:00:00Z", "2025-12-31T23:00:00Z"],
    ["2025-12-31T23:05:00Z", "2026-01-01T03:00:00Z"],
    ["2026-10-25T00:00:00Z", "2026-10-25T03:00:00Z"],
  ].map(span),
};
function span([from = "", to = ""]: string[]): [number, number] {
  return [Date.parse(from), Date.parse(to)];
}

/** A small generator of its own, so that the order of things follows the seed. */
function shuffler(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

describe.each(ROUNDS)("1,500 random histories, whatever the order: round $seed", ({ seed, changes }) => {
  let pool: Pool;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    provideSettings({ DATABASE_URL: database.url });
    forgetPlaces();
    pool = makePool(database.url, 24);
    await buildWorld(pool);
  });
  afterAll(async () => {
    await closePools();
    await pool.end();
    await drop();
  });

  it("every column of every delivery, receipt, letter and rollup equals the naive fold", {
    timeout: 120_000,
  }, async () => {
    const random = shuffler(seed);
    const told = histories(seed, HISTORIES);
    await happen(pool, told, changes, random);

    const names = await namesIn(pool, ({ source, event }) => eventKey(SOURCES[source].id, event.id));
    const situation: Situation = { names, coverage: SEEN, changes: new Set(changes), now: ENDS_AT };
    const naive = naiveLedger(told, situation);
    const stored = await storedLedger(pool);
    expect(naive.deliveries.length).toBeGreaterThan(HISTORIES / 2);
    for (const table of ["letters", "joined", "deliveries", "receipts", "waiting"] as const) {
      expect(namesOf(stored[table]), `columns of ${table}`).toEqual(
        [...namesOf(naive[table]), ...(NOT_FOLDED[table] ?? [])].sort(),
      );
      expect(differences(naive[table], stored[table]), `${table}, seed ${seed}`).toEqual([]);
    }
    const [counted, kept] = [naiveRollups(naive.deliveries), await storedRollups(pool)];
    for (const rollup of Object.keys(counted) as (keyof typeof counted)[]) {
      expect(differences(counted[rollup], kept[rollup]), `${rollup}, seed ${seed}`).toEqual([]);
    }
  });
});

/**
 * Everything happens at once: three intakes, both appliers, the sweeper, claims and the directory's changes, while the
 * clock jumps on; and half way the appliers are stopped and others take their place.
 */
async function happen(
  pool: Pool,
  told: readonly Told[],
  changes: readonly ChangeName[],
  random: () => number,
): Promise<void> {
  const repeated = shuffled(
    told.flatMap((one) => Array.from({ length: 1 + Math.floor(random() * 2.3) }, () => one)),
    random,
  );
  const batches: Told[][] = [];
  for (let from = 0; from < repeated.length; ) {
    const size = 1 + Math.floor(random() * 50);
    batches.push(repeated.slice(from, from + size));
    from += size;
  }
  const began = Date.parse("2026-11-10T09:20:00Z");
  const total = batches.length;
  let done = 0;
  let accepted = 0;
  const clock = () => new Date(began + (ENDS_AT - began) * Math.min(1, done / total));
  const reached = async (share: number) => {
    while (done < total * share) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  let appliers = startAppliers(pool, clock);
  const intake = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      for (const source of Object.keys(SOURCES) as (keyof typeof SOURCES)[]) {
        const events = batch.filter((one) => one.source === source).map((one) => one.event);
        if (events.length === 0) continue;
        const answer = await takeEvents(pool, SOURCES[source], { events }, new Date(ENDS_AT));
        accepted += answer.accepted;
      }
      done++;
    }
  };
  const claims = async () => {
    for (const [i, { source, ...coverage }] of CLAIMS.entries()) {
      await reached(i / CLAIMS.length);
      await takeEvents(pool, SOURCES[source], { events: [], coverage }, new Date(ENDS_AT));
    }
  };
  const directory = async () => {
    for (const [i, name] of shuffled(changes, random).entries()) {
      await reached((i + 1) / (changes.length + 1));
      await change(pool, CHANGES[name]);
    }
  };
  const restart = async () => {
    await reached(1 / 2);
    await appliers.stop();
    appliers = startAppliers(pool, clock);
  };
  await Promise.all([intake(), intake(), intake(), claims(), directory(), restart()]);
  done = Number.POSITIVE_INFINITY;
  await untilQuiet(pool, () => appliers.wake());
  await appliers.stop();
  const { rows } = await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM ledger.station_event");
  expect(accepted, "every event is answered as new exactly once").toBe(rows[0]?.n);
}

async function change(pool: Pool, { sql, touch, touched }: Change): Promise<void> {
  const tx = await pool.connect();
  try {
    const run = (text: string, values: unknown[]) => tx.query(text, values);
    await tx.query("BEGIN");
    await lockJudgement(run);
    await tx.query(sql);
    const strangers = touched ? (await tx.query<{ id: number }>(touched)).rows.map((row) => row.id) : [];
    await touchForDirectory(run, { ...touch, installationIds: [...(touch.installationIds ?? []), ...strangers] });
    await tx.query("COMMIT");
  } finally {
    tx.release();
  }
}

/** Nothing waits any more: no touch, no claim, no deadline that has passed; and none of it a moment later either. */
async function untilQuiet(pool: Pool, wake: () => void): Promise<void> {
  let quiet = 0;
  while (quiet < 3) {
    wake();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { rows } = await pool.query<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM ledger.inbox) OR EXISTS (SELECT FROM ledger.coverage_claim)
         OR EXISTS (SELECT FROM ledger.delivery WHERE check_at <= $1) AS waiting`,
      [new Date(ENDS_AT)],
    );
    quiet = rows[0]?.waiting ? 0 : quiet + 1;
  }
}

const namesOf = (rows: readonly Row[]) => [...new Set(rows.flatMap(Object.keys))].sort();

/** Rows that stand on one side only, as text. */
function differences(naive: readonly Row[], stored: readonly Row[]): string[] {
  const columns = namesOf(naive);
  const text = (row: Row) => JSON.stringify(columns.map((column) => [column, row[column]]));
  const [left, right] = [new Set(naive.map(text)), new Set(stored.map(text))];
  return [
    ...[...left].filter((row) => !right.has(row)).map((row) => `naive  ${row}`),
    ...[...right].filter((row) => !left.has(row)).map((row) => `stored ${row}`),
  ]
    .sort((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1))
    .slice(0, 8);
}
