import type { Filter } from "./shapes.ts";

/** A region whose municipalities went over to another: whom it had on its last day, and whom the other has now. */
export type Turn = { from: number; to: number; had: readonly number[]; has: readonly number[] };

/**
 * A filter that covers after a turn what it covered before: where the regions it names make up the whole new one it names
 * that, by rule; else their municipalities stand in it as a list. Null where the turn does not concern it. `owner` is the
 * organisation the subscription is of: a region that is no more has no "mine".
 */
export function carried(filter: Filter, turns: readonly Turn[], owner: number | null): Filter | null {
  const named = turns.filter(({ from }) => filter.regions?.includes(from));
  const own = filter.mine ? turns.filter(({ from }) => from === owner) : [];
  if (named.length + own.length === 0) return null;
  const kept = named.length === 0 ? filter : renamed(filter, named);
  if (own.length === 0) return kept;
  const asks = [kept.regions, kept.municipalities, kept.installations, kept.vendors].some((ids) => ids !== null);
  return {
    ...kept,
    mine: false,
    ...(asks
      ? {}
      : {
          municipalities: joined(
            [],
            own.flatMap(({ had }) => had),
          ),
        }),
  };
}

function renamed(filter: Filter, named: readonly Turn[]): Filter {
  const others = (filter.regions ?? []).filter((id) => !named.some(({ from }) => from === id));
  const whole = [...new Set(named.map(({ to }) => to))].filter((to) => {
    const parts = named.filter((turn) => turn.to === to);
    const had = new Set(parts.flatMap((turn) => turn.had));
    return parts[0]?.has.every((id) => had.has(id));
  });
  const listed = named.filter(({ to }) => !whole.includes(to)).flatMap(({ had }) => had);
  const regions = [...new Set([...others, ...whole])];
  return {
    ...filter,
    regions: regions.length === 0 ? null : regions,
    municipalities: listed.length === 0 ? filter.municipalities : joined(filter.municipalities ?? [], listed),
  };
}

const joined = (known: readonly number[], more: readonly number[]): number[] => [...new Set([...known, ...more])];
