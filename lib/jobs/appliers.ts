import type { Pool, PoolClient } from "pg";
import { applier } from "../ledger/applier.ts";
import { takeCoverage } from "../ledger/coverage.ts";
import { SHARDS } from "../ledger/keys.ts";
import { sweeper } from "../ledger/sweeper.ts";
import { loop } from "./loop.ts";
import { beat, holdShard } from "./sql.ts";

const IDLE_MS = 250;
const SWEEP_MS = 500;

/**
 * What turns events into deliveries: an applier per shard, each under its shard's lock on a connection of its own, and the
 * sweeper of deadlines and coverage. Any number of workers may run them; a shard without its worker is taken by the next.
 */
export function startAppliers(pool: Pool, clock: () => Date = () => new Date()) {
  const loops = Array.from({ length: SHARDS }, (_, shard) => shardLoop(pool, shard, clock));
  const { sweep } = sweeper();
  const sweeping = loop("sweeper", SWEEP_MS, () =>
    withClient(pool, async (db) => {
      const claims = await takeCoverage(db, clock());
      const touched = await sweep(db, clock());
      await beat(db, "worker", clock());
      if (claims + touched > 0) for (const shard of loops) shard.wake();
      return false;
    }),
  );
  return {
    wake: () => {
      for (const shard of loops) shard.wake();
      sweeping.wake();
    },
    stop: async () => {
      await Promise.all([...loops, sweeping].map((running) => running.stop()));
    },
  };
}

function shardLoop(pool: Pool, shard: number, clock: () => Date) {
  const { step } = applier(shard);
  let held: PoolClient | undefined;
  const release = (broken: boolean) => {
    held?.release(broken);
    held = undefined;
  };
  const running = loop(`applier ${shard}`, IDLE_MS, async () => {
    try {
      if (!held) {
        const db = await pool.connect();
        if (!(await holdShard(db, shard))) {
          db.release();
          return false;
        }
        held = db;
      }
      return (await step(held, clock())).taken > 0;
    } catch (error) {
      // The lock lives and dies with its connection.
      release(true);
      throw error;
    }
  });
  return {
    wake: running.wake,
    stop: async () => {
      await running.stop();
      release(true);
    },
  };
}

async function withClient<T>(pool: Pool, run: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  let broken = true;
  try {
    const answer = await run(db);
    broken = false;
    return answer;
  } finally {
    db.release(broken);
  }
}
