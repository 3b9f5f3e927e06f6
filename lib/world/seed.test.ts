import { expect, test } from "vitest";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { provideSettings } from "../env.ts";
import { authorityOf, eventRow } from "../intake/rules.ts";
import { proveDay } from "../ledger/proof.ts";
import { foldLetter } from "../ledger/rules.ts";
import { stationEvent } from "../ledger/schema.ts";
import { readSnapshot } from "../publication/queries.ts";
import { monthReport } from "../status/objectives/report.ts";
import { intervalsOf, statesAt } from "../status/rules.ts";
import { addDays } from "../time/danish.ts";
import { toInput } from "./events.ts";
import { foldEventOf, toFoldEvent, toKeptEvent } from "./fold.ts";
import { known } from "./history.ts";
import { eventsOf } from "./journey.ts";
import { lettersOf } from "./letters.ts";
import { startTrickle } from "./live.ts";
import { DEMO_SEED, type SeededDemo, seedDemo } from "./seed.ts";
import { timelineOf } from "./timeline.ts";

// The afternoon of a Wednesday, with a week behind it: small, and still every kind of letter.
const NOW = new Date("2026-11-18T13:20:00Z");
const ANCHOR = "2026-11-18";

useFreshDatabase();
provideSettings({ SECRET: "a secret for tests, long enough to be one" });

const one = async <T>(text: string, values: unknown[] = []): Promise<T> =>
  (await ownerPool().query(text, values)).rows[0] as T;
const count = async (from: string): Promise<number> =>
  (await one<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).n;

let demo: SeededDemo;
test("a demo world is made in an empty database, with an account of every kind and a key", {
  timeout: 240_000,
}, async () => {
  demo = await seedDemo(() => undefined, NOW, { history: 9, events: 2 });
  const roles = demo.accounts.map(({ role }) => role).sort();
  expect(roles).toEqual([
    "auditor",
    "municipality",
    "municipality",
    "municipality",
    "operator",
    "region",
    "region",
    "vendor",
    "vendor",
    "vendor",
  ]);
  expect(demo.apiKey).toMatch(/^kvit_/);
  expect(new Set(demo.accounts.map(({ password }) => password)).size).toBe(10);
  for (const { email } of demo.accounts) expect(email).toMatch(/\.example$/);
});

test("the directory has the country: 98 municipalities under five regions, 46 of them under Østdanmark from 2027", async () => {
  const members = async (day: string) => {
    const { rows } = await ownerPool().query(
      `SELECT r.name, count(*)::int AS n FROM membership m JOIN organisation r ON r.id = m.region_id JOIN organisation k ON k.id = m.member_id
       WHERE k.kind = 'municipality' AND $1::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity') GROUP BY 1`,
      [day],
    );
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  };
  expect(await members("2026-12-31")).toEqual({
    "Region Hovedstaden": 29,
    "Region Midtjylland": 19,
    "Region Nordjylland": 11,
    "Region Sjælland": 17,
    "Region Syddanmark": 22,
  });
  expect(await members("2027-01-01")).toEqual({
    "Region Midtjylland": 19,
    "Region Nordjylland": 11,
    "Region Syddanmark": 22,
    "Region Østdanmark": 46,
  });
  const served = await one<{ n: number }>(
    "SELECT count(DISTINCT o.id)::int AS n FROM installation_type t JOIN installation i ON i.id = t.installation_id JOIN organisation o ON o.id = i.organisation_id WHERE o.kind = 'municipality' AND t.role = 'A'",
  );
  expect(served.n).toBe(98);
});

test("two municipalities have no agreement with the vendor of their system; the example's receiver has roles A, B and C", async () => {
  const without = await ownerPool().query(
    `SELECT DISTINCT o.code FROM installation i JOIN system s ON s.id = i.system_id JOIN organisation o ON o.id = i.organisation_id
     WHERE NOT EXISTS (SELECT FROM agreement a WHERE a.vendor_id = s.vendor_id AND a.municipality_id = o.id) ORDER BY 1`,
  );
  expect(without.rows.map(({ code }) => code)).toEqual(["0183", "0671"]);
  const roles = await ownerPool().query(
    `SELECT t.role FROM installation_type t JOIN location l ON l.id = t.location_id JOIN message_type m ON m.id = t.type_id
     WHERE l.gln = '5790001348120' AND m.code = 'FDIS20' ORDER BY 1`,
  );
  expect(roles.rows.map(({ role }) => role)).toEqual(["A", "B", "C"]);
});

