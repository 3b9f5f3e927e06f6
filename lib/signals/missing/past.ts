import type { Filter, Moment, Owner } from "../../subscriptions/shapes.ts";
import type { Home, PastHour, Seen } from "./past-sql.ts";
import { type Place, placesOf } from "./places.ts";
import { type Step, stepOf, stepOfSum, type Threshold } from "./rules.ts";
import type { CountedRow } from "./sql.ts";

const HOUR_MS = 3_600_000;
/** Messages fall due a while after they were sent; as good as any to say when it was seen. */
const DUE_MS = HOUR_MS / 2;

/** What would have been said, of which places, at an instant (ms). Those of one `episode` are one conversation. */
export type PastStep = { at: number; moment: Moment; episode: number; concerned: Place[] };
/** An incident that was told of, where it hits (ms): it stands for what fell due there in its time. */
export type Standing = { installations: readonly number[]; from: number; to: number };
export type Past = { hours: readonly PastHour[]; homes: readonly Home[]; seen: readonly Seen[] };

/** The whole hours a threshold's minutes are counted in. */
export const hoursOf = ({ minutes }: Pick<Threshold, "minutes">): number => Math.ceil(minutes / 60);

/**
 * What a threshold would have said of the past, counted hour by hour by when messages were sent: as the watch does it, so that
 * nothing begins or ends where nobody could see.
 */
export function pastSteps(
  { hours, homes, seen }: Past,
  filter: Filter,
  owner: Pick<Owner, "kind">,
  to: number,
  incidents: readonly Standing[] = [],
): PastStep[] {
  const { missing: threshold } = filter;
  if (threshold === null) return [];
  const span = hoursOf(threshold);
  const byHour = Map.groupBy(hours, ({ hour }) => hour);
  const ticks = [...new Set([...byHour.keys()].flatMap((hour) => ahead(hour, span)))].sort((a, b) => a - b);
  const homeOf = new Map(homes.map((home) => [home.installationId, home]));
  const seenBy = Map.groupBy(seen, ({ installationId }) => installationId);
  const steps: PastStep[] = [];
  let open: number[] | null = null;
  let episode = 0;
  // Hours between are all under the threshold: only the first of them can end anything.
  for (const tick of ticks) {
    const end = tick + HOUR_MS;
    if (end + DUE_MS > to) break;
    const from = end - span * HOUR_MS;
    const within = behind(tick, span).flatMap((hour) => byHour.get(hour) ?? []);
    const ids = new Set([...within.map(({ installationId }) => installationId), ...(open ?? [])]);
    const rows = [...ids].flatMap((id) => {
      const home = homeOf.get(id);
      const own = within.filter(({ installationId }) => installationId === id);
      return home ? rowOf(home, own, isSeen(seenBy.get(id) ?? [], from, end), from, end) : [];
    });
    const standing = incidents.filter((one) => one.from <= end + DUE_MS && one.to > from);
    const units = placesOf(rows, filter, owner, new Set(standing.flatMap(({ installations }) => installations)));
    const step: Step<Place> | null = (threshold.of === "sum" ? stepOfSum : stepOf)(threshold, units, open);
    if (step === null) continue;
    if (step.moment === "opened") episode += 1;
    steps.push({ at: end + DUE_MS, moment: step.moment, episode, concerned: step.concerned });
    open =
      step.moment === "resolved"
        ? null
        : [...(open ?? []), ...step.joined.flatMap(({ installations }) => installations)];
  }
  return steps;
}

const ahead = (hour: number, span: number): number[] => Array.from({ length: span + 1 }, (_, n) => hour + n * HOUR_MS);
const behind = (hour: number, span: number): number[] => Array.from({ length: span }, (_, n) => hour - n * HOUR_MS);
const isSeen = (seen: readonly Seen[], from: number, to: number): boolean =>
  seen.some((range) => range.from <= from && range.to >= to);

function rowOf(home: Home, hours: readonly PastHour[], covered: boolean, from: number, to: number): CountedRow {
  const sum = (of: "bad" | "due") => hours.reduce((all, hour) => all + hour[of], 0);
  return {
    ...home,
    ...{ nr: 0, covered, from: new Date(from), to: new Date(to), due: sum("due"), bad: sum("bad") },
    ...{ negative: 0, open: 0, first: null, types: [], reached: {} },
  };
}
