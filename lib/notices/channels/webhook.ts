import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Webhook } from "standardwebhooks";
import type { ChannelDriver, Outgoing, Sent } from "../channel.ts";
import { messageOf } from "../message.ts";
import { type Target, targetOf } from "../targets.ts";

export type WebhookSettings = { origin: string; anywhere: boolean; timeoutMs: number };

/**
 * Webhooks as Standard Webhooks have them: the dispatch's key is the message's id, so a receiver knows a double. The target
 * is resolved and judged anew at each attempt, the connection goes to that very address, and no redirect is followed.
 */
export function webhookDriver(settings: WebhookSettings): ChannelDriver {
  return {
    ...{ channel: "webhook", concurrency: 20 },
    send: async (outgoing, signal) => {
      const url = URL.parse(outgoing.endpoint.address);
      if (!url || !outgoing.endpoint.secret) return { outcome: "never", code: "not_set_up", disable: "failing" };
      const target = await targetOf(url, settings.anywhere);
      if ("refused" in target) {
        if (target.refused === "unresolved") return { outcome: "later", code: "unresolved" };
        return { outcome: "never", code: `target_${target.refused}`, disable: "failing" };
      }
      const body = JSON.stringify(bodyOf(outgoing, settings.origin));
      const at = new Date();
      const { secret, oldSecret } = outgoing.endpoint;
      // A receiver takes any of several signatures, so it may change its secret when it suits it.
      const signatures = [secret, ...(oldSecret ? [oldSecret] : [])].map((one) =>
        new Webhook(one).sign(outgoing.dispatchId, at, body),
      );
      const headers = {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        "user-agent": "Kvitteringsoverblik",
        "webhook-id": outgoing.dispatchId,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": signatures.join(" "),
      };
      return post(url, target, headers, body, AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]));
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
      subscription: outgoing.subscription.name,
      because: outgoing.because.map(({ axis }) => axis),
      signals: outgoing.signals.map(({ at, kind, moment, thread, severity, services, title, text }) => ({
        ...{ at, kind, moment, thread, severity, services, title, text },
      })),
      page: items[0]?.href ?? origin,
      ...(also && outgoing.alsoTold ? { alsoTold: { ...outgoing.alsoTold, page: also.href } } : {}),
      ...(links.confirm ? { confirm: links.confirm } : {}),
    },
  };
}

/** One POST to one address. The other end's words are never read: only its status counts. */
function post(
  url: URL,
  { address, family }: Target,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve) => {
    const call = url.protocol === "https:" ? requestHttps : requestHttp;
    const options = {
      ...{ method: "POST", headers, signal, agent: false as const },
      // The name was judged by this address; asking again could answer another.
      lookup: (_host: string, asked: { all?: boolean }, done: (...answer: unknown[]) => void) =>
        asked.all ? done(null, [{ address, family }]) : done(null, address, family),
    };
    const sent = call(url, options as Parameters<typeof requestHttps>[1] & object, (answer) => {
      answer.resume();
      answer.on("error", () => {});
      resolve(outcomeOf(answer.statusCode ?? 0, answer.headers["retry-after"]));
    });
    sent.on("error", () => resolve({ outcome: "later", code: "unreachable" }));
    sent.end(body);
  });
}

const LONGEST_WAIT_MS = 6 * 3_600_000;

/** Standard Webhooks: 2xx is taken, 410 means never again, everything else is tried later, redirects too. */
export function outcomeOf(status: number, retryAfter?: string): Sent {
  if (status >= 200 && status < 300) return { outcome: "sent", status };
  if (status === 410) return { outcome: "never", code: "gone", status, disable: "revoked" };
  const seconds = Number(retryAfter);
  const afterMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : undefined;
  const code = status >= 300 && status < 400 ? "redirect" : "refused";
  return { outcome: "later", code, status, ...(afterMs === undefined ? {} : { afterMs }) };
}
