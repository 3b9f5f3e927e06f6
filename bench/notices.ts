import { replay } from "../lib/subscriptions/replay.ts";
import { matchOf } from "../lib/subscriptions/rules.ts";
import { USUAL_CALM } from "../lib/subscriptions/schema.ts";
import { EVERYTHING_MINE, type Filter, type Owner, type SignalFacts } from "../lib/subscriptions/shapes.ts";
import { Random } from "../lib/world/random.ts";
import { say } from "../scripts/start/line.ts";
import type { Size } from "./run.ts";

const DAY_MS = 86_400_000;
const INSTALLATIONS = 226;
const MUNICIPALITIES = 98;
const REPLAY_BAR_MS = 200;
const MATCHING_BAR_MS = 300;

/**
 * A filter replayed on 5 years of signals, as the editor does it for each change, and one signal matched against 10,000
 * subscriptions, as publishing does. Baseline of the same run: the same signals and subscriptions merely walked through as JSON.
 */
export async function bench({ small }: Size): Promise<Record<string, unknown>> {
  const [years, perDay, subscriptions, rounds] = small ? [1, 3, 1_000, 40] : [5, 8, 10_000, 60];
  const random = new Random("bench notices");
  const now = Date.parse("2026-11-27T00:00:00Z");
  const signals = Array.from({ length: years * 365 * perDay }, (_, n) =>
    signalOf(random, n + 1, now - (years * 365 - n / perDay) * DAY_MS),
  );
  const owners = Array.from({ length: subscriptions }, () => ownerOf(random));
  const filters = owners.map(() => filterOf(random));
  const span = { from: now - years * 365 * DAY_MS, to: now };
  const calm = { ...USUAL_CALM, quietFrom: "22:00", quietTo: "06:00", capPerHour: 4 };
  const times: number[] = [];
  let told = 0;
  // What the first replay of a process costs more: the Danish clock of each hour, and code that is not compiled yet.
  const cold = timed(() => replay(EVERYTHING_MINE, calm, signals, ownerOf(random), span).told.length).ms;
  for (let n = 0; n < rounds; n++) {
    const [filter, owner] = [filters[n], owners[n]];
    if (!filter || !owner) break;
    const began = performance.now();
    told += replay(filter, calm, signals, owner, span).told.length;
    times.push(performance.now() - began);
  }
  const replayed = { cold, p50: part(times, 0.5), p95: part(times, 0.95) };
  const matching = timed(() => {
    let matched = 0;
    const [signal] = signals.slice(-1);
    for (const [n, filter] of filters.entries()) {
      const owner = owners[n];
      if (signal && owner && "because" in matchOf(filter, signal, owner)) matched++;
    }
    return matched;
  });
  const baseline = {
    signals: timed(() => JSON.stringify(signals).length).ms,
    subscriptions: timed(() => JSON.stringify(filters).length).ms,
  };
  say(
    `Replay of ${signals.length} signals over ${years} years: first ${cold} ms, p50 ${replayed.p50} ms, p95 ${replayed.p95} ms (bar ${REPLAY_BAR_MS}): ${verdict(replayed.p95 < REPLAY_BAR_MS)}; ${told} messages`,
  );
  say(
    `Matching of ${subscriptions} subscriptions: ${matching.ms} ms (bar ${MATCHING_BAR_MS}): ${verdict(matching.ms < MATCHING_BAR_MS)}; ${matching.value} matched`,
  );
  say(`Baseline, written once as JSON: signals ${baseline.signals} ms, subscriptions ${baseline.subscriptions} ms`);
  return {
    ...{
      years,
      signals: signals.length,
      subscriptions,
      replayMs: replayed,
      matchingMs: matching.ms,
      baselineMs: baseline,
    },
    bars: { replayP95Ms: REPLAY_BAR_MS, matchingMs: MATCHING_BAR_MS },
  };
}

const verdict = (held: boolean): string => (held ? "kept" : "MISSED");
const rounded = (ms: number): number => Math.round(ms * 10) / 10;
function part(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(Math.ceil(sorted.length * share) - 1, sorted.length - 1)] ?? 0);
}
function timed<T>(work: () => T): { ms: number; value: T } {
  const began = performance.now();
  const value = work();
  return { ms: rounded(performance.now() - began), value };
}

const int = (random: Random, from: number, to: number): number => Math.floor(random.between(from, to + 1));
const several = (random: Random, most: number, of: number): number[] =>
  Array.from({ length: int(random, 0, most) }, () => int(random, 1, of));

function signalOf(random: Random, id: number, at: number): SignalFacts {
  return {
    ...{ id, at: new Date(at).toISOString(), kind: int(random, 0, 4) === 0 ? "window" : "incident" },
    ...{
      moment: (["opened", "updated", "resolved"] as const)[id % 3] ?? "opened",
      thread: `incident:${Math.floor(id / 3)}`,
    },
    ...{ severity: (["critical", "major", "minor", "info"] as const)[int(random, 0, 3)] ?? "info", trouble: "partial" },
    ...{ services: [`s${int(random, 1, 13)}`], stations: ["distributor"], types: [] },
    ...{ installations: several(random, 30, INSTALLATIONS), municipalities: several(random, 20, MUNICIPALITIES) },
    ...{
      regions: several(random, 3, 5),
      vendors: several(random, 4, 10),
      messages: int(random, 0, 500),
      subscriptionId: null,
    },
  };
}

const ownerOf = (random: Random): Owner => ({
  ...{ organisationId: 1, kind: "region", services: new Set(["s1", "s2", "s3"]) },
  installations: new Set(several(random, 40, INSTALLATIONS)),
  municipalities: new Set(several(random, 20, MUNICIPALITIES)),
});

const filterOf = (random: Random): Filter => ({
  ...EVERYTHING_MINE,
  mine: int(random, 0, 2) > 0,
  services: int(random, 0, 2) === 0 ? [`s${int(random, 1, 13)}`] : null,
  minSeverity: (["critical", "major", "minor", null] as const)[int(random, 0, 3)] ?? null,
  minMunicipalities: int(random, 0, 1) === 0 ? 3 : null,
});
