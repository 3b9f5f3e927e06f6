import type { Thread } from "../../notices/thread.ts";
import type { Severity, Words } from "../../status/shapes.ts";
import type { SaidRow } from "../read-sql.ts";
import type { Because, Channel, Moment, SignalKind } from "../shapes.ts";

/** What became of a notice at one address: sent, or ready to be fetched there, still waiting (`why`, until `at`), or what kept it from being sent there. */
export type Reach = {
  label: string;
  channel: Channel;
  state: "sent" | "ready" | "waiting" | "held" | "sending" | "failed" | "suppressed" | NotThere;
  /** A code of our own list: what it waits for, or why it failed or is off. */
  why: string | null;
  at: string | null;
};
/** Why there was nothing to send there at all. */
export type NotThere = "unconfirmed" | "disabled" | "left" | "second" | "windows_only" | "not_then";

export type Verdict =
  | { outcome: "told"; because: Because[]; to: Reach[] }
  /** `against` null: it fits by what is known now, and did not when it was said. */
  | { outcome: "not_told"; against: Because | null }
  | { outcome: "not_yet" }
  | { outcome: "over" };

export type WhyPage = {
  /** The conversation, and everything said in it that the reader may know of, oldest first. */
  of: Thread | null;
  tellings: { id: number; at: string; kind: SignalKind; moment: Moment; told: boolean }[];
  signal: SaidRow;
  facts: { severity: Severity | null; services: Words[]; hit: boolean | null };
  verdicts: {
    id: number;
    name: string;
    sentence: string;
    verdict: Verdict;
    /** The editor, with the filter of now opened so far that it lets this through; null where that is no remedy. */
    include: string | null;
  }[];
  /** Where there is no subscription at all: the editor of one that would have sent this. `usual`: everything of one's own. */
  instead: { href: string; usual: boolean } | null;
  asOf: string;
};
