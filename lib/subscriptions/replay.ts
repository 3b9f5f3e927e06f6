import { type Calm, planDispatch } from "../notices/calm.ts";
import { danishMinutes } from "../time/danish.ts";
import { hits, keptBackBy } from "./rules.ts";
import type { Because, Filter, Owner, SignalFacts } from "./shapes.ts";

/** One message that would have been sent, with all that was gathered in it, oldest first. `at` is when it would go (ms). */
export type Told = { at: number; night: boolean; signals: SignalFacts[] };
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

const HOUR_MS = 3_600_000;

/**
 * What a filter and its calm would have sent of the signals in [since, until), oldest first in and out: as if the subscription
 * had been in force all that time and had one address. Whoever got an opening gets the end, here too.
 */
export function replay(
  filter: Filter,
  calm: Calm,
  signals: readonly SignalFacts[],
  owner: Owner,
  { from, to }: { from: number; to: number },
): Replay {
  const told = new Map<string | number, Told>();
  const threads = new Map<string, { told: boolean; open: boolean; missed: Missed | null }>();
  const lastOfThread = new Map<string, number>();
  // In order: what is too old is at the front, and what is new nearly always at the end.
  const lastHour: number[] = [];
  for (const signal of signals) {
    const at = Date.parse(signal.at);
    if (at < from || at >= to) continue;
    const thread = threads.get(signal.thread) ?? { told: false, open: false, missed: null };
    threads.set(signal.thread, thread);
    const against = keptBackBy(filter, signal, owner, thread.open);
    const follows = signal.moment === "resolved" && thread.open;
    if (against !== null && !follows) {
      if (thread.missed === null && hits(signal, owner)) thread.missed = { signal, against };
      continue;
    }
    while ((lastHour[0] ?? at) <= at - HOUR_MS) lastHour.shift();
    const before = { lastOfThread: lastOfThread.get(signal.thread) ?? null, lastHour };
    const { notBefore, why } = planDispatch(calm, signal, before, at);
    const key = why === null ? signal.id : `${why} ${notBefore} ${why === "interval" ? signal.thread : ""}`;
    const known = told.get(key);
    if (known) known.signals.push(signal);
    else told.set(key, { at: notBefore, night: isNight(notBefore), signals: [signal] });
    thread.told = true;
    thread.open = signal.moment !== "resolved";
    lastOfThread.set(signal.thread, notBefore);
    lastHour.splice(lastHour.findLastIndex((time) => time <= notBefore) + 1, 0, notBefore);
  }
  const messages = [...told.values()].sort((a, b) => a.at - b.at);
  return {
    told: messages,
    night: messages.filter(({ night }) => night).length,
    withoutEffect: messages.filter((one) => one.signals.every((signal) => elsewhere(signal, owner))).length,
    missed: [...threads.values()].flatMap(({ told, missed }) => (told || missed === null ? [] : [missed])),
    total: threads.size,
  };
}

/** 22–06 on the Danish wall. */
export function isNight(at: number): boolean {
  const clock = danishMinutes(at);
  return clock >= 22 * 60 || clock < 6 * 60;
}

const elsewhere = (signal: SignalFacts, owner: Owner): boolean =>
  owner.kind !== "operator" && signal.installations.length + signal.municipalities.length > 0 && !hits(signal, owner);
