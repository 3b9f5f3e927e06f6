import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createSource } from "../../prisma/factories/directory.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { takeEvents } from "../intake/commands.ts";
import { startAppliers } from "../jobs/appliers.ts";
import type { StationEventInput } from "./schema.ts";

useFreshDatabase();

const MINUTE = 60_000;
const PROMISED_MS = 5_000;
const EVERYTHING = [{ station: null, organisationId: null, systemId: null, installationId: null }];

/** Writes down each time a delivery becomes overdue, as it is committed. */
const WATCH = `
  CREATE TABLE flagged (letter_key uuid NOT NULL, installation_id int NOT NULL, at timestamptz NOT NULL);
  CREATE FUNCTION flag() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' OR OLD.state <> 5 THEN INSERT INTO flagged VALUES (NEW.letter_key, NEW.installation_id, clock_timestamp()); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER flag AFTER INSERT OR UPDATE ON ledger.delivery FOR EACH ROW WHEN (NEW.state = 5) EXECUTE FUNCTION flag()`;

/** A letter whose receipt is due in so many ms from `start`; answered in time, at the last millisecond, or never. */
function letter(
  world: SmallWorld,
  id: string,
  dueAt: number,
  to: "north" | "south",
  answered: boolean,
): StationEventInput[] {
  const installation = to === "north" ? world.northCare : world.southCare;
  const sentAt = dueAt - 30 * MINUTE;
  const named = { id, scheme: "fhir" } as const;
  const sent: StationEventInput = {
    id: `sent-${id}`,
    station: "sender",
    kind: "sent",
    at: new Date(sentAt).toISOString(),
    letter: named,
    receiverGln: installation.gln,
    type: world.advis.code,
  };
  const receipt: StationEventInput = {
    id: `receipt-${id}`,
    station: "recipient",
    kind: "receipt",
    at: new Date(dueAt - 10 * MINUTE).toISOString(),
    letter: named,
    installation: installation.id,
    receipt: { id: `receipt-${id}`, level: "application", outcome: "ok" },
  };
  return answered ? [sent, receipt] : [sent];
}

test("every overdue receipt is flagged within 5 s of its deadline and coverage, once and rightly, also across a restart", {
  timeout: 60_000,
}, async () => {
  const pool = ownerPool();
  const world = await createSmallWorld(pool);
  // The world's own source vouches for everyone; here each municipality has its own.
  await pool.query("DELETE FROM source_scope");
  const north = await createSource(pool, world.north, [{ organisation_id: world.north.id }]);
  const south = await createSource(pool, world.south, [{ organisation_id: world.south.id }]);
  await pool.query("UPDATE meta SET value = (value::int + 1)::text WHERE key = 'directory_version'");
  await pool.query(WATCH);

  const start = Date.now();
  const dueAt = new Map<string, number>();
  const events = Array.from({ length: 60 }, (_, n) => {
    const due = start + 500 + n * 75;
    const answered = n % 3 === 0;
    const to = n % 5 === 0 ? "south" : "north";
    if (!answered) dueAt.set(`${to}-${n}`, due);
    return letter(world, `${to}-${n}`, due, to, answered);
  }).flat();
  const say = (source: { id: number }, batch: { events: unknown[]; coverage?: unknown }) =>
    takeEvents(pool, { id: source.id, organisationId: 0, scopes: EVERYTHING }, batch, new Date());
  const vouch = (source: { id: number }) =>
    say(source, {
      events: [],
      coverage: { from: new Date(start - 60 * MINUTE).toISOString(), to: new Date().toISOString() },
    });

  let appliers = startAppliers(pool);
  await say(north, { events });
  // North's source vouches all the time; south's says nothing until all its deadlines have passed.
  let southVouched = 0;
  let stopped = 0;
  let restarted = 0;
  while (Date.now() < start + 500 + 60 * 75 + PROMISED_MS) {
    await vouch(north);
    if (!stopped && Date.now() > start + 1_500) {
      stopped = Date.now();
      await appliers.stop();
    }
    if (stopped && !restarted && Date.now() > stopped + 1_000) {
      restarted = Date.now();
      appliers = startAppliers(pool);
    }
    if (!southVouched && Date.now() > start + 500 + 60 * 75 + 500) {
      expect(await flags()).not.toContainEqual(expect.objectContaining({ letter: expect.stringMatching(/^south/) }));
      southVouched = Date.now();
      await vouch(south);
    }
    await wait(250);
  }
  await appliers.stop();

  const flagged = await flags();
  expect(flagged.map(({ letter }) => letter).sort(), "each once, none wrongly").toEqual([...dueAt.keys()].sort());
  const allowedFrom = (id: string) => (id.startsWith("south") ? southVouched : (dueAt.get(id) ?? 0));
  const delays = flagged.map(({ letter, at }) => at.getTime() - allowedFrom(letter));
  expect(Math.min(...delays), "never before").toBeGreaterThanOrEqual(0);
  expect(Math.max(...delays)).toBeLessThan(PROMISED_MS);
  const { rows } = await pool.query(
    "SELECT sum(n_overdue)::int AS overdue, sum(n_ok)::int AS ok FROM ledger.rollup_day",
  );
  expect(rows).toEqual([{ overdue: dueAt.size, ok: 60 - dueAt.size }]);

  async function flags(): Promise<{ letter: string; at: Date }[]> {
    return (await pool.query("SELECT letter_id AS letter, at FROM flagged JOIN ledger.letter USING (letter_key)")).rows;
  }
});
