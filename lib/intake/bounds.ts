import { MAX_EVENTS } from "../ledger/schema.ts";

// An event has 56 values in 12 objects and lists at most (`lib/ledger/schema.ts`), and stands three deep, its aliases five.
const MOST_VALUES = 64 * MAX_EVENTS;
const MOST_CONTAINERS = 12 * MAX_EVENTS + 3;
const DEEPEST = 6;

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Whether these bytes, read as JSON, can hold no more and no deeper than a batch of events does. Reading a body of the
 * allowed size that is all brackets takes seconds and 40 times its size in memory; looking at it first takes neither.
 */
export function fitsBatch(bytes: Uint8Array): boolean {
  let [values, containers, depth] = [0, 0, 0];
  let inText = false;
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === ESCAPE) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === COMMA) values += 1;
    else if (byte === OBJECT || byte === LIST) {
      containers += 1;
      depth += 1;
      if (depth > DEEPEST || containers > MOST_CONTAINERS) return false;
    } else if (byte === OBJECT_END || byte === LIST_END) depth -= 1;
  }
  return values <= MOST_VALUES;
}
