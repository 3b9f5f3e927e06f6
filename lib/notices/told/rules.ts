import { isFetched } from "../../subscriptions/shapes.ts";
import {
  ADDRESS_STATES,
  type AddressState,
  type Confirmation,
  type Delivery,
  type ToldPage,
  type ToldRow,
} from "./shapes.ts";
import type { ToldRecord } from "./sql.ts";

type Known = ToldRecord & { organisation_id: number; name: string; organisation_kind: string };

/**
 * A row per organisation, whatever many subscriptions and addresses it has: those that were not reached first. `wentOn` has the
 * functions of second contacts by organisation, where they may be known.
 */
export function toldRows(
  records: readonly Known[],
  wentOn: ReadonlyMap<number, readonly string[]>,
  now: number,
): ToldRow[] {
  const byOrganisation = Map.groupBy(records, ({ organisation_id }) => organisation_id);
  const rows = [...byOrganisation].map(([id, own]) => rowOf(own, wentOn.get(id) ?? [], now));
  return rows.sort((a, b) => urgency(b) - urgency(a) || a.organisation.name.localeCompare(b.organisation.name, "da"));
}

/** Whether somebody still has to do something about it: it did not arrive, or nobody has answered in time. */
export const isOpen = ({ delivery, confirmation }: ToldRow): boolean =>
  delivery === "failed" || delivery === "none" || ["awaited", "overdue", "escalated"].includes(confirmation.state);

/** How many addresses failed at organisations that were reached otherwise, or still may be. */
export const failingElsewhere = (rows: readonly ToldRow[]): number =>
  rows
    .filter(({ delivery }) => delivery !== "failed")
    .flatMap(({ states }) => states.filter(({ delivery }) => delivery === "failed"))
    .reduce((sum, { count }) => sum + count, 0);

/** Those of a contact list whom it concerns: told or hit, not told as well. */
export function concernedBy<C extends { organisation: { id: number } }>(
  { rows, hit }: Pick<ToldPage, "rows" | "hit">,
  contacts: readonly C[],
): C[] {
  const ids = new Set([
    ...rows.map(({ organisation }) => organisation.id),
    ...(hit?.notTold.map(({ id }) => id) ?? []),
  ]);
  return contacts.filter(({ organisation }) => ids.has(organisation.id));
}

const urgency = (row: ToldRow): number =>
  row.delivery === "failed" || row.delivery === "none" ? 2 : isOpen(row) ? 1 : 0;

function rowOf(own: readonly Known[], wentOn: readonly string[], now: number): ToldRow {
  const [first] = own;
  if (!first) throw new Error("An organisation without a notice");
  const delivery = deliveryOf(own);
  // What lies in a feed is not yet what somebody was sent.
  const sent = instants(own.filter((one) => delivery === "available" || !readable(one)).map(({ sent_at }) => sent_at));
  const due = instants(own.map(({ state, not_before }) => (state === "waiting" ? not_before : null)));
  return {
    organisation: { id: first.organisation_id, name: first.name, kind: first.organisation_kind },
    hit: first.hit,
    sentAt: sent[0] ?? null,
    dueAt: sent.length > 0 ? null : (due[0] ?? null),
    channels: [...new Set(own.flatMap(({ channel }) => channel ?? []))],
    delivery,
    states: statesOf(own),
    confirmation: confirmationOf(own, wentOn, now),
  };
}

/** Each state an address of an organisation is in, with how many are, and why it is not further. */
function statesOf(own: readonly Known[]): AddressState[] {
  const addresses = [...Map.groupBy(own, ({ address_nr }) => address_nr)].flatMap(([nr, all]) => {
    const delivery = deliveryOf(all);
    return nr === null ? [] : [{ delivery, all }];
  });
  return ADDRESS_STATES.flatMap((delivery) => {
    const some = addresses.filter((one) => one.delivery === delivery);
    return some.length === 0 ? [] : [{ delivery, count: some.length, reasons: reasonsOf(some) }];
  });
}

function reasonsOf(addresses: readonly { all: readonly Known[] }[]): AddressState["reasons"] {
  const each = addresses.flatMap(({ all }) => {
    if (all.some(arrived)) return [];
    const one = all.find(({ why }) => why !== null);
    return one?.channel && one.why !== null ? [{ channel: one.channel, why: one.why }] : [];
  });
  return [...Map.groupBy(each, ({ channel, why }) => `${channel} ${why}`).values()].flatMap((some) =>
    some.slice(0, 1).map((one) => ({ ...one, count: some.length })),
  );
}

const readable = ({ channel }: ToldRecord): boolean => channel !== null && isFetched(channel);
const instants = (all: readonly (Date | null)[]): string[] => all.flatMap((at) => at?.toISOString() ?? []).sort();

/** What arrived once has arrived, also while it is sent again. */
const arrived = ({ state, sent_at }: Pick<ToldRecord, "state" | "sent_at">): boolean =>
  state === "sent" || (sent_at !== null && (state === "waiting" || state === "sending"));

/** One address that was reached is enough; what is under way is not lost yet. A feed alone reaches nobody by itself. */
function deliveryOf(own: readonly ToldRecord[]): Delivery {
  const has = (...states: string[]) => own.some(({ state }) => state !== null && states.includes(state));
  if (own.some((one) => arrived(one) && !readable(one))) return "reached";
  if (own.some((one) => !arrived(one) && ["waiting", "sending", "gathered"].includes(one.state ?? "")))
    return "waiting";
  if (has("held")) return "held";
  if (own.some(arrived)) return "available";
  return has("failed", "suppressed") ? "failed" : "none";
}

/** One who says so speaks for the organisation. */
function confirmationOf(own: readonly ToldRecord[], wentOn: readonly string[], now: number): Confirmation {
  const [confirmed] = instants(own.map(({ confirmed_at }) => confirmed_at));
  if (confirmed) return { state: "confirmed", at: confirmed };
  const [escalated] = instants(own.map(({ escalated_at }) => escalated_at));
  if (escalated) {
    const second = own.some((one) => one.second && one.state !== null);
    return { state: "escalated", at: escalated, second, to: [...wentOn] };
  }
  const [until] = instants(own.map((one) => answerBy(one)));
  if (until === undefined) return { state: "not_required" };
  return Date.parse(until) > now ? { state: "awaited", until } : { state: "overdue", at: until };
}

/** When an answer is asked for: so many minutes after it was sent, or should have been. */
const answerBy = ({ confirm_minutes, sent_at, not_before, at }: ToldRecord): Date | null =>
  confirm_minutes === null ? null : new Date((sent_at ?? not_before ?? at).getTime() + confirm_minutes * 60_000);
