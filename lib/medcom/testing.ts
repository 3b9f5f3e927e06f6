import type { StationEventInput } from "../ledger/schema.ts";
import { read } from "./read.ts";
import type { Part } from "./shapes.ts";

/** What a message in text says, for tests; Latin-1 where asked. */
export function partOf(message: string, encoding: BufferEncoding = "utf8"): Part {
  const [part, ...others] = read(Buffer.from(message, encoding)).parts;
  if (!part || others.length > 0) throw new Error("not one message");
  return part;
}

/** The events of a message that must be readable. */
export function eventsOf(message: string, encoding: BufferEncoding = "utf8"): StationEventInput[] {
  const part = partOf(message, encoding);
  if (part.outcome !== "taken") throw new Error(`not taken: ${JSON.stringify(part)}`);
  return part.events;
}

/** The only event of a message. */
export function eventOf(message: string): StationEventInput {
  const [event, ...others] = eventsOf(message);
  if (!event || others.length > 0) throw new Error("not one event");
  return event;
}

export const remarksOf = (message: string): string[] => {
  const part = partOf(message);
  return part.outcome === "taken" ? part.facts.remarks : [];
};
