import { randomInt } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { loop } from "../../jobs/loop.ts";
import { log } from "../../log.ts";
import { quietUntil } from "../calm.ts";
import { AWAY, type ChannelDriver, type Outgoing, type Sent } from "../channels/channel.ts";
import { settleAddress } from "../lost/settle.ts";
import { claim } from "./claim.ts";
import { readOutgoing } from "./outgoing.ts";
import { retryAt } from "./retry.ts";
import { Slots } from "./slots.ts";
import {
  type Claimed,
  giveBack,
  giveUpLate,
  heldAmong,
  holdWorkerLock,
  hurry,
  letSleep,
  recordTry,
  releaseOrphans,
} from "./sql.ts";

const IDLE_MS = 1_000;
const ORPHANS_EVERY_MS = 5_000;
const TIMEOUT_MS = 30_000;

export type Dispatcher = { wake: () => void; stop: () => Promise<void> };

/**
 * Sends what is due, at least once: each dispatch is claimed, sent over its channel and recorded before the next of its slot
 * is begun, so that a worker that dies doubles at most what it had under way. Any number of workers may run.
 */
export function startDispatcher(
  pool: Pool,
  drivers: readonly ChannelDriver[],
  clock: () => Date = () => new Date(),
): Dispatcher {
  const worker = randomInt(1, 2_147_483_647);
  const ways = drivers.map((driver) => ({
    driver,
    slots: new Slots(driver.concurrency, () => running.wake()),
    away: false,
  }));
  const ending = new AbortController();
  let held: PoolClient | undefined;
  let orphansAt = 0;

  const running = loop("notices", IDLE_MS, async () => {
    const db = await alive();
    const now = clock();
    if (now.getTime() - orphansAt >= ORPHANS_EVERY_MS) {
      const known = ways.flatMap(({ slots }) => slots.known);
      await releaseOrphans(db, worker, known);
      const channels = drivers.map(({ channel }) => channel);
      await giveUpLate(db, channels, now);
      orphansAt = now.getTime();
    }
    await stopHeld(db);
    let more = false;
    // Each channel for itself: one whose receivers hang takes nothing from the others.
    for (const way of ways.filter(({ slots }) => slots.hungry)) {
      const { driver, slots } = way;
      const taken = await claim(db, worker, driver.channel, slots.room, now);
      const outgoing = await readOutgoing(db, taken);
      for (const one of taken) slots.run(one.id, () => deliver(one, way, (at) => outgoing(one, at)));
      more ||= taken.length > 0;
    }
    return more;
  });

  /** What an operator has stopped meanwhile is not begun, though it was claimed. */
  async function stopHeld(db: PoolClient): Promise<void> {
    const all = ways.map(({ slots }) => slots);
    const queued = all.flatMap((some) => some.queued);
    const stopped = queued.length === 0 ? new Set<string>() : await heldAmong(db, queued);
    const dropped = stopped.size === 0 ? [] : all.flatMap((some) => some.drop(stopped));
    if (dropped.length > 0) await giveBack(db, dropped);
  }

  /** The connection whose lock says that this worker lives; anew after the database has been away. */
  async function alive(): Promise<PoolClient> {
    if (held) return held;
    const db = await pool.connect();
    db.on("error", () => {
      if (held !== db) return;
      held = undefined;
      // Others take it that we are gone: what is not begun is claimed anew.
      for (const { slots } of ways) slots.drop(new Set(slots.queued));
      orphansAt = 0;
      db.release(true);
    });
    try {
      await holdWorkerLock(db, worker);
    } catch (error) {
      db.release(true);
      throw error;
    }
    held = db;
    return db;
  }

  async function deliver(one: Claimed, way: Way, outgoing: (now: Date) => Outgoing): Promise<void> {
    const { driver } = way;
    const began = clock();
    const asleep = one.again ? null : quietUntil(one.notices, began.getTime());
    if (asleep !== null) return untilRecorded(() => letSleep(pool, one.id, new Date(asleep)));
    const timeout = AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const send = async () => driver.send(outgoing(began), timeout);
    const sent = await send().catch((): Sent => ({ outcome: "later", code: "failed" }));
    const now = clock();
    const tried = {
      ...{ id: one.id, attempt: one.attempts, at: now, ms: now.getTime() - began.getTime() },
      ...{ code: sent.outcome === "sent" ? "sent" : sent.code, status: sent.status ?? null },
    };
    const away = AWAY[driver.channel] ?? [];
    const isAway = sent.outcome === "later" && away.includes(sent.code);
    const next = whereTo(sent, isAway ? { nth: one.nth, since: now } : one, began, now);
    await untilRecorded(() => recordTry(pool, tried, next));
    if (way.away && sent.outcome === "sent") await hurry(pool, driver.channel, away, now);
    if (isAway || sent.outcome === "sent") way.away = isAway;
    await settleAddress({ endpointId: one.endpoint.id, channel: one.endpoint.channel }, sent, next.state, now);
  }

  /** What was sent must be known to be sent: a database that is away is waited for. */
  async function untilRecorded(record: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await record();
        return;
      } catch {
        log.warn({ event: "dispatch_not_recorded" });
        if (ending.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
      }
    }
  }

  return {
    wake: running.wake,
    stop: async () => {
      const stopped = running.stop();
      ending.abort();
      await Promise.all(ways.map(({ slots }) => slots.end()));
      await stopped;
      await Promise.all(drivers.map((driver) => driver.close()));
      const db = held;
      // A connection that breaks off from now on is no longer ours to give back.
      held = undefined;
      db?.release(true);
    },
  };
}

type Way = { driver: ChannelDriver; away: boolean };
type Tries = Pick<Claimed, "nth" | "since">;
function whereTo(sent: Sent, { nth, since }: Tries, began: Date, now: Date): Parameters<typeof recordTry>[2] {
  if (sent.outcome === "sent") return { state: "sent", why: null, notBefore: null };
  const tried = { attempts: nth, since: (since ?? began).getTime() };
  const again =
    sent.outcome === "never" ? null : retryAt({ ...tried, afterMs: sent.afterMs }, now.getTime(), Math.random());
  if (again === null) return { state: "given_up", why: sent.code, notBefore: null };
  return { state: "waiting", why: sent.code, notBefore: new Date(again) };
}
