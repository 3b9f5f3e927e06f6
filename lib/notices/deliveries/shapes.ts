import type { Words } from "../../status/shapes.ts";
import type { Channel, Moment, SaidKind } from "../../subscriptions/shapes.ts";

/** How far a dispatch has come. `again`: it arrived once and is being sent again; `stopped`: the address was turned off. */
export const DELIVERY_STATES = [
  ...(["waiting", "again", "held", "sending", "sent", "failed", "stopped", "gathered"] as const),
];
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a list can be narrowed to: what is not over, what arrived, what did not. */
export const SHOWN = ["all", "underway", "sent", "failed"] as const;
export type Shown = (typeof SHOWN)[number];

/** One attempt: when, what came of it (a code of ours, the other end's status), and how long it took. */
export type Attempt = { nr: number; at: string; code: string; status: number | null; ms: number | null };

/** One dispatch to an address. Times are ISO 8601 in UTC. */
export type DeliveryLine = {
  /** The dispatch's key: the `webhook-id`, and in a mail's `Message-ID`. */
  id: string;
  /** Where a page of the list ends. */
  key: number;
  title: Words;
  kind: SaidKind;
  moment: Moment;
  /** When it was said. */
  at: string;
  state: DeliveryState;
  /** Why it waits or did not arrive: a code of ours. */
  why: string | null;
  /** The dispatch that carried it along; null where it went by itself. */
  gatheredIn: string | null;
  /** When it first arrived. */
  sentAt: string | null;
  /** When it is next tried. */
  nextAt: string | null;
  /** When it is tried for the last time; null before the first attempt, and where nothing is tried any more. */
  lastAt: string | null;
  /** Oldest first. */
  attempts: Attempt[];
  mayReplay: boolean;
};

export type Trial = Omit<Attempt, "nr"> & { id: number };

/** An address of the reader's own, and what was sent there. */
export type AddressPage = {
  endpoint: {
    id: number;
    label: string;
    channel: Channel;
    /** Null where the reader's role reads no addresses. */
    address: string | null;
    confirmedAt: string | null;
    disabledAt: string | null;
    disabledWhy: string | null;
    /** When the secret in force was made, and until when the one before it holds too. */
    secretAt: string | null;
    oldSecretUntil: string | null;
  };
  rows: DeliveryLine[];
  /** The key to go on from; null on the last page. */
  next: number | null;
  counts: Record<Shown, number>;
  /** The newest first. */
  trials: Trial[];
  /** Those that failed of what was said since a time; null where none was asked for. */
  failed: { since: string; count: number } | null;
  asOf: string;
};

/** One delivery, and for a webhook the body it is sent with, made by what makes it when it is sent. */
export type DeliveryPage = { endpoint: AddressPage["endpoint"]; line: DeliveryLine; body: unknown; asOf: string };
