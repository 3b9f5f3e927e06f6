import type { Lost } from "../notices/lost/shapes.ts";
import type { SeenPart } from "../signals/missing/replayed.ts";
import type { Words } from "../status/shapes.ts";
import type { SaidRow, StoredEndpoint } from "./read-sql.ts";
import type { Draft, SpanDays } from "./schema.ts";
import type { Part } from "./sentence.ts";
import type { Because } from "./shapes.ts";

/** What the pages of subscriptions are given. Times are ISO 8601 in UTC, but for those of a replay, which are ms. */
export type Subscribed = {
  id: number;
  name: string;
  sentence: Part[];
  to: string[];
  waiting: number;
  /** Its notices of 30 days. */
  noticed: number;
};

export type SubscriptionsPage = {
  organisation: string;
  subscriptions: Subscribed[];
  endpoints: StoredEndpoint[];
  /** Addresses that hear no more and that nobody has acted on. */
  lost: Lost[];
  past: SaidRow[];
  /** Whether mail and text messages can be sent from here. */
  mail: boolean;
  sms: boolean;
  /** Our public key, which a browser asks its push service for an address under. */
  pushKey: string;
  asOf: string;
};

type Choice = { value: string; label: Words };

export type Choices = {
  services: Choice[];
  stations: string[];
  types: Choice[];
  regions: { id: number; name: string; members: number }[];
  municipalities: { id: number; name: string }[];
  vendors: { id: number; name: string }[];
  installations: { id: number; name: string }[];
  endpoints: StoredEndpoint[];
};

/** A replay as it is shown: who was hit stays behind. `text` null: no longer the reader's to read. */
export type ShownReplay = {
  told: {
    at: number;
    night: boolean;
    critical: boolean;
    kind: string;
    gathered: number;
    signalId: number;
    text: SaidRow | null;
  }[];
  night: number;
  nightCritical: number;
  count: number;
  withoutEffect: number;
  missed: { signalId: number; at: string; against: Because; text: SaidRow | null; include: string | null }[];
  total: number;
  /** How far missing receipts of the past could be seen; null where the filter asks for none. */
  seen: SeenPart | null;
};

export type EditorPage = {
  subscription: {
    id: number;
    name: string;
    version: number;
    savedAt: string;
    endedAt: string | null;
    carriedAt: string | null;
    history: { at: string; origin: string; sentence: string }[];
    notices: { id: number; at: string; text: SaidRow | null }[];
  } | null;
  /** It differs from what is saved. */
  edited: boolean;
  draft: Draft;
  choices: Choices;
  sentence: Part[];
  replay: ShownReplay;
  /** The filter in force, where the draft is another. */
  current: ShownReplay | null;
  days: SpanDays;
  path: string;
  from: string;
  /** What the turn to Region Østdanmark does to it, while it lies ahead: `carried`, `alone`; null after. */
  turn: "carried" | "alone" | null;
  /** The address of what is offered by default, as an edit. */
  everything: string;
  mail: boolean;
  /** Nothing is sent by what is saved: the labels of its addresses that nobody has confirmed yet. Null where it goes somewhere. */
  silent: { waiting: string[] } | null;
  asOf: string;
};
