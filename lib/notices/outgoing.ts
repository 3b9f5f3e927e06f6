import type { Signal } from "../subscriptions/shapes.ts";
import type { AlsoTold } from "./also.ts";
import type { Outgoing } from "./channel.ts";
import type { Claimed } from "./dispatch-sql.ts";

/** Who reads of the newest of what a dispatch carries. */
export const readerOf = ({ signalIds, organisationId }: Claimed) => ({
  ...{ signalId: signalIds.at(-1) ?? 0, organisationId },
});

/** What a channel is given to send: a dispatch with the signals it carries, as of now. */
export function outgoingOf(one: Claimed, signals: ReadonlyMap<number, Signal>, told: AlsoTold, now: Date): Outgoing {
  const { channel, address, secret, oldSecret, label, locale, endpointId } = one;
  return {
    ...{ dispatchId: one.id, thread: one.thread, openedBy: one.openedBy, noticeId: one.noticeId },
    endpoint: { id: endpointId, channel, address, secret, oldSecret, label, locale },
    signals: one.signalIds.flatMap((id) => signals.get(id) ?? []),
    because: one.because as Outgoing["because"],
    subscription: { id: one.subscriptionId, name: one.subscriptionName },
    alsoTold: told(readerOf(one)),
    ...{ confirm: one.confirm, at: now.toISOString(), attempt: one.attempts },
  };
}
