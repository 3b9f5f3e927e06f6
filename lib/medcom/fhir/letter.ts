import { glnChecks } from "../../directory/check-digits.ts";
import { looksLikePersonNumber } from "../../intake/person-number.ts";
import type { StationEventInput } from "../../ledger/schema.ts";
import { instantOf, requiredId, safeCode } from "../fields.ts";
import { eventId } from "../identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "../shapes.ts";
import { fhirType, UNKNOWN_TYPE } from "../types.ts";
import type { Bundle, Party } from "./bundle.ts";
import { contentOf } from "./content.ts";
import { type FhirNode, valueAt } from "./node.ts";

type Receiver = Party & { copy: boolean };

/**
 * A letter by its MessageHeader: one event per receiver, as sent at `Bundle.timestamp`. A Provenance's `recorded` is no
 * time to count from: the official samples give it another offset (traps of the samples). A `cc` destination is a copy,
 * which is never acknowledged (DOMAIN 1.1).
 */
export function readLetter(bundle: Bundle, header: FhirNode, format: Facts["format"]): Part {
  const remarks: Remark[] = [];
  const id = requiredId(valueAt(header, "id"), "no_letter_id");
  if (looksLikePersonNumber(id)) remarks.push("person_number_in_id");
  const sentAt = instantOf(bundle.timestamp);
  const eventCode = valueAt(header, "eventCoding", "code");
  const type = fhirType(eventCode) ?? UNKNOWN_TYPE;
  if (type === UNKNOWN_TYPE) remarks.push("event_code_missing");
  const content = contentOf(type, bundle, id);
  const sender = bundle.party(header.all("sender")[0], valueAt(header, "source", "endpoint"));
  const receivers = receiversOf(bundle, header);
  noteParties(remarks, sender, receivers);
  const version = versionOf(header);
  if (version === null) remarks.push("version_missing");
  const envelope = requiredEnvelope(bundle.id, remarks);
  const meaning = ["fhir", envelope, id.toLowerCase(), type, sentAt, nameOf(sender)];
  const all = receivers.map(nameOf).sort().join(" ");
  const events = (receivers.length === 0 ? [null] : receivers).map(
    (receiver): StationEventInput => ({
      id: eventId(...meaning, all, receiver ? nameOf(receiver) : null),
      station: "sender",
      kind: "sent",
      at: sentAt,
      letter: { id, scheme: "fhir" },
      ...(envelope === null ? {} : { aliases: [{ kind: "envelope", value: envelope }] }),
      ...(sender.gln === null ? {} : { senderGln: sender.gln }),
      ...(receiver?.gln ? { receiverGln: receiver.gln } : receiver?.sor ? { receiverSor: receiver.sor } : {}),
      ...(receiver?.copy ? { copy: true } : {}),
      type: content === null ? type : `${type}#${content}`,
    }),
  );
  const facts: Facts = { standard: "fhir", format, type, version, senderGln: sender.gln, codes: [], remarks };
  return { outcome: "taken", events, parties: [], facts };
}

/** Bundle.id, which a resend makes anew (GOV 020); one that is no id is as good as none. */
export function requiredEnvelope(id: string | null, remarks: Remark[]): string | null {
  try {
    return requiredId(id, "bad_id").toLowerCase();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    remarks.push("bundle_id_missing");
    return null;
  }
}

function receiversOf(bundle: Bundle, header: FhirNode): Receiver[] {
  const found = header.all("destination").map((destination) => ({
    ...bundle.party(destination.all("receiver")[0], valueAt(destination, "endpoint")),
    copy: destination
      .all("extension")
      .some(
        (extension) =>
          valueAt(extension, "url")?.endsWith("medcom-messaging-destinationUseExtension") === true &&
          valueAt(extension, "valueCoding", "code") === "cc",
      ),
  }));
  const named = found.filter(({ gln, sor }) => gln !== null || sor !== null);
  // A receiver named twice is a primary one if it is so once.
  const byName = new Map<string, Receiver>();
  for (const one of named) {
    const known = byName.get(nameOf(one) ?? "");
    byName.set(nameOf(one) ?? "", known ? { ...known, copy: known.copy && one.copy } : one);
  }
  return [...byName.values()];
}

export const nameOf = ({ gln, sor }: Party): string | null => gln ?? sor;

export function noteParties(remarks: Remark[], sender: Party, receivers: readonly Party[]): void {
  if (sender.gln === null) remarks.push("sender_missing");
  if (receivers.length === 0) remarks.push("receiver_missing");
  if ([sender, ...receivers].some(({ gln }) => gln !== null && !glnChecks(gln))) remarks.push("gln_check_digit");
}

/** The version of the standard that MessageHeader.definition names after `|`; null where it names none. */
export const versionOf = (header: FhirNode): string | null =>
  safeCode("version", valueAt(header, "definition")?.split("|")[1]);
