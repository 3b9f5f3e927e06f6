import { type MailSettings, mailSettings } from "../../notices/channels/mail-settings.ts";
import { postSettings } from "../../notices/channels/post.ts";
import type { PushSettings } from "../../notices/channels/push.ts";
import { type SmsSettings, smsSettings } from "../../notices/channels/sms.ts";
import { ownVapidKeys } from "../../notices/channels/vapid.ts";

const TRIAL_MS = 10_000;

/** How an address is reached to be confirmed: by mail and text message where they are set up, else by a trial. */
export type Ways = { mail: MailSettings | null; sms: SmsSettings | null; trial: PushSettings };
export function waysOf(): Ways {
  return { mail: mailSettings(), sms: smsSettings(), trial: { ...postSettings(TRIAL_MS), keys: ownVapidKeys() } };
}