test("deliveries and rollups add up, and the kept days are what the ledger's own fold makes of their events", async () => {
  const deliveries = await count("ledger.delivery");
  expect(deliveries).toBeGreaterThan(25_000);
  for (const rollup of ["rollup_hour", "rollup_day", "rollup_day_total"]) {
    const { n } = await one<{ n: number }>(
      `SELECT sum(n_not_due + n_pending + n_ok + n_transient + n_fatal + n_overdue + n_late_ok + n_late_negative + n_repudiated + n_lost + n_unknown)::int AS n FROM ledger.${rollup}`,
    );
    expect({ rollup, n }).toEqual({ rollup, n: deliveries });
  }
  for (const day of [ANCHOR, addDays(ANCHOR, -1)]) {
    const proof = await proveDay(ownerPool(), day, NOW);
    expect(proof.deliveries).toBeGreaterThan(1_500);
    expect(proof.differences).toBe(0);
  }
  expect(await count("ledger.letter WHERE sealed_at IS NULL")).toBeGreaterThan(3_000);
  expect(await count("ledger.letter WHERE sealed_at IS NOT NULL")).toBeGreaterThan(10_000);
  expect(await count("ledger.receipt WHERE orphan")).toBeGreaterThan(0);
  expect(
    await count(
      "ledger.station_event e WHERE NOT EXISTS (SELECT FROM ledger.letter l WHERE l.letter_key = e.subject_key AND sealed_at IS NULL)",
    ),
  ).toBe(0);
  expect(await count("ledger.inbox")).toBe(0);
});

test("what is copied in is what the intake would have stored, and its sources may report it", async () => {
  const db = await ownerPool().connect();
  const world = await known(db);
  db.release();
  for (const letter of lettersOf(DEMO_SEED, ANCHOR, -1).slice(0, 250)) {
    const events = eventsOf(letter, timelineOf(ANCHOR));
    const kept = events.map((event) => toKeptEvent(letter, event, world.places, world.sources));
    for (const [n, event] of events.entries()) {
      const source = world.sources.get(event.source);
      if (!source) throw new Error(event.source);
      const posted = stationEvent.parse(toInput(letter, event));
      const authority = authorityOf(posted, source, world.places);
      if (authority === null) throw new Error(`${event.source} may not report ${event.station}`);
      expect(kept[n]?.row).toEqual(eventRow(posted, source, authority, world.places));
    }
    const coarse = letter.scheme === "oioxml";
    const [asKept, asSealed] = [
      kept.map(foldEventOf),
      events.map((event) => toFoldEvent(letter, event, world.places, world.sources)),
    ].map((seen) => foldLetter(seen, coarse, world.directory, NOW.getTime()));
    expect(asSealed?.deliveries).toEqual(asKept?.deliveries);
  }
});

test("status: what went wrong is told as it went, whom it hit comes from the ledger, and nothing bad is told of a real name", async () => {
  const snapshot = await readSnapshot(NOW);
  expect(snapshot.services.filter(({ kind }) => kind === "chain").map(({ code }) => code)).toEqual([
    ...["advis", "hjemmepleje", "korrespondance", "aeldre-advis"],
  ]);
  expect([...statesAt(snapshot, NOW.getTime()).values()].map(({ state }) => state)).toEqual(
    snapshot.services.map(() => "up"),
  );
  expect(snapshot.incidents.map(({ phase, services }) => [phase, ...services])).toEqual([
    ["backlog_cleared", "vans-strandby"],
    ["backlog_cleared", "postkasser"],
    ["backlog_cleared", "fordeler-ydby"],
  ]);
  const [strandby, , ydby] = snapshot.incidents;
  expect(strandby?.municipalities).toBeGreaterThan(20);
  expect(strandby?.impacts.length).toBeGreaterThan(5);
  expect(strandby?.impacts.every(({ effect }) => effect === "delayed" || effect === "lost")).toBe(true);
  expect(ydby?.followUp?.measures.da).toContain("fyldt kø");
  const outage = timelineOf(ANCHOR).outages[0];
  const chain = intervalsOf(snapshot, "advis", outage?.from ?? 0, outage?.to ?? 0);
  expect(new Set(chain.map(({ state }) => state))).toEqual(new Set(["partial"]));
  const real = ["vans-kmd", "vans-multimed", "vans-truecommerce", "sundhedsagent", "beskedfordeler"];
  for (const { services } of [...snapshot.incidents, ...snapshot.windows])
    expect(services.filter((code) => real.includes(code))).toEqual([]);
  expect(await count("incident WHERE phase = 'suspected' AND published_at IS NULL AND merged_into_id IS NULL")).toBe(1);
  expect(await count("report")).toBe(4);
});

