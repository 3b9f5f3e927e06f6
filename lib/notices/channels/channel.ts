import type { Because, Channel, Signal } from "../../subscriptions/shapes.ts";
import type { Also } from "../also.ts";

export type Reason = { subscription: { id: number; name: string }; because: Because[] };

/** One message to one address: what happened, why it is told here, and where to go from it. */
export type Outgoing = {
  dispatchId: string;
  /** The conversation: an incident, a window. Of a gathered message the newest one's. */
  thread: string;
  /** The dispatch that opened the conversation at this address; its own where it does itself. */
  openedBy: string;
  endpoint: {
    id: number;
    channel: Channel;
    address: string;
    secret: string | null;
    /** The secret before it, while it still holds. */
    oldSecret?: string | null;
    label: string;
    locale: string;
  };
  /** Oldest first; several where they were gathered. */
  signals: Signal[];
  /** The subscriptions that led here, each once, with what of its filter met which fact: the one it goes by first. None of what is said to an owner unasked. */
  reasons: Reason[];
  /** False: of somebody without an account, who manages it by a link. */
  account?: boolean;
  /** The notice whose receipt somebody must confirm, "set og håndteret"; null where nobody need. */
  confirm: number | null;
  /** Other organisations told of the newest signal; null where the recipient has no account to see which. */
  alsoTold: Also | null;
  at: string;
  attempt: number;
};

/** What came of it. `code` is of our own list and `status` a number of the other end's: never its text. */
export type Sent =
  | { outcome: "sent"; status?: number }
  /** Try again, at the earliest after so long (ms). */
  | { outcome: "later"; code: string; status?: number; afterMs?: number }
  /** It will never arrive; `disable` where nothing ever will at this address. */
  | { outcome: "never"; code: string; status?: number; disable?: "hard_bounce" | "failing" | "revoked" | "no_access" };

/**
 * Codes that say that what a channel sends through is away, or does not let us in: no message is to blame, so none is ever
 * given up for it.
 */
export const AWAY: Readonly<Partial<Record<Channel, readonly string[]>>> = {
  email: ["unreachable", "not_signed_in"],
  sms: ["unreachable", "not_signed_in", "no_credit", "not_allowed"],
};

/** A way to reach an address. Throws nothing: what goes wrong is an outcome. */
export type ChannelDriver = {
  channel: Channel;
  /** Messages under way at once. */
  concurrency: number;
  send: (outgoing: Outgoing, signal: AbortSignal) => Promise<Sent>;
  close: () => Promise<void>;
};

/** Opens a channel under the settings; null where they name no way to send. */
export type OpenChannel = () => ChannelDriver | null;
