import { safeCode } from "./fields.ts";

/** FHIR's names of messages, by event code or as delivery status writes them, and the type the ledger knows (DOMAIN 1.5). */
const FHIR_TYPES: Record<string, string> = {
  "hospital-notification": "FDIS20",
  hospitalnotification: "FDIS20",
  "care-communication": "FDIS91",
  carecommunication: "FDIS91",
  acknowledgement: "FCTL",
};
export const RECEIPT_TYPE = "FCTL";
/** A message whose type nobody has said (TEK_FCC): a type like any other. */
export const UNKNOWN_TYPE = "unknown";

/** The ledger's type for a FHIR name; an unknown name is itself. Null where there is none. */
export function fhirType(name: string | null): string | null {
  const known =
    name
      ?.trim()
      .toLowerCase()
      .replace(/-message$/, "") ?? "";
  return FHIR_TYPES[known] ?? safeCode("type", known);
}

/** `MCM:XDIS22` or `MCM:FDIS20#AdmissionInpatient` in an envelope, without its prefix. */
export function envelopeType(name: string | null): string | null {
  const [type, content] = (name?.trim() ?? "").replace(/^MCM:/, "").split("#");
  const code = safeCode("type", type?.replace(/-message$/, ""));
  const detail = safeCode("type", content);
  return code === null ? null : detail === null ? code : `${code}#${detail}`;
}
