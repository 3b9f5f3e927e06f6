import type { Channel } from "../../subscriptions/shapes.ts";

/**
 * Why an address hears no more. `unconfirmed`: nobody pressed the link in time; `no_access`: who holds a personal feed has
 * lost access; `left`: a reader left one subscription.
 */
export const LOST_WHYS = ["hard_bounce", "failing", "revoked", "unconfirmed", "no_access", "left"] as const;
export type LostWhy = (typeof LOST_WHYS)[number];

/** An address of the reader's organisation that hears no more and that nobody has done anything about yet. */
export type Lost = {
  signalId: number;
  endpointId: number;
  why: LostWhy;
  channel: Channel;
  label: string;
  /** Null where the reader's role may not read addresses. */
  address: string | null;
  at: string;
  subscriptions: { id: number; name: string }[];
  /** How many of them reach nobody now. */
  silent: number;
  /** Notices that did not arrive there since it last took one. */
  missed: number;
  /** Who was told of it, and how far that came. */
  told: { label: string; state: string; sentAt: string | null }[];
};
