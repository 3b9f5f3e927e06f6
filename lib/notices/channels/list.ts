import type { Channel } from "../../subscriptions/shapes.ts";
import type { ChannelDriver, OpenChannel } from "./channel.ts";
import { openEmail } from "./email.ts";
import { feedDriver } from "./feed.ts";
import { openPush } from "./push.ts";
import { openSms } from "./sms.ts";
import { openWebhook } from "./webhook.ts";

/** Every channel notices are sent over: a new one is a file beside this one, and a line here. */
export const CHANNEL_LIST: Readonly<Record<Channel, OpenChannel>> = {
  email: openEmail,
  webhook: openWebhook,
  push: openPush,
  sms: openSms,
  atom: () => feedDriver("atom"),
  calendar: () => feedDriver("calendar"),
};

/** Those that the settings name a way for. */
export const openChannels = (): ChannelDriver[] => Object.values(CHANNEL_LIST).flatMap((open) => open() ?? []);
