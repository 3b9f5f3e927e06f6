import { createHash } from "node:crypto";
import { buildPushPayload } from "@block65/webcrypto-web-push";
import { z } from "zod";
import { texts } from "../../i18n/texts.ts";
import type { Severity } from "../../status/shapes.ts";
import type { Signal } from "../../subscriptions/shapes.ts";
import { messageOf } from "../message.ts";
import type { ChannelDriver, OpenChannel, Outgoing, Sent } from "./channel.ts";
import { type Answer, later, type PostSettings, post, postSettings } from "./post.ts";
import { ownVapidKeys, type VapidKeys } from "./vapid.ts";

export type PushSettings = PostSettings & { keys: VapidKeys };
export const openPush: OpenChannel = () => pushDriver({ ...postSettings(), keys: ownVapidKeys() });

const bytes = (length: number) =>
  z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .refine((text) => Buffer.from(text, "base64url").length === length);
/** What a browser gives for what is sent to it to be encrypted with (RFC 8291); kept as the secret of its address. */
export const deviceKeys = z.strictObject({ p256dh: bytes(65), auth: bytes(16) });

const HOUR_S = 3_600;
/** How a push service treats it: whether it wakes a device that saves power, and how long it is kept for one that is off (s). */
const CARE: Record<Severity, { urgency: "low" | "normal" | "high"; ttl: number }> = {
  critical: { urgency: "high", ttl: 24 * HOUR_S },
  major: { urgency: "high", ttl: 24 * HOUR_S },
  minor: { urgency: "normal", ttl: 12 * HOUR_S },
  info: { urgency: "low", ttl: 6 * HOUR_S },
};
/** Whoever got the opening gets the end, also after a weekend. */
const END_TTL = 72 * HOUR_S;

const NOT_SET_UP: Sent = { outcome: "never", code: "not_set_up", disable: "failing" };

/** Web push to a browser (RFC 8030): encrypted to the device, and of each conversation only the newest waits for it. */
export function pushDriver({ origin, anywhere, timeoutMs, keys }: PushSettings): ChannelDriver {
  return {
    ...{ channel: "push", concurrency: 20 },
    send: async (outgoing, signal) => {
      const { address, secret } = outgoing.endpoint;
      const url = URL.parse(address);
      const device = deviceKeys.safeParse(secret === null ? null : JSON.parse(secret));
      if (url?.protocol !== "https:" || !device.success) return NOT_SET_UP;
      const data = notificationOf(outgoing, origin);
      const { severity = null, moment = "opened" } = outgoing.signals.at(-1) ?? {};
      const { urgency, ttl } = CARE[severity ?? "minor"];
      const options = { urgency, ttl: moment === "resolved" ? END_TTL : ttl, topic: data.tag };
      const to = { endpoint: address, expirationTime: null, keys: device.data };
      // It refuses a key that is no point of the curve.
      const payload = await buildPushPayload({ data, options }, to, keys).catch(() => null);
      if (payload === null) return NOT_SET_UP;
      const { headers, body } = payload;
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      return post(url, { headers, body, anywhere, signal: within }, outcomeOf);
    },
    close: async () => {},
  };
}

/** What the device shows. `loud`: it makes itself known, and stays until somebody has seen it where that is `sticky`. */
export type Notification = {
  title: string;
  body: string;
  lang: string;
  /** One conversation at one address: what is shown of it before is replaced. */
  tag: string;
  at: number;
  loud: boolean;
  sticky: boolean;
  actions: { action: "read" | "confirm"; title: string; href: string }[];
};

/**
 * A notification as a lock screen may show it: what happened, how bad and when, but neither whom it is written to nor whose
 * receipts are missing or which address is lost. The end is said without a sound.
 */
export function notificationOf(outgoing: Outgoing, origin: string): Notification {
  const { subject, items, links, locale } = messageOf({ ...outgoing, signals: outgoing.signals.map(discreet) }, origin);
  const say = texts(locale)("notices");
  const [newest] = items;
  const { moment, severity } = outgoing.signals.at(-1) ?? { moment: "opened", severity: null };
  const ended = moment === "resolved";
  return {
    title: newest === undefined ? say("push.trial") : items.length === 1 ? newest.title : subject,
    body: newest?.meta ?? say("push.trialBody"),
    ...{ lang: locale, at: Date.parse(outgoing.at), loud: !ended, sticky: severity === "critical" && !ended },
    tag: createHash("sha256").update(`${outgoing.thread} ${outgoing.endpoint.id}`).digest("base64url").slice(0, 32),
    actions: [
      { action: "read", title: say("push.read"), href: newest?.href ?? `${origin}/subscriptions` },
      ...(links.confirm ? [{ action: "confirm" as const, title: say("push.confirm"), href: links.confirm }] : []),
    ],
  };
}

function discreet(signal: Signal): Signal {
  if (signal.kind !== "missing_receipts" && signal.kind !== "address") return signal;
  const say = (locale: "da" | "en") => texts(locale)("notices")(`kind.${signal.kind}`);
  return { ...signal, title: { da: say("da"), en: say("en") } };
}

/**
 * RFC 8030 and what push services do: 404 and 410 mean the device is no longer there, 400 and 413 that this one will never be
 * taken, everything else that it may be later.
 */
export function outcomeOf(answer: Answer): Sent {
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: "sent", status };
  if (status === 404 || status === 410) return { outcome: "never", code: "gone", status, disable: "revoked" };
  if (status === 400 || status === 413) return { outcome: "never", code: "refused", status };
  if (status === 401 || status === 403) return later("not_signed_in", answer);
  return later(status >= 300 && status < 400 ? "redirect" : "refused", answer);
}
