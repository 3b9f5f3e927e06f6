import { env } from "../../env.ts";
import { type MailSettings, mailSettings } from "../../notices/channels/email.ts";

/** How an address is reached to be confirmed: by mail where that is set up, by webhook (`anywhere`: also inside). */
export type Ways = { mail: MailSettings | null; origin: string; anywhere: boolean };
export function waysOf(): Ways {
  const { PUBLIC_URL, PORT, WEBHOOK_PRIVATE } = env();
  const origin = PUBLIC_URL ?? `http://127.0.0.1:${PORT}`;
  return { mail: mailSettings(), origin, anywhere: WEBHOOK_PRIVATE === "on" };
}
