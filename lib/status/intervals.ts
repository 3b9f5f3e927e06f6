import type { ServiceState, Span } from "./shapes.ts";

/** Why a service stands as it does. Of a chain that stands so through a station: the station first, then its reasons. */
export type Because =
  | { kind: "incident"; number: string }
  | { kind: "window"; uid: string }
  | { kind: "through"; service: string };
export type Interval = { from: number; to: number; state: ServiceState; because: Because[] };

/** A source that told all until so long ago is taken to be seen still: its next word is on its way. */
export const SEEN_SLACK_MS = 5 * 60_000;

export const BADNESS: Record<ServiceState, number> = { up: 0, unknown: 1, window: 2, degraded: 3, partial: 4, down: 5 };

/** The worst of several states; down > partial > degraded > window > unknown > up. Of none: unknown. */
export function worst(states: readonly ServiceState[]): ServiceState {
  const [first, ...rest] = states;
  if (first === undefined) return "unknown";
  return rest.reduce((bad, state) => (BADNESS[state] > BADNESS[bad] ? state : bad), first);
}

export const ALWAYS: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const keyOf = (because: Because): string =>
  because.kind === "incident" ? because.number : because.kind === "window" ? because.uid : because.service;
export const distinct = (all: readonly Because[]): Because[] => [
  ...new Map(all.map((because) => [`${because.kind} ${keyOf(because)}`, because])).values(),
];
const alike = (a: Interval, b: Interval): boolean =>
  a.state === b.state &&
  a.because.length === b.because.length &&
  a.because.every((because, n) => {
    const other = b.because[n];
    return other !== undefined && because.kind === other.kind && keyOf(because) === keyOf(other);
  });

/** Puts an interval after the others; one that says the same as the last makes that one longer. */
export function append(timeline: Interval[], next: Interval): void {
  const last = timeline.at(-1);
  if (last && alike(last, next)) last.to = next.to;
  else timeline.push(next);
}
