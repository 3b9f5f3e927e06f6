import { SEVERITIES, type Severity } from "../status/shapes.ts";
import { matchOf } from "./rules.ts";
import { AXES, type Axis, type Filter, type Owner, type SignalFacts } from "./shapes.ts";

/**
 * The filter that lets this signal through too, and everything it let through before: each axis that kept it back is opened
 * as little as will do. Null where no filter could (what another's threshold is about).
 */
export function including(filter: Filter, signal: SignalFacts, owner: Owner): Filter | null {
  let wider = filter;
  for (const _ of AXES) {
    const match = matchOf(wider, signal, owner);
    if ("because" in match) return wider;
    const opened = WIDEN[match.against.axis]?.(wider, signal, owner);
    if (!opened) return null;
    wider = { ...wider, ...opened };
  }
  return "because" in matchOf(wider, signal, owner) ? wider : null;
}

type Widen = (filter: Filter, signal: SignalFacts, owner: Owner) => Partial<Filter>;
const WIDEN: Partial<Record<Axis, Widen>> = {
  kinds: ({ kinds }, { kind }) => ({ kinds: [...kinds, kind] }),
  moments: ({ moments }, { moment }) => ({ moments: [...moments, moment] }),
  services: ({ services }, signal) => ({ services: joined(services, signal.services) }),
  stations: ({ stations }, signal) => ({ stations: joined(stations, signal.stations) }),
  types: ({ types }, signal) => ({ types: joined(types, signal.types) }),
  mine: () => ({ mine: false }),
  organisations,
  severity: ({ minSeverity }, { severity }) => ({ minSeverity: milder(minSeverity, severity) }),
  impact,
};

/** Nothing to add to means that only all of it will do. */
const joined = <T>(known: readonly T[] | null, more: readonly T[]): T[] | null =>
  known === null || more.length === 0 ? null : [...new Set([...known, ...more])];

/** The reader's own municipality where it was hit, else those that were. */
function organisations(filter: Filter, signal: SignalFacts, owner: Owner): Partial<Filter> {
  const own = signal.municipalities.filter((id) => owner.municipalities.has(id));
  const municipalities = own.length > 0 ? own : signal.municipalities;
  if (municipalities.length > 0)
    return { municipalities: [...new Set([...(filter.municipalities ?? []), ...municipalities])] };
  return { regions: null, municipalities: null, installations: null, vendors: null };
}

const milder = (known: Severity | null, other: Severity | null): Severity | null =>
  known === null || other === null || SEVERITIES.indexOf(other) <= SEVERITIES.indexOf(known) ? known : other;

function impact({ minMunicipalities }: Filter, { municipalities, messages }: SignalFacts): Partial<Filter> {
  if (municipalities.length > 0)
    return { minMunicipalities: Math.min(minMunicipalities ?? Number.POSITIVE_INFINITY, municipalities.length) };
  return messages === null || messages === 0
    ? { minMunicipalities: null, minMessages: null }
    : { minMessages: messages };
}
