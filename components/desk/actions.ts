import type { FormAction } from "@/lib/http/form-state.ts";

/** What an operator can do on the front of the desk; an auditor sees the same without it. */
export type DeskActions = Record<"raise" | "report" | "dismiss" | "merge" | "decide", FormAction>;

/** What an operator can do with one incident. */
export type IncidentActions = Record<
  | "write"
  | "publish"
  | "discard"
  | "correctUpdate"
  | "correctIncident"
  | "withdraw"
  | "followUp"
  | "merge"
  | "split"
  | "beginRunbook"
  | "tick"
  | "dismiss"
  | "decide",
  FormAction
>;
