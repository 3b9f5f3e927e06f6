import { beforeAll, describe, expect, test } from "vitest";
import { createType, unique } from "../../../prisma/factories/directory.ts";
import { createDelivery, type Leg, type Unusual } from "../../../prisma/factories/ledger.ts";
import { createService, createWindow, type MadeService } from "../../../prisma/factories/status.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { measureWindows, tickWindows } from "./job.ts";
import { expectedOf, readPlan, readWindow } from "./queries.ts";
import { planQuery } from "./schema.ts";

useFreshDatabase();

// A Monday; the 13 weeks before it begin on 31 August.
const NOW = new Date("2026-11-30T08:00:00Z");
const at = (text: string) => Date.parse(text);
const MINUTE = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE;
// Monday 03–06, as a window and as each of the 13 Mondays before.
const NIGHT = { from: at("2026-12-07T02:00:00Z"), to: at("2026-12-07T05:00:00Z") };

let world: SmallWorld;
let fast: number;
let slow: number;
let services: Record<"advis" | "fast" | "slow" | "system" | "everything", MadeService>;
const leg = (station: Leg["station"], ms: number, operatorId = 0): Leg => ({
  ...{ station, operatorId },
  direction: "out",
  at: ms,
  ms: 1_000,
});
const send = (installation: { id: number }, sentAt: number, unusual: Unusual = {}) =>
  createDelivery(ownerPool(), installation, world.northHospital, world.advis.id, { sentAt, ...unusual });
const operatorOf = async () =>
  (await prisma().stationOperator.create({ data: { code: unique("vans"), name: "Et VANS" } })).id;

beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
  [fast, slow] = [await operatorOf(), await operatorOf()];
  services = {
    advis: await createService({ kind: "chain", types: [world.advis.code] }),
    fast: await createService({ station: "vans", operatorId: fast }),
    slow: await createService({ station: "vans", operatorId: slow }),
    system: await createService({ station: "recipient", systemId: world.home.id }),
    everything: await createService({ station: "distributor" }),
  };
  // On each of the 13 Monday nights: three notices to north (two of them through the fast one), one to south through the
  // slow one, and one of another type to north.
  for (let week = 2; week <= 14; week += 1) {
    const sentAt = NIGHT.from - week * WEEK_MS + 10 * MINUTE;
    // Written by the wall: before 25 October Denmark is an hour further ahead.
    const then = sentAt < at("2026-10-25T01:00:00Z") ? sentAt - 60 * MINUTE : sentAt;
    for (const [installation, operatorId] of [
      [world.northCare, fast],
      [world.northCare, slow],
      [world.northHome, fast],
      [world.southCare, slow],
    ] as const) {
      await send(installation, then, { legs: [leg("vans", then + 1_000, operatorId)] });
    }
    await createDelivery(ownerPool(), world.northCare, world.northHospital, world.other.id, { sentAt: then });
  }
});

describe("what the planner expects of a Monday night", () => {
  const expected = (...which: (keyof typeof services)[]) =>
    expectedOf(
      world.viewers.operator,
      which.map((one) => services[one].code),
      NIGHT,
      NOW,
    );

  test("of a chain: its own types", async () => expect(await expected("advis")).toBe(4));
  test("of a station that all pass: everything", async () => expect(await expected("everything")).toBe(5));
  test("of a system: its own installations", async () => expect(await expected("system")).toBe(1));
  // In the last 14 days half of north's care, all of north's home and none of south's ran through the fast one: of the
  // other type's messages, whose way nobody stated, half as well.
  test("of a station beside others: of each installation the part that ran through it", async () => {
    expect(await expected("fast")).toBe(3);
    expect(await expected("slow")).toBe(3);
  });
  test("of several: nothing is counted twice", async () => expect(await expected("advis", "everything")).toBe(5));

  test("by municipality and type, with the weeks that say so and the best slots beside", async () => {
    const query = planQuery.parse({
      ...{ services: services.everything.code, hours: "3", firstDay: "2026-12-07", lastDay: "2026-12-08" },
      ...{ from: "2026-12-07T03:00", to: "2026-12-07T06:00" },
    });
    const plan = await readPlan(world.viewers.auditor, query, NOW);
    expect(plan?.chosen).toMatchObject({ messages: 5, municipalities: 2, weeks: 13 });
    expect(plan?.chosen?.rows).toMatchObject([
      {
        organisation: "Nordby",
        messages: 4,
        types: [
          { type: "TST20", messages: 3 },
          { type: "TST91", messages: 1 },
        ],
      },
      { organisation: "Sydby", messages: 1 },
    ]);
    expect(plan?.best[0]).toMatchObject({ messages: 0, wallFrom: "2026-12-07T00:00" });
    expect(await readPlan(world.viewers.operator, planQuery.parse({}), NOW)).toBeNull();
  });

  test("where the ledger never saw a day like it, nothing is known", async () => {
    const tuesday = { from: at("2026-12-08T02:00:00Z"), to: at("2026-12-08T05:00:00Z") };
    expect(await expectedOf(world.viewers.operator, [services.everything.code], tuesday, NOW)).toBeNull();
  });
});

