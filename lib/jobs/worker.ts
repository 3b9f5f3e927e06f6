import { closePools, ownerPool } from "../db/pool.ts";
import { databaseUrl, env } from "../env.ts";
import { describeError, log } from "../log.ts";
import { isDemo } from "../world/mark.ts";
import { startAppliers } from "./appliers.ts";
import { listen } from "./listen.ts";
import { startNightly } from "./nightly.ts";
import { startNotices } from "./notices.ts";
import { startStatus } from "./status.ts";

const PARENT_CHECK_MS = 1_000;

/** The worker process: applies what intake took in, watches deadlines, runs the nightly jobs, and keeps the demo alive. */
async function main(): Promise<void> {
  const pool = ownerPool();
  const appliers = startAppliers(pool);
  const ear = listen(databaseUrl(), "ledger_inbox", appliers.wake);
  const status = startStatus();
  const notices = startNotices();
  const nightly = await startNightly(pool, databaseUrl());
  const trickle = (await isDemo()) ? (await import("../world/live.ts")).startTrickle(pool) : undefined;
  log.info({ event: "worker_started" });

  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await Promise.allSettled([trickle?.stop(), status.stop(), notices.stop(), nightly.stop(), ear.stop()]);
    await appliers.stop();
    await closePools();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  endWithParent(end);
}

/** A starter that was killed cannot stop its children; they look after it themselves. */
function endWithParent(end: () => Promise<void>): void {
  const parent = env().STARTER_PID;
  if (parent === undefined) return;
  setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch {
      void end();
    }
  }, PARENT_CHECK_MS).unref();
}

// A driver's own message quotes what it chokes on, so it must not reach the console; the starter brings the worker back.
await main().catch((error: unknown) => {
  log.fatal({ event: "worker_failed", error: describeError(error) });
  process.exit(1);
});
