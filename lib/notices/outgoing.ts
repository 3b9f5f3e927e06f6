import type { Signal } from "../subscriptions/shapes.ts";
import type { Outgoing } from "./channel.ts";
import type { Claimed } from "./dispatch-sql.ts";

/** What a channel is given to send: a dispatch with the signals it carries, as of now. */
export function outgoingOf(
  one: Claimed,
  signals: ReadonlyMap<number, Signal>,
  told: ReadonlyMap<number, number>,
  now: Date,
): Outgoing {
  const { channel, address, secret, oldSecret, label, locale, endpointId } = one;
  return {
    ...{ dispatchId: one.id, thread: one.thread, openedBy: one.openedBy, noticeId: one.noticeId },
    endpoint: { id: endpointId, channel, address, secret, oldSecret, label, locale },
    signals: one.signalIds.flatMap((id) => signals.get(id) ?? []),
    because: one.because as Outgoing["because"],
    subscription: { id: one.subscriptionId, name: one.subscriptionName },
    alsoTold: one.account ? (told.get(one.signalIds.at(-1) ?? -1) ?? 1) - 1 : null,
    ...{ confirm: one.confirm, at: now.toISOString(), attempt: one.attempts },
  };
}
