import { inOrder, isSlow, isTransport, legBetween, waysBack, waysOut } from "@/components/charts/leg-rules.ts";
import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import type { Station } from "@/lib/ledger/states.ts";
import { danishDay } from "@/lib/time/danish.ts";

/**
 * A step in the list, with the leg that led to it: `after` is the station it began at. `waits` says that the next leg was
 * slow, `passes` that an answer given elsewhere goes through here on its way back.
 */
export type Hop = {
  step: JourneyStep;
  after: Station | null;
  legMs: number | null;
  slow: boolean;
  waits: boolean;
  lastSeen: boolean;
  passes: boolean;
};
export type Sending = { attempt: number; envelopeId: string | null; hops: Hop[] };

/** The step the leg of `step` is counted from: the nearest before it in the same sending and direction that can have led to it. */
function legFrom(step: JourneyStep, earlier: readonly JourneyStep[]): JourneyStep | undefined {
  return earlier.findLast(
    (other) =>
      other.direction === step.direction &&
      isTransport(other) === isTransport(step) &&
      (other.installationId === null || step.installationId === null || other.installationId === step.installationId),
  );
}

/**
 * Every sending with what each station said about it and the answers to it, in the order of its times. The last station
 * of a sending that went no further and was not answered is marked as where it was last seen.
 */
export function sendingsOf({ steps }: Pick<Journey, "steps">): Sending[] {
  const told = inOrder(steps);
  const attempts = [...new Set(told.map(({ attempt }) => attempt))].sort((a, b) => a - b);
  const backs = waysBack(told);
  // A resend that was answered got through, even where a station did not report the second copy.
  const answered = Math.max(0, ...backs.map(({ attempt }) => attempt));
  const lastOut = new Set(
    waysOut(told).flatMap(({ attempt, steps: way }, nth, all) => {
      const last = way.at(-1);
      const stopped = nth < all.length - 1 || attempt > answered;
      return last === undefined || last.station === "recipient" || !stopped ? [] : [last];
    }),
  );
  const passed = new Set(backs.flatMap(({ steps: way }) => way.slice(1)));
  return attempts.map((attempt) => {
    const own = told.filter((step) => step.attempt === attempt);
    const froms = own.map((step, at) => legFrom(step, own.slice(0, at)));
    const legs = own.map((step, at) => {
      const from = froms[at];
      const legMs = from === undefined ? null : legBetween(from, step);
      return { legMs, slow: isSlow({ legMs, normalMs: step.normalMs }) };
    });
    const hops = own.map((step, at): Hop => {
      const { legMs = null, slow = false } = legs[at] ?? {};
      return {
        step,
        after: froms[at]?.station ?? null,
        legMs,
        slow,
        waits: froms[at + 1] === step && legs[at + 1]?.slow === true,
        lastSeen: lastOut.has(step),
        passes: passed.has(step),
      };
    });
    return { attempt, envelopeId: own.find(({ envelopeId }) => envelopeId !== null)?.envelopeId ?? null, hops };
  });
}

/** Whether all that is known of a duration is that it is under a minute: where times are stated to the minute (DOMAIN 1.6). */
export const isUnderMinute = (ms: number | null, coarse: boolean): boolean => coarse && ms !== null && ms < 60_000;

/** Whether each of the times is told with its Danish day: where it is on another than the one before, the first than `known`. */
export function newDays(times: readonly string[], known: string | null): boolean[] {
  const days = [known ?? times[0] ?? "", ...times].map((at) => (at === "" ? "" : danishDay(Date.parse(at))));
  return times.map((_, at) => days[at] !== days[at + 1]);
}
