import { beforeAll, expect, test } from "vitest";
import { report } from "../../prisma/factories/events.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { useFreshDatabase } from "../db/testing.ts";
import { takeEvents } from "../intake/commands.ts";
import { proveDay } from "./proof.ts";
import type { StationEventInput } from "./schema.ts";

useFreshDatabase();

const NOW = new Date("2026-11-23T01:30:00Z");
const YESTERDAY = "2026-11-22";
const EVERYTHING = [{ station: null, organisationId: null, systemId: null, installationId: null }];
let world: SmallWorld;

/** Three letters of yesterday: answered after 12 s, rejected, unanswered. One knows its envelope. */
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  const at = (seconds: number) => new Date(Date.parse("2026-11-22T12:00:00Z") + seconds * 1000).toISOString();
  const letter = (n: number) => ({ id: `proved-${n}`, scheme: "fhir" }) as const;
  const sent = (n: number): StationEventInput => ({
    id: `sent-${n}`,
    station: "sender",
    kind: "sent",
    at: at(n),
    letter: letter(n),
    aliases: [{ kind: "envelope", value: `proved-envelope-${n}` }],
    receiverGln: world.northCare.gln,
    type: world.advis.code,
  });
  const answer = (n: number, outcome: "ok" | "fatal"): StationEventInput => ({
    id: `answer-${n}`,
    station: "recipient",
    kind: "receipt",
    at: at(n + 12),
    letter: letter(n),
    installation: world.northCare.id,
    receipt: { id: `answer-${n}`, level: "application", outcome },
  });
  const events = [sent(1), sent(2), sent(3), answer(1, "ok"), answer(2, "fatal")];
  await report(ownerPool(), world.source, world.operator, events, NOW);
});

const prove = () => proveDay(ownerPool(), YESTERDAY, NOW);
const run = (text: string) => ownerPool().query(text);

test("a day that is as its events say has no difference, and the result is kept", async () => {
  expect(await prove()).toEqual({ day: YESTERDAY, deliveries: 3, differences: 0 });
  const { rows } = await run("SELECT day::text, checked_at, deliveries, differences FROM ledger.proof");
  expect(rows).toEqual([{ day: YESTERDAY, checked_at: NOW, deliveries: 3, differences: 0 }]);
});

test.each([
  "state = (state + 1) % 8",
  "conflicting = NOT conflicting",
  "leg_ms[1] = 5",
  "due_at = due_at + interval '1 ms'",
])("finds a delivery in which somebody has set %s", async (change) => {
  const changed = "WHERE letter_key = (SELECT letter_key FROM ledger.letter WHERE letter_id = 'proved-1')";
  await run("CREATE TABLE kept AS SELECT * FROM ledger.delivery");
  await run(`UPDATE ledger.delivery SET ${change} ${changed}`);
  expect((await prove()).differences).toBeGreaterThan(0);
  await run(
    `DELETE FROM ledger.delivery ${changed}; INSERT INTO ledger.delivery SELECT * FROM kept ${changed}; DROP TABLE kept`,
  );
  expect((await prove()).differences).toBe(0);
});

test.each(["rollup_hour", "rollup_day", "rollup_day_total"])("finds a wrong count in %s", async (table) => {
  for (const column of ["n_ok", "lat_4"]) {
    await run(`UPDATE ledger.${table} SET ${column} = ${column} + 1 WHERE installation_id = ${world.northCare.id}`);
    expect((await prove()).differences, column).toBe(1);
    await run(`UPDATE ledger.${table} SET ${column} = ${column} - 1 WHERE installation_id = ${world.northCare.id}`);
  }
  expect((await prove()).differences).toBe(0);
});

test("a letter whose news no applier has taken yet is no difference, under whichever of its ids they came", async () => {
  const late: StationEventInput = {
    id: "late",
    station: "vans",
    kind: "received",
    at: "2026-11-22T12:00:02.500Z",
    aliases: [{ kind: "envelope", value: "proved-envelope-2" }],
  };
  const source = { id: world.source.id, organisationId: world.operator.id, scopes: EVERYTHING };
  await takeEvents(ownerPool(), source, { events: [late] }, NOW);
  expect(await prove()).toEqual({ day: YESTERDAY, deliveries: 2, differences: 0 });
});
