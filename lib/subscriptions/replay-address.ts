import { type Calm, planDispatch } from "../notices/calm.ts";
import { gather, type Waiting } from "../notices/dispatch/gather.ts";
import { danishMinutes } from "../time/danish.ts";
import type { Moment, SignalFacts } from "./shapes.ts";

/** One message that would have been sent, with all that was gathered in it, oldest first. `at` is when it would go (ms). */
export type Told = { at: number; night: boolean; signals: SignalFacts[] };

const HOUR_MS = 3_600_000;

/** An address in the past that nothing goes wrong at: what is said to it is planned and gathered as it is now. */
export class Address {
  readonly #calm: Calm;
  readonly #signals: SignalFacts[] = [];
  readonly #told: Told[] = [];
  readonly #lastOfThread = new Map<string, number>();
  #waiting: Waiting[] = [];
  /** Sent within the hour before what was last said, oldest first. */
  #lastHour: number[] = [];
  constructor(calm: Calm) {
    this.#calm = calm;
  }

  /** Something is said at an instant (ms), not before what was said last. */
  say(signal: SignalFacts, moment: Moment, at: number): void {
    this.#sendUntil(at);
    while ((this.#lastHour[0] ?? at) <= at - HOUR_MS) this.#lastHour.shift();
    const waits = this.#waiting.length > 0;
    const before = {
      lastOfThread: this.#lastOf(signal),
      lastHour: waits ? [...this.#lastHour, ...this.#waiting.map(({ notBefore }) => notBefore)] : this.#lastHour,
    };
    const { severity, thread } = signal;
    const { notBefore, why } = planDispatch(this.#calm, { severity, moment }, before, at);
    if (!waits && notBefore === at) {
      this.#send([signal], at);
      return;
    }
    const signalId = this.#signals.push(signal);
    this.#waiting.push({ id: `${signalId}`, endpointId: 0, signalId, thread, why, notBefore, again: false });
  }

  /** When something of its conversations was, or is to be, sent last; null before the first. */
  #lastOf({ thread, alsoOf = [] }: SignalFacts): number | null {
    let last: number | null = null;
    for (const one of [thread, ...alsoOf]) {
      const sent = this.#lastOfThread.get(one);
      if (sent !== undefined && (last === null || sent > last)) last = sent;
      for (const { thread: of, notBefore } of this.#waiting)
        if (of === one && (last === null || notBefore > last)) last = notBefore;
    }
    return last;
  }

  /** All messages, oldest first. */
  told(): Told[] {
    this.#sendUntil(Number.POSITIVE_INFINITY);
    return this.#told;
  }

  #sendUntil(until: number): void {
    while (this.#waiting.length > 0) {
      const at = Math.min(...this.#waiting.map(({ notBefore }) => notBefore));
      if (at > until) return;
      for (const { carrier, along } of gather(this.#waiting, at)) {
        const message = [carrier, ...along];
        this.#waiting = this.#waiting.filter((one) => !message.includes(one));
        const said = message.map(({ signalId }) => signalId).sort((a, b) => a - b);
        this.#send(
          said.flatMap((id) => this.#signals[id - 1] ?? []),
          at,
        );
      }
    }
  }

  #send(signals: SignalFacts[], at: number): void {
    for (const { thread } of signals) this.#lastOfThread.set(thread, at);
    if (this.#lastHour.at(-1) !== at) this.#lastHour.push(at);
    this.#told.push({ at, night: isNight(at), signals });
  }
}

/** 22–06 on the Danish wall. */
export function isNight(at: number): boolean {
  const clock = danishMinutes(at);
  return clock >= 22 * 60 || clock < 6 * 60;
}
