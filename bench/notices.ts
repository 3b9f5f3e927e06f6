import { loadavg } from "node:os";
import { closePrisma } from "../lib/db/prisma.ts";
import { say } from "../scripts/start/line.ts";
import { mailServer, measureMail } from "./notices-mail.ts";
import { measureEditing, measureMatching } from "./notices-reads.ts";
import { measureRules } from "./notices-rules.ts";
import { fillSignals, subscribe } from "./notices-sql.ts";
import type { Size } from "./run.ts";
import { benchDirectory } from "./sql.ts";
import { onStage, rounded } from "./stage.ts";

const BARS = { firstMs: 5_000, lastMs: 60_000, matchingMs: 300, replayP95Ms: 200 };
const SUBSCRIBED = new Date("2020-01-01T00:00:00Z");

/**
 * Everything a notice must be quick at: the rules in memory; with the database who is told of a signal and the editor of a
 * subscription on years of the past; and one incident told to all of 10,000 addresses over SMTP, in peace and with the
 * worker killed −9 twice on the way. Each figure stands beside a baseline of the same run, and the load it was measured under.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const size = small ? { years: 1, perDay: 3, subscriptions: 200 } : { years: 5, perDay: 8, subscriptions: 10_000 };
  const rules = measureRules(size);
  tell("Replay in memory, p95", rules.replay.p95, BARS.replayP95Ms, `${rules.signals} signals of ${size.years} years`);
  tell("Matching in memory, p95", rules.matching.p95, BARS.matchingMs, `${size.subscriptions} subscriptions`);
  const peer = await mailServer();
  try {
    return await onStage(async (stage) => {
      const db = await stage.pool.connect();
      await benchDirectory(db).finally(() => db.release());
      const now = new Date();
      await fillSignals(stage.pool, size.years, size.perDay, now);
      await subscribe(stage.pool, size.subscriptions, SUBSCRIBED);
      await stage.pool.query("ANALYZE");
      const matching = await measureMatching();
      tell("Matching with the database, p95", matching.p95, BARS.matchingMs, `${matching.told} addresses told`);
      const editing = await measureEditing(stage, now);
      tell("Editing a filter, p95", editing.p95, BARS.replayP95Ms, `the first ${rounded(editing.first)} ms`);
      const calm = await measureMail(peer, stage, size.subscriptions, "incident:2026-9001", 0);
      tell("First mail", calm.firstMs, BARS.firstMs, `published in ${calm.publishMs} ms`);
      tell("Last mail", calm.lastMs, BARS.lastMs, `${calm.ratio} times bare SMTP; lost ${calm.lost}`);
      const killed = await measureMail(peer, stage, size.subscriptions, "incident:2026-9002", 2);
      const counts = `lost ${killed.lost}, doubled ${killed.doubled}, connections ${killed.connections}`;
      tell(`Last mail, worker killed −9 ${killed.kills} times`, killed.lastMs, BARS.lastMs, counts);
      return { ...size, rules, matching, editing, mail: { calm, killed }, bars: BARS };
    });
  } finally {
    await closePrisma();
    await peer.server.terminate();
  }
}

function tell(what: string, ms: number, bar: number, beside: string): void {
  const load = rounded(loadavg()[0] ?? 0);
  say(`${what}: ${rounded(ms)} ms (bar ${bar}): ${ms < bar ? "kept" : "MISSED"}; ${beside}; load ${load}`);
}
