import { replay } from "../lib/subscriptions/replay.ts";
import { matchOf } from "../lib/subscriptions/rules.ts";
import { USUAL_CALM } from "../lib/subscriptions/schema.ts";
import { EVERYTHING_MINE, type Filter, type Owner, type SignalFacts } from "../lib/subscriptions/shapes.ts";
import { Random } from "../lib/world/random.ts";
import { quantile, rounded } from "./stage.ts";

const DAY_MS = 86_400_000;
const INSTALLATIONS = 226;
const MUNICIPALITIES = 98;
const ROUNDS = 60;

export type RulesSize = { years: number; perDay: number; subscriptions: number };

/**
 * The rules alone, in memory: a filter replayed on years of signals as for each change in the editor, and one signal matched
 * against all subscriptions as in publishing. Baseline of the same run: the same signals and filters merely written as JSON.
 */
export function measureRules({ years, perDay, subscriptions }: RulesSize) {
  const random = new Random("bench notices");
  const now = Date.parse("2026-11-27T00:00:00Z");
  const signals = Array.from({ length: years * 365 * perDay }, (_, n) =>
    signalOf(random, n + 1, now - (years * 365 - n / perDay) * DAY_MS),
  );
  const owners = Array.from({ length: subscriptions }, () => ownerOf(random));
  const filters = owners.map(() => filterOf(random));
  const span = { from: now - years * 365 * DAY_MS, to: now };
  const calm = { ...USUAL_CALM, quietFrom: "22:00", quietTo: "06:00", capPerHour: 4 };
  const pairs = filters.flatMap((filter, n) => (owners[n] ? [{ filter, owner: owners[n] }] : []));
  const [first = Number.NaN, ...later] = pairs
    .slice(0, ROUNDS + 1)
    .map(({ filter, owner }) => timed(() => replay(filter, calm, signals, owner, span)));
  const [signal] = signals.slice(-1);
  const match = () => pairs.filter(({ filter, owner }) => signal && "because" in matchOf(filter, signal, owner)).length;
  const matching = Array.from({ length: 10 }, () => timed(match));
  const json = { signals: timed(() => JSON.stringify(signals)), filters: timed(() => JSON.stringify(filters)) };
  return {
    signals: signals.length,
    replay: {
      first,
      p50: quantile(later, 0.5),
      p95: quantile(later, 0.95),
      ratio: rounded(quantile(later, 0.5) / json.signals),
    },
    matching: { p95: quantile(matching, 0.95), ratio: rounded(quantile(matching, 0.5) / json.filters) },
    json,
  };
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return rounded(performance.now() - began);
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