describe("what a window did is measured from the ledger", () => {
  const figures = async (uid: string) => {
    const { measured, deliveredIn, deliveredAfter } = await readWindow(world.viewers.operator, uid, NOW);
    return [measured, deliveredIn, deliveredAfter];
  };
  const window = (service: MadeService) =>
    createWindow([service], { plannedFrom: new Date(NIGHT.from), plannedTo: new Date(NIGHT.to) });
  const within = NIGHT.from + 60 * MINUTE;
  const pending = { state: "pending", latencyMs: null } as const;

  test("sent in it, delivered in it, delivered after it, and those still under way counted until they arrive", async () => {
    const [all, advis, system] = [
      await window(services.everything),
      await window(services.advis),
      await window(services.system),
    ];
    const [ours, others] = [await window(services.fast), await window(services.slow)];
    // Delivered at once; delivered two hours after the end; under way; another type; before and after the window.
    await send(world.northCare, within, { legs: [leg("vans", within, fast), leg("recipient", within + MINUTE)] });
    await send(world.southCare, within, {
      ...{ state: "late_ok", latencyMs: 241 * MINUTE },
      legs: [leg("vans", NIGHT.to, slow), leg("recipient", NIGHT.to + 120 * MINUTE)],
    });
    const waiting = await send(world.northHome, within, pending);
    await createDelivery(ownerPool(), world.southCare, world.northHospital, world.other.id, { sentAt: within });
    await send(world.northCare, NIGHT.from - 1);
    await send(world.northCare, NIGHT.to);

    await tickWindows(new Date(NIGHT.to));
    expect(await figures(all.uid)).toEqual([4, 2, 1]);
    expect(await figures(advis.uid)).toEqual([3, 1, 1]);
    expect(await figures(system.uid)).toEqual([1, 0, 0]);
    // What waits before the station may come through either; what answered without a way stated came through neither.
    expect(await figures(ours.uid)).toEqual([2, 1, 0]);
    expect(await figures(others.uid)).toEqual([2, 0, 1]);

    const later = NIGHT.to + 180 * MINUTE;
    await ownerPool().query("UPDATE ledger.delivery SET state = 6, decided_at = $2 WHERE letter_key = $1", [
      ...[waiting.letterKey, new Date(later)],
    ]);
    await Promise.all([measureWindows(new Date(later)), measureWindows(new Date(later))]);
    expect(await figures(all.uid)).toEqual([4, 2, 2]);
    expect(await measureWindows(new Date(later))).toEqual({ measured: 0 });
  });

  test("where the ledger saw nothing on either side, nothing is said: not 0", async () => {
    const unseen = await createWindow([services.everything], {
      ...{ plannedFrom: new Date("2026-06-01T03:00:00Z"), plannedTo: new Date("2026-06-01T04:00:00Z") },
      announcedAt: new Date("2026-05-01T03:00:00Z"),
    });
    await tickWindows(new Date("2026-06-01T04:00:00Z"));
    expect(await figures(unseen.uid)).toEqual([null, null, null]);
  });

  test("a type nobody sends is counted, and none", async () => {
    const type = await createType(ownerPool());
    const quiet = await window(await createService({ kind: "chain", types: [type.code] }));
    await tickWindows(new Date(NIGHT.to));
    expect(await figures(quiet.uid)).toEqual([0, 0, 0]);
  });
});
