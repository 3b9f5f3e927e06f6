import type { Pool } from "pg";
import { PgBoss } from "pg-boss";
import { remindOfReviews } from "../contacts/reminders/commands.ts";
import { forgetOldLetters } from "../ledger/forget.ts";
import { ensurePartitions } from "../ledger/partitions.ts";
import { proveDay } from "../ledger/proof.ts";
import { log } from "../log.ts";
import { forgetSubscribers } from "../subscriptions/public/forget.ts";
import { carryOver } from "../subscriptions/turn.ts";
import { addDays, danishDay } from "../time/danish.ts";
import { STATUS_NIGHTLY } from "./status.ts";

const MONTHS_AHEAD = 3;

/** What runs by the clock, in Danish time. Each is safe to run twice, and answers counts for the log. */
const NIGHTLY: {
  name: string;
  cron: string;
  run: (pool: Pool, now: Date) => Promise<Record<string, number | string>>;
}[] = [
  {
    name: "make-partitions",
    cron: "5 0 * * *",
    run: async (pool, now) => {
      const ready = await ensurePartitions(pool, now);
      if (ready < MONTHS_AHEAD) log.error({ event: "partitions_missing", ready });
      return { ready };
    },
  },
  {
    name: "prove-yesterday",
    cron: "30 2 * * *",
    run: (pool, now) => proveDay(pool, addDays(danishDay(now.getTime()), -1), now),
  },
  {
    name: "forget-old-letters",
    cron: "30 3 * * *",
    run: async (pool, now) => ({ forgotten: await forgetOldLetters(pool, now) }),
  },
  { name: "forget-subscribers", cron: "45 3 * * *", run: (_, now) => forgetSubscribers(now) },
  // Early: what is told on the first day of a new region is told by its name.
  { name: "carry-subscriptions-over", cron: "10 0 * * *", run: (_, now) => carryOver(now) },
  // By day: it is mail to people.
  { name: "remind-of-contacts", cron: "0 9 * * *", run: (_, now) => remindOfReviews(now) },
  ...STATUS_NIGHTLY.map(({ run, ...rest }) => ({ ...rest, run: (_: Pool, now: Date) => run(now) })),
];

/** Starts the schedule on the given database; with several workers each job runs once. */
export async function startNightly(pool: Pool, connectionString: string): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({ connectionString, max: 2 });
  boss.on("error", () => log.warn({ event: "scheduler_lost_database" }));
  await boss.start();
  for (const { name, cron, run } of NIGHTLY) {
    await boss.createQueue(name);
    await boss.schedule(name, cron, {}, { tz: "Europe/Copenhagen" });
    await boss.work(name, { pollingIntervalSeconds: 30 }, async () => {
      log.info({ event: "job_done", job: name, ...(await run(pool, new Date())) });
    });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) };
}
