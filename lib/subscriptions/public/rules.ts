import { EVERYTHING_MINE, type Filter } from "../shapes.ts";
import { PUBLIC_KINDS, type Wish } from "./schema.ts";

/** A place one may ask for, as the form, the filter and people name it. */
export type Place = { value: string; id: number; name: string };

const DAY_MS = 86_400_000;
/** Who has not confirmed by then is forgotten. */
export const CONFIRM_WITHIN_MS = 7 * DAY_MS;
/** How long after leaving one may come back by a button; then the address is deleted. Spans a holiday of a shared mailbox. */
export const BACK_WITHIN_MS = 14 * DAY_MS;

/** A wish as a filter. Where no place of it is there any more nothing is narrowed: too much is heard rather than nothing. */
export function filterOf({ services, places: asked, kinds, minSeverity }: Wish, places: readonly Place[]): Filter {
  const found = (kind: string): number[] | null => {
    const ids = places.flatMap(({ value, id }) => (value.startsWith(kind) && asked.includes(value) ? [id] : []));
    return ids.length === 0 ? null : ids;
  };
  return {
    ...EVERYTHING_MINE,
    mine: false,
    // Whose receipts are missing is nobody's to hear who has none.
    missing: null,
    services: services.length === 0 ? null : services,
    ...{ regions: found("r:"), municipalities: found("m:") },
    kinds: kinds.flatMap((kind) => (kind === "incident" ? (["incident", "backlog_cleared"] as const) : [kind])),
    minSeverity,
  };
}

/** A filter as the form shows it. */
export function wishOf(
  { services, regions, municipalities, kinds, minSeverity }: Filter,
  places: readonly Place[],
): Wish {
  const asked = new Set([...(regions ?? []), ...(municipalities ?? [])]);
  return {
    ...{ services: services ?? [], minSeverity },
    places: places.flatMap(({ id, value }) => (asked.has(id) ? [value] : [])),
    kinds: PUBLIC_KINDS.filter((kind) => kinds.includes(kind)),
  };
}

/** How a subscription of somebody without an account stands. */
export type Standing = "waiting" | "on" | "left";
type Stored = { confirmedAt: Date | null; leftAt: Date | null; disabledAt: Date | null };

/** One that was asked for again after it was left waits for its confirmation, as a new one does. */
export function standingOf({ confirmedAt, leftAt, disabledAt }: Stored): Standing {
  if (confirmedAt === null) return "waiting";
  return leftAt !== null || disabledAt !== null ? "left" : "on";
}

/** When the address is deleted unless something happens; null while it is in use. */
export function forgottenAt(stored: Stored & { askedAt: Date }): Date | null {
  const { confirmedAt, leftAt, disabledAt, askedAt } = stored;
  if (confirmedAt === null) return new Date(askedAt.getTime() + CONFIRM_WITHIN_MS);
  const over = leftAt ?? disabledAt;
  return over === null ? null : new Date(over.getTime() + BACK_WITHIN_MS);
}
