import { type Facts, type Part, type Reading, Refusal } from "../shapes.ts";
import { fhirType, RECEIPT_TYPE } from "../types.ts";
import { readAcknowledgement } from "./acknowledgement.ts";
import { bundleSenderOf, openBundle } from "./bundle.ts";
import { readDeliveryStatus, statusSenderOf } from "./delivery-status.ts";
import { readLetter } from "./letter.ts";
import { at, type FhirNode, valueAt } from "./node.ts";

const MOST_ENTRIES = 1_000;

/**
 * What stands in a FHIR resource: a MedCom message (a bundle of type message), an EHMI delivery status (an AuditEvent), or
 * a batch or transaction of these. Anything else is no message of ours.
 */
export function readFhir(root: FhirNode, format: Facts["format"]): Reading {
  const form = root.resourceType === "Bundle" ? valueAt(root, "type") : null;
  if (form !== "batch" && form !== "transaction") return { form: "message", parts: [readOne(root, format)] };
  const entries = root.all("entry");
  if (entries.length > MOST_ENTRIES) {
    return {
      form: "message",
      parts: [{ outcome: "refused", code: "too_many_parts", position: null, standard: "fhir", senderGln: null }],
    };
  }
  return { form, parts: entries.map((entry) => readOne(at(entry, "resource"), format)) };
}

function readOne(resource: FhirNode | undefined, format: Facts["format"]): Part {
  const isStatus = resource?.resourceType === "AuditEvent";
  try {
    if (isStatus) return readDeliveryStatus(resource, format);
    if (resource?.resourceType !== "Bundle" || valueAt(resource, "type") !== "message") return { outcome: "skipped" };
    const bundle = openBundle(resource);
    if (bundle.header === undefined) throw new Refusal("no_message_header");
    return fhirType(valueAt(bundle.header, "eventCoding", "code")) === RECEIPT_TYPE
      ? readAcknowledgement(bundle, bundle.header, format)
      : readLetter(bundle, bundle.header, format);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, position } = error;
    const senderGln = isStatus ? statusSenderOf(resource) : bundleSenderOf(resource);
    return { outcome: "refused", code, position, standard: isStatus ? "eds" : "fhir", senderGln };
  }
}
