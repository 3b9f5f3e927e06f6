import { ownerPool } from "../db/pool.ts";
import { databaseUrl, env } from "../env.ts";
import { emailDriver, mailSettings } from "../notices/channels/email.ts";
import { webhookDriver } from "../notices/channels/webhook.ts";
import { startDispatcher } from "../notices/dispatcher.ts";
import { escalate } from "../notices/escalate.ts";
import { watchGrowth } from "../signals/growth.ts";
import { watchMissing } from "../signals/missing/detect.ts";
import { listen } from "./listen.ts";
import { loop } from "./loop.ts";

const WEBHOOK_TIMEOUT_MS = 15_000;
const ESCALATE_EVERY_MS = 30_000;
const WATCH_EVERY_MS = 30_000;

/**
 * Watches for receipts that go missing and for incidents that come to concern more, and sends notices over the channels that
 * are set up, as soon as they are due, and on to second contacts where nobody answers.
 */
export function startNotices(): { stop: () => Promise<void> } {
  const mail = mailSettings();
  const { PUBLIC_URL, PORT, WEBHOOK_PRIVATE } = env();
  const hooks = webhookDriver({
    origin: PUBLIC_URL ?? `http://127.0.0.1:${PORT}`,
    ...{ anywhere: WEBHOOK_PRIVATE === "on", timeoutMs: WEBHOOK_TIMEOUT_MS },
  });
  const dispatcher = startDispatcher(ownerPool(), [hooks, ...(mail ? [emailDriver(mail)] : [])]);
  const ear = listen(databaseUrl(), "notices", dispatcher.wake);
  const escalating = loop("escalate", ESCALATE_EVERY_MS, async () => {
    await escalate(new Date());
    return false;
  });
  const watching = loop("missing_receipts", WATCH_EVERY_MS, async () => {
    const { more } = await watchMissing(new Date());
    return more;
  });
  const growing = loop("growth", WATCH_EVERY_MS, async () => {
    await watchGrowth(new Date());
    return false;
  });
  return {
    stop: async () => {
      await Promise.all([escalating.stop(), watching.stop(), growing.stop()]);
      await ear.stop();
      await dispatcher.stop();
    },
  };
}
