import { ownerPool } from "../db/pool.ts";
import { databaseUrl } from "../env.ts";
import { emailDriver, mailSettings } from "../notices/channels/email.ts";
import { startDispatcher } from "../notices/dispatcher.ts";
import { listen } from "./listen.ts";

/** Sends notices over the channels that are set up, as soon as they are due. */
export function startNotices(): { stop: () => Promise<void> } {
  const mail = mailSettings();
  const dispatcher = startDispatcher(ownerPool(), mail ? [emailDriver(mail)] : []);
  const ear = listen(databaseUrl(), "notices", dispatcher.wake);
  return {
    stop: async () => {
      await ear.stop();
      await dispatcher.stop();
    },
  };
}
