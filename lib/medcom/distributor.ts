import type { StationEventInput } from "../ledger/schema.ts";
import { bytesOf, type Nested, type Payload, payloadOf } from "./envelope.ts";
import { allowed, instantOf, requiredId } from "./fields.ts";
import { eventId } from "./identity.ts";
import type { Part, Remark } from "./shapes.ts";
import { childOf, childrenOf, textOf, type XmlElement } from "./xml.ts";

/**
 * The distributor's envelope (Haendelsesbesked): when it came in and was handed over by each route, under its BeskedId and
 * transaction id; a MedCom message inside is read and joined to these. Related objects (among them the citizen), the
 * source's credentials and the authorities' CVR numbers are never looked at.
 *
 * Unproven: no example shows a MedCom message inside, nor which mailbox a route means, so no installation is named.
 */
export function readHaendelsesbesked(root: XmlElement, nested: Nested): Part {
  const id = requiredId(textOf(root, "BeskedId", "UUIDIdentifikator"), "bad_envelope");
  const delivery = childOf(root, "Beskedkuvert", "Leveranceinformation");
  const transaction = allowed("id", textOf(delivery, "TransaktionsId", "UUIDIdentifikator"));
  const remarks: Remark[] = ["answer_unproven"];
  const data = childOf(root, "Beskeddata");
  const payload = payloadIn(data, nested);
  if (payload === null) remarks.push(data?.children.length ? "payload_unread" : "payload_removed");
  const aliases: NonNullable<StationEventInput["aliases"]> = [
    { kind: "besked", value: id },
    ...(transaction === null ? [] : [{ kind: "transaktion" as const, value: transaction }]),
  ];
  const letters = payload === null ? [{}] : lettersIn(payload);
  const events = stepsOf(delivery).flatMap(({ kind, station, at }) =>
    letters.map(
      (letter): StationEventInput => ({
        id: eventId("distributor", id.toLowerCase(), JSON.stringify(letter), kind, at),
        station,
        kind,
        at,
        ...letter,
        aliases,
      }),
    ),
  );
  const facts = payload?.facts ?? {
    standard: "distributor" as const,
    format: "xml" as const,
    type: null,
    version: null,
    senderGln: null,
    codes: [],
    remarks: [],
  };
  return {
    outcome: "taken",
    events: [...(payload?.events ?? []), ...events],
    parties: payload?.parties ?? [],
    facts: { ...facts, remarks: [...facts.remarks, ...remarks] },
  };
}

function payloadIn(data: XmlElement | undefined, nested: Nested): Payload | null {
  for (const child of data?.children ?? []) {
    const bytes = child.name === "Base64" ? bytesOf(child.text) : null;
    const payload = payloadOf(nested(bytes ?? child));
    if (payload !== null) return payload;
  }
  return null;
}

/** The letter the payload is or answers; a receipt inside is on its way back. */
function lettersIn(payload: Payload): Pick<StationEventInput, "letter" | "senderGln" | "direction">[] {
  const [event] = payload.events;
  if (event?.letter === undefined) return [{}];
  const { letter, senderGln, kind } = event;
  return [
    {
      letter,
      ...(senderGln === undefined ? {} : { senderGln }),
      ...(kind === "receipt" ? { direction: "back" as const } : {}),
    },
  ];
}

type Step = { kind: "created" | "received" | "handed_over"; station: "agent" | "distributor"; at: string };

/** What the envelope says happened: each route's two times, or at least when it was made. */
function stepsOf(delivery: XmlElement | undefined): Step[] {
  const steps = childrenOf(childOf(delivery, "Leveranceruter"), "Leverancerute").flatMap((route): Step[] => {
    const [received, handedOver] = [timeOf(route, "ModtagelsesTidspunkt"), timeOf(route, "LeveranceTidspunkt")];
    return [
      ...(received === null ? [] : [{ kind: "received" as const, station: "distributor" as const, at: received }]),
      ...(handedOver === null
        ? []
        : [{ kind: "handed_over" as const, station: "distributor" as const, at: handedOver }]),
    ];
  });
  if (steps.length > 0) return steps;
  return [
    {
      kind: "created",
      station: "agent",
      at: instantOf(textOf(delivery, "Dannelsestidspunkt", "TidsstempelDatoTid"), true),
    },
  ];
}

const timeOf = (route: XmlElement, name: string): string | null => {
  const stated = textOf(route, name, "TidsstempelDatoTid");
  return stated === null ? null : instantOf(stated, true);
};
