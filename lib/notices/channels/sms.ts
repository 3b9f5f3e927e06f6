import { env, publicOrigin } from "../../env.ts";
import { texts } from "../../i18n/texts.ts";
import { log } from "../../log.ts";
import { messageOf } from "../message.ts";
import type { ChannelDriver, OpenChannel, Outgoing, Sent } from "./channel.ts";
import { type Answer, later, post } from "./post.ts";
import { fitted } from "./sms-text.ts";

export type SmsSettings = { url: string; key: string; sender: string; origin: string; timeoutMs: number };

const TIMEOUT_MS = 15_000;

/** The settings of the gateway; null where none is set up. */
export function smsSettings(): SmsSettings | null {
  const { SMS_URL, SMS_KEY, SMS_SENDER } = env();
  if (!SMS_URL || !SMS_KEY) return null;
  return { url: SMS_URL, key: SMS_KEY, sender: SMS_SENDER, origin: publicOrigin(), timeoutMs: TIMEOUT_MS };
}

export const openSms: OpenChannel = () => {
  const settings = smsSettings();
  return settings && smsDriver(settings);
};

/** Text messages through a gateway (`docs/operations/sms.md`). */
export function smsDriver(settings: SmsSettings): ChannelDriver {
  return {
    ...{ channel: "sms", concurrency: 5 },
    send: async (outgoing, signal) => {
      const { dispatchId: id, endpoint } = outgoing;
      return sendSms(settings, { id, to: endpoint.address, text: smsOf(outgoing, settings.origin) }, signal);
    },
    close: async () => {},
  };
}

/** Hands one text message to the gateway; the same `id` again is the same message. `to` is a number as E.164 has it. */
export async function sendSms(
  { url, key, sender, timeoutMs }: SmsSettings,
  message: { id: string; to: string; text: string },
  signal: AbortSignal,
): Promise<Sent> {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${key}`,
    "idempotency-key": message.id,
  };
  const body = JSON.stringify({ ...message, from: sender });
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  // The gateway is the operator's own setting, so it may stand anywhere.
  const sent = await post(new URL(url), { headers, body, anywhere: true, signal: within, why: true }, outcomeOf);
  if (sent.outcome === "later" && ALARMING.has(sent.code)) log.error({ event: "sms_gateway", code: sent.code });
  return sent;
}

/** What is written: what happened and how bad, and where to read on; by the page that confirms where somebody must. */
export function smsOf(outgoing: Outgoing, origin: string): string {
  const { subject, items, links, locale } = messageOf(outgoing, origin);
  const [newest] = items;
  if (newest === undefined || items.length > 1) return fitted(`${subject}.`, newest?.href ?? origin);
  const words = newest.lead === "" ? newest.title : `${newest.lead}: ${newest.title}`;
  if (links.confirm === null) return fitted(`${words}.`, newest.href);
  return fitted(`${words}.`, `${newest.href} ${texts(locale)("notices")("sms.confirm")} ${links.confirm}`);
}

/** What somebody here must mend before anything more is sent. */
const ALARMING: ReadonlySet<string> = new Set(["not_signed_in", "no_credit", "not_allowed"]);
const REFUSALS: Readonly<Record<number, string>> = { 401: "not_signed_in", 402: "no_credit", 403: "not_allowed" };

/** The gateway's contract: 2xx is taken, 400 with `no_such_number` ends the number, other 400s are ours to mend. */
export function outcomeOf(answer: Answer): Sent {
  const { status, code } = answer;
  if (status >= 200 && status < 300) return { outcome: "sent", status };
  if (status === 400 && code === "no_such_number") return { outcome: "never", code, status, disable: "hard_bounce" };
  if (status === 400) return { outcome: "never", code: "refused", status };
  return later(REFUSALS[status] ?? (status >= 300 && status < 400 ? "redirect" : "refused"), answer);
}
