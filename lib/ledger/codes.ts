/**
 * What the codes of negative receipts mean to people: one key per meaning, whose texts stand in `messages/{locale}/codes.json`
 * (`meaning.{key}`, `step.{key}`), and who most likely can put it right (`owner.{owner}`). Codes that say the same share a key.
 * Sources: MedComAcknowledgementErrorCodes 1.8.1, FHIR R4 issue-type and operation-outcome, the RefuseCodes of
 * EDIFACT/OIOXML CTL and XCTL, the distributor's StatusKode.
 */
export const OWNERS = ["sender", "sender_addresses", "vans", "distributor", "mailbox", "recipient", "unsaid"] as const;
/** Who is likely to be able to do something; `unsaid` where the code does not tell. */
export type Owner = (typeof OWNERS)[number];

const ISSUES = {
  receiver_unknown: {
    owner: "sender_addresses",
    codes: ["MSG_Receiver_Identifier_UNKNOWN", "LOK", "ukendt_lokationsnummer", "unknown-receiver"],
  },
  receiver_missing: { owner: "sender", codes: ["MSG_Receiver_Identifier_MISSING"] },
  receiver_id: { owner: "sender_addresses", codes: ["MID", "problem_med_modtagerID"] },
  type_not_received: {
    owner: "sender_addresses",
    codes: ["MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE", "MSG_UNKNOWN_TYPE", "MSG_RESOURCE_NOT_ALLOWED"],
  },
  version: { owner: "recipient", codes: ["VER", "problem_med_version", "not-supported", "55"] },
  value_unknown: {
    owner: "sender",
    codes: ["MSG_VALUESET_VALUE_UNKNOWN", "MSG_CodeSystem_VALUE_UNKNOWN", "code-invalid", "value"],
  },
  too_long: { owner: "sender", codes: ["MSG_Element_To_Long", "MSG_ID_TOO_LONG", "too-long"] },
  wrong_datatype: { owner: "sender", codes: ["MSG_Datatype_Wrong", "MSG_DATE_FORMAT", "MSG_PARAM_INVALID"] },
  required: {
    owner: "sender",
    codes: ["required", "MSG_RESOURCE_REQUIRED", "MSG_RESOURCE_ID_MISSING", "MSG_TRANSACTION_MISSING_ID"],
  },
  unreadable: {
    owner: "sender",
    codes: [
      ...["SYN", "syntaksfejl", "invalid", "structure", "invariant", "extension", "message-development-error"],
      ...["MSG_BAD_SYNTAX", "MSG_BAD_FORMAT", "MSG_CANT_PARSE_CONTENT", "MSG_CANT_PARSE_ROOT", "MSG_ERROR_PARSING"],
      ...["MSG_JSON_OBJECT", "MSG_UNKNOWN_CONTENT", "MSG_UNHANDLED_NODE_TYPE", "MSG_INVALID_ID", "MSG_ID_INVALID"],
    ],
  },
  damaged: { owner: "vans", codes: ["MSG_Damaged_durin_transport", "MSG_Damaged_during_transport"] },
  mailbox_out: { owner: "mailbox", codes: ["MSG_Mailbox_Out_Of_Operation", "53"] },
  cannot_receive: { owner: "recipient", codes: ["40"] },
  not_implemented: { owner: "recipient", codes: ["51"] },
  busy: {
    owner: "recipient",
    codes: ["transient-error", "transient", "throttled", "lock-error", "no-store", "incomplete"],
  },
  timeout: { owner: "recipient", codes: ["timeout"] },
  crashed: { owner: "recipient", codes: ["exception", "processing", "MSG_LOCAL_FAIL", "MSG_NO_MODULE"] },
  duplicate: { owner: "sender", codes: ["duplicate", "MSG_DUPLICATE_ID", "MSG_TRANSACTION_DUPLICATE_ID"] },
  not_found: { owner: "recipient", codes: ["not-found", "deleted", "MSG_NO_EXIST", "MSG_NO_MATCH", "MSG_DELETED"] },
  access: {
    owner: "distributor",
    codes: ["security", "login", "forbidden", "MSG_AUTH_REQUIRED", "MSG_OP_NOT_ALLOWED"],
  },
  business_rule: { owner: "recipient", codes: ["business-rule", "conflict", "multiple-matches"] },
  rejected_unsaid: { owner: "unsaid", codes: ["fatal-error", "NC", "ikke_specificeret"] },
} as const satisfies Record<string, { owner: Owner; codes: readonly string[] }>;

/** The meanings that have texts; `other` is a code nobody has explained to us. */
export type IssueKey = keyof typeof ISSUES | "other";
export const ISSUE_KEYS = [...Object.keys(ISSUES), "other"] as IssueKey[];

// MedCom's code system is not case-sensitive, and the files in use mix cases.
const byCode = new Map<string, { key: IssueKey; owner: Owner }>();
for (const [key, { owner, codes }] of Object.entries(ISSUES)) {
  for (const code of codes) byCode.set(code.toLowerCase(), { key: key as IssueKey, owner });
}

/** What a code means and who likely owns it. A code not in the table is `other` and owned by nobody we can name. */
export function explainCode(code: string): { key: IssueKey; owner: Owner } {
  return byCode.get(code.toLowerCase()) ?? { key: "other", owner: "unsaid" };
}

/** Every code the table explains, as it is written in its source. */
export const EXPLAINED_CODES: readonly string[] = Object.values(ISSUES).flatMap(({ codes }) => codes);
