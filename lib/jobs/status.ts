import { countBacklogs } from "../status/backlog/commands.ts";
import { freezeMonth } from "../status/objectives/commands.ts";
import { measureWindows, tickWindows } from "../status/windows/job.ts";
import { materialiseSeries } from "../status/windows/series.ts";
import { loop } from "./loop.ts";

const EVERY_MS = 5_000;
const SELDOM_MS = 5 * 60_000;

/**
 * What status does by the clock: windows begin and end at their minute, series have theirs made ahead, what windows meant
 * for messages is counted, and what is left after outages is counted and closed.
 */
export function startStatus(): { stop: () => Promise<void> } {
  const often = loop("status", EVERY_MS, async () => {
    await tickWindows(new Date());
    return false;
  });
  const backlogs = loop("backlogs", EVERY_MS, async () => {
    await countBacklogs(new Date());
    return false;
  });
  const seldom = loop("status_windows", SELDOM_MS, async () => {
    await materialiseSeries(new Date());
    await measureWindows(new Date());
    return false;
  });
  return {
    stop: async () => {
      await Promise.all([often, backlogs, seldom].map((running) => running.stop()));
    },
  };
}

/** What status does by night, in Danish time; each is safe to run twice, and answers counts for the log. */
export const STATUS_NIGHTLY: { name: string; cron: string; run: (now: Date) => Promise<Record<string, number>> }[] = [
  { name: "freeze-months", cron: "15 4 * * *", run: freezeMonth },
];
