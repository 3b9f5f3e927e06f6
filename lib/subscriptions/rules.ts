import { SEVERITIES, type Severity } from "../status/shapes.ts";
import type { Axis, Because, Filter, Owner, SignalFacts } from "./shapes.ts";

/** Either why a filter lets a signal through, axis by axis, or the first axis that keeps it back. */
export type Match = { because: Because[] } | { against: Because };

/** Whether an axis holds, and by what: written down only where it is asked. */
type Judged = { holds: boolean; value: () => string };
type Rule = {
  axis: Axis;
  asked: (filter: Filter, facts: SignalFacts) => boolean;
  judge: (filter: Filter, facts: SignalFacts, owner: Owner, told: boolean) => Judged;
};

const found = <T>(wanted: readonly T[] | null, present: readonly T[]): T[] =>
  wanted === null ? [] : present.filter((one) => wanted.includes(one));
const listed = (values: readonly (string | number)[]): string => values.join(" ");

/** From the most to the least severe, as one compares them. */
const rank = (severity: Severity): number => SEVERITIES.length - SEVERITIES.indexOf(severity);

const touched = <T>(present: readonly T[], own: ReadonlySet<T>): T[] => present.filter((one) => own.has(one));

/** In the order in which a reason against is told: what it is about before how bad it is. */
const RULES: readonly Rule[] = [
  {
    axis: "kinds",
    asked: () => true,
    judge: ({ kinds }, { kind }) => ({ holds: kinds.includes(kind), value: () => kind }),
  },
  {
    axis: "services",
    asked: ({ services }) => services !== null,
    judge: ({ services }, facts) => some(found(services, facts.services), facts.services),
  },
  {
    axis: "stations",
    asked: ({ stations }) => stations !== null,
    judge: ({ stations }, facts) => some(found(stations, facts.stations), facts.stations),
  },
  {
    axis: "types",
    asked: ({ types }) => types !== null,
    // A signal that names no type may concern any of them.
    judge: ({ types }, facts) =>
      facts.types.length === 0 ? { holds: true, value: () => "" } : some(found(types, facts.types), facts.types),
  },
  {
    axis: "mine",
    asked: ({ mine }) => mine,
    judge: (_, facts, owner) => ({ holds: concerns(facts, owner), value: () => listed(ownHit(facts, owner)) }),
  },
  {
    axis: "organisations",
    asked: (filter) => organisationsAsked(filter),
    judge: judgeOrganisations,
  },
  {
    axis: "severity",
    asked: ({ minSeverity }) => minSeverity !== null,
    // What has no severity (a window, missing receipts) is not held back by one.
    judge: ({ minSeverity }, { severity }) => ({
      holds: severity === null || minSeverity === null || rank(severity) >= rank(minSeverity),
      value: () => severity ?? "",
    }),
  },
  {
    axis: "impact",
    asked: ({ minMunicipalities, minMessages }) => minMunicipalities !== null || minMessages !== null,
    judge: judgeImpact,
  },
  {
    axis: "missing",
    asked: (_, { kind }) => kind === "missing_receipts",
    // A threshold is one subscription's own: who has it is the only one that is told.
    judge: (_, { subscriptionId }) => ({
      holds: subscriptionId !== null,
      value: () => (subscriptionId === null ? "" : String(subscriptionId)),
    }),
  },
  {
    axis: "moments",
    asked: () => true,
    // An update is the opening to whoever was not told before.
    judge: ({ moments }, { moment }, _, told) => ({
      holds: moments.includes(moment) || (moment === "updated" && !told && moments.includes("opened")),
      value: () => moment,
    }),
  },
];

/**
 * Whether a filter lets a signal through to its owner. Every axis that is set must hold. What nobody knows yet (whom it hits,
 * how many messages) never keeps a signal back: who is silent because a figure is missing has been told that all is well.
 * `told`: of what it goes on with, the owner was told before.
 */
export function matchOf(filter: Filter, signal: SignalFacts, owner: Owner, told = false): Match {
  const against = keptBackBy(filter, signal, owner, told);
  if (against !== null) return { against };
  const asked = RULES.filter((rule) => rule.asked(filter, signal));
  return { because: asked.map(({ axis, judge }) => ({ axis, value: judge(filter, signal, owner, told).value() })) };
}

