import { ownerPool } from "../db/pool.ts";
import { databaseUrl, env, publicOrigin } from "../env.ts";
import { emailDriver, mailSettings } from "../notices/channels/email.ts";
import { feedDriver } from "../notices/channels/feed.ts";
import { pushDriver } from "../notices/channels/push.ts";
import { smsDriver, smsSettings } from "../notices/channels/sms.ts";
import { ownVapidKeys } from "../notices/channels/vapid.ts";
import { webhookDriver } from "../notices/channels/webhook.ts";
import { startDispatcher } from "../notices/dispatch/dispatcher.ts";
import { escalate } from "../notices/escalate.ts";
import { lapseUnconfirmed } from "../notices/lost/lapse.ts";
import { startReturns } from "../notices/returns/server.ts";
import { watchGrowth } from "../signals/growth.ts";
import { watchMissing } from "../signals/missing/detect.ts";
import { sendWaiting } from "../subscriptions/public/mails.ts";
import { FETCHED } from "../subscriptions/shapes.ts";
import { listen } from "./listen.ts";
import { loop } from "./loop.ts";

const POST_TIMEOUT_MS = 15_000;
const ESCALATE_EVERY_MS = 30_000;
const WATCH_EVERY_MS = 30_000;
const LAPSE_EVERY_MS = 10 * 60_000;
const MAILS_EVERY_MS = 5_000;

/**
 * Watches for receipts that go missing and for incidents that come to concern more, and sends notices over the channels that
 * are set up, as soon as they are due, and on to second contacts where nobody answers. Takes in mail that comes back, and
 * gives up addresses that nobody confirms.
 */
export function startNotices(): { stop: () => Promise<void> } {
  const [mail, sms] = [mailSettings(), smsSettings()];
  const { WEBHOOK_PRIVATE, MAIL_RETURN, MAIL_RETURN_PORT, MAIL_RETURN_HOST } = env();
  const posting = { origin: publicOrigin(), anywhere: WEBHOOK_PRIVATE === "on", timeoutMs: POST_TIMEOUT_MS };
  const dispatcher = startDispatcher(ownerPool(), [
    ...FETCHED.map(feedDriver),
    webhookDriver(posting),
    pushDriver({ ...posting, keys: ownVapidKeys() }),
    ...(mail ? [emailDriver(mail)] : []),
    ...(sms ? [smsDriver(sms)] : []),
  ]);
  const answering = mail && loop("subscriber_mail", MAILS_EVERY_MS, () => sendWaiting(mail, new Date()));
  const ear = listen(databaseUrl(), "notices", () => {
    dispatcher.wake();
    answering?.wake();
  });
  const returns =
    MAIL_RETURN && MAIL_RETURN_PORT
      ? startReturns({ base: MAIL_RETURN, host: MAIL_RETURN_HOST, port: MAIL_RETURN_PORT })
      : null;
  const lapsing = loop("unconfirmed_addresses", LAPSE_EVERY_MS, async () => {
    await lapseUnconfirmed(new Date());
    return false;
  });
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
      const watches = [escalating, watching, growing, lapsing];
      await Promise.all([...watches.map((one) => one.stop()), answering?.stop(), returns?.stop()]);
      await ear.stop();
      await dispatcher.stop();
    },
  };
}
