import type { Words } from "../../status/shapes.ts";
import type { Because, Channel, Moment, SignalKind } from "../../subscriptions/shapes.ts";
import type { Thread } from "../thread.ts";

/**
 * What became of what was to be sent to an organisation. `available`: it lies ready in a feed, and nobody knows who reads it;
 * `none`: it asked, but has no address in use.
 */
export const ADDRESS_STATES = ["reached", "available", "waiting", "held", "failed"] as const;
export type Delivery = (typeof ADDRESS_STATES)[number] | "none";

/** "Set og håndteret": said, awaited, not said in time (and then gone on), or not asked for. */
export type Confirmation =
  | { state: "confirmed" | "overdue"; at: string }
  /** Gone on to second contacts, `to` these functions as far as the reader may see; `second` is false where there was none. */
  | { state: "escalated"; at: string; second: boolean; to: string[] }
  | { state: "awaited"; until: string }
  | { state: "not_required" };

export type Organisation = { id: number; name: string };

/** So many addresses have come as far as that; and on which channel the rest do not (yet) hear, and why: a code of ours. */
export type AddressState = {
  delivery: (typeof ADDRESS_STATES)[number];
  count: number;
  reasons: { channel: Channel; why: string; count: number }[];
};

/** One organisation that was told, of one signal: never an address. */
export type ToldRow = {
  organisation: Organisation & { kind: string };
  /** Null where nobody knew yet whom it hits, or it is not for the reader to know. */
  hit: boolean | null;
  /** When the first message was sent; null where none was yet. */
  sentAt: string | null;
  /** When the next one is due, where none was sent yet. */
  dueAt: string | null;
  channels: Channel[];
  delivery: Delivery;
  /** How far it has come at each address, the best first. */
  states: AddressState[];
  confirmation: Confirmation;
};

/** What was told at once, by its moment. */
export type Telling = { signalId: number; kind: SignalKind; moment: Moment; at: string };

/** A notice of one's own: by which subscription (its id and its name), and which facts matched. */
export type OwnNotice = { id: number; subscription: string; because: Because[]; confirmedAt: string | null };

/** What one's own organisation answered: by somebody signed in, or through the link sent to an address (its function). */
export type OwnAnswer = { at: string; confirmed: boolean; person: string | null; label: string | null };

export type ToldPage = {
  of: Thread;
  title: Words;
  /** Newest first; empty where nobody was to be told. */
  tellings: Telling[];
  shown: Telling | null;
  /** Whether every organisation is seen, or those of one's own region and shared lists. */
  everybody: boolean;
  rows: ToldRow[];
  /** A municipality's own region, and what it was told: null where it was told nothing. */
  region: { name: string; row: ToldRow | null } | null;
  /** Addresses without an account that follow what is public; null where the reader does not see them. */
  withoutAccount: number | null;
  /** Null where nobody counts whom it hits: that is done of incidents. */
  hit: { total: number; notTold: Organisation[] } | null;
  own: OwnNotice[];
  /** Newest first. */
  answers: OwnAnswer[];
  asOf: string;
};
