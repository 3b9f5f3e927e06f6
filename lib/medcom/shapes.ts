import type { StationEventInput } from "../ledger/schema.ts";

/** The standards a message may follow. Its content decides which, never its file's name. */
export const STANDARDS = ["fhir", "eds", "sbdh", "vansenvelope", "oioxml", "edifact", "distributor"] as const;
export type Standard = (typeof STANDARDS)[number];

/** Why a message cannot be read. These words, and a position, are all that is ever said of it. */
export const REFUSALS = [
  "empty",
  "compressed",
  "wrong_charset",
  "not_xml",
  "not_json",
  "doctype",
  "too_deep",
  "too_large",
  "too_slow",
  "unreadable",
  "unknown_form",
  "no_message_header",
  "no_letter_id",
  "no_send_time",
  "no_sender",
  "not_answering",
  "unknown_outcome",
  "bad_id",
  "bad_time",
  "bad_service_segment",
  "count_differs",
  "bad_envelope",
  "unknown_station",
  "too_many_parts",
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** What a message that was read lacks or does otherwise than its standard says; a vendor in test learns it from here. */
export const REMARKS = [
  "event_code_missing",
  "sender_missing",
  "receiver_missing",
  "gln_check_digit",
  "sender_not_gln",
  "version_missing",
  "bundle_id_missing",
  "issue_code_missing",
  "issue_code_unknown",
  "answers_other_than_provenance",
  "offset_missing",
  "payload_unread",
  "payload_removed",
  "answer_unproven",
  "person_number_in_id",
] as const;
export type Remark = (typeof REMARKS)[number];

/** What conformance is counted by: nothing of a citizen, no id. */
export type Facts = {
  standard: Standard;
  format: "xml" | "json" | "edifact";
  /** The message type as the ledger names it (FDIS20, XDIS91, FCTL, …), or null. */
  type: string | null;
  /** The version the message itself states, e.g. `3.0`, `XD9134L`, `1.0.4`; null where it states none. */
  version: string | null;
  senderGln: string | null;
  /** Issue or refuse codes it carries, as they stand. */
  codes: string[];
  remarks: Remark[];
};

/** A message that is refused; `senderGln` is its sender's location number where that can still be told, and nothing else of it. */
export type Refused = {
  outcome: "refused";
  code: RefusalCode;
  position: number | null;
  standard: Standard | null;
  senderGln: string | null;
};

/**
 * One message of a body. `parties`: for a receipt whose own header does not reliably say which end is the letter's
 * receiver, both ends' GLNs, so that whoever reports it can be told to speak for its own side.
 */
export type Part =
  | { outcome: "taken"; events: StationEventInput[]; parties: string[]; facts: Facts }
  | { outcome: "skipped" }
  | Refused;

/** What stands in a body: one message, or the entries of a FHIR batch or transaction in their order. */
export type Reading = { form: "message" | "batch" | "transaction"; parts: Part[] };

/** A reason for not reading a message, thrown within the parser and never beyond `read`. Carries nothing of the message. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly position: number | null;
  constructor(code: RefusalCode, position: number | null = null) {
    // Where it was thrown is nobody's business, and to find that out takes longer than to read a short message.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(code);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.position = position;
  }
}
