import type { Calm } from "../notices/calm.ts";
import { Address, type Told } from "./replay-address.ts";
import { hits, keptBackBy } from "./rules.ts";
import type { Because, Filter, Moment, Owner, SignalFacts } from "./shapes.ts";

/** What hit the reader's own, and of which nothing would have been sent: its first signal that hit, and what kept it back. */
export type Missed = { signal: SignalFacts; against: Because };
export type Replay = {
  told: Told[];
  /** Of those told, at 22–06 on the Danish wall. */
  night: number;
  /** Of those told, messages of nothing but what is known to hit others. */
  withoutEffect: number;
  missed: Missed[];
  /** Incidents, windows and the like within the span: the whole that was told or missed of. */
  total: number;
};

type Span = { from: number; to: number };

/**
 * What a filter and its calm would have sent of the signals in [since, until), oldest first in and out: as if the subscription
 * had been in force all that time and had one address. Whoever got an opening gets the end, here too.
 */
export function replay(filter: Filter, calm: Calm, signals: readonly SignalFacts[], owner: Owner, span: Span): Replay {
  const { said, threads } = letThrough(filter, signals, owner, span);
  const address = new Address(calm);
  for (const { signal, moment, at } of said) address.say(signal, moment, at);
  const messages = address.told();
  return {
    told: messages,
    night: messages.filter(({ night }) => night).length,
    withoutEffect: messages.filter((one) => one.signals.every((signal) => elsewhere(signal, owner))).length,
    missed: [...threads.values()].flatMap(({ told, missed }) => (told || missed === null ? [] : [missed])),
    total: threads.size,
  };
}

/** Incidents that would have been told of: where each was known to hit, from when it was told of until it was over (ms). */
export function incidentsTold(
  filter: Filter,
  signals: readonly SignalFacts[],
  owner: Owner,
  span: Span,
): { installations: number[]; from: number; to: number }[] {
  const { said } = letThrough(filter, signals, owner, span);
  const incidents = said.filter(({ signal }) => signal.kind === "incident");
  return [...Map.groupBy(incidents, ({ signal }) => signal.thread).values()].map((all) => ({
    installations: [...new Set(all.flatMap(({ signal }) => signal.installations))],
    from: all[0]?.at ?? 0,
    to: all.findLast(({ signal }) => signal.moment === "resolved")?.at ?? Number.POSITIVE_INFINITY,
  }));
}

type Said = { signal: SignalFacts; moment: Moment; at: number };
type Threads = Map<string, { told: boolean; open: boolean; missed: Missed | null }>;
/** The signals of a span that a filter lets through, and what each is to its reader. */
function letThrough(
  filter: Filter,
  signals: readonly SignalFacts[],
  owner: Owner,
  { from, to }: Span,
): { said: Said[]; threads: Threads } {
  const threads: Threads = new Map();
  const said: Said[] = [];
  for (const signal of signals) {
    const at = Date.parse(signal.at);
    if (at < from || at >= to) continue;
    const thread = threads.get(signal.thread) ?? { told: false, open: false, missed: null };
    threads.set(signal.thread, thread);
    // Of a series that was told of, a date's beginning is no opening; its end goes to those who ask for ends.
    const open = [signal.thread, ...(signal.alsoOf ?? [])].some((one) => threads.get(one)?.open);
    const against = keptBackBy(filter, signal, owner, open);
    const follows = signal.moment === "resolved" && thread.open && !signal.alsoOf?.length;
    if (against !== null && !follows) {
      if (thread.missed === null && hits(signal, owner)) thread.missed = { signal, against };
      continue;
    }
    said.push({ signal, moment: signal.moment === "updated" && !open ? "opened" : signal.moment, at });
    thread.told = true;
    thread.open = signal.moment !== "resolved";
  }
  return { said, threads };
}

const elsewhere = (signal: SignalFacts, owner: Owner): boolean =>
  owner.kind !== "operator" && signal.installations.length + signal.municipalities.length > 0 && !hits(signal, owner);
