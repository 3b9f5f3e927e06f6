import type { Words } from "../../status/shapes.ts";
import type { Because, Channel, Moment, SignalKind } from "../../subscriptions/shapes.ts";

/** What became of what was to be sent to an organisation. `none`: it asked, but has no address in use. */
export const DELIVERIES = ["reached", "waiting", "held", "failed", "none"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** "Set og håndteret": said, awaited, not said in time (and then gone on to the second contact), or not asked for. */
export type Confirmation =
  | { state: "confirmed" | "escalated" | "overdue"; at: string }
  | { state: "awaited"; until: string }
  | { state: "not_required" };

export type Organisation = { id: number; name: string };

/** One organisation that was told, of one signal: never an address. */
export type ToldRow = {
  organisation: Organisation;
  /** Null where nobody knew yet whom it hits. */
  hit: boolean | null;
  /** When the first message was sent; null where none was yet. */
  sentAt: string | null;
  /** When the next one is due, where none was sent yet. */
  dueAt: string | null;
  channels: Channel[];
  delivery: Delivery;
  /** What did not arrive (yet) on which channel, and why: a code of ours. */
  troubles: { channel: Channel; why: string }[];
  confirmation: Confirmation;
};

/** What was told at once, by its moment. */
export type Telling = { signalId: number; kind: SignalKind; moment: Moment; at: string };

/** A notice of one's own: by which subscription, and which facts matched. */
export type OwnNotice = {
  subscription: string;
  because: Because[];
  confirmedAt: string | null;
};

export type ToldPage = {
  incident: { number: string; title: Words };
  /** Newest first; empty where nobody was to be told. */
  tellings: Telling[];
  shown: Telling | null;
  /** Whether every organisation is seen, or those of one's own region and shared lists. */
  everybody: boolean;
  rows: ToldRow[];
  /** Addresses without an account that follow what is public; null where the reader does not see them. */
  withoutAccount: number | null;
  hit: { total: number; notTold: Organisation[] };
  own: OwnNotice[];
  asOf: string;
};