test("status: ended months are frozen, and the one with a corrected outage is shown restated", async () => {
  const snapshot = await readSnapshot(NOW);
  const restated = ["2026-08", "2026-09", "2026-10", "2026-11"].map((month) => {
    const { services } = monthReport(snapshot, month, NOW.getTime());
    const bands = services.flatMap(({ bands }) => bands);
    return [month, bands.some(({ frozen }) => frozen !== null), bands.some((band) => band.restated)];
  });
  expect(restated).toEqual([
    ["2026-08", true, false],
    ["2026-09", true, false],
    ["2026-10", true, true],
    ["2026-11", false, false],
  ]);
});

test("status: work was announced, moved, cancelled and prolonged, and what it held back was counted", async () => {
  const { windows } = await readSnapshot(NOW);
  const kinds = new Set(windows.flatMap(({ changes }) => changes.map(({ kind }) => kind)));
  expect(kinds).toEqual(new Set(["announced", "started", "ended", "moved", "cancelled", "prolonged"]));
  for (const window of windows) {
    expect(Date.parse(window.announcedAt)).toBeLessThan(Date.parse(window.plannedFrom));
    expect(Date.parse(window.announcedAt)).toBeLessThanOrEqual(NOW.getTime());
    expect(window.sequence).toBe(window.changes.filter(({ kind }) => /moved|cancelled|prolonged/.test(kind)).length);
  }
  const weekly = windows.filter(({ windowClass }) => windowClass === "minor");
  // Those whose announcement has come; the worker makes the rest of the series.
  expect(weekly.filter(({ phase }) => phase === "planned")).toHaveLength(2);
  const last = weekly.findLast(({ phase }) => phase === "ended");
  expect(last?.measured).toBeGreaterThan(0);
  expect(last?.deliveredAfter).toBeGreaterThan(0);
});

test("the world goes on where it stopped: no event twice, none left out", async () => {
  const before = await count("ledger.station_event");
  let now = new Date(NOW.getTime() + 10 * 60_000);
  const toldUntil = () => one<{ value: string }>("SELECT value FROM meta WHERE key = 'demo_told_until'");
  for (let round = 0; round < 2; round += 1) {
    const trickle = startTrickle(ownerPool(), () => now);
    await expect.poll(async () => (await toldUntil()).value, { timeout: 60_000 }).toBe(now.toISOString());
    await trickle.stop();
    now = new Date(now.getTime() + 10 * 60_000);
  }
  const until = NOW.getTime() + 20 * 60_000;
  const timeline = timelineOf(ANCHOR);
  const meant = [-8, -7, -6, -5, -4, -3, -2, -1, 0]
    .flatMap((offset) => lettersOf(DEMO_SEED, ANCHOR, offset).flatMap((letter) => eventsOf(letter, timeline)))
    .filter((event) => event.toldAt > NOW.getTime() && event.toldAt <= until);
  expect(meant.length).toBeGreaterThan(200);
  expect((await count("ledger.station_event")) - before).toBe(meant.length);
  expect(await count("ledger.coverage_claim")).toBeGreaterThan(10);
});

test("status: a region's contact list names some of its municipalities, at numbers that nobody has", async () => {
  const lists = await prisma().contactList.findMany({ include: { contacts: true }, orderBy: { id: "asc" } });
  expect(lists.map(({ name }) => name)).toEqual([
    "Adviseringsliste, Region Nordjylland",
    "Adviseringsliste, Region Midtjylland",
  ]);
  for (const { contacts } of lists) {
    expect(new Set(contacts.map(({ organisationId }) => organisationId)).size).toBe(7);
    for (const { phone } of contacts) expect(phone).toMatch(/^\+45 1/);
  }
});
