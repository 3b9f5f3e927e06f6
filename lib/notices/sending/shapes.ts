import type { Words } from "../../status/shapes.ts";
import type { Channel, SignalKind } from "../../subscriptions/shapes.ts";

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

/** What nobody has pressed a button for and goes to many: it waits for the desk, and goes at `until` by itself. */
export type Braked = {
  id: number;
  thread: string;
  kind: SignalKind;
  title: Words;
  at: string;
  until: string;
  told: Recipients;
};

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
