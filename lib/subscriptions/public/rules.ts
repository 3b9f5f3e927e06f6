import { EVERYTHING_MINE, type Filter } from "../shapes.ts";
import { PUBLIC_KINDS, type Wish } from "./schema.ts";

/** A place one may ask for, as the form, the filter and people name it. */
export type Place = { value: string; id: number; name: string };

/** Several places as they are, which no choice of the form says. */
export const KEPT = "kept";

const DAY_MS = 86_400_000;
/** Who has not confirmed by then is forgotten. */
export const CONFIRM_WITHIN_MS = 7 * DAY_MS;
/** How long after leaving one may come back by a button; then the address is deleted. Spans a holiday of a shared mailbox. */
export const BACK_WITHIN_MS = 14 * DAY_MS;

/**
 * A wish as a filter; `before` is the filter it changes. A place that is no more narrows nothing: whoever asked hears too
 * much rather than nothing.
 */
export function filterOf(
  { services, place, kinds, minSeverity }: Wish,
  places: readonly Place[],
  before?: Filter,
): Filter {
  const found = places.find(({ value }) => value === place);
  const ids = found ? [found.id] : null;
  const { regions, municipalities } =
    place === KEPT && before
      ? before
      : { regions: place?.startsWith("r:") ? ids : null, municipalities: place?.startsWith("m:") ? ids : null };
  return {
    ...EVERYTHING_MINE,
    mine: false,
    // Whose receipts are missing is nobody's to hear who has none.
    missing: null,
    services: services.length === 0 ? null : services,
    ...{ regions, municipalities },
    kinds: kinds.flatMap((kind) => (kind === "incident" ? (["incident", "backlog_cleared"] as const) : [kind])),
    minSeverity,
  };
}

/** A filter as the form shows it. The turn of a region may have made a list of municipalities of it, which can be kept. */
export function wishOf(
  { services, regions, municipalities, kinds, minSeverity }: Filter,
  places: readonly Place[],
): Wish {
  const asked = [...(regions ?? []), ...(municipalities ?? [])];
  const [place] = asked.flatMap((id) => places.find((one) => one.id === id)?.value ?? []);
  return {
    ...{ services: services ?? [], place: asked.length > 1 ? KEPT : (place ?? null), minSeverity },
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
