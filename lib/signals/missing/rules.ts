import { STATIONS, type Station } from "../../ledger/states.ts";
import type { Filter, Moment } from "../../subscriptions/shapes.ts";

export type Threshold = NonNullable<Filter["missing"]>;

/**
 * Receipts of one place that fell due within the threshold's minutes: `due` have an answer or are late, `bad` of them are
 * overdue, lost or negative, and of `open` more nobody can say yet. `covered`: its sources have reported all of the time.
 */
export type Counted = { covered: boolean; due: number; bad: number; open: number };

/** An installation; to a region, a municipality with all of its installations. */
export type Unit = Counted & {
  installations: readonly number[];
  /** An incident that the subscription was told of hits it, or did when some of it fell due: that stands for it. */
  stood: boolean;
};

export type Verdict = "passes" | "between" | "under" | "unknown";

/**
 * Whether a place passes a threshold: either part of it is enough. It is under again at less than half of every part, so that
 * it does not flap. What is open counts against both: neither passing nor under is said of what may turn out otherwise.
 */
export function judge(
  { count, percent }: Pick<Threshold, "count" | "percent">,
  { covered, due, bad, open }: Counted,
): Verdict {
  if (!covered) return "unknown";
  const all = due + open;
  const many = count !== null && bad >= count;
  const much = percent !== null && all > 0 && 100 * bad >= percent * all;
  if (many || much) return "passes";
  const most = bad + open;
  const few = count === null || 2 * most < count;
  const slight = percent === null || all === 0 || 200 * most < percent * all;
  return few && slight ? "under" : "between";
}

/** What a round says: `concerned` are the places it speaks of, `joined` those that are new in it. */
export type Step<U> = { moment: Moment; concerned: U[]; joined: U[] };

/** What passes within so long (ms) after something was said of an episode is told together. */
const GATHERED_MS = 10 * 60_000;
/** Whether what has joined an episode is told now, `saidAt` (ms) being when something of it was said last; null for never. */
export const isTimeToJoin = (saidAt: number | null, now: number): boolean =>
  saidAt === null || now - saidAt >= GATHERED_MS;

/**
 * What is to be said of a subscription's places, given the installations of its open episode (null: none is open). All that
 * pass at once, or while one is open, are one episode; of one cause places pass within minutes, so what joins waits until
 * `mayJoin`. It ends when all of its places are under, or none of them is watched any more (`concerned` is empty then); while
 * one of them is unknown it stays open.
 */
export function stepOf<U extends Unit>(
  threshold: Threshold,
  units: readonly U[],
  open: readonly number[] | null,
  mayJoin = true,
): Step<U> | null {
  const known = new Set(open ?? []);
  const inside = units.filter(({ installations }) => installations.some((id) => known.has(id)));
  const joined = units.filter((unit) => !inside.includes(unit) && !unit.stood && judge(threshold, unit) === "passes");
  if (joined.length > 0 && open !== null && !mayJoin) return null;
  if (joined.length > 0)
    return { moment: open === null ? "opened" : "updated", concerned: [...inside, ...joined], joined };
  if (open === null || inside.some((unit) => judge(threshold, unit) !== "under")) return null;
  return { moment: "resolved", concerned: inside, joined: [] };
}

/**
 * The same of all places together. Those nobody can vouch for are left out: what is missing at the others is missing all the
 * same. But it is not over while one that was in it cannot be seen.
 */
export function stepOfSum<U extends Unit>(
  threshold: Threshold,
  units: readonly U[],
  open: readonly number[] | null,
): Step<U> | null {
  const known = new Set(open ?? []);
  const inside = units.filter(({ installations }) => installations.some((id) => known.has(id)));
  const fresh = units.filter(({ covered, stood }) => covered && !stood);
  if (open === null)
    return judgeSum(threshold, fresh) === "passes" ? { moment: "opened", concerned: fresh, joined: fresh } : null;
  const seen = units.filter((unit) => unit.covered && (!unit.stood || inside.includes(unit)));
  // What would begin anew at once, were it over, is not over.
  const over = judgeSum(threshold, seen) === "under" && judgeSum(threshold, fresh) !== "passes";
  if (units.length > 0 && (!over || inside.some(({ covered }) => !covered))) return null;
  return { moment: "resolved", concerned: inside, joined: [] };
}

function judgeSum(threshold: Threshold, units: readonly Unit[]): Verdict {
  const sum = (of: "due" | "bad" | "open") => units.reduce((all, unit) => all + unit[of], 0);
  return judge(threshold, { covered: units.length > 0, due: sum("due"), bad: sum("bad"), open: sum("open") });
}

/** Of what is missing, so much came no further than one station, where that is most of it. */
export type Common = { station: Station; count: number; total: number };
const MOST = 0.8;

/**
 * The station that what is missing at several places came no further than, where that is so of four in five whose way is
 * known, and so likely their cause. Null for one place, or where they came as far as each their own system.
 */
export function commonStation(places: readonly { reached: Readonly<Record<string, number>> }[]): Common | null {
  const concerned = places.filter(({ reached }) => Object.keys(reached).length > 0);
  if (concerned.length < 2) return null;
  const counts = STATIONS.map((station) => concerned.reduce((all, { reached }) => all + (reached[station] ?? 0), 0));
  const total = counts.reduce((all, count) => all + count, 0);
  const count = Math.max(...counts);
  const station = STATIONS[counts.indexOf(count)];
  if (station === undefined || station === "recipient" || count < MOST * total) return null;
  return { station, count, total };
}
