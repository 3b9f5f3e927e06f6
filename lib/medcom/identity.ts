import { hash } from "node:crypto";

/**
 * The id of an event by what it means, so that the same message in two syntaxes, or told twice, is one: the id space,
 * bundle or envelope id, letter id, type, stated time, sender, receivers, what it answers, outcome, in an order each
 * reader keeps to. FHIR ids are given in lower case. Only this hash leaves the parser.
 */
export function eventId(...meaning: (string | null)[]): string {
  return `m-${hash("sha256", JSON.stringify(meaning), "base64url")}`;
}
