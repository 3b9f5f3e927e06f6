import { instantOf, requiredId, safeCode } from "../fields.ts";
import { eventId } from "../identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "../shapes.ts";
import { RECEIPT_TYPE } from "../types.ts";
import type { Bundle } from "./bundle.ts";
import { nameOf, noteParties, requiredEnvelope, versionOf } from "./letter.ts";
import { at, type FhirNode, valueAt } from "./node.ts";

/** FHIR's response codes, never the letters AA, AE and AR: the sources give those two meanings (DOMAIN 1.1). */
const OUTCOMES: Record<string, "ok" | "transient" | "fatal"> = {
  ok: "ok",
  "transient-error": "transient",
  "fatal-error": "fatal",
};
/** MedComAcknowledgementErrorCodes; any other code is taken as it stands, and remarked on (DOMAIN 1.1). */
const ISSUE_CODES =
  /^(MSG_[A-Za-z0-9_]{1,56}|duplicate|not-found|required|value|structure|invariant|processing|exception)$/;

/**
 * A MedCom acknowledgement: the receipt of the letter that `response.identifier` names, stated at `Bundle.timestamp`. Its
 * sender and destination are often the letter's own, unswapped, so they are told as parties and never decide anything.
 */
export function readAcknowledgement(bundle: Bundle, header: FhirNode, format: Facts["format"]): Part {
  const remarks: Remark[] = [];
  const id = requiredId(valueAt(header, "id"), "no_letter_id");
  const answered = requiredId(valueAt(header, "response", "identifier"), "not_answering");
  const outcome = OUTCOMES[valueAt(header, "response", "code") ?? ""];
  if (outcome === undefined) throw new Refusal("unknown_outcome");
  const statedAt = instantOf(bundle.timestamp);
  const codes = codesOf(bundle);
  if (outcome !== "ok" && codes.length === 0) remarks.push("issue_code_missing");
  if (codes.some((code) => !ISSUE_CODES.test(code))) remarks.push("issue_code_unknown");
  if (!bundle.of("Provenance").some((one) => targets(one, answered))) remarks.push("answers_other_than_provenance");
  const sender = bundle.party(header.all("sender")[0], valueAt(header, "source", "endpoint"));
  const receiver = bundle.party(at(header, "destination", "receiver"), valueAt(header, "destination", "endpoint"));
  noteParties(remarks, sender, [receiver]);
  const version = versionOf(header);
  if (version === null) remarks.push("version_missing");
  const envelope = requiredEnvelope(bundle.id, remarks);
  const [code] = codes;
  return {
    outcome: "taken",
    events: [
      {
        id: eventId(
          "fhir",
          envelope,
          id.toLowerCase(),
          RECEIPT_TYPE,
          statedAt,
          nameOf(sender),
          nameOf(receiver),
          answered.toLowerCase(),
          outcome,
        ),
        station: "recipient",
        direction: "back",
        kind: "receipt",
        at: statedAt,
        letter: { id: answered, scheme: "fhir" },
        receipt: { id, level: "application", outcome, ...(code === undefined ? {} : { code }) },
      },
    ],
    parties: [sender.gln, receiver.gln].flatMap((gln) => (gln === null ? [] : [gln])),
    facts: { standard: "fhir", format, type: RECEIPT_TYPE, version, senderGln: sender.gln, codes, remarks },
  };
}

const targets = (provenance: FhirNode, id: string): boolean =>
  provenance.all("target").some((target) => valueAt(target, "reference")?.endsWith(id) === true);

/** The issue codes of the OperationOutcome; its texts are nobody's business. */
function codesOf(bundle: Bundle): string[] {
  const found = bundle
    .of("OperationOutcome")
    .flatMap((outcome) => outcome.all("issue"))
    .map((issue) => safeCode("code", valueAt(issue, "details", "coding", "code") ?? valueAt(issue, "code")));
  return [...new Set(found.filter((code) => code !== null))].slice(0, 10);
}
