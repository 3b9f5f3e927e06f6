import { MAX_EVENTS } from "../ledger/schema.ts";

// An event has 56 values in 12 objects and lists at most (`lib/ledger/schema.ts`), and stands three deep, its aliases five.
const MOST_VALUES = 64 * MAX_EVENTS;
const MOST_CONTAINERS = 12 * MAX_EVENTS + 3;
const DEEPEST = 6;

const sign = (text: string): number => text.charCodeAt(0);
const [QUOTE, ESCAPE, COMMA] = [sign('"'), sign("\\"), sign(",")];
const OPENS = new Set([sign("{"), sign("[")]);
const CLOSES = new Set([sign("}"), sign("]")]);

/**
 * Whether these bytes, read as JSON, can hold no more and no deeper than a batch of events does. Reading a body of the
 * allowed size that is all brackets takes seconds and 40 times its size in memory; looking at it first takes neither.
 */
export function fitsBatch(bytes: Uint8Array): boolean {
  let [values, containers, depth] = [0, 0, 0];
  let inText = false;
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === ESCAPE) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA) values += 1;
    else if (OPENS.has(byte)) {
      containers += 1;
      depth += 1;
      if (depth > DEEPEST) return false;
    } else if (CLOSES.has(byte)) depth -= 1;
  }
  return values <= MOST_VALUES && containers <= MOST_CONTAINERS;
}
