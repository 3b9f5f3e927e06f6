import type { StationEventInput } from "../ledger/schema.ts";
import { eventId } from "./identity.ts";
import type { Part, Reading } from "./shapes.ts";
import type { XmlElement } from "./xml.ts";

/** Reads what an envelope carries; null where that is no message that can be read. */
export type Nested = (payload: Uint8Array | XmlElement) => Reading | null;
export type Payload = Extract<Part, { outcome: "taken" }>;

/** The message an envelope carries, where it is one that was read. */
export function payloadOf(reading: Reading | null): Payload | null {
  const [part, ...others] = reading?.parts ?? [];
  return part?.outcome === "taken" && part.events.length > 0 && others.length === 0 ? part : null;
}

/** Base64 as it stands in an envelope, as bytes; null where there is none. */
export function bytesOf(text: string | null): Uint8Array | null {
  const bytes = Buffer.from(text ?? "", "base64");
  return bytes.byteLength === 0 ? null : bytes;
}

/**
 * The payload's events as the envelope sent them: at the envelope's time, which is new for every resend (GOV 020), and
 * with the envelope's ids beside the payload's own.
 */
export function asSent(
  payload: Payload,
  envelope: { standard: string; id: string; at: string; aliases: NonNullable<StationEventInput["aliases"]> },
): StationEventInput[] {
  return payload.events.map((event) => ({
    ...event,
    id: eventId(envelope.standard, envelope.id.toLowerCase(), event.id, envelope.at),
    // A receipt is stated when its sender stated it, not when it was packed.
    at: event.kind === "receipt" ? event.at : envelope.at,
    aliases: [
      ...(event.kind === "receipt" ? [] : envelope.aliases),
      ...(event.aliases ?? []).filter(({ value }) => envelope.aliases.every((alias) => alias.value !== value)),
    ],
  }));
}
