import { matchOf } from "../rules.ts";
import { type Filter, isFetched, type Owner, type SignalFacts, type SignalKind } from "../shapes.ts";
import type { Reach, Verdict } from "./shapes.ts";
import type { AddressRow, NoticeRow } from "./sql.ts";

type Asked = { createdAt: string; endedAt: string | null; filter: Filter };

/**
 * What a subscription made of a signal, by its filter of then: `notice` is what it was told, null where it was not; `open`
 * whether it had been told of the same before, and not that it was over.
 */
export function verdictOf(
  asked: Asked,
  facts: SignalFacts,
  owner: Owner,
  { notice, addresses, open }: { notice: NoticeRow | null; addresses: readonly AddressRow[]; open: boolean },
): Verdict {
  if (notice) {
    const to = addresses.map((address) => reachOf(address, facts.kind, notice.at));
    return { outcome: "told", because: notice.because, to };
  }
  if (asked.createdAt > facts.at) return { outcome: "not_yet" };
  if (asked.endedAt !== null && asked.endedAt <= facts.at) return { outcome: "over" };
  const match = matchOf(asked.filter, facts, owner, open);
  return { outcome: "not_told", against: "against" in match ? match.against : null };
}

/** What became of a notice at an address, as of what was sent there, else of what the address was when it was told (`at`). */
export function reachOf(address: AddressRow, kind: SignalKind, at: string): Reach {
  const { label, channel, state, held, why, notBefore, sentAt, confirmedAt, disabledAt, disabledWhy, leftAt } = address;
  const there = { label, channel };
  if (state === "sent") return { ...there, state: isFetched(channel) ? "ready" : state, why: null, at: sentAt };
  if (state === "waiting" && held) return { ...there, state: "held", why: null, at: null };
  if (state === "waiting") return { ...there, state, why, at: notBefore };
  // What a message that gathered it became of stands in its place; one that is gone too is on its way for all we know.
  if (state !== null) return { ...there, state: state === "gathered" ? "sending" : state, why, at: null };
  if (confirmedAt === null || confirmedAt > at) return { ...there, state: "unconfirmed", why: null, at: confirmedAt };
  if (disabledAt !== null && disabledAt <= at) return { ...there, state: "disabled", why: disabledWhy, at: disabledAt };
  if (leftAt !== null && leftAt <= at) return { ...there, state: "left", why: null, at: leftAt };
  if (channel === "calendar" && kind !== "window") return { ...there, state: "windows_only", why: null, at: null };
  return { ...there, state: address.second ? "second" : "not_then", why: null, at: null };
}
