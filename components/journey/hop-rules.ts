import { inOrder, isSlow, isTransport, waysBack, waysOut } from "@/components/charts/leg-rules.ts";
import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import type { Station } from "@/lib/ledger/states.ts";

/**
 * A step in the list: `after` is the station the leg before it began at, `waits` that the next leg was slow, `passes` that
 * an answer given elsewhere goes through here on its way back.
 */
export type Hop = {
  step: JourneyStep;
  after: Station | null;
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
 * of a sending that went no further is marked as where it was last seen.
 */
export function sendingsOf({ steps }: Pick<Journey, "steps">): Sending[] {
  const told = inOrder(steps);
  const attempts = [...new Set(told.map(({ attempt }) => attempt))].sort((a, b) => a - b);
  const lastOut = new Set(
    waysOut(told).flatMap(({ steps: way }) => {
      const last = way.at(-1);
      return last === undefined || last.station === "recipient" ? [] : [last];
    }),
  );
  const passed = new Set(waysBack(told).flatMap(({ steps: way }) => way.slice(1)));
  return attempts.map((attempt) => {
    const own = told.filter((step) => step.attempt === attempt);
    const froms = own.map((step, at) => (step.legMs === null ? undefined : legFrom(step, own.slice(0, at))));
    const hops = own.map((step, at): Hop => {
      const next = own[at + 1];
      return {
        step,
        after: froms[at]?.station ?? null,
        slow: isSlow(step),
        waits: next !== undefined && isSlow(next) && froms[at + 1] === step,
        lastSeen: lastOut.has(step),
        passes: passed.has(step),
      };
    });
    return { attempt, envelopeId: own.find(({ envelopeId }) => envelopeId !== null)?.envelopeId ?? null, hops };
  });
}
