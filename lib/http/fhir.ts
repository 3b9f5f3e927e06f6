import type { MessageOutcome } from "../intake/messages/shapes.ts";
import { errorHeaders, told } from "./problem.ts";

const JSON_TYPE = "application/fhir+json";
/** FHIR's own word for what is wrong (R4 IssueType); ours stands beside it. */
const ISSUE_TYPES: Record<number, string> = {
  400: "invalid",
  401: "login",
  403: "forbidden",
  404: "not-found",
  413: "too-long",
  422: "processing",
  429: "throttled",
};

type Issue = { severity: "error" | "information"; type: string; code: string; at?: string };

const outcome = (issues: readonly Issue[]) => ({
  resourceType: "OperationOutcome",
  issue: issues.map(({ severity, type, code, at }) => ({
    severity,
    code: type,
    details: { coding: [{ code }] },
    ...(at === undefined ? {} : { diagnostics: at }),
  })),
});

const answer = (body: unknown, status: number, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers: { "cache-control": "no-store", ...headers, "content-type": JSON_TYPE } });

/** The answer to an error as a FHIR OperationOutcome: our code, and a field or an offset, never a word of the message. */
export function failedOutcome(error: unknown, requestId: string): Response {
  const { status, code, field, position } = told(error, requestId);
  const at = field ?? (position === undefined ? undefined : `offset ${position}`);
  const issue = { severity: "error" as const, type: ISSUE_TYPES[status] ?? "exception", code, ...(at ? { at } : {}) };
  return answer(outcome([issue]), status, errorHeaders(error, status, requestId));
}

function issueOf(message: MessageOutcome): Issue {
  if (message.outcome !== "refused" && message.outcome !== "skipped") {
    return { severity: "information", type: "informational", code: message.outcome };
  }
  const at = message.field ?? (message.position === undefined ? undefined : `offset ${message.position}`);
  return { severity: "error", type: "processing", code: message.code ?? "not_a_message", ...(at ? { at } : {}) };
}

const statusOf = (message: MessageOutcome): number =>
  message.outcome === "taken" ? 201 : message.outcome === "duplicate" ? 200 : 422;

/** The answer to one resource or message: 201 where its events are new, 200 where they were known. */
export const createdOutcome = (message: MessageOutcome): Response =>
  answer(outcome([issueOf(message)]), statusOf(message));

/** The answer to a batch or transaction: a status and an outcome for each entry, in their order. */
export const bundleOutcome = (form: "batch" | "transaction", messages: readonly MessageOutcome[]): Response =>
  answer(
    {
      resourceType: "Bundle",
      type: `${form}-response`,
      entry: messages.map((message) => ({
        response: { status: String(statusOf(message)), outcome: outcome([issueOf(message)]) },
      })),
    },
    200,
  );

/** A transaction that was not taken: every entry that stood in its way, by its place. */
export const refusedTransaction = (messages: readonly MessageOutcome[]): Response =>
  answer(
    outcome(
      messages.flatMap((message, i) =>
        message.outcome === "refused" && message.code !== "not_taken_with_others"
          ? [{ ...issueOf(message), at: `entry ${i}` }]
          : [],
      ),
    ),
    422,
  );

/** What this server can do, and no more (R4 CapabilityStatement). */
export function capabilityStatement(base: string) {
  return answer(
    {
      resourceType: "CapabilityStatement",
      status: "active",
      date: "2026-11-24",
      kind: "instance",
      software: { name: "Kvitteringsoverblik" },
      implementation: { description: "Receipts for Danish health messaging", url: base },
      fhirVersion: "4.0.1",
      format: ["application/fhir+json", "application/fhir+xml"],
      rest: [
        {
          mode: "server",
          documentation:
            "Takes EHMI delivery status (AuditEvent) and MedCom messages (Bundle of type message, alone or as entries of a batch or transaction) in JSON or XML; answers in JSON. Only header fields are kept, so nothing can be read back.",
          security: { description: "A source's key as Authorization: Bearer" },
          interaction: [{ code: "batch" }, { code: "transaction" }],
          resource: [
            {
              type: "AuditEvent",
              supportedProfile: [
                "http://medcomehmi.dk/ig/eds/StructureDefinition/eds-basic-deliverystatus",
                "http://medcomehmi.dk/ig/eds/StructureDefinition/eds-patient-deliverystatus",
              ],
              interaction: [{ code: "create" }],
              versioning: "no-version",
              readHistory: false,
              updateCreate: false,
              conditionalCreate: false,
            },
          ],
        },
      ],
    },
    200,
  );
}
