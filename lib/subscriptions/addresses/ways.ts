import { env, publicOrigin } from "../../env.ts";
import { type MailSettings, mailSettings } from "../../notices/channels/email.ts";

/** How an address is reached to be confirmed: by mail where that is set up, by webhook (`anywhere`: also inside). */
export type Ways = { mail: MailSettings | null; origin: string; anywhere: boolean };
export function waysOf(): Ways {
  return { mail: mailSettings(), origin: publicOrigin(), anywhere: env().WEBHOOK_PRIVATE === "on" };
}
