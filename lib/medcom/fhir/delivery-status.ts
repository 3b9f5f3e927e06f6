import type { StationEventInput } from "../../ledger/schema.ts";
import type { EventKind, Station } from "../../ledger/states.ts";
import { allowed, instantOf, locationNumber, requiredId, safeCode } from "../fields.ts";
import { eventId } from "../identity.ts";
import { type Facts, type Part, Refusal, type Remark } from "../shapes.ts";
import { fhirType, RECEIPT_TYPE, UNKNOWN_TYPE } from "../types.ts";
import { type FhirNode, valueAt } from "./node.ts";

/** EHMI's stations: a user system, a message service handler, an access point (docs/decisions/ehmi-stations.md). */
const STATIONS: Record<string, Station> = { MSH: "vans", AP: "access_point" };
const KINDS: Record<string, EventKind> = {
  "msg-created": "created",
  "msg-created-and-sent": "created",
  "msg-sent": "sent",
  "msg-received": "received",
  "msg-received-and-finalized": "finalized",
  "msg-finalized": "finalized",
};
const ENDS = new Set(["received", "finalized"]);
const SUCCESS = "0";
const TRANSPORT_RECEIPT = /^sbdh[-_]?ack/i;

/**
 * One EHMI delivery status (AuditEvent, Basic or Patient): what one station did with a message, at `recorded`, its only
 * time (DOMAIN 1.8). A status of a receipt on its way back is about the letter that the receipt answers; the SBDH receipt
 * itself is a transport receipt. The patient entity is never looked at.
 */
export function readDeliveryStatus(event: FhirNode, format: Facts["format"]): Part {
  if (valueAt(event, "type", "code") !== "ehmiMessaging") return { outcome: "skipped" };
  const at = instantOf(valueAt(event, "recorded"));
  const stated = KINDS[valueAt(event, "subtype", "code") ?? ""];
  if (stated === undefined) throw new Refusal("unknown_form");
  const entities = byCode(event.all("entity"), "type", "code");
  const [message, original] = [entities.get("ehmiMessage"), entities.get("ehmiOrigMessage")];
  const messageId = requiredId(idOf(message), "no_letter_id");
  const back = original !== undefined;
  const letterId = back ? requiredId(idOf(original), "not_answering") : messageId;
  const remarks: Remark[] = [];
  const [named, answered] = [detailOf(message), detailOf(original)];
  const type = (back ? fhirType(answered.type) : fhirType(named.type)) ?? UNKNOWN_TYPE;
  if (type === UNKNOWN_TYPE) remarks.push("event_code_missing");
  const agents = agentsOf(event);
  const [from, to] = [partyOf(agents.get("ehmiSender")), partyOf(agents.get("ehmiReceiver"))];
  const [sender, receiver] = back ? [to, from] : [from, to];
  if (sender.gln === null) remarks.push("sender_not_gln");
  const facts: Facts = {
    standard: "eds",
    format,
    type: back ? RECEIPT_TYPE : type,
    version: safeCode("version", named.version),
    senderGln: from.gln,
    codes: [],
    remarks,
  };
  // The receipt of a receipt tells nothing of a letter.
  if (back && type === RECEIPT_TYPE) return { outcome: "taken", events: [], parties: [], facts };
  const success = (valueAt(event, "outcome") ?? SUCCESS) === SUCCESS;
  const subtype = valueAt(event, "subtype", "code");
  const station = stationOf(event, stated, back);
  const sends = !back && subtype === "msg-created-and-sent" && station === "sender" && success;
  const isReceipt = back && subtype === "msg-created-and-sent" && TRANSPORT_RECEIPT.test(named.type ?? "") && success;
  const operator = operatorOf(event);
  const status: StationEventInput = {
    id: eventId(
      "eds",
      letterId.toLowerCase(),
      messageId.toLowerCase(),
      at,
      subtype,
      station,
      operator,
      String(success),
    ),
    station,
    direction: back ? "back" : "out",
    kind: isReceipt ? "receipt" : success ? stated : "stopped",
    at,
    letter: { id: letterId, scheme: "eds" },
    ...(operator === null ? {} : { operator }),
    ...(sender.gln === null ? {} : { senderGln: sender.gln }),
    ...(receiver.gln ? { receiverGln: receiver.gln } : receiver.sor ? { receiverSor: receiver.sor } : {}),
    type,
    ...(sends ? { statedSentAt: at } : {}),
    ...aliasesOf(entities, back),
    ...(isReceipt ? { receipt: { id: messageId, level: "transport", outcome: "ok" } } : {}),
  };
  return { outcome: "taken", events: [status], parties: [], facts };
}

const agentsOf = (event: FhirNode) => byCode(event.all("agent"), "type", "coding", "code");

/** The sender's location number in a status that was refused; null where it has none. */
export const statusSenderOf = (event: FhirNode): string | null => partyOf(agentsOf(event).get("ehmiSender")).gln;

/** Elements by the code at the end of a path in each; of two with the same code the first. */
function byCode(elements: readonly FhirNode[], ...path: string[]): Map<string | null, FhirNode> {
  const found = new Map<string | null, FhirNode>();
  for (const element of elements) {
    const code = valueAt(element, ...path);
    if (!found.has(code)) found.set(code, element);
  }
  return found;
}
const idOf = (entity: FhirNode | undefined): string | null => valueAt(entity, "what", "identifier", "value");

function detailOf(entity: FhirNode | undefined): { type: string | null; version: string | null } {
  const details = byCode(entity?.all("detail") ?? [], "type");
  return {
    type: valueAt(details.get("ehmiMessageType"), "valueString"),
    version: valueAt(details.get("ehmiMessageVersion"), "valueString"),
  };
}

function partyOf(agent: FhirNode | undefined): { gln: string | null; sor: string | null } {
  return {
    gln: locationNumber(valueAt(agent, "extension", "valueIdentifier", "value")),
    sor: allowed("sor", valueAt(agent, "who", "identifier", "value")),
  };
}

function stationOf(event: FhirNode, kind: EventKind, back: boolean): Station {
  const type = valueAt(event, "source", "type", "code") ?? "";
  const known = STATIONS[type];
  if (known) return known;
  if (type !== "EUA") throw new Refusal("unknown_station");
  return ENDS.has(kind) === back ? "sender" : "recipient";
}

/** The device that reports, as the operator of its station; its name is not looked at. */
function operatorOf(event: FhirNode): string | null {
  const device = valueAt(event, "contained", "identifier", "value")?.toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9_.-]{0,39}$/.test(device) ? safeCode("code", device) : null;
}

function aliasesOf(entities: Map<string | null, FhirNode>, back: boolean): Pick<StationEventInput, "aliases"> {
  const aliases: NonNullable<StationEventInput["aliases"]> = [];
  for (const kind of back ? ["ehmiOrigTransportEnvelope"] : ["ehmiMessageEnvelope", "ehmiTransportEnvelope"]) {
    const value = allowed("id", idOf(entities.get(kind)));
    if (value !== null && aliases[0]?.value !== value) aliases.push({ kind: "envelope", value });
  }
  return aliases.length === 0 ? {} : { aliases };
}
