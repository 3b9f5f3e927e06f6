import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { aSignal, createEndpoint, createSubscription } from "../../../prisma/factories/notices.ts";
import { createSmallWorld, type SmallWorld } from "../../../prisma/factories/world.ts";
import { ownerPool } from "../../db/pool.ts";
import { prisma } from "../../db/prisma.ts";
import { useFreshDatabase } from "../../db/testing.ts";
import { askingAsOwner } from "../../status/ask.ts";
import { MOMENTS } from "../../subscriptions/shapes.ts";
import { recordSignal } from "../outbox.ts";
import { holdSignals, releaseSignals } from "../sending/sql.ts";
import { claim } from "./claim.ts";
import { type Claimed, recordTry, releaseOrphans } from "./sql.ts";

useFreshDatabase();

let world: SmallWorld;
beforeAll(async () => {
  world = await createSmallWorld(ownerPool());
});
beforeEach(() => prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`);

const BEGIN = Date.parse("2026-11-24T16:00:00Z");
const THREADS = ["incident:a", "incident:b"] as const;
/** `later`: refused for now. `killed`: the worker dies with it, before or after the other end has it. */
const OUTCOMES = ["sent", "sent", "later", "killed before", "killed after"] as const;
const thread = fc.constantFrom(...THREADS);
const minutes = fc.constantFrom(0, 1, 20, 130, 700);
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("say" as const), thread, moment: fc.constantFrom(...MOMENTS) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("work" as const),
        minutes,
        outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 6 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("hold" as const, "release" as const), thread }) },
  ),
  { minLength: 6, maxLength: 24 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

/** What has arrived: by address, the signals in the order they came, message by message. */
type Arrived = Map<number, number[][]>;
const saidIn = ({ notices }: Claimed) => [...new Set(notices.map(({ signalId }) => signalId))];

async function play(all: readonly Step[], arrived: Arrived): Promise<void> {
  let now = BEGIN;
  const db = await ownerPool().connect();
  const worked = async (outcomes: readonly (typeof OUTCOMES)[number][]) => {
    const claimed = await claim(db, 1, "email", 100, new Date(now));
    for (const [nr, one] of claimed.entries()) {
      const outcome = outcomes[nr % outcomes.length] ?? "sent";
      if (outcome === "sent" || outcome === "killed after")
        arrived.set(one.endpoint.id, [...(arrived.get(one.endpoint.id) ?? []), saidIn(one)]);
      const at = new Date(now);
      const tried = { id: one.id, attempt: one.attempts, at, status: null, ms: 1 };
      if (outcome === "sent")
        await recordTry(db, { ...tried, code: "sent" }, { state: "sent", why: null, notBefore: null });
      if (outcome === "later")
        await recordTry(
          db,
          { ...tried, code: "deferred" },
          { state: "waiting", why: "deferred", notBefore: new Date(now + 3_600_000) },
        );
    }
    await releaseOrphans(db, 2, []);
    return claimed.length;
  };
  try {
    for (const step of all) {
      now += 60_000;
      if (step.do === "say")
        await prisma().$transaction((tx) =>
          recordSignal(tx, aSignal({ thread: step.thread, moment: step.moment }), new Date(now)),
        );
      else if (step.do === "work") {
        now += step.minutes * 60_000;
        await worked(step.outcomes);
      } else if (step.do === "hold") await holdSignals(askingAsOwner, step.thread, 1, new Date(now));
      else await releaseSignals(askingAsOwner, step.thread);
    }
    for (const one of THREADS) await releaseSignals(askingAsOwner, one);
    now += 2 * 24 * 3_600_000;
    while ((await worked(["sent"])) > 0);
  } finally {
    db.release();
  }
}

test("to each address a conversation comes in order and whole, whatever is refused, held or dies on the way", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await prisma().$executeRaw`TRUNCATE signal, subscription, endpoint CASCADE`;
      const [one, shared] = [await createEndpoint(world.north), await createEndpoint(world.north)];
      await createSubscription(world.north, [one, shared], { calm: { intervalMinutes: 30, capPerHour: 3 } });
      await createSubscription(world.north, [shared], { calm: { digestAt: "22:00" } });
      const arrived: Arrived = new Map();
      await play(all, arrived);
      const said = await prisma().signal.findMany({ select: { id: true, thread: true }, orderBy: { id: "asc" } });
      for (const { id: endpoint } of [one, shared]) {
        const known = new Set<number>();
        for (const message of arrived.get(endpoint) ?? []) {
          for (const id of message) known.add(id);
          for (const id of message) {
            const { thread: of } = said.find((signal) => signal.id === id) ?? {};
            for (const before of said.filter((signal) => signal.thread === of && signal.id < id))
              expect(known, `${before.id} came after ${id} of ${of}`).toContain(before.id);
          }
        }
        expect([...known].sort((a, b) => a - b)).toEqual(said.map(({ id }) => id));
      }
    }),
    { numRuns: 20 },
  );
}, 240_000);
