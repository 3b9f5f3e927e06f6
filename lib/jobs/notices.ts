import { ownerPool } from "../db/pool.ts";
import { databaseUrl, env } from "../env.ts";
import { openChannels } from "../notices/channels/list.ts";
import { mailSettings } from "../notices/channels/mail-settings.ts";
import { plainMailer } from "../notices/channels/plain-mail.ts";
import { startDispatcher } from "../notices/dispatch/dispatcher.ts";
import { escalate } from "../notices/escalate.ts";
import { lapseUnconfirmed } from "../notices/lost/lapse.ts";
import { startReturns } from "../notices/returns/server.ts";
import { watchGrowth } from "../signals/growth.ts";
import { watchMissing } from "../signals/missing/detect.ts";
import { sendAllWaiting } from "../subscriptions/public/mails.ts";
import { listen } from "./listen.ts";
import { loop } from "./loop.ts";

const ESCALATE_EVERY_MS = 30_000;
const WATCH_EVERY_MS = 30_000;
const LAPSE_EVERY_MS = 10 * 60_000;
const MAILS_EVERY_MS = 5_000;
/** Beside those of notices, which are never to wait for whoever subscribes. */
const ANSWERS_AT_ONCE = 5;

/**
 * Watches for receipts that go missing and for incidents that come to concern more, and sends notices over the channels that
 * are set up, as soon as they are due, and on to second contacts where nobody answers. Takes in mail that comes back, and
 * gives up addresses that nobody confirms.
 */
export function startNotices(): { stop: () => Promise<void> } {
  const { MAIL_RETURN, MAIL_RETURN_PORT, MAIL_RETURN_HOST } = env();
  const dispatcher = startDispatcher(ownerPool(), openChannels());
  const mail = mailSettings();
  const mailer = mail && plainMailer({ ...mail, connections: ANSWERS_AT_ONCE });
  const answering = mailer && loop("subscriber_mail", MAILS_EVERY_MS, () => sendAllWaiting(mailer));
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
      mailer?.close();
      await ear.stop();
      await dispatcher.stop();
    },
  };
}
