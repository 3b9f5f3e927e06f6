import type { Channel } from "../../subscriptions/shapes.ts";

/** Organisations and numbers of addresses, never an address. */
export type Recipients = {
  organisations: { id: number; name: string }[];
  /** Of somebody without an account: how many, of how many that subscribe. */
  withoutAccount: number;
  withoutAccountInAll: number;
  channels: { channel: Channel; count: number }[];
  /** Addresses in all. */
  total: number;
};

/** Whom something would be told to; above the set number that number must be typed. */
export type ToBeTold = Recipients & { mustType: boolean };

/** How far the notices of a conversation have come, counted by address; `waiting` without those that are held. */
export type Sending = {
  sent: number;
  waiting: number;
  held: number;
  /** Given up by hand: they never hear. */
  cancelled: number;
  failed: number;
  /** Since when and by whom; null where nothing is held. */
  heldAt: string | null;
  heldBy: string | null;
};
