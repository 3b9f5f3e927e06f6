import type { Journey, JourneyStep } from "@/lib/ledger/shapes.ts";
import { STATIONS, type Station } from "@/lib/ledger/states.ts";

const NOTICEABLE_MS = 5_000;
const SLOW_WITHOUT_NORMAL_MS = 60_000;

/** How long the leg between two steps took, in ms. */
export const legBetween = (before: JourneyStep, step: JourneyStep): number =>
  Date.parse(step.at) - Date.parse(before.at);

/** Whether a leg took so long that it should be pointed at: three times its normal and at least 5 s more; a minute where no normal is known. */
export function isSlow({ legMs, normalMs }: Pick<JourneyStep, "legMs" | "normalMs">): boolean {
  if (legMs === null) return false;
  if (normalMs === null) return legMs > SLOW_WITHOUT_NORMAL_MS;
  return legMs > 3 * normalMs && legMs - normalMs > NOTICEABLE_MS;
}

/** Where along the chain a station stands; the sender is 0. */
export const placeOf = (station: Station): number => STATIONS.indexOf(station);

/** A receipt of the transport travels beside the letter; it is not on its way back to the sender. */
export const isTransport = (step: JourneyStep): boolean => step.receipt?.level === "transport";

/** By time; of steps stated at one instant the nearest to the sender first on the way out, last on the way back. */
export function inOrder(steps: readonly JourneyStep[]): JourneyStep[] {
  return [...steps].sort((a, b) => {
    const way = a.direction === "out" ? 1 : -1;
    return Date.parse(a.at) - Date.parse(b.at) || way * (placeOf(a.station) - placeOf(b.station));
  });
}

type Leg = { attempt: number; steps: JourneyStep[] };

/**
 * The steps that concern a delivery: those before the letter was copied to its recipients, its own, and the answer's last
 * stretch to the sender, which belongs to the recipient whose receipt answers the sender.
 */
export function stepsOf(journey: Pick<Journey, "steps" | "deliveries">, installationId: number | null): JourneyStep[] {
  const answering = journey.deliveries.filter(({ receiptRole, state }) => receiptRole === "A" && state !== "not_due");
  const answers = answering.length === 0 || answering.some((one) => one.installationId === installationId);
  return inOrder(
    journey.steps.filter((step) => {
      if (step.installationId !== null) return step.installationId === installationId;
      return step.direction === "out" || answers;
    }),
  );
}

/** Each sending's way out, in the order of its times; the receipts are not part of it. */
export function waysOut(steps: readonly JourneyStep[]): Leg[] {
  const out = steps.filter((step) => step.direction === "out" && step.receipt === null);
  const attempts = [...new Set(out.map(({ attempt }) => attempt))].sort((a, b) => a - b);
  return attempts.map((attempt) => ({ attempt, steps: out.filter((step) => step.attempt === attempt) }));
}

/** Each answer's way back: a new one begins where a step stands further from the sender than the one before it. */
export function waysBack(steps: readonly JourneyStep[]): Leg[] {
  const ways: Leg[] = [];
  for (const step of steps) {
    if (isTransport(step) || (step.direction === "out" && step.receipt === null)) continue;
    const last = ways.at(-1);
    const before = last?.steps.at(-1);
    const goesOn =
      last !== undefined &&
      before !== undefined &&
      last.attempt === step.attempt &&
      placeOf(step.station) <= placeOf(before.station) &&
      (step.receipt === null || before.receipt === null || step.receipt.outcome === before.receipt.outcome);
    if (goesOn) last.steps.push(step);
    else ways.push({ attempt: step.attempt, steps: [step] });
  }
  return ways;
}
