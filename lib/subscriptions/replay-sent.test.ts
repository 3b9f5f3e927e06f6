import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription, EVERYTHING } from "../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../prisma/factories/world.ts";
import { ownerPool } from "../db/pool.ts";
import { prisma } from "../db/prisma.ts";
import { useFreshDatabase } from "../db/testing.ts";
import type { Calm } from "../notices/calm.ts";
import { claim } from "../notices/dispatch/claim.ts";
import { recordTry } from "../notices/dispatch/sql.ts";
import { recordSignal } from "../notices/outbox.ts";
import type { NewSignal } from "../notices/signal.ts";
import { askingAsOwner } from "../status/ask.ts";
import { SEVERITIES } from "../status/shapes.ts";
import { factRows } from "./facts-sql.ts";
import { ownersOf } from "./owner.ts";
import { replay } from "./replay.ts";
import { type Filter, MOMENTS } from "./shapes.ts";

useFreshDatabase();

let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`);

const BEGIN = Date.parse("2026-11-24T16:00:00Z");
const DAYS_3 = 3 * 24 * 60;
type Step = Pick<NewSignal, "thread" | "moment" | "severity" | "alsoOf" | "heard"> & { minute: number; hits: boolean };
const steps: fc.Arbitrary<Step[]> = fc.uniqueArray(
  fc
    .record({
      // Over three days, or within an evening and its night.
      minute: fc.oneof(fc.nat(DAYS_3), fc.integer({ min: 240, max: 800 }), fc.integer({ min: 240, max: 320 })),
      thread: fc.constantFrom("incident:2026-1", "incident:2026-2", "window:a", "window:b", "series:9"),
      moment: fc.constantFrom(...MOMENTS),
      severity: fc.constantFrom(...SEVERITIES),
      hits: fc.boolean(),
    })
    .map((step) => {
      // A date of a series, and the series, that is announced.
      if (step.thread === "window:b") return { ...step, alsoOf: ["series:9"], heard: "as_asked" as const };
      return { ...step, alsoOf: [], ...(step.thread === "series:9" ? { moment: "opened" as const } : {}) };
    }),
  { selector: ({ minute }) => minute, minLength: 6, maxLength: 16 },
);
const calms: fc.Arbitrary<Calm> = fc
  .record({
    quiet: fc.boolean(),
    criticalPasses: fc.boolean(),
    digestAt: fc.constantFrom(null, null, "08:00", "05:00"),
    intervalMinutes: fc.constantFrom(0, 30, 200),
    capPerHour: fc.constantFrom(1, 2, 20),
  })
  .map(({ quiet, ...rest }) => ({ ...rest, quietFrom: quiet ? "22:00" : null, quietTo: quiet ? "06:00" : null }));
const filters: fc.Arbitrary<Filter> = fc
  .record({
    mine: fc.boolean(),
    moments: fc.subarray([...MOMENTS], { minLength: 1 }),
    minSeverity: fc.constantFrom(null, null, "major" as const, "critical" as const),
  })
  .map((some) => ({ ...EVERYTHING, ...some }));

/** Sends what is due by an instant, each at its own time, as a worker without a fault would. */
async function sendUntil(until: number): Promise<{ at: number; signals: number[] }[]> {
  const sent: { at: number; signals: number[] }[] = [];
  const db = await ownerPool().connect();
  try {
    for (;;) {
      const next = await prisma().dispatch.findFirst({
        where: { state: "waiting", notBefore: { lte: new Date(until) } },
        orderBy: { notBefore: "asc" },
      });
      if (!next) return sent;
      const at = next.notBefore;
      for (const { id, notices } of await claim(db, 1, "email", 100, at)) {
        const tried = { id, attempt: 1, at, code: "sent", status: null, ms: 1 };
        await recordTry(ownerPool(), tried, { state: "sent", why: null, notBefore: null });
        sent.push({ at: at.getTime(), signals: notices.map(({ signalId }) => signalId).sort((a, b) => a - b) });
      }
    }
  } finally {
    db.release();
  }
}

test("a replay says what would have been sent: as many messages, at the same times, with the same in them", async () => {
  const owner = (await ownersOf(askingAsOwner, [world.north.id], new Date(BEGIN))).get(world.north.id);
  if (!owner) throw new Error("No owner");
  await fc.assert(
    fc.asyncProperty(filters, calms, steps, async (filter, calm, all) => {
      await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
      const { quietFrom, quietTo, digestAt, ...rest } = calm;
      const { id } = await createSubscription(world.north, [await createEndpoint(world.north)], { filter, calm: rest });
      await prisma().subscription.update({ where: { id }, data: { quietFrom, quietTo, digestAt } });
      const sent: { at: number; signals: number[] }[] = [];
      for (const { minute, hits, ...step } of all.toSorted((a, b) => a.minute - b.minute)) {
        const at = BEGIN + minute * 60_000;
        sent.push(...(await sendUntil(at)));
        const kind = step.thread.startsWith("incident") ? "incident" : "window";
        const municipalities = [hits ? world.north.id : world.south.id];
        await prisma().$transaction((tx) => recordSignal(tx, aSignal({ ...step, kind, municipalities }), new Date(at)));
      }
      sent.push(...(await sendUntil(BEGIN + 2 * DAYS_3 * 60_000)));
      const facts = await factRows(askingAsOwner, 0);
      const { told } = replay(filter, calm, facts, owner, { from: BEGIN, to: BEGIN + DAYS_3 * 60_000 + 1 });
      const byTime = (some: { at: number; signals: number[] }[]) =>
        some.toSorted((a, b) => a.at - b.at || (a.signals[0] ?? 0) - (b.signals[0] ?? 0));
      expect(byTime(told.map((one) => ({ at: one.at, signals: one.signals.map((of) => of.id) })))).toEqual(
        byTime(sent),
      );
    }),
    { numRuns: 20 },
  );
}, 240_000);