/** The first axis of a filter that keeps a signal back from its owner; null where it is let through. */
export function keptBackBy(filter: Filter, signal: SignalFacts, owner: Owner, told: boolean): Because | null {
  for (const { axis, asked, judge } of RULES) {
    if (!asked(filter, signal)) continue;
    const { holds, value } = judge(filter, signal, owner, told);
    if (!holds) return { axis, value: value() };
  }
  return null;
}

/**
 * What kept out, when it was last spoken of, somebody to whom an update is the opening: the axis, and what it was then. None
 * where nothing did, as for who asked later.
 */
export function grownSince(filter: Filter, before: SignalFacts | null, owner: Owner): Because[] {
  const match = before && matchOf(filter, before, owner);
  if (!before || !match || "because" in match || match.against.axis === "moments") return [];
  return [{ axis: "grown", value: `${before.thread} ${match.against.axis} ${match.against.value}`.trim() }];
}

/** Whether a signal hits its reader's own for certain: one of its installations, or its municipality. */
export const hits = ({ installations, municipalities }: SignalFacts, owner: Owner): boolean =>
  installations.some((id) => owner.installations.has(id)) || municipalities.some((id) => owner.municipalities.has(id));

/** A suspicion is the operator's own until it is confirmed, and a threshold passed is its subscription's. */
export const mayBeTold = (
  { kind, subscriptionId }: SignalFacts,
  own: readonly number[],
  owner: Pick<Owner, "kind">,
): boolean =>
  kind === "suspicion" ? owner.kind === "operator" : subscriptionId === null || own.includes(subscriptionId);

const ownHit = (signal: SignalFacts, owner: Owner): (string | number)[] => [
  ...touched(signal.installations, owner.installations),
  ...touched(signal.municipalities, owner.municipalities).map((id) => `m${id}`),
];

/** Hits, or may: while nobody knows whom it hits it concerns everybody whose messages pass its services. */
function concerns(signal: SignalFacts, owner: Owner): boolean {
  if (owner.kind === "operator" || signal.services.some((code) => owner.runs?.has(code))) return true;
  if (signal.installations.length + signal.municipalities.length > 0) return hits(signal, owner);
  return signal.services.length === 0 || signal.services.some((code) => owner.services.has(code));
}

function some(matching: readonly (string | number)[], present: readonly (string | number)[]): Judged {
  return { holds: matching.length > 0, value: () => listed(matching.length > 0 ? matching : present) };
}

const organisationsAsked = ({ regions, municipalities, installations, vendors }: Filter): boolean =>
  regions !== null || municipalities !== null || installations !== null || vendors !== null;

/** Organisations are one axis however they are named: one of any of them is enough. */
function judgeOrganisations(filter: Filter, facts: SignalFacts): Judged {
  const { regions, municipalities, installations, vendors } = facts;
  if (regions.length + municipalities.length + installations.length + vendors.length === 0)
    return { holds: true, value: () => "" };
  const matching = [
    ...found(filter.regions, regions).map((id) => `r${id}`),
    ...found(filter.municipalities, municipalities).map((id) => `m${id}`),
    ...found(filter.installations, installations).map((id) => `i${id}`),
    ...found(filter.vendors, vendors).map((id) => `v${id}`),
  ];
  return { holds: matching.length > 0, value: () => listed(matching) };
}

/** From 3 municipalities or 50 messages: either is enough. Planned work and the end of a backlog have no impact to count. */
function judgeImpact({ minMunicipalities, minMessages }: Filter, facts: SignalFacts): Judged {
  const value = () => `${facts.municipalities.length} ${facts.messages ?? ""}`.trim();
  if (facts.kind === "window" || facts.kind === "backlog_cleared") return { holds: true, value };
  const uncounted = facts.municipalities.length === 0 && facts.messages === null;
  const wide = minMunicipalities !== null && facts.municipalities.length >= minMunicipalities;
  const many = minMessages !== null && facts.messages !== null && facts.messages >= minMessages;
  return { holds: uncounted || wide || many, value };
}
