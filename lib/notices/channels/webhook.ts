import { Webhook } from "standardwebhooks";
import { messageOf } from "../message.ts";
import type { ChannelDriver, OpenChannel, Outgoing, Sent } from "./channel.ts";
import { type Answer, later, type PostSettings, post, postSettings } from "./post.ts";

export const openWebhook: OpenChannel = () => webhookDriver(postSettings());

/** Webhooks as Standard Webhooks have them: the dispatch's key is the message's id, so a receiver knows a double. */
export function webhookDriver({ origin, anywhere, timeoutMs }: PostSettings): ChannelDriver {
  return {
    ...{ channel: "webhook", concurrency: 20 },
    send: async (outgoing, signal) => {
      const url = URL.parse(outgoing.endpoint.address);
      if (!url || !outgoing.endpoint.secret) return { outcome: "never", code: "not_set_up", disable: "failing" };
      const body = JSON.stringify(bodyOf(outgoing, origin));
      const at = new Date();
      const { secret, oldSecret } = outgoing.endpoint;
      // A receiver takes any of several signatures, so it may change its secret when it suits it.
      const signatures = [secret, ...(oldSecret ? [oldSecret] : [])].map((one) =>
        new Webhook(one).sign(outgoing.dispatchId, at, body),
      );
      const headers = {
        "content-type": "application/json",
        "webhook-id": outgoing.dispatchId,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": signatures.join(" "),
      };
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      return post(url, { headers, body, anywhere, signal: within }, outcomeOf);
    },
    close: async () => {},
  };
}

/** What a receiver reads: the event, each signal in both languages, why it came, and where a person goes from there. */
export function bodyOf(outgoing: Outgoing, origin: string) {
  const { subject, items, links, also } = messageOf(outgoing, origin);
  const newest = outgoing.signals.at(-1);
  return {
    type: newest ? `${newest.kind}.${newest.moment}` : "test",
    timestamp: outgoing.at,
    data: {
      ...{ id: outgoing.dispatchId, thread: outgoing.thread, subject },
      subscriptions: outgoing.reasons.map(({ subscription: { name }, because }) => ({
        ...{ name, because: because.map(({ axis }) => axis) },
      })),
      signals: outgoing.signals.map(({ at, kind, moment, thread, severity, services, title, text }) => ({
        ...{ at, kind, moment, thread, severity, services, title, text },
      })),
      page: items[0]?.href ?? origin,
      ...(also && outgoing.alsoTold ? { alsoTold: { ...outgoing.alsoTold, page: also.href } } : {}),
      ...(links.confirm ? { confirm: links.confirm } : {}),
    },
  };
}

/** Standard Webhooks: 2xx is taken, 410 means never again, everything else is tried later, redirects too. */
export function outcomeOf(answer: Answer): Sent {
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: "sent", status };
  if (status === 410) return { outcome: "never", code: "gone", status, disable: "revoked" };
  return later(status >= 300 && status < 400 ? "redirect" : "refused", answer);
}
